"""What a measure lacks, in sentences."""

from datetime import date
from decimal import Decimal

import pytest
from tests.factories.plan_documents import make_measure_document

from goldenthread.plan.documents import CadenceDocument, PlaceDocument
from goldenthread.plan.kinds import MeasureKind
from goldenthread.plan.lint import Lack, judge_health, lint_measure

MONTHLY = CadenceDocument("month", True, (PlaceDocument("E05000001", "Ash"),), date(2025, 4, 1), "One in each ward.")


def lacks(**changes):
    return {finding.lack for finding in lint_measure(make_measure_document(**changes))}


def test_a_whole_count_lacks_nothing():
    assert lacks() == set()


@pytest.mark.parametrize(
    ("changes", "lack"),
    [
        ({"has_owner": False}, Lack.OWNER),
        ({"unit": ""}, Lack.UNIT),
        ({"baseline_value": None}, Lack.BASELINE),
        ({"baseline_on": None}, Lack.BASELINE),
        ({"target_value": None}, Lack.TARGET),
        ({"target_on": None}, Lack.DATE),
        ({"source": ""}, Lack.SOURCE),
    ],
)
def test_each_missing_part_of_a_count_is_named(changes, lack):
    assert lacks(**changes) == {lack}


def test_a_baseline_and_a_target_of_nought_count():
    assert lacks(baseline_value=Decimal(0), target_value=Decimal(0)) == set()


def test_an_indicator_measure_needs_an_indicator_and_takes_it_for_its_source():
    assert lacks(kind="indicator") == {Lack.INDICATOR}
    assert lacks(kind="indicator", indicator_slug="attainment", statistic="value", source="") == set()


def test_a_cadence_needs_how_often_since_when_and_where_but_no_target():
    bare = {"kind": "cadence", "unit": "", "baseline_value": None, "target_value": None, "target_on": None}
    assert lacks(**bare) == {Lack.CADENCE, Lack.DATE}
    assert lacks(**bare, cadence=MONTHLY) == set()
    nowhere = CadenceDocument("month", True, (), date(2025, 4, 1), "")
    assert lacks(**bare, cadence=nowhere) == {Lack.PLACES}


def test_words_serve_a_qualitative_measure_for_baseline_and_target():
    bare = {"kind": "qualitative", "unit": "", "baseline_value": None, "target_value": None}
    assert lacks(**bare) == {Lack.BASELINE, Lack.TARGET}
    assert lacks(**bare, baseline_note="Nobody asked.", target_words="Young people say they are heard.") == set()


@pytest.mark.parametrize("kind", MeasureKind)
def test_an_empty_measure_of_any_kind_lacks_an_owner_and_something_else(kind):
    found = lacks(
        kind=kind.value, has_owner=False, unit="", baseline_value=None, baseline_on=None, target_value=None,
        target_on=None, source="",
    )  # fmt: skip
    assert Lack.OWNER in found
    assert len(found) > 1


def test_health_counts_what_can_be_measured_and_names_what_nobody_answers_for():
    health = judge_health(
        [make_measure_document(number="1"), make_measure_document(number="2", unit=""),
         make_measure_document(number="3", has_owner=False)]
    )  # fmt: skip
    assert health.sentence == "1 of 3 progress measures can be measured."
    assert health.unowned == ("3",)
