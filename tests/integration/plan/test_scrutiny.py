"""Oversight by any part of the council, what changed since the last meeting, and the pack that a committee gets."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.factories.cycles import start_cycle
from tests.factories.people import signed_in_client
from tests.factories.plans import make_action, make_measure, make_person, make_plan, make_section, make_team, publish

from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.plan import actions as plan_actions
from goldenthread.plan import change_lines
from goldenthread.plan import oversight as looking
from goldenthread.plan.actions import committees
from goldenthread.plan.changes import changes_since
from goldenthread.plan.models import Action, AskedAction, Committee
from goldenthread.plan.states import ActionStatus, NotPossible

pytestmark = pytest.mark.django_db
BEFORE = datetime(2026, 3, 2, 9, tzinfo=UTC)
MET = date(2026, 4, 14)
AFTER = datetime(2026, 5, 4, 9, tzinfo=UTC)
TODAY = date(2026, 6, 1)


@pytest.fixture
def owner(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return make_person(Role.PLAN_OWNER, name="Barnaby Thistlewood")


@pytest.fixture
def plan(owner):
    """Two aims, one within which another stands, and actions in two directorates."""
    adults, place = make_team("Adults", directorate="People"), make_team("Streets", directorate="Place")
    lead = make_person(Role.CONTRIBUTOR, name="Xanthippe Quill", job_title="Head of Care", team=adults)
    plan = make_plan(owner, at=BEFORE)
    first, second = (make_section(plan, owner, title=title, at=BEFORE) for title in ("Care", "Streets"))
    inner = make_section(plan, owner, title="Home care", parent=first, at=BEFORE)
    make_action(inner, owner, title="Open a lunch club", owner=lead, team=adults, groups="Carers, older people",
                area_codes=["E05000001"], due_on=date(2026, 5, 1), at=BEFORE)  # fmt: skip
    make_action(second, owner, title="Mend the kerbs", team=place, groups="older people", at=BEFORE)
    make_action(second, owner, title="Plant trees", team=place, area_codes=["E05000001", "E05000002"], at=BEFORE)
    return publish(plan, at=BEFORE)


@pytest.fixture
def committee(plan, owner):
    one = committees.add_committee(name="Health Scrutiny", by=owner, at=BEFORE)
    section, action = plan.sections.get(title="Care"), plan.actions.get(title="Plant trees")
    committees.set_remit(committee=one, sections=[section], actions=[action], by=owner, at=BEFORE)
    committees.record_meeting(committee=one, held_on=MET, by=owner, at=BEFORE)
    return one


@pytest.fixture
def news(plan, owner):
    """Before the meeting and after it."""
    club, kerbs = plan.actions.get(title="Open a lunch club"), plan.actions.get(title="Mend the kerbs")
    plan_actions.add_milestone(action=club, title="Find a cook", by=owner, at=BEFORE)
    measure = make_measure(club, owner, title="Lunches", at=BEFORE)
    plan_actions.post_update(action=club, text="Begun.", status=ActionStatus.ON_TRACK, by=owner, at=BEFORE)
    plan_actions.post_update(action=kerbs, text="Begun.", status=ActionStatus.ON_TRACK, by=owner, at=AFTER)
    plan_actions.post_update(
        action=club, text="The cook left.", status=ActionStatus.AT_RISK, reason="No cook.", in_the_way="Pay",
        by=owner, at=AFTER,
    )  # fmt: skip
    plan_actions.complete_milestone(milestone=club.milestones.get(), done_on=date(2026, 4, 20), by=owner, at=AFTER)
    plan_actions.set_target(
        measure=measure, value=None, words="Forty a week", decided_on=date(2026, 5, 1), decision="Cabinet, item 4",
        reason="Demand", by=owner, at=AFTER,
    )  # fmt: skip
    return club


def groups_by(grouping):
    _, groups = looking.count_all(Action.objects.open(), grouping, on=TODAY)
    return {name: numbers[:2] for name, numbers in groups}


def by_hand(names_of):
    """The same, slowly: each action looked at by itself."""
    found = {}
    for action in Action.objects.all():
        for name in names_of(action):
            every, late = found.get(name, [0, 0])
            found[name] = [every + 1, late + int(action.is_overdue(on=TODAY))]
    return found


def test_actions_are_counted_by_any_part_of_the_council(committee, plan):
    assert groups_by("directorate") == by_hand(lambda each: [each.team.directorate])
    assert groups_by("owner") == by_hand(lambda each: [each.owner.name if each.owner else "Nobody"])
    assert groups_by("ward") == by_hand(lambda each: each.area_codes or ["Everywhere"])
    assert groups_by("group") == by_hand(
        lambda each: [part.strip() for part in each.groups.split(",") if part] or ["Everybody"]
    )
    assert groups_by("aim") == by_hand(lambda each: [f"{each.plan.title}, {each.section.title}"])
    assert groups_by("committee") == {"Health Scrutiny": [2, 1], "No committee": [1, 0]}
    totals, _ = looking.count_all(Action.objects.open(), "ward", on=TODAY)
    assert totals["all"] == 3, "an action in two wards is one action"


def test_every_concern_is_counted_as_each_action_says_it(news, committee, plan):
    """The database counts; here each action is asked by itself, and the sums are made by hand."""
    kerbs = plan.actions.get(title="Mend the kerbs")
    start_cycle(plan, plan.editions.first().published_by)
    AskedAction.objects.filter(action=kerbs).update(missed_at=AFTER)
    actions = Action.objects.open().with_missed_cycle()
    words = ["all", *looking.CONCERNS.values()]
    slow = {}
    for action in actions:
        lines = slow.setdefault(action.team.name, [0] * len(words))
        for place, name in enumerate(words):
            lines[place] += name == "all" or name in looking.concerns_in(action, on=TODAY)
    totals, groups = looking.count_all(actions, "team", on=TODAY)
    assert dict(groups) == slow
    assert list(totals.values()) == [sum(column) for column in zip(*slow.values(), strict=True)]
    assert all(totals.values()), "every concern is somewhere in what is counted"


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        ({"directorate": "Place"}, {"Mend the kerbs", "Plant trees"}),
        ({"group": "carers"}, {"Open a lunch club"}),
        ({"committee": "health-scrutiny"}, {"Open a lunch club", "Plant trees"}),
        ({"committee": "health-scrutiny", "directorate": "Place"}, {"Plant trees"}),
    ],
)
def test_oversight_is_narrowed_to_any_part(committee, owner, wanted, titles):
    response = signed_in_client(owner).get("/staff/oversight/", wanted)
    assert {row.title for row in response.context["rows"]} == titles
    for grouping in looking.GROUPINGS:
        assert signed_in_client(owner).get("/staff/oversight/", {**wanted, "by": grouping}).status_code == 200


def test_what_changed_since_the_meeting_is_said_and_nothing_from_before_it(news, plan):
    found = changes_since(Action.objects.all(), MET, on=TODAY)
    assert [(each.action.title, each.before, each.after) for each in found.moved] == [
        ("Open a lunch club", "on track", "at risk"),
        ("Mend the kerbs", "not started", "on track"),
    ]
    assert found.updated_count == 2
    assert [each.title for each in found.fell_due] == ["Open a lunch club"]
    assert [each.title for each in found.milestones] == ["Find a cook"]
    assert [each.words for each in found.targets] == ["Forty a week"]
    assert (found.added, found.removed, found.missed) == ([], [], [])
    assert len(changes_since(Action.objects.all(), BEFORE.date(), on=TODAY).added) == 3
    assert changes_since(Action.objects.all(), TODAY, on=TODAY).is_empty


def test_the_committee_s_page_reaches_its_pack_and_its_changes_in_one_click(committee, news, owner, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 6, 1, 9, tzinfo=UTC))
    browser = signed_in_client(owner)
    page = browser.get(committee.get_absolute_url()).content.decode()
    assert "It last met on 14 April 2026." in page
    assert "/staff/oversight/pack/?committee=health-scrutiny" in page
    changes = browser.get("/staff/oversight/changes/", {"committee": committee.slug}).content.decode()
    assert "What changed since 14 April 2026" in changes
    assert "from on track to at risk" in changes
    assert "Mend the kerbs" not in changes
    table = browser.get("/staff/oversight/changes/", {"committee": committee.slug, "as": "csv"})
    assert "Another status" in table.content.decode("utf-8-sig")
    pack = browser.get("/staff/oversight/pack/", {"committee": committee.slug}).content.decode()
    assert "2 actions are open." in pack
    assert "The cook left." in pack
    assert "Head of Care" in pack
    main = pack[pack.index("<main") :]
    for name in ("Xanthippe Quill", "Barnaby Thistlewood", "Pay"):
        assert name not in main


def test_the_pack_is_a_tagged_pdf_and_a_list(committee, news, owner):
    browser = signed_in_client(owner)
    answer = browser.get("/staff/oversight/pack/", {"committee": committee.slug, "since": "2026-04-14", "as": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    document = PdfReader(io.BytesIO(answer.content))
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    words = " ".join(page.extract_text() for page in document.pages)
    assert "Scrutiny pack: Health Scrutiny" in words
    assert "Open a lunch club, from on track to at risk" in " ".join(words.split())
    assert "Xanthippe" not in words
    book = load_workbook(io.BytesIO(browser.get("/staff/oversight/pack/", {"as": "xlsx"}).content))
    assert book.active.max_row > 1


def test_committees_are_kept_by_who_writes_plans(committee, plan, owner):
    with pytest.raises(NotAllowed):
        committees.add_committee(name="Mine", by=make_person(Role.CONTRIBUTOR), at=AFTER)
    with pytest.raises(NotPossible, match="already"):
        committees.record_meeting(committee=committee, held_on=MET, by=owner, at=AFTER)
    browser = signed_in_client(owner)
    section = plan.sections.get(title="Streets")
    sent = {"name": "Place Scrutiny", "sections": [section.pk], "numbers": f"{plan.slug} 1", "is_active": "on"}
    assert browser.post("/staff/oversight/committees/new/", sent).status_code == 302
    one = Committee.objects.get(slug="place-scrutiny")
    assert one.actions.get().number == "1"
    address = one.get_absolute_url()
    assert browser.post(f"{address}change/", {**sent, "name": "Places", "numbers": ""}).status_code == 302
    wrong = browser.post(f"{address}change/", {**sent, "numbers": "no-plan 77"})
    assert "There is no action “no-plan 77”" in wrong.content.decode()
    assert browser.post(f"{address}meetings/new/", {"held_on": "2026-07-07"}).status_code == 302
    assert "7 July 2026" in browser.get(address).content.decode()
    meeting = one.meetings.get()
    assert browser.post(f"{address}meetings/{meeting.pk}/remove/").status_code == 302
    listed = browser.get("/staff/oversight/committees/", {"sort": "sections"})
    assert {each.name for each in listed.context["committees"]} == {"Health Scrutiny", "Places"}
    assert browser.get("/staff/oversight/committees/", {"as": "csv"}).content.decode("utf-8-sig").count("\r\n") == 3
    contributor = signed_in_client(make_person(Role.CONTRIBUTOR))
    assert contributor.get(f"{address}change/").status_code == 403
    assert contributor.get(address).status_code == 200
    assert one.last_met_before(TODAY + timedelta(1)) is None


def test_a_page_shows_some_of_what_moved_and_the_download_has_all(news, owner, monkeypatch):
    monkeypatch.setattr("goldenthread.plan.views.scrutiny.MOST_SHOWN", 1)
    browser = signed_in_client(owner)
    shown = browser.get("/staff/oversight/changes/", {"since": "2026-04-14"}).context["changes"]
    assert (len(shown.moved), shown.moved_count, shown.updated_count) == (1, 2, 2)
    table = browser.get("/staff/oversight/changes/", {"since": "2026-04-14", "as": "csv"}).content.decode("utf-8-sig")
    assert table.count("Another status") == 2


def test_every_kind_of_change_is_in_the_lines_and_what_is_cut_is_said(news, committee, owner):
    """A page's lines and a download's rows, each written out by hand; then no more than one of each."""
    found = changes_since(Action.objects.all(), BEFORE.date(), on=TODAY, most=None)
    groups = {group.heading: group for group in change_lines.make_groups(found)}
    assert sorted(groups) == [
        "1 whose date has passed", "2 with another status", "New", "Steps reached", "Targets changed",
    ]  # fmt: skip
    assert [line.title + line.more for line in groups["Targets changed"].lines] == [
        f"Progress measure 1: {found.targets[0].measure.title}, now Forty a week. {found.targets[0].decision}"
    ]
    assert groups["Targets changed"].lines[0].href.endswith("/measures/1/")
    rows = [tuple(cells) for cells in change_lines.write_rows(found)]
    assert sorted({cells[0] for cells in rows}) == [
        "Another status", "Date has passed", "New", "Step reached", "Target changed",
    ]  # fmt: skip
    assert all(len(cells) == len(change_lines.COLUMNS) for cells in rows)
    assert len(rows) == 2 + 1 + 1 + 1 + 3
    assert {group.left_out for group in groups.values()} == {""}

    fewer = changes_since(Action.objects.all(), BEFORE.date(), on=TODAY, most=1)
    said = {group.heading: (len(group.lines), group.left_out) for group in change_lines.make_groups(fewer)}
    cut = (1, "The first is shown.")
    assert said == {
        "2 with another status": cut, "New": cut,
        "1 whose date has passed": (1, ""), "Steps reached": (1, ""), "Targets changed": (1, ""),
    }  # fmt: skip
