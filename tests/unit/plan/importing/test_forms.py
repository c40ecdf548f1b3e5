"""What a plan says is read back the same from every form, whatever its words; mistakes are named with their place."""

import json
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from goldenthread.plan import documents
from goldenthread.plan.importing import form, markdown_form, workbook_form, yaml_form
from goldenthread.plan.importing.form import Field, Holds
from goldenthread.plan.importing.incoming import FileFault, PartKind
from goldenthread.plan.importing.records import Private
from goldenthread.plan.importing.values import read_value, write_cell, write_list
from goldenthread.plan.kinds import CouncilRole, MeasureKind
from goldenthread.plan.states import ActionStatus
from goldenthread.sources.upload_grids import open_grids

LETTERS = st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.sampled_from(" -#|\\:;='<>[]{}*&!%@`.,")
LINE = st.text(LETTERS, min_size=1, max_size=25).map(lambda text: " ".join(text.split())).filter(bool)
TEXT = st.lists(LINE, max_size=3).map("\n".join)
DAY = st.none() | st.dates(date(2000, 1, 1), date(2079, 12, 31))
NUMBER = st.none() | st.decimals(-(10**8), 10**8, places=3).map(lambda number: number.normalize() + 0)


@st.composite
def contents(draw):
    """A plan of one aim, one action with a step, and one measure with a target and a figure."""
    plan = documents.PlanDocument(
        slug="fair",
        title=draw(LINE),
        vision=draw(TEXT),
        introduction=draw(TEXT),
        starts_on=date(2025, 4, 1),
        ends_on=date(2029, 3, 31),
        action_name="Deed",
        measure_name="Mark",
        asks_heading="Help",
        differences_heading="See",
        achievements_heading="Done",
        level_names=tuple(draw(st.lists(LINE, min_size=1, max_size=2))),
    )
    aim = documents.SectionDocument("2", "", draw(LINE), draw(LINE), draw(TEXT))
    progress = documents.ActionProgress(
        draw(st.sampled_from(ActionStatus)).value,
        draw(TEXT),
        milestones=(documents.MilestoneDocument(draw(LINE), draw(DAY), draw(DAY)),),
        updates=(documents.UpdateDocument(date(2026, 1, 2), draw(LINE), draw(TEXT), draw(TEXT), "on track"),),
    )
    action = documents.ActionDocument(
        number="10",
        section_number="2",
        title=draw(LINE),
        description=draw(TEXT),
        council_role=draw(st.sampled_from(CouncilRole)).value,
        owner_role=draw(LINE),
        team=draw(LINE),
        partners=tuple(draw(st.lists(LINE, max_size=3))),
        area_codes=(),
        groups=draw(LINE),
        starts_on=draw(DAY),
        due_on=draw(DAY),
        progress=progress,
    )
    reading = documents.ReadingDocument(
        date(2026, 3, 31),
        draw(LINE),
        draw(NUMBER),
        draw(st.none() | st.integers(0, 10**9)),
        None,
        draw(TEXT),
        "",
        stage_counts=tuple(draw(st.lists(st.integers(0, 999), max_size=3))),
    )
    measure = documents.MeasureDocument(
        number="10a",
        section_number="2",
        action_number="10",
        title=draw(LINE),
        description=draw(TEXT),
        kind=draw(st.sampled_from(MeasureKind)).value,
        unit=draw(LINE),
        decimals=2,
        direction="up",
        source=draw(LINE),
        has_owner=False,
        owner_role="",
        baseline_value=draw(NUMBER),
        baseline_on=draw(DAY),
        baseline_note=draw(LINE),
        target_value=draw(NUMBER),
        target_words=draw(LINE),
        target_on=draw(DAY),
        indicator_slug="",
        indicator_name="",
        area_code="",
        statistic="",
        cadence=None,
        progress=documents.MeasureProgress(readings=(reading,)),
        targets=(
            documents.TargetDocument(draw(NUMBER), draw(LINE), draw(DAY), date(2026, 1, 1), draw(LINE), draw(TEXT)),
        ),
        question=draw(LINE),
        stages=tuple(draw(st.lists(LINE, max_size=3))),
    )
    difference = documents.DifferenceDocument("1", "2", draw(LINE), "", "", "", "")
    return documents.PlanContent(plan, (aim,), (action,), (measure,), differences=(difference,))


def through_yaml(content, private):
    return yaml_form.read_yaml("p.yaml", yaml_form.write_yaml(content, private).encode())


def through_markdown(content, private):
    return markdown_form.read_markdown("p.md", markdown_form.write_markdown(content, private).encode())


def through_a_workbook(content, private):
    return workbook_form.read_workbook(open_grids("p.xlsx", workbook_form.write_workbook(content, private)))


@pytest.mark.parametrize("through", [through_yaml, through_markdown, through_a_workbook])
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(content=contents())
def test_what_is_written_is_read_back_the_same(through, content):
    private = Private({(PartKind.ACTION, "10"): "a@example.org"}, {"10": "B-17"})
    incoming = through(content, private)
    assert incoming.content == content
    assert (dict(incoming.owners), dict(incoming.budget_lines)) == (dict(private.owners), dict(private.budget_lines))


FIRST = "form: golden-thread-plan\nversion: 1\n"
PLAN = FIRST + "plan: {short_name: fair, title: Fair, starts_on: 2025-04-01, ends_on: end of March 2029}\n"


@pytest.mark.parametrize("words", ["-", ":--", "| a | b |", "<br>", "a\\<br>b", "\\", "# one", "#### Text", "a |"])
@pytest.mark.parametrize("through", [through_markdown, through_a_workbook])
def test_words_that_look_like_the_form_itself_are_words(through, words):
    text = json.dumps(f"first\n{words}\nlast")
    milestones = f"milestones: [{{title: {json.dumps(words)}}}]"
    aims = f"aims:\n- {{title: Listen, text: {text}}}\n"
    actions = f"actions:\n- {{number: '1', aim: '1', title: Ask, description: {text}, {milestones}}}\n"
    content = yaml_form.read_yaml("p.yaml", (PLAN + aims + actions).encode()).content
    assert content.actions[0].progress.milestones[0].title == words
    assert through(content, Private({}, {})).content == content


def refuse(text, read=yaml_form.read_yaml):
    with pytest.raises(FileFault) as wrong:
        read("p.yaml", text.encode())
    return [str(remark) for remark in wrong.value.remarks]


def test_the_smallest_plan_has_the_plans_own_defaults():
    incoming = yaml_form.read_yaml("p.yaml", (PLAN + "aims:\n- title: Listen\n- title: Act\n").encode())
    assert incoming.content.plan.ends_on == date(2029, 3, 31)
    assert incoming.content.plan.action_name == "Action"
    assert [aim.number for aim in incoming.content.sections] == ["1", "2"]
    assert incoming.says[PartKind.AIM, "1"] == {"number", "title"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("plan: {}", "p.yaml: This is not a plan in our form: its first line"),
        ("form: golden-thread-plan\nversion: 9", "p.yaml: The form has version 9; this site reads 1."),
        (FIRST + "aims: []", "p.yaml: The file does not say what plan it is. Begin it with “plan:”"),
        (FIRST + "plan: {a: 1, a: 2}", "p.yaml, line 3: “a” is written twice."),
        (FIRST + "plan: &x {a: *x}", "p.yaml, line 3: A part is referred to from two places (*name)."),
        (FIRST + "plan: [", "p.yaml, line 4: This is not valid YAML: did not find expected node content. Mend it."),
        (PLAN + "goals: []", "p.yaml: “goals” is not known. A plan has: plan, aims, actions"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_with_its_line(text, sentence):
    assert refuse(text)[0].startswith(sentence)


def test_every_mistake_is_named_at_once():
    said = refuse(
        PLAN + "aims:\n- {number: 1, title: A}\n- {number: 1, title: B}\nactions:\n"
        "- {aim: 1, title: A, colour: red}\n- {aim: 1, due_on: 31/02/26}\n- {aim: 1, title: C, status: fine}\n"
        f"- {{aim: 1, title: {'x' * 301}}}\n"
    )
    assert any(each.startswith("p.yaml, line 6: The number 1 is taken already: p.yaml, line 5.") for each in said)
    assert any(each.startswith("p.yaml, line 8: “colour” is not known here.") for each in said)
    assert "p.yaml, line 9: “title” is missing. Fill it in." in said
    assert any("“due_on”: “31/02/26” is not a day that exists." in each for each in said)
    assert any("“status”: “fine” is none of: not started, on track" in each for each in said)
    assert any("This has 301 characters and 300 are the most." in each for each in said)


def test_a_number_that_leads_nowhere_is_named():
    said = refuse(
        PLAN
        + "aims:\n- {title: A}\nactions:\n- {aim: 7, title: A, waits_for: [9]}\nmeasures:\n- {title: M, kind: count}\n"
    )
    assert said == [
        "p.yaml, line 7: There is no aim 7 here. Add it, or mend the number.",
        "p.yaml, line 7: There is no action 9 here. Add it, or mend the number.",
        "p.yaml, line 9: The measure belongs to nothing. Give the number of its action or its aim.",
    ]


def a_plan(title):
    return documents.PlanDocument(
        "fair", title, "", "", date(2025, 4, 1), date(2029, 3, 31), "D", "M", "a", "b", "c", level_names=("Aim",)
    )


def test_mistakes_in_a_workbook_name_sheet_row_and_column():
    plan = a_plan("Fair")
    aim = documents.SectionDocument("1", "", "Aim", "A", "")
    written = workbook_form.write_workbook(documents.PlanContent(plan, (aim,)))
    book = load_workbook(BytesIO(written))
    book["Actions"].append(["", "1", "Listen"])
    book["Actions"]["M2"] = "30 February 2026"
    book["Milestones"].append(["8", "Begun"])
    book["Aims"]["H1"] = "Colour"
    changed = BytesIO()
    book.save(changed)
    with pytest.raises(FileFault) as wrong:
        workbook_form.read_workbook(open_grids("p.xlsx", changed.getvalue()))
    said = [str(remark) for remark in wrong.value.remarks]
    colour = "sheet “Aims”, row 1, column “Colour”: This column is not known"
    starts = "sheet “Actions”, row 2, column “Starts on”: “30 February 2026” is not a day"
    assert any(colour in each for each in said)
    assert "p.xlsx, sheet “Milestones”, row 2: There is no action 8. Mend the number." in said
    assert any(starts in each for each in said)


def test_a_text_that_looks_like_a_formula_stays_a_text():
    plan = a_plan("=1+1")
    incoming = through_a_workbook(documents.PlanContent(plan), Private())
    assert incoming.content.plan.title == "=1+1"


@given(st.lists(LINE, max_size=4))
def test_a_list_in_one_cell_is_read_back(items):
    assert read_value(Field("x", Holds.LIST), write_list(items)) == tuple(items)


@given(st.decimals(-(10**11), 10**11, places=6))
def test_a_number_is_read_back(number):
    assert read_value(Field("x", Holds.NUMBER), write_cell(number)) == number


@pytest.mark.parametrize(
    ("holds", "raw", "sentence"),
    [
        (Holds.NUMBER, "many", "is not a number"),
        (Holds.NUMBER, "1e15", "too large"),
        (Holds.NUMBER, "0.1234567", "Round it"),
        (Holds.NUMBER, "nan", "too large"),
        (Holds.WHOLE, "1.5", "not a whole number"),
        (Holds.WHOLE, "-1", "from 0 up"),
        (Holds.YES_NO, "perhaps", "neither yes nor no"),
        (Holds.DAY, "soon", "is not a date"),
        (Holds.TEXT, ["a"], "not a list"),
    ],
)
def test_a_value_that_is_none_is_refused_in_a_sentence(holds, raw, sentence):
    with pytest.raises(ValueError, match=sentence):
        read_value(Field("x", holds), raw)


def test_nothing_is_nothing_and_not_zero():
    assert read_value(Field("x", Holds.NUMBER), "") is None
    assert read_value(Field("x", Holds.NUMBER), "0") == Decimal(0)
    assert read_value(Field("x", Holds.YES_NO), "") is False
    assert read_value(Field("x", Holds.NUMBERS), "3, 2") == (3, 2)


def test_every_field_has_a_key_of_its_own():
    for part in (form.PLAN, *form.PARTS):
        keys = [field.key for field in part.fields] + [items.key for items in part.items]
        assert len(keys) == len(set(keys))
        assert len({field.heading for field in part.fields}) == len(part.fields)


def test_a_table_of_ours_is_told_from_a_list_of_somebodys_own():
    content = documents.PlanContent(a_plan("Fair"), (documents.SectionDocument("1", "", "Aim", "A", ""),))
    for part in form.PARTS:
        (ours,) = open_grids("x.csv", workbook_form.write_csv(content, part))
        assert workbook_form.find_form_part(ours) is part
        assert part.find(workbook_form._OWN_HEADINGS[part.kind].lower().replace(" ", "_")) is not None
    (theirs,) = open_grids("x.csv", b"Number,Title,Status,Owner\n1,Listen,done,Jane\n")
    assert workbook_form.find_form_part(theirs) is None
