"""Alderbrook's evidence as a snapshot: the same tables a real place has, ready for the store."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from shapely import set_precision
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from goldenthread.core.indicators import Indicator
from goldenthread.definitions.indicator import read_indicator_file
from goldenthread.engine.tables import (
    AREA_LINKS,
    AREAS,
    DEPRIVATION,
    NEIGHBOURS,
    OUTLINES,
    POPULATION,
    POSTCODES,
)
from goldenthread.samples.alderbrook.districts import REGIONS, make_districts
from goldenthread.samples.alderbrook.geography import (
    COUNTRY_CODE,
    COUNTRY_NAME,
    LOCALITIES,
    LOCALITY_NAMES,
    PLACE_CODE,
    WARD_NAMES,
    WARDS,
    make_geography,
)
from goldenthread.samples.alderbrook.level import load_levels
from goldenthread.samples.alderbrook.people import OLDEST, ethnic_groups, make_people
from goldenthread.samples.alderbrook.values import SOURCE, World, draw_values

#: Any number would do; this one draws a borough in whole areas.
SEED = 1887
POPULATION_YEAR = 2024
EDITION = "IMD 2025"
#: Scores across the invented nation are lognormal with these parameters; a national rank is a place among them.
NATION_AREAS, NATION_LOG_MEAN, NATION_LOG_DEVIATION = 33_000, 2.86, 0.68

FOLDER = Path(str(files("goldenthread.samples.alderbrook")))


@dataclass(frozen=True)
class SampleEvidence:
    """What :meth:`goldenthread.engine.store.PlaceStore.write` is given."""

    code: str
    tables: dict[str, pa.Table]
    manifest: list[dict[str, Any]]
    definitions: dict[str, Indicator]


@cache
def sample_definitions() -> dict[str, Indicator]:
    """Return the sample's indicators by slug."""
    found: dict[str, Indicator] = {}
    for file in sorted((FOLDER / "indicators").glob("*.yaml")):
        found.update(read_indicator_file(file))
    return found


def make_evidence(seed: int = SEED) -> SampleEvidence:
    """Return the borough's whole evidence; the same seed gives the same bytes."""
    generator = np.random.default_rng(seed)
    geography = make_geography(generator)
    people = make_people(geography, generator)
    world = World(geography, people, make_districts(people, generator))
    definitions = sample_definitions()
    tables = {
        "areas": _areas(world),
        "area_links": _links(world),
        "outlines": _outlines(world),
        "population": _population(world),
        "deprivation": _deprivation(world),
        "neighbours": _neighbours(world),
        "postcodes": _postcodes(world),
        "values": _values(world, definitions, generator),
    }
    return SampleEvidence(PLACE_CODE, tables, [_manifest_entry(tables, seed)], definitions)


def _values(world: World, definitions: dict[str, Indicator], generator: np.random.Generator) -> pa.Table:
    levels = load_levels()
    tables = []
    groups = ethnic_groups(world.people, generator)
    known = {
        "minority-ethnic-residents": world.people.residents - groups["White"],
        "older-residents": world.people.aged(65),
    }
    for slug, definition in definitions.items():
        table = draw_values(world, definition, levels[slug], generator)
        if slug in known:
            table = draw_values(world, definition, levels[slug], generator, known[slug].astype(float))
        if slug == "deprivation-score":
            table = draw_values(world, definition, levels[slug], generator, world.people.score)
        tables.append(table)
    return pa.concat_tables(tables)


def _members(world: World) -> Iterator[tuple[str, str, str, np.ndarray]]:
    """Yield code, name, kind and the rows of the small areas of every area of the borough."""
    geography = world.geography
    locality = geography.locality[geography.ward]
    for row, (code, name) in enumerate(zip(geography.small_area_codes, geography.small_area_names, strict=True)):
        yield code, name, "lsoa21", np.array([row])
    for number, (code, name) in enumerate(zip(geography.msoa_codes, geography.msoa_names, strict=True)):
        yield code, name, "msoa21", np.flatnonzero(geography.msoa == number)
    for number, (code, name) in enumerate(zip(geography.ward_codes, WARD_NAMES, strict=True)):
        yield code, name, "ward24", np.flatnonzero(geography.ward == number)
    for number, (code, name) in enumerate(zip(geography.locality_codes, LOCALITY_NAMES, strict=True)):
        yield code, name, "locality", np.flatnonzero(locality == number)


def _areas(world: World) -> pa.Table:
    people, districts = world.people.residents, world.districts
    rows = [(code, name, kind, True, float(people[members].sum())) for code, name, kind, members in _members(world)]
    for number, code in enumerate(districts.codes):
        rows.append((code, districts.names[number], "district", code == PLACE_CODE, float(districts.residents[number])))
    for region, name in REGIONS.items():
        inside = [row for row, of in enumerate(districts.region) if of == region]
        rows.append((region, name, "region", False, float(districts.residents[inside].sum())))
    rows.append((COUNTRY_CODE, COUNTRY_NAME, "country", False, float(districts.residents.sum())))
    return _table(AREAS, [(*row, POPULATION_YEAR) for row in rows])


def _links(world: World) -> pa.Table:
    geography = world.geography
    rows: list[tuple[str, str, str, str, str]] = []
    for row, code in enumerate(geography.small_area_codes):
        ward = int(geography.ward[row])
        rows.append((code, "lsoa21", geography.msoa_codes[geography.msoa[row]], "msoa21", "exact"))
        rows.append((code, "lsoa21", geography.ward_codes[ward], "ward24", "best fit"))
        rows.append((code, "lsoa21", geography.locality_codes[geography.locality[ward]], "locality", "best fit"))
        rows.append((code, "lsoa21", PLACE_CODE, "district", "exact"))
    for number, code in enumerate(geography.msoa_codes):
        ward = int(np.bincount(geography.ward[geography.msoa == number], minlength=WARDS).argmax())
        rows.append((code, "msoa21", geography.ward_codes[ward], "ward24", "best fit"))
        rows.append((code, "msoa21", PLACE_CODE, "district", "exact"))
    for number, code in enumerate(geography.ward_codes):
        rows.append((code, "ward24", geography.locality_codes[geography.locality[number]], "locality", "exact"))
        rows.append((code, "ward24", PLACE_CODE, "district", "exact"))
    rows += [(code, "locality", PLACE_CODE, "district", "exact") for code in geography.locality_codes]
    rows += [
        (code, "district", region, "region", "exact")
        for code, region in zip(world.districts.codes, world.districts.region, strict=True)
    ]
    rows += [(region, "region", COUNTRY_CODE, "country", "exact") for region in REGIONS]
    return _table(AREA_LINKS, rows)


def _outlines(world: World) -> pa.Table:
    rows = [
        (code, kind, _geometry(world.geography.outline(members)), "published")
        for code, _, kind, members in _members(world)
    ]
    rows.append((PLACE_CODE, "district", _geometry(world.geography.outline()), "published"))
    return _table(OUTLINES, rows)


def _geometry(shape: BaseGeometry) -> str:
    """Return GeoJSON with coordinates to about ten metres."""
    return json.dumps(mapping(set_precision(shape, 0.0001)), separators=(",", ":"))


def _population(world: World) -> pa.Table:
    rows: list[tuple[str, str, int, str, int, int | None, float]] = []
    for code, _, kind, members in _members(world):
        women, men = world.people.by_age[members].sum(0)
        for sex, ages in (("women", women), ("men", men), ("persons", women + men)):
            rows += [
                (code, kind, POPULATION_YEAR, sex, age, None if age == OLDEST else age, float(people))
                for age, people in enumerate(ages.tolist())
            ]
    return _table(POPULATION, rows)


def _deprivation(world: World) -> pa.Table:
    people = world.people
    rows: list[tuple[str, str, str, float, int | None, int | None, float]] = []
    standard = (np.log(people.score) - NATION_LOG_MEAN) / NATION_LOG_DEVIATION
    # The share of the nation's areas that are more deprived, by the logistic approximation to the normal distribution.
    above = 1 / (1 + np.exp(1.702 * standard))
    ranks = np.clip(np.round(above * NATION_AREAS).astype(int), 1, NATION_AREAS)
    for code, _, kind, members in _members(world):
        weight = people.residents[members]
        score = round(float(np.average(people.score[members], weights=weight)), 3)
        rank = int(ranks[members[0]]) if kind == "lsoa21" else None
        tenth = None if rank is None else min(10, 1 + (rank - 1) * 10 // NATION_AREAS)
        rows.append((code, kind, EDITION, score, rank, tenth, float(weight.sum())))
    return _table(DEPRIVATION, rows)


def _neighbours(world: World) -> pa.Table:
    rows: list[tuple[str, str, int, str]] = []
    weights = {"demographic": (0.4, 1.0, 1.4), "economic": (1.6, 0.5, 0.3), "global": (1.0, 1.0, 1.0)}
    for model, weight in weights.items():
        for row, nearest in enumerate(world.districts.nearest(weight)):
            code = world.districts.codes[row]
            rows += [(code, model, place + 1, world.districts.codes[other]) for place, other in enumerate(nearest)]
    return _table(NEIGHBOURS, rows)


def _postcodes(world: World) -> pa.Table:
    """Return invented postcodes, ten for each small area: the letters QX are given to no part of the country."""
    geography = world.geography
    letters = "ABDEFGHJLN"
    rows = []
    locality = geography.locality[geography.ward]
    seen = [0] * LOCALITIES
    for row, code in enumerate(geography.small_area_codes):
        number = int(locality[row])
        sector, first = seen[number] % 10, letters[seen[number] // 10]
        seen[number] += 1
        ward = geography.ward_codes[geography.ward[row]]
        rows += [(f"QX{number + 1}{sector}{first}{letter}", code, ward, PLACE_CODE) for letter in letters]
    return _table(POSTCODES, rows)


def _manifest_entry(tables: dict[str, pa.Table], seed: int) -> dict[str, Any]:
    digest = hashlib.sha256()
    for name in ("values", "areas", "outlines"):
        digest.update(json.dumps(tables[name].to_pydict(), default=str).encode())
    return {
        "source": SOURCE,
        "name": "Alderbrook, an invented borough",
        "publisher": "The Golden Thread project",
        "licence": "MIT",
        "address": "",
        "retrieved": date(2026, 11, 23).isoformat(),
        "sha256": digest.hexdigest(),
        "rows": sum(table.num_rows for table in tables.values()),
        "vintage": f"drawn with seed {seed}",
    }


def _table(schema: pa.Schema, rows: list[Any]) -> pa.Table:
    columns = list(zip(*rows, strict=True))
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )
