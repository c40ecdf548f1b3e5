"""Small invented snapshots for tests: a district of twenty small areas, four wards, and three other districts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from goldenthread.core.estimates import Polarity
from goldenthread.core.indicators import Aggregation, Indicator, IntervalMethod
from goldenthread.core.statistics.proportions import wilson_interval
from goldenthread.engine.store import Snapshot, Store
from goldenthread.engine.tables import SNAPSHOT

PLACE = "E08999001"
OTHERS = ("E08999002", "E08999003", "E08999004")
REGION, COUNTRY = "E12999001", "E92000001"
LSOAS = tuple(f"E01999{number:03d}" for number in range(1, 21))
WARDS = tuple(f"E05999{number:03d}" for number in range(1, 5))

MANIFEST: list[dict[str, Any]] = [
    {
        "source": "invented",
        "name": "Invented figures",
        "publisher": "Nobody",
        "licence": "None needed",
        "address": "https://example.org/invented",
        "retrieved": "2026-01-31",
        "sha256": "0" * 64,
        "rows": 60,
        "vintage": "2025",
        "file": "invented.csv",
    }
]


def make_indicator(slug: str, **changes: Any) -> Indicator:
    """A definition of a proportion, counted in small areas; `changes` make it another."""
    fields: dict[str, Any] = {
        "slug": slug,
        "name": f"Official name of {slug}",
        "plain_name": f"Plain name of {slug}",
        "definition": "People who say so, of all who answered.",
        "unit": "%",
        "polarity": Polarity.LOWER_IS_BETTER,
        "source": "invented",
        "measure": slug,
        "numerator": "People who say so",
        "denominator": "People who answered",
        "method": "Counted.",
        "geography": ("lsoa21",),
        "breakdowns": (),
        "aggregation": Aggregation.SUM_OF_COUNTS,
        "interval": IntervalMethod.WILSON,
        "criterion_for_change": "The gap falls by more than chance allows.",
        "marmot_principle": 4,
        "plan_outcome": "Fairer lives",
        "theme": "Invented",
    }
    return Indicator(**(fields | changes))


def year(number: int) -> dict[str, Any]:
    """The columns of a calendar year."""
    return {"period": str(number), "period_start": date(number, 1, 1), "period_end": date(number, 12, 31)}


def proportion_row(slug: str, code: str, kind: str, count: float, denominator: float, **changes: Any) -> dict[str, Any]:
    """A value with its Wilson interval, for everyone in 2024 unless `changes` say otherwise."""
    lower, upper = wilson_interval(count, denominator)
    return value_row(
        slug,
        code,
        kind,
        100 * count / denominator,
        count=count,
        denominator=denominator,
        lower=100 * float(lower),
        upper=100 * float(upper),
        interval_method="Wilson score",
        interval_reason=None,
        **changes,
    )


def value_row(slug: str, code: str, kind: str, value: float | None, **changes: Any) -> dict[str, Any]:
    """A row of values: one without an interval unless `changes` bring it; a missing one is suppressed."""
    row: dict[str, Any] = {
        "indicator": slug,
        "area_code": code,
        "area_kind": kind,
        **year(2024),
        "characteristic": "all",
        "group": "All people",
        "value": value,
        "count": None,
        "denominator": None,
        "lower": None,
        "upper": None,
        "interval_method": None,
        "interval_reason": None if value is None else "The publisher gives none.",
        "missing_reason": "suppressed" if value is None else None,
        "basis": "published",
        "source": "invented",
    }
    return row | changes


def make_areas() -> list[dict[str, Any]]:
    """The place, its small areas and wards, three other districts, their region and country."""
    rows = [(PLACE, "Testford", "district", True, 20_000.0)]
    rows += [(code, f"Otherham {number}", "district", False, 30_000.0) for number, code in enumerate(OTHERS, 1)]
    rows += [(REGION, "The Middle", "region", False, 110_000.0), (COUNTRY, "England", "country", False, 56e6)]
    rows += [(code, f"Testford {number:03d}A", "lsoa21", True, 1000.0) for number, code in enumerate(LSOAS, 1)]
    rows += [(code, f"Ward {number}", "ward24", True, 5000.0) for number, code in enumerate(WARDS, 1)]
    names = ("code", "name", "kind", "in_place", "population")
    return [dict(zip(names, row, strict=True)) | {"population_year": 2024} for row in rows]


def make_links() -> list[dict[str, Any]]:
    """Five small areas a ward; everything in the place; the place in its region."""
    links = [(code, "lsoa21", WARDS[number // 5], "ward24", "best fit") for number, code in enumerate(LSOAS)]
    links += [(code, "lsoa21", PLACE, "district", "exact") for code in LSOAS]
    links += [(code, "ward24", PLACE, "district", "exact") for code in WARDS]
    links += [(code, "district", REGION, "region", "exact") for code in (PLACE, *OTHERS)]
    names = ("child_code", "child_kind", "parent_code", "parent_kind", "basis")
    return [dict(zip(names, link, strict=True)) for link in links]


def make_deprivation(scores: Sequence[float] | None = None, populations: Sequence[float] | None = None) -> list[Any]:
    """Scores from 50 down to 12, the first small area the most deprived; none in England's tenths 9 and 10."""
    scores = scores or [50.0 - 2 * number for number in range(len(LSOAS))]
    populations = populations or [1000.0] * len(LSOAS)
    return [
        {
            "area_code": code,
            "area_kind": "lsoa21",
            "edition": "IMD 2025",
            "score": score,
            "national_rank": 100 * (number + 1),
            "national_tenth": 1 + number * 8 // len(LSOAS),
            "population": people,
        }
        for number, (code, score, people) in enumerate(zip(LSOAS, scores, populations, strict=True))
    ]


def make_values() -> list[dict[str, Any]]:
    """Four indicators: counted in three years, a score without interval, a median for districts, one by group."""
    rows = []
    for period, slope in ((2020, 12), (2022, 8), (2024, 4)):
        for number, code in enumerate(LSOAS):
            count = 100 + slope * (len(LSOAS) - number)
            rows.append(proportion_row("poor-health", code, "lsoa21", count, 1000, **year(period)))
    for number, code in enumerate(LSOAS):
        rows.append(value_row("greenery", code, "lsoa21", None if number == 3 else 20.0 + number))
    for number, code in enumerate((PLACE, *OTHERS)):
        limits = {"lower": 480.0 + 50 * number, "upper": 520.0 + 50 * number, "interval_method": "published"}
        rows.append(value_row("pay", code, "district", 500.0 + 50 * number, **limits, interval_reason=None))
    for number, code in enumerate(WARDS):
        rows.append(
            proportion_row("poor-health", code, "ward24", 700 - 50 * number, 5000, basis="summed from small areas")
        )
    rows.append(proportion_row("poor-health", PLACE, "district", 2840, 20_000))
    rows.append(proportion_row("poor-health", COUNTRY, "country", 5_600_000, 56_000_000))
    groups = {"sex": {"Women": 1500, "Men": 1340}, "ethnicity": {"White": 2000, "Asian or Asian British": 400}}
    sizes = {"Women": 10_000, "Men": 10_000, "White": 17_000, "Asian or Asian British": 2000}
    for characteristic, counts in groups.items():
        for group, count in counts.items():
            named = {"characteristic": characteristic, "group": group}
            rows.append(proportion_row("poor-health", PLACE, "district", count, sizes[group], **named))
    rows.append(
        value_row("poor-health", PLACE, "district", None, characteristic="ethnicity", group="Black or Black British")
    )
    return rows


DEFINITIONS = {
    each.slug: each
    for each in (
        make_indicator("poor-health", breakdowns=("sex", "ethnicity")),
        make_indicator(
            "greenery",
            polarity=Polarity.HIGHER_IS_BETTER,
            unit="score",
            aggregation=Aggregation.POPULATION_WEIGHTED_MEAN,
            interval=IntervalMethod.NONE,
            interval_reason="The publisher gives none.",
        ),
        make_indicator(
            "pay",
            polarity=Polarity.HIGHER_IS_BETTER,
            unit="£ a week",
            geography=("district",),
            aggregation=Aggregation.REFUSED,
            aggregation_reason="Medians cannot be added.",
            interval=IntervalMethod.PUBLISHED,
        ),
        make_indicator("nowhere", geography=("msoa21",)),
    )
}

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]]}


def make_rows() -> dict[str, list[dict[str, Any]]]:
    """The rows of every table of the invented snapshot, for a test to change before it writes them."""
    return {
        "values": make_values(),
        "areas": make_areas(),
        "area_links": make_links(),
        "outlines": [
            {"code": code, "kind": "ward24", "geometry": json.dumps(SQUARE), "basis": "published"} for code in WARDS
        ],
        "population": [],
        "deprivation": make_deprivation(),
        "neighbours": [
            {"area_code": PLACE, "model": "demographic", "position": position, "neighbour_code": code}
            for position, code in enumerate(OTHERS[:2], 1)
        ],
        "postcodes": [{"postcode": "TE11AA", "lsoa21": LSOAS[0], "ward24": WARDS[0], "district": PLACE}],
        "issues": [
            {
                "source": "invented",
                "file": "invented.csv",
                "line": 7,
                "field": "value",
                "value": "z",
                "what_was_done": "Kept as suppressed.",
            }
        ],
    }


def make_tables(rows: Mapping[str, list[dict[str, Any]]] | None = None) -> dict[str, pa.Table]:
    """The tables of `rows` (the invented snapshot's unless given) in their schemas."""
    chosen = rows if rows is not None else make_rows()
    return {name: pa.Table.from_pylist(entries, schema=SNAPSHOT[name]) for name, entries in chosen.items()}


def write_snapshot(
    directory: Path,
    rows: Mapping[str, list[dict[str, Any]]] | None = None,
    definitions: Mapping[str, Indicator] | None = None,
) -> Snapshot:
    """Write the invented snapshot into a store in `directory`."""
    return Store(directory).place(PLACE).write(make_tables(rows), MANIFEST, definitions or DEFINITIONS)
