"""Builds the evidence of a place from a folder of official files: everything is read and checked, then written."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.core.indicators import Indicator
from goldenthread.definitions import load_indicators
from goldenthread.engine.store import Snapshot, Store
from goldenthread.engine.tables import ISSUES, SNAPSHOT, VALUES
from goldenthread.sources import all_sources
from goldenthread.sources.building.borrowing import borrow_from_county
from goldenthread.sources.building.errors import BuildError
from goldenthread.sources.building.hierarchy import FloatArray, Hierarchy, make_hierarchy, wards_of_old_areas
from goldenthread.sources.building.manifest import manifest_entry
from goldenthread.sources.building.maps import outlines_of
from goldenthread.sources.building.places import (
    ENGLAND,
    areas_in_place,
    areas_kept,
    check_code,
    find_place,
    place_areas,
    place_links,
)
from goldenthread.sources.building.populations import population_of_place, with_populations
from goldenthread.sources.building.rankings import with_larger_areas
from goldenthread.sources.building.rolling_up import Incomplete, roll_up
from goldenthread.sources.building.values import Rows, make_table, read_rows
from goldenthread.sources.source import SCHEMAS, IssueLog, SourceTables
from goldenthread.sources.upload_definitions import Upload
from goldenthread.sources.upload_taking import manifest_of, uploads_of, values_within

#: Told what is being done, how many steps are done and how many there are.
Report = Callable[[str, int, int], None]

#: Tables that are put under one another whatever source they come from; observations stay with their source.
JOINED = tuple(name for name in SCHEMAS if name != "observations")


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build read, made and found."""

    snapshot: Snapshot
    sources: tuple[str, ...]  # ids of those that were there
    absent: tuple[str, ...]  # ids of those whose files were not
    indicators: tuple[str, ...]  # slugs with a value
    without_values: tuple[str, ...]
    rows: dict[str, int]  # by table
    dissolved: dict[str, list[str]]  # codes of areas drawn from their small areas, by kind
    incomplete: tuple[Incomplete, ...]
    issues: int
    seconds: dict[str, float]  # by step


@dataclass(slots=True)
class Reading:
    """What a folder of official files gave: for all of England, before any place is cut from it."""

    retrieved: date
    observations: dict[str, pa.Table] = field(default_factory=dict)  # by source
    tables: dict[str, pa.Table] = field(default_factory=dict)
    manifest: list[dict[str, Any]] = field(default_factory=list)
    issues: list[IssueLog] = field(default_factory=list)
    present: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Worked:
    """One indicator for every area of England: as published, rolled up and borrowed."""

    indicator: Indicator
    rows: tuple[Rows, ...]
    incomplete: tuple[Incomplete, ...]
    unknown: int  # values of areas that no lookup knows


@dataclass(frozen=True, slots=True)
class Country:
    """What a reading comes to for all of England: the same whichever place is then cut from it."""

    areas: pa.Table
    links: pa.Table
    hierarchy: Hierarchy
    population: FloatArray
    indicators: Iterable[Worked]


def build_place(
    code: str, folder: Path, store: Store, *, retrieved: date, progress: Report | None = None
) -> BuildReport:
    """Build one place from the files in `folder` and make it the store's current evidence; all or nothing.

    Raises SourceError, BuildError or StoreError with one sentence; the store is then as it was.
    """
    check_code(code)
    started = perf_counter()
    reading = read_folder(folder, retrieved=retrieved, progress=progress)
    took = perf_counter() - started
    if progress:
        progress("Working out values", len(all_sources()), len(all_sources()) + 1)
    report = build_from(reading, code, store)
    return replace(report, seconds={"read": took, **report.seconds})


def build_from(reading: Reading, code: str, store: Store, country: Country | None = None) -> BuildReport:
    """Build one place from what was read; several can be built from one reading, and from one laying out of it."""
    uploads = uploads_of(store.place(code))
    definitions = load_indicators() | {upload.indicator.slug: upload.indicator for upload in uploads}
    manifest = reading.manifest + [manifest_of(upload, reading.retrieved) for upload in uploads]
    seconds: dict[str, float] = {}
    started = perf_counter()
    made = _make(code, reading, definitions, uploads, country or lay_out(reading))
    seconds["work out"] = perf_counter() - started
    started = perf_counter()
    snapshot = store.place(code).write(made.tables, manifest, definitions)
    seconds["write"] = perf_counter() - started
    with_values = set(pc.unique(made.tables["values"]["indicator"]).to_pylist())
    return BuildReport(
        snapshot=snapshot,
        sources=tuple(reading.present),
        absent=tuple(reading.absent),
        indicators=tuple(slug for slug in definitions if slug in with_values),
        without_values=tuple(slug for slug in definitions if slug not in with_values),
        rows={name: table.num_rows for name, table in made.tables.items()},
        dissolved=made.dissolved,
        incomplete=tuple(made.incomplete),
        issues=made.tables["issues"].num_rows,
        seconds=seconds,
    )


def build_england(folder: Path, store: Store, *, retrieved: date, progress: Report | None = None) -> BuildReport:
    """Build all of England as one place: every small area, neighbourhood, ward and council."""
    return build_place(ENGLAND, folder, store, retrieved=retrieved, progress=progress)


def read_folder(folder: Path, *, retrieved: date, progress: Report | None = None) -> Reading:
    """Read every source in the folder; of the observations only what a definition measures is kept."""
    if not folder.is_dir():
        raise BuildError(f"There is no folder {folder}. Name the folder that holds the downloaded files with --from.")
    definitions = load_indicators()
    reading = Reading(retrieved)
    parts: dict[str, list[pa.Table]] = {}
    sources = all_sources()
    for number, (identifier, module) in enumerate(sources.items()):
        if progress:
            progress(f"Reading {module.SOURCE.name}", number, len(sources) + 1)
        log = IssueLog(identifier)
        found = module.read(folder, log)
        if not found.files:
            reading.absent.append(identifier)
            continue
        reading.present.append(identifier)
        reading.issues.append(log)
        reading.manifest.extend(manifest_entry(module.SOURCE, path, retrieved) for path in found.files)
        if found.observations is not None:
            measures = [each.measure for each in definitions.values() if each.source == identifier]
            reading.observations[identifier] = _measured(found, measures)
        for name in JOINED:
            table = getattr(found, name)
            if table is not None:
                parts.setdefault(name, []).append(table)
    if not reading.present:
        raise BuildError(
            f"{folder} holds none of the files that the sources know. `goldenthread data list` names them, and "
            f"`goldenthread data fetch --to {folder}` fetches those that are offered directly."
        )
    reading.tables = {name: pa.concat_tables(tables) for name, tables in parts.items()}
    return reading


def _measured(found: SourceTables, measures: list[str]) -> pa.Table:
    observations = pa.table(found.observations)
    return encoded(observations.filter(pc.is_in(observations["measure"], value_set=pa.array(measures, pa.string()))))


def encoded(table: pa.Table) -> pa.Table:
    """The table with its repeated text as dictionaries: a quarter of the memory."""
    for position, entry in enumerate(table.schema):
        if pa.types.is_string(entry.type):
            table = table.set_column(position, entry.name, table[entry.name].dictionary_encode().unify_dictionaries())
    return table


@dataclass(slots=True)
class _Made:
    tables: dict[str, pa.Table]
    dissolved: dict[str, list[str]]
    incomplete: list[Incomplete]


def _make(
    code: str, reading: Reading, definitions: Mapping[str, Indicator], uploads: Sequence[Upload], country: Country
) -> _Made:
    areas, links, hierarchy, population = country.areas, country.links, country.hierarchy, country.population
    position = find_place(code, areas, hierarchy)
    inside = areas_in_place(position, hierarchy)
    kept = areas_kept(inside, hierarchy)
    values, incomplete, unknown = _values(country, definitions, kept)
    uploaded = [values_within(upload, hierarchy, population, inside) for upload in uploads]
    values = pa.concat_tables([values, *(table.cast(values.schema) for table in uploaded)])
    mine = place_areas(areas, inside, kept)
    own = mine.filter(mine["in_place"])
    tables = {"values": values, "areas": mine, "area_links": place_links(links, hierarchy, inside, kept)}
    dissolved: dict[str, list[str]] = {}
    joined = reading.tables
    if "outlines" in joined:
        tables["outlines"], dissolved = outlines_of(own, joined["outlines"], tables["area_links"])
    if "population" in joined:
        tables["population"] = population_of_place(joined["population"], hierarchy, pa.array(inside))
    if "deprivation" in joined:
        ranking = with_larger_areas(joined["deprivation"], hierarchy)
        tables["deprivation"] = _of_codes(ranking, "area_code", own["code"])
    if "neighbours" in joined:
        near = _of_codes(joined["neighbours"], "area_code", own["code"])
        tables["neighbours"] = _of_codes(near, "neighbour_code", mine["code"])
    if "postcodes" in joined:
        tables["postcodes"] = _of_codes(joined["postcodes"], "district", own["code"])
    tables["issues"] = pa.concat_tables(
        [SNAPSHOT["issues"].empty_table(), *(log.table() for log in reading.issues + unknown)]
    )
    tables["issues"] = pa.concat_tables([tables["issues"], _own_issues(dissolved, incomplete)])
    return _Made(tables, dissolved, incomplete)


def _ladder(reading: Reading) -> tuple[pa.Table, pa.Table, Hierarchy]:
    """All areas with their residents, the links between them, and the ladder they make."""
    if "areas" not in reading.tables or "area_links" not in reading.tables:
        raise BuildError(
            "The folder holds no lookup of areas. Put lookup_lsoa21_ward24_ltla24.csv and "
            "lookup_ltla24_region24.csv into it, and build again."
        )
    areas = _first_of_each(reading.tables["areas"])
    links = _distinct(reading.tables["area_links"])
    areas = with_populations(areas, make_hierarchy(areas, links), reading.tables)
    if "area_changes" in reading.tables:
        links = pa.concat_tables([links, wards_of_old_areas(areas, links, reading.tables["area_changes"])])
    return areas, links, make_hierarchy(areas, links)


def _first_of_each(areas: pa.Table) -> pa.Table:
    """One row for each code of each kind: sources overlap in the areas they name."""
    numbered = areas.append_column("row", pa.array(np.arange(areas.num_rows)))
    first = numbered.group_by(["code", "kind"], use_threads=False).aggregate([("row", "min")])
    return areas.take(first["row_min"])


def _distinct(links: pa.Table) -> pa.Table:
    numbered = links.append_column("row", pa.array(np.arange(links.num_rows)))
    first = numbered.group_by(["child_code", "child_kind", "parent_code"], use_threads=False).aggregate(
        [("row", "min")]
    )
    return links.take(first["row_min"])


def lay_out(reading: Reading, *, for_several: bool = False) -> Country:
    """Find the areas of England, what lies in what, and every indicator's value for all of them.

    Values are worked out one indicator at a time as they are asked for, and forgotten; `for_several` places they are
    worked out once and kept, in about 200 MB.
    """
    areas, links, hierarchy = _ladder(reading)
    population = areas["population"].to_numpy(zero_copy_only=False).astype(np.float64)
    worked = _work_out(reading, hierarchy, population)
    return Country(areas, links, hierarchy, population, tuple(worked) if for_several else worked)


def _work_out(reading: Reading, hierarchy: Hierarchy, population: FloatArray) -> Iterator[Worked]:
    sources = all_sources()
    for definition in load_indicators().values():
        observations = reading.observations.get(definition.source)
        if observations is None:
            continue
        mine = observations.filter(pc.equal(observations["measure"], definition.measure))
        if not mine.num_rows:
            continue
        rows = read_rows(definition, mine, hierarchy, sources[definition.source].SOURCE.geography)
        rolled, lacking = roll_up(rows, hierarchy, population)
        borrowed = borrow_from_county(rows, hierarchy)
        every = (rows, *rolled, *([borrowed] if borrowed else []))
        yield Worked(definition, every, tuple(lacking), mine.num_rows - len(rows.areas))


def _values(
    country: Country, definitions: Mapping[str, Indicator], kept: npt.NDArray[np.bool_]
) -> tuple[pa.Table, list[Incomplete], list[IssueLog]]:
    unknown: list[IssueLog] = []
    parts: list[pa.Table] = []
    incomplete: list[Incomplete] = []
    for worked in country.indicators:
        if definitions[worked.indicator.slug] != worked.indicator:  # a council's own table has taken its place
            continue
        _note_unknown(unknown, worked.indicator, worked.unknown)
        incomplete.extend(worked.incomplete)
        for each in worked.rows:
            wanted = each.chosen(kept[each.areas])
            if len(wanted.areas):
                parts.append(make_table(wanted, country.hierarchy))
    return (pa.concat_tables(parts) if parts else VALUES.empty_table()), incomplete, unknown


def _note_unknown(logs: list[IssueLog], definition: Indicator, values: int) -> None:
    if values:
        log = IssueLog(definition.source)
        log.note(
            definition.measure,
            f"{values:,} values of “{definition.name}” were left out: no lookup knows their areas.",
            field="area_code",
        )
        logs.append(log)


def _of_codes(table: pa.Table, column: str, codes: pa.ChunkedArray) -> pa.Table:
    return table.filter(pc.is_in(table[column], value_set=codes.combine_chunks()))


def _own_issues(dissolved: dict[str, list[str]], incomplete: list[Incomplete]) -> pa.Table:
    """What the build itself did that a reader should know."""
    log = IssueLog("place_build")
    for kind, codes in dissolved.items():
        done = f"{len(codes)} outlines of {kind} were not published and were drawn from their small areas (best fit)."
        log.note("outlines", done, field=kind, value=", ".join(codes[:10]))
    for each in incomplete:
        said = []
        if each.partly:
            said.append(f"{each.partly:,} values rest on most but not all of their small areas")
        if each.refused:
            said.append(f"{each.refused:,} were not given because too many of their small areas have no value")
        done = f"By {each.kind} in all of England, {' and '.join(said)}."
        log.note("values", done, field=each.indicator, value=each.kind)
    return log.table().cast(ISSUES)
