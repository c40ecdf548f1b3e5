"""Bringing the areas of a place up to date with a snapshot of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
from django.db import transaction

from goldenthread.engine import tables
from goldenthread.place.models import Area, AreaLink, Council, Postcode
from goldenthread.place.outlines import Outline, simplified_outlines

#: An area is its code and its kind: the Census 2021 kept most codes of 2011 for other outlines.
AreaKey = tuple[str, str]

_BATCH = 2000


class PlaceNotFilled(ValueError):
    """The tables do not describe the place. Nothing was changed; the sentence says what is missing."""


@dataclass(frozen=True)
class PlaceFilled:
    """What was brought in. What was left out named an area that the snapshot does not have."""

    council: Council
    areas: int
    outlines: int
    links: int
    postcodes: int
    retired_areas: int
    left_out_links: int
    left_out_postcodes: int


@transaction.atomic
def fill_place(
    *,
    council_code: str,
    areas: pa.Table,
    area_links: pa.Table,
    outlines: pa.Table | None = None,
    postcodes: pa.Table | None = None,
    snapshot_id: str,
    at: datetime,
) -> PlaceFilled:
    """Make the areas, links and postcodes those of the snapshot's tables, and say how many there are.

    It may be run any number of times: areas keep their rows, so what points at them stays. An area that the snapshot no
    longer has is marked as not current, never removed. All or nothing. The caller asks the permission and records it.
    """
    _check_columns(areas, tables.AREAS, "areas")
    _check_columns(area_links, tables.AREA_LINKS, "area_links")
    facts = {(row["code"], row["kind"]): row for row in _rows(areas)}
    council = _fill_council(council_code, facts, snapshot_id, at)
    drawn = _outlines_by_area(outlines, facts)
    retired = _fill_areas(council, facts, drawn)
    ids = {(code, kind): pk for pk, code, kind in Area.objects.current().values_list("pk", "code", "kind")}
    links, left_out_links = _fill_links(area_links, ids)
    filled, left_out_postcodes = _fill_postcodes(postcodes, facts, ids)
    return PlaceFilled(council, len(facts), len(drawn), links, filled, retired, left_out_links, left_out_postcodes)


def _check_columns(table: pa.Table, schema: pa.Schema, name: str) -> None:
    missing = [column for column in schema.names if column not in table.column_names]
    if missing:
        raise PlaceNotFilled(f"The table {name} lacks {', '.join(missing)}: build the place's evidence again.")


def _rows(table: pa.Table) -> Iterator[Mapping[str, Any]]:
    for batch in table.to_batches(max_chunksize=_BATCH):
        yield from batch.to_pylist()


def _fill_council(code: str, facts: Mapping[AreaKey, Mapping[str, Any]], snapshot_id: str, at: datetime) -> Council:
    row = next((facts[code, kind] for kind in ("district", "county") if (code, kind) in facts), None)
    if row is None:
        raise PlaceNotFilled(f"The table areas has no district or county with the code {code}: is it of another place?")
    council, _ = Council.objects.update_or_create(
        code=code,
        defaults={"name": row["name"], "kind": row["kind"], "snapshot_id": snapshot_id, "filled_at": at},
    )
    return council


def _outlines_by_area(outlines: pa.Table | None, facts: Mapping[AreaKey, Mapping[str, Any]]) -> dict[AreaKey, Outline]:
    if outlines is None:
        return {}
    _check_columns(outlines, tables.OUTLINES, "outlines")
    rows = [row for row in _rows(outlines) if (row["code"], row["kind"]) in facts]
    drawn: dict[AreaKey, Outline] = {}
    # One kind at a time: areas of a kind share their borders, and shared borders are simplified together.
    for kind in dict.fromkeys(row["kind"] for row in rows):
        of_kind = [row for row in rows if row["kind"] == kind]
        simplified = simplified_outlines([row["geometry"] for row in of_kind], [row["basis"] for row in of_kind])
        drawn.update({(row["code"], kind): outline for row, outline in zip(of_kind, simplified, strict=True)})
    return drawn


def _fill_areas(council: Council, facts: Mapping[AreaKey, Mapping[str, Any]], drawn: Mapping[AreaKey, Outline]) -> int:
    areas = [_area(council, row, drawn.get(key)) for key, row in facts.items()]
    changing = [field.name for field in Area._meta.concrete_fields if field.name not in {"id", "code", "kind"}]
    Area.objects.bulk_create(
        areas, batch_size=_BATCH, update_conflicts=True, unique_fields=["code", "kind"], update_fields=changing
    )
    gone = [
        pk for pk, code, kind in Area.objects.current().values_list("pk", "code", "kind") if (code, kind) not in facts
    ]
    for batch in _batches(gone):
        Area.objects.filter(pk__in=batch).update(is_current=False)
    return len(gone)


def _area(council: Council, row: Mapping[str, Any], outline: Outline | None) -> Area:
    population = row["population"]
    return Area(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        council=council if row["in_place"] else None,
        population=None if population is None else round(population),
        population_year=row["population_year"],
        outline=outline.geometry if outline else "",
        outline_basis=outline.basis if outline else "",
        longitude=outline.longitude if outline else None,
        latitude=outline.latitude if outline else None,
        is_current=True,
    )


def _fill_links(area_links: pa.Table, ids: Mapping[AreaKey, int]) -> tuple[int, int]:
    wanted: dict[tuple[int, int], str] = {}
    left_out = 0
    for row in _rows(area_links):
        child = ids.get((row["child_code"], row["child_kind"]))
        parent = ids.get((row["parent_code"], row["parent_kind"]))
        if child is None or parent is None:
            left_out += 1
        else:
            wanted[child, parent] = row["basis"]
    kept = {(child, parent): (pk, basis) for pk, child, parent, basis in _existing_links()}
    gone = [pk for pair, (pk, basis) in kept.items() if wanted.get(pair) != basis]
    for batch in _batches(gone):
        AreaLink.objects.filter(pk__in=batch).delete()
    new = [
        AreaLink(child_id=child, parent_id=parent, basis=basis)
        for (child, parent), basis in wanted.items()
        if (child, parent) not in kept or kept[child, parent][1] != basis
    ]
    AreaLink.objects.bulk_create(new, batch_size=_BATCH)
    return len(wanted), left_out


def _existing_links() -> Iterable[tuple[int, int, int, str]]:
    return AreaLink.objects.values_list("pk", "child_id", "parent_id", "basis")


def _fill_postcodes(
    postcodes: pa.Table | None, facts: Mapping[AreaKey, Mapping[str, Any]], ids: Mapping[AreaKey, int]
) -> tuple[int, int]:
    rows: list[Postcode] = []
    left_out = 0
    if postcodes is not None:
        _check_columns(postcodes, tables.POSTCODES, "postcodes")
        here = {key for key, row in facts.items() if row["in_place"]}
        for row in _rows(postcodes):
            small_area, ward = (row["lsoa21"], "lsoa21"), (row["ward24"], "ward24")
            if small_area in here or ward in here:
                rows.append(Postcode(code=row["postcode"], small_area_id=ids.get(small_area), ward_id=ids.get(ward)))
            else:
                left_out += 1
    Postcode.objects.bulk_create(
        rows,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["small_area", "ward"],
    )
    here_now = {row.code for row in rows}
    gone = [pk for pk, code in Postcode.objects.values_list("pk", "code") if code not in here_now]
    for batch in _batches(gone):
        Postcode.objects.filter(pk__in=batch).delete()
    return len(rows), left_out


def _batches(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), _BATCH):
        yield keys[start : start + _BATCH]
