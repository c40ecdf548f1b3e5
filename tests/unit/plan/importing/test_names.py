"""Two spellings of one owner are proposed as one person; nobody is proposed where it cannot be told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.plan.importing.names import Known, are_one, group_spellings, is_post, propose_people, split_names

JANE = Known(1, "Jane Smith", "jane.smith@example.org", "Head of Housing")
JOHN = Known(2, "John Smith", "john.smith@example.org", "Analyst")
ROSA = Known(3, "Rosa Kettlewell", "rosa@example.org", "Engagement Manager")
EVERYONE = (JANE, JOHN, ROSA)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane Smith", "Smith, Jane"),
        ("Jane Smith", "J. Smith"),
        ("Cllr Jane Smith", "jane  smith"),
        ("Jane Smith (Housing)", "Jane Smith"),
        ("Rosa Kettlewell", "Rosa Kettelwell"),
        ("Zoë Ünal", "Zoe Unal"),
    ],
)
def test_spellings_of_one_person(one, other):
    assert are_one(one, other)
    assert are_one(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Jane Smith", "John Smith"), ("Jane Smith", "Jane Brown"), ("Jane", ""), ("Ali Khan", "Ana Khan")],
)
def test_different_people(one, other):
    assert not are_one(one, other)


def test_spellings_are_grouped_and_the_account_proposed():
    proposals = propose_people(["R. Kettlewell", "Jane Smith", "Kettlewell, Rosa", "Nobody Known"], EVERYONE)
    assert [(each.spellings, each.key) for each in proposals] == [
        (("R. Kettlewell", "Kettlewell, Rosa"), 3), (("Jane Smith",), 1), (("Nobody Known",), None),
    ]  # fmt: skip


def test_where_two_fit_nobody_is_proposed_and_both_are_offered():
    proposal = propose_people(["J Smith"], EVERYONE)[0]
    assert (proposal.key, proposal.candidates) == (None, (1, 2))


def test_an_address_and_a_post_name_somebody_too():
    assert propose_people(["JANE.SMITH@example.org"], EVERYONE)[0].key == 1
    assert propose_people(["head of housing"], EVERYONE)[0].key == 1
    other = propose_people(["Director of Place"], EVERYONE)[0]
    assert (other.key, other.is_post) == (None, True)
    assert not is_post("Rosa Kettlewell")


def test_several_people_in_one_cell():
    assert split_names("Jane Smith / R Kettlewell and John") == ("Jane Smith", "R Kettlewell", "John")
    assert split_names("  ") == ()


@given(st.lists(st.text(max_size=20), max_size=12))
def test_every_name_is_in_exactly_one_group(names):
    groups = group_spellings(names)
    assert sorted(name for group in groups for name in group) == sorted(set(names))


@given(st.text(max_size=30), st.text(max_size=30))
def test_being_one_goes_both_ways(one, other):
    assert are_one(one, other) == are_one(other, one)
