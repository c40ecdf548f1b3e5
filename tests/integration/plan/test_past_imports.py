"""The list of files that were brought in: who brought which when, what each changed; filtered, ordered, downloaded."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from tests.factories.people import signed_in_client
from tests.factories.plans import make_action, make_person, make_plan, make_section, publish

from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.roles import Role
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.actions import read_private
from goldenthread.plan.copying import copy_plan
from goldenthread.plan.importing import opening
from goldenthread.plan.importing.form import ACTIONS
from goldenthread.plan.importing.opening import TableReading
from goldenthread.plan.importing.previews import read_preview
from goldenthread.plan.importing.steps import Settled
from goldenthread.plan.importing.workbook_form import write_csv
from goldenthread.plan.models import PlanImport

pytestmark = pytest.mark.django_db
LIST = "/staff/plans/import/past/"
FIRST, SECOND = datetime(2026, 5, 4, 9, tzinfo=UTC), datetime(2026, 6, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def owner(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return make_person(Role.PLAN_OWNER, name="Maryam Oyelaran")


@pytest.fixture
def plan(owner):
    plan = make_plan(owner, slug="fair", title="A fairer place")
    section = make_section(plan, owner)
    for title in ("Open a lunch club", "Mend the kerbs"):
        make_action(section, owner, title=title)
    return plan


def bring(plan, content, *, by, at, name="actions.csv"):
    opened = opening.open_file(name, content)
    incoming = opening.take(opened, TableReading(), known=copy_plan(plan), on=at.date())
    settled = Settled(decision="Cabinet", reason="So decided")
    return plan_actions.bring_in(
        incoming=incoming, settled=settled, file_name=name, content=content, by=by, at=at, plan=plan
    ).source


def with_other_title(plan, before, after):
    return write_csv(copy_plan(plan), ACTIONS, read_private(plan)).decode("utf-8-sig").replace(before, after).encode()


@pytest.fixture
def brought(plan, owner):
    """The same list twice: once with a title changed, and once by another person as it is."""
    other = make_person(Role.PLAN_OWNER, name="Xanthippe Quill")
    first = bring(plan, with_other_title(plan, "Mend the kerbs", "Mend every kerb"), by=owner, at=FIRST)
    second = bring(plan, with_other_title(plan, "", ""), by=other, at=SECOND, name="back again.csv")
    return first, second


def test_what_was_seen_before_is_kept_with_the_file(brought, owner):
    first, second = brought
    assert (first.rows, first.added, first.changed) == (2, 0, 1)
    (step,) = read_preview(first.preview).changed
    assert [(each.name, each.before, each.after) for each in step.changes] == [
        ("Title", "Mend the kerbs", "Mend every kerb")
    ]
    fates = read_preview(first.preview).fates
    assert [happened for *_, happened in fates] == ["nothing: it is so already", f"changes (Title): {step.label}"]
    assert (second.rows, second.added, second.changed) == (2, 0, 0)
    assert AuditEvent.objects.filter(verb="brought a file into").first().after["rows"] == 2
    page = signed_in_client(owner).get(first.get_absolute_url()).content.decode()
    for words in ("0 new, 1 changed", "Maryam Oyelaran", "4 May 2026, 10:00", "<del>Mend the kerbs</del>",
                  "<ins>Mend every kerb</ins>", "nothing: it is so already", first.sha256):  # fmt: skip
        assert words in page


def listed(browser, **filters):
    return [each.file_name for each in browser.get(LIST, filters).context["page"]]


def test_the_list_is_filtered_and_ordered(brought, owner, plan):
    browser = signed_in_client(owner)
    assert listed(browser) == ["back again.csv", "actions.csv"]
    assert listed(browser, sort="file") == ["actions.csv", "back again.csv"]
    assert listed(browser, sort="person") == ["actions.csv", "back again.csv"]
    assert listed(browser, sort="changed") == ["actions.csv", "back again.csv"]
    assert listed(browser, q="quill") == ["back again.csv"]
    assert listed(browser, q="actions") == ["actions.csv"]
    assert listed(browser, plan="fair") == ["back again.csv", "actions.csv"]
    assert listed(browser, plan=make_plan(owner, slug="another").slug) == []
    assert "No file fits" in browser.get(LIST, {"q": "nothing like it"}).content.decode()


def test_the_list_and_the_rows_of_a_file_can_be_taken_away(brought, owner):
    browser = signed_in_client(owner)
    table = list(csv.reader(io.StringIO(browser.get(LIST, {"as": "csv"}).content.decode("utf-8-sig"))))
    assert table[0][:7] == ["Brought in", "Plan", "File", "By", "Rows", "New", "Changed"]
    assert table[1][:7] == ["2026-06-01 10:30", "A fairer place", "back again.csv", "Xanthippe Quill", "2", "0", "0"]
    assert len(table) == 3
    book = load_workbook(io.BytesIO(browser.get(LIST, {"as": "xlsx", "q": "quill"}).content))
    cells = [cell for sheet in book for row in sheet.values for cell in row]
    assert "back again.csv" in cells
    assert "actions.csv" not in cells
    rows = browser.get(brought[0].get_absolute_url(), {"as": "csv"}).content.decode("utf-8-sig").splitlines()
    assert rows[0] == "Where,What is written,Taken for,What happened"
    assert len(rows) == 3


def test_of_an_early_file_it_is_said_that_nothing_was_kept(brought, owner):
    PlanImport.objects.update(preview=None, rows=None)
    browser = signed_in_client(owner)
    assert "was not kept yet" in browser.get(brought[0].get_absolute_url()).content.decode()
    assert "not counted" in browser.get(LIST, {"as": "csv"}).content.decode()
    assert " read" not in browser.get(LIST).content.decode().partition("gt-promises")[2].partition("</ul>")[0]


def test_notes_stand_with_the_file_they_came_with(plan, owner):
    content = b"Number,Title,Cabinet lead\n1,Open a lunch club,Councillor Achterberg\n"
    opened = opening.open_file("list.csv", content)
    incoming = opening.take(
        opened, TableReading(columns={"Number": "number", "Title": "title"}), known=copy_plan(plan), on=FIRST.date()
    )
    source = plan_actions.bring_in(
        incoming=incoming, settled=Settled(), file_name="list.csv", content=content, by=owner, at=FIRST, plan=plan
    ).source
    page = signed_in_client(owner).get(source.get_absolute_url()).content.decode()
    assert "Cabinet lead: Councillor Achterberg" in page
    assert "1 note kept" in signed_in_client(owner).get(LIST).content.decode()


def test_only_staff_see_what_was_brought_in(client, brought):
    for address in (LIST, brought[0].get_absolute_url()):
        assert client.get(address).status_code == 302
        assert signed_in_client(make_person()).get(address).status_code == 403
        assert signed_in_client(make_person(Role.VIEWER)).get(address).status_code == 200


def test_the_plan_and_the_first_step_lead_to_it(plan, owner):
    publish(plan)
    browser = signed_in_client(owner)
    assert f"{LIST}?plan=fair" in browser.get(reverse("plan:staff_import"), {"plan": "fair"}).content.decode()
    assert f"{LIST}?plan=fair" in browser.get(reverse("plan:staff_plan", args=["fair"])).content.decode()
    assert LIST in browser.get(reverse("plan:staff_plans")).content.decode()


def test_the_list_asks_as_often_for_many_files_as_for_few(brought, plan, owner, django_assert_max_num_queries):
    browser = signed_in_client(owner)
    browser.get(LIST)
    with django_assert_max_num_queries(12) as few:
        browser.get(LIST)
    for _ in range(20):
        PlanImport.objects.create(
            plan=make_plan(owner), file_name="x.csv", sha256="0" * 64, brought_in_by=make_person(),
            brought_in_at=FIRST, added=1, changed=0,
        )  # fmt: skip
    with django_assert_max_num_queries(12) as many:
        browser.get(LIST)
    assert len(many) == len(few)
