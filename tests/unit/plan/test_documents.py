"""What is written into an edition is what is read out of it."""

import json
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.factories.plan_documents import make_measure_document, make_reading

from goldenthread.plan.documents import (
    ActionDocument,
    ActionProgress,
    CadenceDocument,
    MeasureDocument,
    MeasureProgress,
    MilestoneDocument,
    OccurrenceDocument,
    PlaceDocument,
    SectionDocument,
    TagDocument,
    UpdateDocument,
    dump,
    load,
)

st.register_type_strategy(date, st.dates())
st.register_type_strategy(Decimal, st.decimals(allow_nan=False, allow_infinity=False, places=3))


@given(st.builds(ActionDocument))
def test_an_action_survives(document):
    assert load(ActionDocument, json.loads(json.dumps(dump(document)))) == document


@given(st.builds(MeasureDocument))
def test_a_measure_survives(document):
    assert load(MeasureDocument, json.loads(json.dumps(dump(document)))) == document


@given(st.builds(SectionDocument))
def test_a_section_survives(document):
    assert load(SectionDocument, json.loads(json.dumps(dump(document)))) == document


def test_everything_that_can_hang_on_an_action_survives():
    document = ActionDocument(
        "10a", "2", "Listen", "", "convene", "Director of Place", "", ("NHS",), (), "", None, date(2027, 3, 31),
        ActionProgress("at risk", "No venue", "off track", (MilestoneDocument("Venue found", None, None),),
                       (UpdateDocument(date(2026, 5, 1), "Head", "Looked", "Look more", "at risk"),)),
        (TagDocument("young", "Young people"),),
    )  # fmt: skip
    assert load(ActionDocument, dump(document)) == document


def test_nought_false_and_places_are_not_taken_for_nothing():
    document = make_measure_document(
        has_owner=False, baseline_value=Decimal(0),
        cadence=CadenceDocument("month", False, (PlaceDocument("W1", "Ash"),), None, ""),
        progress=MeasureProgress((make_reading(count=0, denominator=4),), (OccurrenceDocument(date(2026, 4, 1), ""),)),
    )  # fmt: skip
    assert load(MeasureDocument, dump(document)) == document
