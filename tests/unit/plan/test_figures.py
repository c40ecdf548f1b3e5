"""Figures: from evidence, from counts, from what was held."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.plan_documents import make_measure_document, make_reading

from goldenthread.plan import figures
from goldenthread.plan.documents import (
    CadenceDocument,
    DifferenceDocument,
    MeasureProgress,
    OccurrenceDocument,
    PlaceDocument,
)

TODAY = date(2026, 6, 15)


@dataclass
class Answer:
    value: float = 46.2
    lower: float | None = 45.0
    upper: float | None = 47.4
    reason: str | None = None
    unit: str = "score"
    decimals: int = 1
    period: str = "2024/25"
    source: str = "Department for Education"
    snapshot: str = "abc"
    verdict: str = ""
    verdict_why: str = ""


@pytest.fixture
def asked():
    """What the evidence was asked; it answers with one figure whatever the question."""
    questions, before = [], list(figures._ask_evidence)

    def ask(slug, area_code, statistic, on, floor=None):
        questions.append((slug, area_code, statistic, on, floor))
        return Answer()

    figures.answer_indicators_with(ask)
    yield questions
    figures._ask_evidence[:] = before


def indicator_measure(**changes):
    values = {"kind": "indicator", "indicator_slug": "attainment", "area_code": "X06000001", "statistic": "value",
              "unit": "score", "decimals": 1}  # fmt: skip
    return make_measure_document(**{**values, **changes})


def test_a_bound_measure_shows_the_figure_of_the_evidence_with_its_interval(asked):
    figure = figures.figure_of(indicator_measure(), on=TODAY)
    assert figure.words == "46.2"
    assert figure.interval_words == "45.0 to 47.4"
    assert asked == [("attainment", "X06000001", "value", TODAY, None)]


@pytest.mark.parametrize(
    ("target", "expected"),
    [(40, "has been reached"), (46, "Too close to say"), (50, "has not been reached")],
)
def test_what_is_said_of_the_target_never_goes_beyond_the_interval(asked, target, expected):
    figure = figures.figure_of(indicator_measure(target_value=Decimal(target)), on=TODAY)
    assert expected in figure.against_target


def test_less_is_better_turns_the_comparison_round(asked):
    figure = figures.figure_of(indicator_measure(target_value=Decimal(50), direction="down"), on=TODAY)
    assert figure.against_target == "The target of 50 has been reached."


def test_a_floor_passes_its_level_on(asked):
    figures.figure_of(
        indicator_measure(kind="floor", statistic="wards meeting the floor", target_value=Decimal(75)), on=TODAY
    )
    assert asked[0][4] == 75.0


def test_without_evidence_there_is_honestly_no_figure():
    before = list(figures._ask_evidence)
    figures._ask_evidence.clear()
    try:
        figure = figures.figure_of(indicator_measure(), on=TODAY)
    finally:
        figures._ask_evidence[:] = before
    assert not figure.is_known
    assert figure.missing == "The evidence has no figure for this yet."


def test_a_count_shows_its_last_reading_and_nothing_from_after_the_day():
    progress = MeasureProgress(
        (make_reading(date(2026, 3, 31), value=Decimal(60)), make_reading(date(2026, 9, 30), value=Decimal(120)))
    )
    measure = make_measure_document(progress=progress)
    assert figures.figure_of(measure, on=TODAY).words == "60 people"
    assert (
        figures.figure_of(measure, on=date(2026, 10, 1)).against_target == "The target of 100 people has been reached."
    )


def test_a_share_keeps_its_counts_beside_it_and_has_an_interval():
    measure = make_measure_document(
        kind="percentage", unit="", decimals=1, target_value=Decimal(75),
        progress=MeasureProgress((make_reading(count=30, denominator=40),)),
    )  # fmt: skip
    figure = figures.figure_of(measure, on=TODAY)
    assert figure.words == "75.0% (30 of 40)"
    assert figure.lower < 75 < figure.upper
    assert figure.against_target.startswith("Too close to say")


@pytest.mark.parametrize(("done", "expected"), [(12, "All of them."), (9, "3 still to do.")])
def test_all_of_is_kept_only_by_all(done, expected):
    progress = MeasureProgress((make_reading(count=done, denominator=12),))
    figure = figures.figure_of(make_measure_document(kind="all of", progress=progress), on=TODAY)
    assert figure.words == f"{done} of 12"
    assert figure.against_target == expected


def cadence_measure(occurrences=(), every="month", each=True, begins=date(2026, 4, 1)):
    places = (PlaceDocument("W1", "Ash"), PlaceDocument("W2", "Birch"))
    return make_measure_document(
        kind="cadence", target_value=None, target_on=None,
        cadence=CadenceDocument(every, each, places, begins, ""),
        progress=MeasureProgress((), tuple(OccurrenceDocument(day, place) for day, place in occurrences)),
    )  # fmt: skip


def test_a_month_counts_once_in_each_ward_and_only_when_it_has_ended():
    measure = cadence_measure(
        [(date(2026, 4, 3), "W1"), (date(2026, 4, 24), "W1"), (date(2026, 5, 8), "W2"), (date(2026, 6, 2), "W1")]
    )
    grid = figures.cadence_grid(measure, on=TODAY)
    assert grid.periods == ("April 2026", "May 2026")
    assert [row.held for row in grid.rows] == [(2, 0), (0, 1)]
    assert (grid.kept, grid.expected, grid.held) == (2, 4, 3)
    figure = figures.figure_of(measure, on=TODAY)
    assert figure.words == "2 of 4"
    assert figure.against_target == "2 were missed."


def test_read_as_one_anywhere_the_same_dates_keep_the_promise():
    measure = cadence_measure([(date(2026, 4, 3), "W1"), (date(2026, 5, 8), "W2")], each=False)
    assert figures.figure_of(measure, on=TODAY).against_target == "None was missed."


def test_before_the_first_period_has_ended_there_is_no_figure():
    assert figures.figure_of(cadence_measure(begins=date(2026, 6, 1)), on=TODAY).missing == (
        "The first period has not ended yet."
    )


@given(
    begins=st.dates(date(2024, 1, 1), date(2026, 1, 1)),
    days=st.lists(st.dates(date(2023, 6, 1), date(2026, 12, 31)), max_size=30, unique=True),
    every=st.sampled_from(["week", "month", "quarter", "year"]),
)
def test_no_more_is_kept_than_held_or_expected(begins, days, every):
    grid = figures.cadence_grid(cadence_measure([(day, "W1") for day in days], every=every, begins=begins), on=TODAY)
    if grid is not None:
        assert 0 <= grid.kept <= min(grid.held, grid.expected)
        assert grid.held <= sum(begins <= day <= TODAY for day in days)
        assert grid.expected == 2 * len(grid.periods)


def test_a_difference_without_an_indicator_says_so():
    difference = DifferenceDocument("1", "", "Streets feel safer", "", "", "", "")
    assert figures.figure_of_difference(difference, on=TODAY).words == "No measure yet"


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "expected"),
    [(61.25, "%", 1, "61.2%"), (1200, "£ a week", 0, "£1,200 a week"), (-3.5, "years", 1, "−3.5 years"),
     (1234, "people", 0, "1,234 people"), (-5, "£", 0, "−£5")],
)  # fmt: skip
def test_numbers_are_written_with_their_unit(value, unit, decimals, expected):
    assert figures.in_words(value, unit, decimals) == expected


def test_a_target_is_not_missed_before_its_day():
    progress = MeasureProgress((make_reading(value=Decimal(60)),))
    measure = make_measure_document(progress=progress, target_on=date(2026, 6, 30))
    assert figures.figure_of(measure, on=date(2026, 6, 30)).against_target.endswith("not been reached yet.")
    assert figures.figure_of(measure, on=date(2026, 7, 1)).against_target.endswith("not been reached.")


def test_the_difference_of_two_percentages_is_in_percentage_points():
    measure = indicator_measure(unit="%", statistic="gap between fifths")
    assert figures.as_stated(measure, Decimal("25.000000")) == "25 percentage points"
    assert figures.as_stated(make_measure_document(unit="%"), Decimal("29.5")) == "29.5%"
