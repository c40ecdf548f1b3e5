"""The definition a person gives with an upload, and how a checked upload is kept until the next build."""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from goldenthread.core.estimates import Polarity
from goldenthread.core.indicators import Aggregation, Indicator, IntervalMethod
from goldenthread.engine.tables import OBSERVATIONS
from goldenthread.sources.source import Source, SourceError, check_schema
from goldenthread.sources.uploads import ColumnMapping, UploadCheck

PREFIX = "upload-"


@dataclass(frozen=True, slots=True)
class UploadDefinition:
    """What a person says about an uploaded table: what it counts, who published it, and which way is better.

    Raises ValueError with a sentence for a form when something that every page shows is blank.
    """

    name: str
    plain_name: str
    definition: str
    unit: str
    polarity: Polarity
    publisher: str
    licence: str
    address: str
    numerator: str = ""
    denominator: str = ""
    theme: str = "Our own figures"
    multiplier: float = 100.0
    decimals: int = 1
    licence_url: str = ""
    marmot_principle: int | None = None
    plan_outcome: str = ""
    caveats: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        asked = ("name", "plain_name", "definition", "unit", "publisher", "licence", "address")
        for part in asked:
            if not str(getattr(self, part)).strip():
                raise ValueError(
                    f"Give the {part.replace('_', ' ')} of what you upload: every page that shows it says so."
                )
        if self.multiplier <= 0:
            raise ValueError("The multiplier is what a value is given per, such as 100 or 100,000; it is above zero.")

    @property
    def slug(self) -> str:
        """The indicator's address on pages, made from its name."""
        bare = unicodedata.normalize("NFKD", self.plain_name).encode("ascii", "ignore").decode().casefold()
        return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:60].rstrip("-") or "figure"

    @property
    def source_id(self) -> str:
        """The source's name in tables, which is also the measure's."""
        return f"{PREFIX}{self.slug}"


@dataclass(frozen=True, slots=True)
class Upload:
    """An upload that was checked: its observations, and what is said of them."""

    source: Source
    indicator: Indicator
    observations: pa.Table


def make_upload(
    check: UploadCheck, mapping: ColumnMapping, definition: UploadDefinition, taken_slugs: Iterable[str] = ()
) -> Upload:
    """The upload with its indicator and its source; raises SourceError when the check found something wrong.

    `taken_slugs` are those of the indicators that exist: an upload may not take the place of one.
    """
    observations = check.taken()
    if definition.slug in set(taken_slugs):
        raise SourceError(
            check.file, f"There is an indicator called “{definition.plain_name}” already; choose another plain name."
        )
    measure = observations.column("measure")
    if set(measure.unique().to_pylist()) != {definition.source_id}:
        raise ValueError(f"Check the upload with measure=“{definition.source_id}”.")
    return Upload(_source(check, definition), _indicator(check, mapping, definition), observations)


def keep_upload(folder: Path, upload: Upload) -> Path:
    """Write an upload into `folder`, whole or not at all; one of the same name is replaced. Returns its file."""
    folder.mkdir(parents=True, exist_ok=True)
    described = {"source": asdict(upload.source), "indicator": asdict(upload.indicator)}
    target = folder / f"{upload.source.id}.parquet"
    table = upload.observations.replace_schema_metadata({"goldenthread": json.dumps(described)})
    temporary = folder / f".{target.name}"
    parquet.write_table(table, temporary)
    temporary.replace(target)
    return target


def kept_uploads(folder: Path) -> list[Upload]:
    """The uploads that were kept in `folder`, by name."""
    return [_read(path) for path in sorted(folder.glob(f"{PREFIX}*.parquet"))]


def _read(path: Path) -> Upload:
    try:
        table = parquet.read_table(path)
        described = json.loads((table.schema.metadata or {})[b"goldenthread"])
        observations = table.replace_schema_metadata(None).cast(OBSERVATIONS)
        check_schema("observations", observations, OBSERVATIONS)
        source = _with_tuples(described["source"]) | {"downloads": ()}
        indicator = _with_tuples(described["indicator"])
        indicator |= {
            "polarity": Polarity(indicator["polarity"]),
            "aggregation": Aggregation(indicator["aggregation"]),
            "interval": IntervalMethod(indicator["interval"]),
        }
        return Upload(Source(**source), Indicator(**indicator), observations)
    except (pa.ArrowException, KeyError, TypeError, ValueError, OSError):
        raise SourceError(path, "This kept upload is damaged or of another version; upload the table again.") from None


def _with_tuples(described: dict[str, Any]) -> dict[str, Any]:
    """Fields as they were before they were written as JSON, which has lists only."""
    return {name: tuple(cell) if isinstance(cell, list) else cell for name, cell in described.items()}


def _source(check: UploadCheck, definition: UploadDefinition) -> Source:
    """Where the upload says it comes from."""
    return Source(
        id=definition.source_id,
        name=definition.name,
        publisher=definition.publisher,
        licence=definition.licence,
        licence_url=definition.licence_url,
        address=definition.address,
        layout="Uploaded by the council: a table of areas and values.",
        vintage=", ".join(check.periods) or "as uploaded",
        geography=tuple(sorted(check.areas_by_kind)),
        files=(check.file,),
        measures=(definition.source_id,),
    )


def _indicator(check: UploadCheck, mapping: ColumnMapping, definition: UploadDefinition) -> Indicator:
    """The definition that pages show: what was given, and an honest word for what was not."""
    has_counts = bool(mapping.count and mapping.denominator)
    interval, interval_reason = _interval(mapping, definition, has_counts)
    aggregation = Aggregation.SUM_OF_COUNTS if has_counts else Aggregation.REFUSED
    return Indicator(
        slug=definition.slug,
        name=definition.name,
        plain_name=definition.plain_name,
        definition=definition.definition,
        unit=definition.unit,
        polarity=definition.polarity,
        source=definition.source_id,
        measure=definition.source_id,
        numerator=definition.numerator or "Not said in the uploaded table.",
        denominator=definition.denominator or "Not said in the uploaded table.",
        method="As given in the uploaded table.",
        geography=tuple(sorted(check.areas_by_kind)),
        breakdowns=(mapping.characteristic,) if mapping.group else (),
        aggregation=aggregation,
        interval=interval,
        criterion_for_change="The 95% interval of the change leaves out zero.",
        marmot_principle=definition.marmot_principle,
        plan_outcome=definition.plan_outcome,
        theme=definition.theme,
        decimals=definition.decimals,
        multiplier=definition.multiplier,
        aggregation_reason=(
            "" if has_counts else "The uploaded table gives no counts and denominators, so areas cannot be added up."
        ),
        interval_reason=interval_reason,
        caveats=definition.caveats,
    )


def _interval(mapping: ColumnMapping, definition: UploadDefinition, has_counts: bool) -> tuple[IntervalMethod, str]:
    """How sure a value is: as published, from its counts, or not known and why."""
    if mapping.lower and mapping.upper:
        return IntervalMethod.PUBLISHED, ""
    if has_counts and definition.unit == "%":
        return IntervalMethod.WILSON, ""
    if has_counts:
        return IntervalMethod.BYAR, ""
    return IntervalMethod.NONE, "The uploaded table gives neither an interval nor the counts to work one out."
