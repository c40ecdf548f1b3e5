"""DuckDB with NumPy gives what slow, plain Python gives, for any evidence."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines import oracle
from tests.factories.snapshots import (
    LSOAS,
    OTHERS,
    PLACE,
    make_deprivation,
    make_rows,
    proportion_row,
    value_row,
    write_snapshot,
    year,
)

from goldenthread.engine import questions
from goldenthread.engine.questions.rank import DISTRICTS

counts = st.one_of(st.none(), st.tuples(st.integers(0, 400), st.integers(400, 900)))
areas = st.lists(counts, min_size=len(LSOAS), max_size=len(LSOAS))
scores = st.lists(st.integers(1, 60).map(float), min_size=len(LSOAS), max_size=len(LSOAS))
people = st.lists(st.integers(1, 3000).map(float), min_size=len(LSOAS), max_size=len(LSOAS))


def rows_of(found: list[tuple[int, int] | None], period: int) -> list[dict[str, Any]]:
    """A row for each small area; without counts a withheld one."""
    when = year(period)
    return [
        value_row("poor-health", code, "lsoa21", None, **when)
        if pair is None
        else proportion_row("poor-health", code, "lsoa21", *pair, **when)
        for code, pair in zip(LSOAS, found, strict=True)
    ]


@settings(max_examples=30, deadline=None)
@given(earlier=areas, later=areas, scores=scores, people=people)
def test_the_gap_is_what_the_oracle_says(
    earlier: list[Any], later: list[Any], scores: list[float], people: list[float]
) -> None:
    rows = make_rows()
    rows["values"] = rows_of(earlier, 2020) + rows_of(later, 2023)
    rows["deprivation"] = make_deprivation(scores, people)
    with tempfile.TemporaryDirectory() as folder:
        gap = questions.gap(write_snapshot(Path(folder), rows), "poor-health")
    if not any(pair is not None for pair in [*earlier, *later]):
        assert gap.period is None
        assert gap.reason
        return
    newest = rows_of(later, 2023) if any(pair is not None for pair in later) else rows_of(earlier, 2020)
    assert gap.period is not None
    assert gap.period.label == newest[0]["period"]
    assert len(gap.trend) <= 2
    by_code = dict(zip(LSOAS, people, strict=True))
    fifths = oracle.fifth_of_each(dict(zip(LSOAS, scores, strict=True)), by_code)
    expected = oracle.counts_by_fifth(newest, fifths)
    assert {fifth.number: (fifth.count, fifth.denominator) for fifth in gap.fifths.fifths} == expected
    known = [row for row in newest if row["value"] is not None]
    if gap.slope is not None and len(known) == len(LSOAS):
        order = sorted(range(len(LSOAS)), key=lambda i: (-scores[i], LSOAS[i]))
        line = oracle.slope([newest[i]["value"] for i in order], [people[i] for i in order])
        assert gap.slope.slope.value == pytest.approx(-line, abs=1e-8)


@settings(max_examples=30, deadline=None)
@given(found=st.lists(counts, min_size=4, max_size=4))
def test_the_rank_is_what_the_oracle_says(found: list[Any]) -> None:
    codes = (PLACE, *OTHERS)
    rows = make_rows()
    rows["values"] = [
        value_row("poor-health", code, "district", None)
        if pair is None
        else proportion_row("poor-health", code, "district", *pair)
        for code, pair in zip(codes, found, strict=True)
    ]
    with tempfile.TemporaryDirectory() as folder:
        rank = questions.rank(write_snapshot(Path(folder), rows), "poor-health", among=DISTRICTS)
    values = {row["area_code"]: row["value"] for row in rows["values"] if row["value"] is not None}
    if PLACE not in values:
        assert rank is None
        return
    assert rank is not None
    assert rank.position == oracle.position_from_worst(values, PLACE, higher_is_worse=True)
    assert (rank.of, rank.areas_without_value) == (len(values), len(codes) - len(values))


@settings(max_examples=20, deadline=None)
@given(earlier=areas, later=areas)
def test_the_values_of_the_latest_period_are_what_the_oracle_says(earlier: list[Any], later: list[Any]) -> None:
    rows = make_rows()
    rows["values"] = rows_of(earlier, 2020) + rows_of(later, 2023)
    with tempfile.TemporaryDirectory() as folder:
        found = questions.area_values(write_snapshot(Path(folder), rows), "poor-health", kind="lsoa21")
    expected = [(row["area_code"], row["value"], row["period"]) for row in oracle.latest(rows["values"])]
    assert [(value.area_code, value.value, value.period.label) for value in found] == sorted(expected)
