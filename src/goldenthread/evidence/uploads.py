"""What a draft of an upload says, as the sources know it: the table, its columns, its definition, its check."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from goldenthread.core.estimates import Polarity
from goldenthread.evidence import numbers
from goldenthread.evidence.models import UploadDraft
from goldenthread.sources.upload_definitions import UploadDefinition
from goldenthread.sources.upload_files import UploadedTable
from goldenthread.sources.upload_taking import try_upload
from goldenthread.sources.uploads import (
    ColumnMapping,
    KnownAreas,
    UploadCheck,
    guess_mapping,
    open_upload,
)

PER = re.compile(r"per ([\d,]+)")


def known_areas() -> KnownAreas:
    """Return the areas an upload may speak of."""
    return KnownAreas.from_table(numbers.current().table("areas"))


def read_table(name: str, content: bytes, sheet: str = "") -> tuple[UploadedTable, ColumnMapping]:
    """Return the table in a file and what its columns seem to be; raises SourceError in words."""
    table = open_upload(name, content, sheet=sheet)
    return table, guess_mapping(table, known_areas())


def table_of(draft: UploadDraft) -> UploadedTable:
    """Return the table of a draft."""
    return open_upload(draft.file_name, bytes(draft.content), sheet=draft.sheet)


def mapping_of(draft: UploadDraft) -> ColumnMapping:
    """Return which column of a draft is what."""
    return ColumnMapping(**draft.mapping)


def definition_of(draft: UploadDraft) -> UploadDefinition:
    """Return what is said of a draft; raises ValueError in words where something is missing."""
    said: dict[str, Any] = dict(draft.definition)
    said.pop("is_proportion", None)
    said["polarity"] = Polarity(said["polarity"])
    return UploadDefinition(**said)


def described(definition: UploadDefinition, is_proportion: bool | None) -> dict[str, Any]:
    """Return a definition as a draft keeps it."""
    return {**asdict(definition), "polarity": definition.polarity.value, "is_proportion": is_proportion}


def multiplier_of(unit: str) -> float:
    """Return what a value of the unit is given per: 100 of a percentage, 1,000 of "per 1,000", else 1."""
    if unit.strip() == "%":
        return 100.0
    found = PER.search(unit)
    number = found.group(1).replace(",", "") if found else ""
    return float(number) if number and float(number) > 0 else 1.0


def check_of(draft: UploadDraft) -> UploadCheck:
    """Return what keeping a draft would do, or everything that stands in the way: a dry run."""
    return try_upload(
        table_of(draft),
        mapping_of(draft),
        known_areas(),
        definition_of(draft),
        is_proportion=draft.definition.get("is_proportion"),
        leave_out_unmatched=draft.leave_out_unmatched,
    )
