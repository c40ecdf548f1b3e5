"""The pages on which a plan is brought in: from a messy spreadsheet to the plan, row by row, for whoever may."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from tests.factories.plans import make_action, make_measure, make_person, make_plan, make_section, publish

from goldenthread.accounts.roles import Role
from goldenthread.plan.copying import copy_plan
from goldenthread.plan.models import Action, ImportDraft, ImportedNote, Plan, PlanImport, Section

pytestmark = pytest.mark.django_db

BEGIN = "/staff/plans/import/"


@pytest.fixture(autouse=True)
def one_factor(settings):
    """The second factor has its own tests."""
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def owner():
    return make_person(Role.PLAN_OWNER, name="Maryam Oyelaran", job_title="Head of Policy")


@pytest.fixture
def plan(owner):
    return make_plan(owner, slug="fair", title="A fairer place", level_names=["Priority"])


def messy_workbook():
    """What councils keep: a title, headings over two rows, bands, merged cells, dates and owners in words."""
    book = Workbook()
    book.active.title = "Read me"
    book.active["A1"] = "Ask the policy team before you change this."
    sheet = book.create_sheet("Actions 25-26")
    for row in (
        ["Equality action plan 2025-26"],
        [],
        ["Ref", "What we will do", "Lead officer", "Timescale", None, "RAG", "Comments", "Measure of success",
         "Cabinet lead"],
        [None, None, None, "Start", "End"],
        ["Priority 1: We listen"],
        [1, "Hold ward surgeries", "Maryam Oyelaran", "April 2025", "end of March 2026", "Green", "Two held",
         "200 people", "A"],
        [None, None, None, None, None, None, None, "People feel heard"],
        [2, "Start a youth council", "M. Oyelaran / Bob Lee", date(2025, 4, 1), "31/03/26", "Amber", None, None, "B"],
        [],
        ["Priority 2: Homes"],
        [None, "Build homes", "Unknown Person", "2025/26", "when funded", "Gone quiet", None, None, None],
        [None, "Key: green is on target"],
    ):  # fmt: skip
        sheet.append(row)
    down = [f"{column}3:{column}4" for column in "ABCFGHI"]
    for block in ("A1:I1", "D3:E3", "A5:I5", "A10:I10", "A6:A7", "B6:B7", *down):
        sheet.merge_cells(block)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def send(client, name, content, plan=None):
    file = SimpleUploadedFile(name, content)
    return client.post(BEGIN, {"file": file, "plan": plan.pk if plan else ""})


def test_a_messy_spreadsheet_goes_step_by_step_into_the_plan_and_nothing_is_lost(client, owner, plan):
    client.force_login(owner)
    page = send(client, "actions.xlsx", messy_workbook(), plan)
    assert page.status_code == 302
    columns = page.url
    page = client.get(columns)
    text = page.content.decode()
    assert "We found 7 rows beneath the headings in rows 3 and 4" in text
    form = page.context["form"]
    chosen = {name: field.initial for name, field in form.fields.items()}
    page = client.post(columns, chosen)
    words = page.url
    page = client.get(words)
    text = page.content.decode()
    assert "“Maryam Oyelaran” or “M. Oyelaran” is" in text
    assert "“Gone quiet” means" in text
    fields = page.context["form"].fields
    answers = {name: field.initial or "" for name, field in fields.items()}
    quiet = next(name for name, field in fields.items() if "Gone quiet" in str(field.label))
    page = client.post(words, answers | {quiet: "off track"})
    check = page.url
    page = client.get(check)
    text = page.content.decode()
    assert page.status_code == 200
    assert not Action.objects.exists()
    assert "We have tried it: this is what would happen. Nothing has been changed yet." in text
    assert "“end of March 2026” was read as 31 March 2026." in text
    assert "“when funded” is no date, so none is set; the words are kept as a note." in text
    assert "“Unknown Person” has no account here" in text
    assert text.count("stands above the table; kept as a note") == 1
    assert "7 new, 0 changed" in text
    page = client.post(check)
    assert page.url == "/staff/plans/fair/"
    content = copy_plan(plan)
    assert [section.label for section in content.sections] == ["Priority 1", "Priority 2"]
    surgeries, youth, homes = content.actions
    assert (surgeries.starts_on, surgeries.due_on) == (date(2025, 4, 1), date(2026, 3, 31))
    assert (surgeries.progress.status, surgeries.progress.updates[0].text) == ("on track", "Two held")
    assert (youth.progress.status, youth.due_on) == ("at risk", date(2026, 3, 31))
    assert (homes.number, homes.due_on, homes.progress.status) == ("3", None, "off track")
    assert [measure.title for measure in content.measures] == ["200 people", "People feel heard"]
    assert set(Action.objects.filter(owner=owner).values_list("number", flat=True)) == {"1", "2"}
    every = [pair for note in ImportedNote.objects.all() for pair in note.cells.items()]
    kept = " ".join(f"{heading}={words}" for heading, words in every)
    for words in (
        "Cabinet lead=A", "Cabinet lead=B", "Timescale: End=when funded", "RAG=Gone quiet", "Owner=Unknown Person",
        "Equality action plan 2025-26", "Key: green is on target", "M. Oyelaran / Bob Lee",
    ):  # fmt: skip
        assert words in kept, words
    assert not ImportDraft.objects.exists()
    staff = client.get("/staff/plans/fair/actions/1/").content.decode()
    assert "From actions.xlsx, row 6" in staff
    assert "Cabinet lead" in staff


def test_the_same_list_again_changes_nothing_and_a_changed_cell_is_one_change(client, owner, plan):
    client.force_login(owner)
    head = "Ref,Action,Lead,Due,Status,Comments,Other\r\n"
    first = head + "1,Hold surgeries,Maryam Oyelaran,31/03/26,on track,Going well,x\r\n"
    bring(client, first, plan)
    assert PlanImport.objects.get().added == 2
    notes = ImportedNote.objects.count()
    page = steps_to_check(client, first, plan)
    assert "The plan says all of this already" in page.content.decode()
    bring(client, first.replace("31/03/26", "30/06/26"), plan)
    assert PlanImport.objects.first().changed == 1
    assert Action.objects.get().due_on == date(2026, 6, 30)
    assert Action.objects.get().updates.count() == 1
    assert ImportedNote.objects.count() == notes


def steps_to_check(client, text, plan):
    columns = send(client, "list.csv", text.encode(), plan).url
    page = client.get(columns)
    page = client.post(columns, {name: field.initial for name, field in page.context["form"].fields.items()})
    words = page.url
    page = client.get(words)
    if page.status_code == 200:  # nothing is asked where no word and no name needs a meaning
        page = client.post(words, {name: field.initial or "" for name, field in page.context["form"].fields.items()})
    return client.get(page.url)


def bring(client, text, plan):
    page = steps_to_check(client, text, plan)
    assert client.post(page.request["PATH_INFO"]).status_code == 302


def test_faults_name_sheet_row_and_column_and_nothing_is_brought_in(client, owner, plan):
    client.force_login(owner)
    text = "Ref,Action,Due\r\n1,Hold surgeries,31/02/26\r\n1,Another,2026\r\n"
    page = steps_to_check(client, text, plan)
    said = page.content.decode()
    assert page.status_code == 422
    assert "list.csv, row 2, column “Due”: “31/02/26” is not a day that exists." in said
    assert "list.csv, row 3: The number 1 stands in row 2 too." in said
    assert "Bring it in" not in said
    assert "Every row of the file" in said
    assert "it is so already" not in said, "nobody tried the rest, so nothing is said of it"
    assert client.post(page.request["PATH_INFO"]).status_code == 422
    assert not Action.objects.exists()
    assert not Section.objects.exists()


def test_a_table_of_ours_with_a_mistake_says_where_it_is(client, owner, plan):
    make_action(make_section(plan, owner), owner, due_on=date(2026, 3, 31))
    client.force_login(owner)
    exported = client.get("/staff/plans/fair/export/actions.csv").content
    check = send(client, "actions.csv", exported.replace(b"2026-03-31", b"30 February 2026"), plan).url
    page = client.get(check)
    assert page.status_code == 422
    assert "actions.csv, row 2" in page.content.decode()
    assert "“30 February 2026” is not a day that exists." in page.content.decode()
    assert client.post(check).status_code == 422
    assert client.get(check.replace("check", "words")).url == check


def test_another_sheet_and_another_row_of_headings_are_looked_at(client, owner, plan):
    client.force_login(owner)
    columns = send(client, "actions.xlsx", messy_workbook(), plan).url
    page = client.post(columns, {"look": "yes", "sheet": "Read me", "heading_row": ""})
    assert page.status_code == 422
    assert "No row looks like the headings of a list of actions." in page.content.decode()
    assert client.post(columns, {"look": "yes", "sheet": "Actions 25-26", "heading_row": "5"}).url == columns
    assert "Priority 1: We listen" in client.get(columns).context["form"].fields["column_0"].label
    assert client.post(columns, {"look": "yes", "sheet": "Actions 25-26", "heading_row": ""}).url == columns
    assert client.get(columns).context["form"].fields["column_0"].label == "Ref"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("plan.docx", b"PK", "Choose a file whose name ends in"),
        ("plan.xlsx", b"", "The file is empty"),
        ("plan.xlsx", b"PK\x03\x04 no workbook", "The workbook is damaged or cut short"),
        ("plan.yaml", b"title: Mine\n", "This is not a plan in our form"),
        ("plan.yaml", b"a: [1, 2", "This is not valid YAML"),
        ("plan.md", b"# Mine\n", "This is not a plan in our form"),
        ("list.csv", b"Action,Due\nA,B\n", "Begin the plan first, then choose it here"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_beside_the_field(client, owner, name, content, sentence):
    client.force_login(owner)
    page = send(client, name, content)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not ImportDraft.objects.exists()


def test_only_those_who_write_plans_bring_them_in_and_each_their_own(client, owner, plan):
    for role in (Role.VIEWER, Role.CONTRIBUTOR, Role.ANALYST, Role.EDITOR):
        client.force_login(make_person(role))
        assert client.get(BEGIN).status_code == 403
    client.force_login(owner)
    columns = send(client, "list.csv", b"Ref,Action,Due\n1,Hold surgeries,2026\n", plan).url
    client.force_login(make_person(Role.PLAN_OWNER))
    assert client.get(columns).status_code == 404
    client.logout()
    assert client.get(columns).status_code == 302
    client.force_login(owner)
    assert client.post(columns.replace("columns", "drop")).url == BEGIN
    assert not ImportDraft.objects.exists()


def test_a_whole_plan_begins_a_new_one_from_its_own_export(client, owner, plan):
    section = make_section(plan, owner)
    action = make_action(section, owner, owner=owner, budget_line="B-17")
    make_measure(action, owner)
    client.force_login(owner)
    exported = client.get("/staff/plans/fair/export/plan.xlsx")
    assert exported["Content-Disposition"] == 'attachment; filename="fair-plan.xlsx"'
    before = copy_plan(plan)
    Plan.objects.filter(pk=plan.pk).update(slug="gone")
    check = send(client, "fair-plan.xlsx", exported.content).url
    assert "4 new, 0 changed" in client.get(check).content.decode()
    assert client.post(check).url == "/staff/plans/fair/"
    assert copy_plan(Plan.objects.get(slug="fair")) == before
    assert Action.objects.get(plan__slug="fair").budget_line == "B-17"


@pytest.mark.parametrize("name", ["plan.yaml", "plan.md", "plan.xlsx", "actions.csv", "measures.csv"])
def test_the_public_takes_away_what_was_published_and_no_more(client, owner, plan, name):
    action = make_action(make_section(plan, owner), owner, title="Published", owner=owner, budget_line="SECRET-17")
    make_measure(action, owner)
    assert client.get(f"/plans/fair/export/{name}").status_code == 404
    publish(plan)
    make_action(Section.objects.get(), owner, title="Only a draft")
    page = client.get(f"/plans/fair/export/{name}")
    assert page.status_code == 200
    if name != "plan.xlsx":
        text = page.content.decode()
        assert "Only a draft" not in text
        assert "SECRET-17" not in text
        assert owner.email not in text
    assert client.get("/plans/fair/export/plan.exe").status_code == 404
    assert client.get(f"/staff/plans/fair/export/{name}").status_code == 302
    client.force_login(make_person(Role.VIEWER))
    assert client.get(f"/staff/plans/fair/export/{name}").status_code == 200


def test_the_export_asks_the_same_number_of_questions_however_large_the_plan_is(
    client, owner, plan, django_assert_max_num_queries
):
    section = make_section(plan, owner)
    for number in range(12):
        make_measure(make_action(section, owner, owner=owner, title=f"Deed {number}"), owner)
    client.force_login(owner)
    with django_assert_max_num_queries(30):
        client.get("/staff/plans/fair/export/plan.yaml")
