"""What the room's presenters make of answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.factories.snapshots import DEFINITIONS, make_indicator, write_snapshot
from tests.factories.testford import rows_of_testford

from goldenthread.core.estimates import Estimate, Limits, Polarity
from goldenthread.core.indicators import IntervalMethod
from goldenthread.engine import questions
from goldenthread.engine.questions.area_values import AreaValue, Period
from goldenthread.engine.store import Snapshot
from goldenthread.evidence import uploads
from goldenthread.evidence.presenters import area, compare, data, findings, gaps, indicator, maps, place

PERIOD = Period(date(2024, 12, 31), date(2024, 1, 1), "2024")


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    return write_snapshot(tmp_path, rows_of_testford())


def value(number: float | None, **changes: object) -> AreaValue:
    fields: dict[str, object] = {
        "indicator": "poor-health",
        "area_code": "E05999001",
        "area_name": "Ward 1",
        "area_kind": "ward24",
        "in_place": True,
        "period": PERIOD,
        "characteristic": "all",
        "group": "All people",
        "estimate": None if number is None else Estimate(number, Limits(number - 1, number + 1), method="made up"),
        "missing_reason": "withheld" if number is None else None,
        "count": None,
        "denominator": None,
        "population": 100.0,
        "basis": "published",
        "source": "invented",
    }
    return AreaValue(**(fields | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("unit", "per"), [("%", 100), ("per 1,000", 1000), ("per 100,000 births", 100_000), ("years", 1), ("per 0", 1)]
)
def test_a_unit_says_what_a_value_is_given_per(unit: str, per: float) -> None:
    assert uploads.multiplier_of(unit) == per


def test_a_gap_that_is_there_by_construction_is_not_told_among_the_biggest(snapshot: Snapshot) -> None:
    told = {gap.indicator: place.is_told(gap) for gap in questions.gap_table(snapshot)}
    assert told == {"poor-health": True, "greenery": False, "pay": False, "nowhere": False}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "about 256 people would be better off"),
        ({"denominator": "All households."}, "about 256 households would be better off"),
        ({"denominator": "Children under 16."}, "about 256 children would be better off"),
        (
            {"numerator": "Hospital stays.", "multiplier": 1000.0},
            "there would be about 256 fewer of these: hospital stays",
        ),
    ],
)
def test_what_a_gap_counts_is_called_by_its_name(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    definitions = DEFINITIONS | {"poor-health": make_indicator("poor-health", **changes)}
    gap = questions.gap(write_snapshot(tmp_path, rows_of_testford(), definitions), "poor-health")
    assert gaps.people_words(gap) == said


def test_a_gap_in_which_neither_direction_is_better_is_kept_apart(tmp_path: Path) -> None:
    definitions = DEFINITIONS | {"poor-health": make_indicator("poor-health", polarity=Polarity.NEITHER)}
    snapshot = write_snapshot(tmp_path, rows_of_testford(), definitions)
    found = gaps.split(questions.gap_table(snapshot), "Testford")
    assert [line.slug for line in found.describing] == ["poor-health"]
    assert not found.unequal


@pytest.mark.parametrize(
    ("known", "best"),
    [
        ({"ward24": 10, "lsoa21": 10}, "ward24"),
        ({"ward24": 7, "lsoa21": 9}, "lsoa21"),
        ({"ward24": 5, "lsoa21": 3}, "ward24"),
    ],
)
def test_a_map_is_of_the_first_kind_of_area_most_of_which_have_a_value(known: dict[str, int], best: str) -> None:
    def values(kind: str) -> list[AreaValue]:
        return [value(5.0 if number < known[kind] else None) for number in range(10)]

    assert maps.best_kind(tuple(known), values) == best


def test_nobody_is_compared_without_somebody_to_compare_with(snapshot: Snapshot) -> None:
    latest = questions.latest_values(snapshot)
    near, everybody = (questions.rank_table(snapshot, among=among) for among in ("neighbours", "districts"))
    lines = compare.make_lines(snapshot.definitions, latest, near, everybody)
    assert [line.name for line in lines] == ["Plain name of pay", "Plain name of poor-health"]
    assert compare.make_lines(snapshot.definitions, latest, {}, {}) == []


def test_where_there_is_no_interval_the_reason_stands_in_its_place() -> None:
    none = make_indicator("x", interval=IntervalMethod.NONE, interval_reason="The publisher gives none.")
    assert indicator.how_sure(none) == "No interval. The publisher gives none."
    assert indicator.how_sure(make_indicator("x")) == "95% interval, Wilson score"


def test_a_score_is_said_to_have_no_unit() -> None:
    assert area.score_note(make_indicator("x")) == ""
    assert area.score_note(make_indicator("x", unit="score")) == "; a score, which has no unit: lower is better"
    described = make_indicator("x", unit="score", polarity=Polarity.NEITHER)
    assert area.score_note(described) == "; a score, which has no unit"


def test_a_spreadsheet_leaves_out_the_groups_of_other_councils() -> None:
    own = value(1.0)
    country = value(2.0, in_place=False, area_kind="country", characteristic="sex", group="Women")
    near = value(3.0, in_place=False, area_kind="district", area_code="E08999002")
    near_women = value(4.0, in_place=False, area_kind="district", area_code="E08999002", characteristic="sex")
    far = value(5.0, in_place=False, area_kind="district", area_code="E08999004")
    assert data.for_a_spreadsheet([own, country, near, near_women, far], {"E08999002"}) == [own, country, near]


def test_a_figure_that_is_missing_says_why() -> None:
    definition = make_indicator("poor-health")
    assert findings.value_sentence(definition, None, "Testford") == "There is no figure for Testford itself."
    said = findings.value_sentence(definition, value(None), "Testford")
    assert said == "There is no figure for Testford for 2024: withheld."
