"""From rows to what they say of a plan: numbers, amounts, steps, aims, words, and nothing lost."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.plan import documents
from goldenthread.plan.importing.cells import cut_title, read_amount, read_milestone, read_number, split_pieces
from goldenthread.plan.importing.columns import Column
from goldenthread.plan.importing.incoming import PartKind, RowFate
from goldenthread.plan.importing.rows import NO_REASON, read_rows
from goldenthread.plan.importing.tables import find_table
from goldenthread.plan.importing.words import propose_status
from goldenthread.sources.upload_grids import Grid

ON = date(2026, 6, 15)
PLAN = documents.PlanDocument(
    slug="fair", title="Fair", vision="", introduction="", starts_on=date(2025, 4, 1), ends_on=date(2029, 3, 31),
    action_name="Action", measure_name="Measure", asks_heading="a", differences_heading="b", achievements_heading="c",
    level_names=("Priority",),
)  # fmt: skip
EMPTY = documents.PlanContent(PLAN)
HEADINGS = {
    "Ref": Column.NUMBER, "Aim": Column.AIM, "Action": Column.TITLE, "Lead": Column.OWNER, "Due": Column.DUE,
    "Status": Column.STATUS, "Progress": Column.PROGRESS, "Steps": Column.MILESTONES, "Measure": Column.MEASURE,
    "Target": Column.TARGET, "First": Column.WAITS_FOR,
}  # fmt: skip


def read(*rows, known=EMPTY, statuses=None, **options):
    """The rows, each given by its headings, as they are read; what has another heading is nothing of ours."""
    headings = [*HEADINGS, *dict.fromkeys(key for row in rows for key in row if key not in HEADINGS)]
    cells = tuple(tuple(row.get(heading, "") for heading in headings) for row in rows)
    table = find_table(Grid("list.csv", "", (tuple(headings), *cells)), 1)
    chosen = {heading: column for heading, column in HEADINGS.items() if heading in table.headings}
    return read_rows(table, chosen, statuses or {}, known=known, on=ON, **options)


@pytest.mark.parametrize(
    ("words", "number"),
    [("10", "10"), ("Action 10", "10"), ("10.", "10"), ("EQ/3", "EQ.3"), ("2-1", "2.1"), ("A3", "A3"), ("", ""),
     ("n/a", ""), ("#4", "4"), ("1" * 21, "")],
)  # fmt: skip
def test_a_number_as_it_is_kept(words, number):
    assert read_number(words) == number


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("1,200 homes", (Decimal(1200), "homes")), ("90%", (Decimal(90), "%")), ("£5.50", (Decimal("5.50"), "£")),
        ("-3", (Decimal(-3), "")), ("all of them", None), ("5 to 10", None), ("9" * 13, None),
    ],
)  # fmt: skip
def test_an_amount_and_its_unit(words, amount):
    assert read_amount(words) == amount


def test_steps_with_their_days():
    assert read_milestone("Contract signed - June 2026") == ("Contract signed", date(2026, 6, 30))
    assert read_milestone("Agreed by Cabinet (31/03/26)") == ("Agreed by Cabinet", date(2026, 3, 31))
    assert read_milestone("Stop-gap: agreed") == ("Stop-gap: agreed", None)


def test_a_band_is_an_aim_and_a_blank_number_gets_the_next():
    incoming = read({"Ref": "Priority 2: Homes"}, {"Ref": "4", "Action": "Build"}, {"Action": "Mend"})
    (section,) = incoming.content.sections
    assert (section.number, section.label, section.title) == ("2", "Priority 2", "Homes")
    assert [(each.number, each.section_number) for each in incoming.content.actions] == [("4", "2"), ("5", "2")]
    assert [row.fate for row in incoming.rows] == [RowFate.AIM, RowFate.ACTION, RowFate.ACTION]


def test_an_aim_column_finds_the_aim_the_plan_has_by_its_number_or_its_title():
    section = documents.SectionDocument("3", "", "Priority", "We listen", "")
    known = documents.PlanContent(PLAN, sections=(section,))
    incoming = read(
        {"Aim": "Priority 3", "Action": "A"}, {"Aim": "we listen", "Action": "B"},
        {"Aim": "3. Something else", "Action": "C"},
        known=known,
    )  # fmt: skip
    assert [each.section_number for each in incoming.content.actions] == ["3", "3", "4"]
    assert "has another title" in str(incoming.doubts[0])


def test_bad_news_without_a_reason_says_so_and_words_without_a_meaning_are_kept():
    incoming = read(
        {"Action": "A", "Status": "Red"}, {"Action": "B", "Status": "Red", "Progress": "No money"},
        {"Action": "C", "Status": "Purple"}, statuses={"Red": "off track", "Purple": ""},
    )  # fmt: skip
    a, b, c = (each.progress for each in incoming.content.actions)
    assert (a.status, a.status_reason) == ("off track", NO_REASON)
    assert (b.status_reason, b.updates[0].text) == ("No money", "No money")
    assert c.status == "not started"
    assert "“Purple” was given no meaning" in str(incoming.doubts)
    assert [note.cells for note in incoming.notes] == [
        (("Status", "Red"),), (("Status", "Red"),), (("Status", "Purple"),),
    ]  # fmt: skip


def test_two_rows_with_one_number_are_a_fault_that_names_both():
    incoming = read({"Ref": "1", "Action": "A"}, {"Ref": "1", "Action": "B"})
    assert [str(fault) for fault in incoming.faults] == [
        "list.csv, row 3: The number 1 stands in row 2 too. Give one of them another."
    ]


def test_a_row_with_a_title_the_plan_has_is_a_change_to_it_and_says_only_what_it_says():
    first = read({"Ref": "1", "Action": "Listen", "Due": "2026", "Progress": "Begun"})
    again = read({"Action": "listen", "Due": "2027", "Progress": "Begun"}, known=first.content)
    (action,) = again.content.actions
    assert (action.number, action.due_on) == ("1", date(2027, 12, 31))
    assert len(action.progress.updates) == 1
    assert again.says[PartKind.ACTION, "1"] == {"title", "due_on"}


def test_an_empty_cell_says_nothing_or_clears_as_was_chosen():
    first = read({"Ref": "1", "Action": "Listen", "Due": "2026"})
    row = {"Ref": "1", "Action": "Listen", "Other": "x"}
    assert read(row, known=first.content).content.actions[0].due_on == date(2026, 12, 31)
    assert read(row, known=first.content, clear_empty=True).content.actions[0].due_on is None


def test_measures_take_kind_and_unit_from_their_target():
    incoming = read(
        {"Action": "A", "Measure": "Homes let", "Target": "900 homes"},
        {"Action": "B", "Measure": "Satisfied", "Target": "80%"},
        {"Action": "C", "Measure": "Heard", "Target": "People feel heard"},
    )  # fmt: skip
    homes, satisfied, heard = incoming.content.measures
    assert (homes.kind, homes.unit, homes.target_value) == ("count", "homes", 900)
    assert (satisfied.kind, satisfied.unit, satisfied.target_value) == ("percentage", "", 80)
    assert (heard.target_value, heard.target_words) == (None, "People feel heard")


def test_what_waits_for_what_is_read_by_number_or_kept():
    incoming = read({"Ref": "1", "Action": "A"}, {"Ref": "2", "Action": "B", "First": "Action 1"},
                    {"Ref": "3", "Action": "C", "First": "the law"})  # fmt: skip
    assert [each.waits_for for each in incoming.content.actions] == [(), ("1",), ()]
    assert "“the law” does not name actions" in str(incoming.doubts)


def test_long_words_are_cut_at_a_sentence_and_nothing_goes():
    title, rest = cut_title("A short one. " + "word " * 80)
    assert (title, rest) == ("A short one.", ("word " * 80).strip())
    assert split_pieces("• one\n• two") == ["one", "two"]


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=30).map(str.strip)


@given(st.lists(st.fixed_dictionaries(dict.fromkeys((*HEADINGS, "Ours", "Theirs"), WORDS)), max_size=5))
def test_whatever_is_written_is_in_the_plan_or_in_a_note_or_named_in_a_fault(rows):
    incoming = read(*rows)
    told = repr((incoming.content, incoming.notes, dict(incoming.owners)))
    faulty = {fault.where.row for fault in incoming.faults}
    for number, row in enumerate(rows, start=2):
        if number in faulty:
            continue
        for heading in ("Ours", "Theirs"):
            if row[heading]:
                assert repr(row[heading])[1:-1] in told


@pytest.mark.parametrize(
    ("words", "status"),
    [("Green", "on track"), ("BRAG: Blue", "done"), ("Not yet started", "not started"),
     ("Amber - slight delay", "at risk"), ("not completed", "missed"), ("Complete", "done"), ("R", "off track"),
     ("Withdrawn", "stopped"), ("on track", "on track")],
)  # fmt: skip
def test_what_the_words_of_councils_most_likely_mean(words, status):
    assert propose_status(words) == status


def test_words_that_could_be_anything_are_left_to_a_person():
    assert propose_status("Purple") is None
    assert propose_status("") is None
