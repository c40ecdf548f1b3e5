"""The staff's pages: who may open them, what they write, what they say when something is wrong."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories.plans import (
    NOW,
    make_action,
    make_indicator,
    make_measure,
    make_person,
    make_plan,
    make_section,
    publish,
)

from goldenthread.accounts.roles import Role
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.fillings import waiting_for
from goldenthread.plan.models import Plan
from goldenthread.plan.states import ActionStatus

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(settings):
    """The second factor has its own tests."""
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def owner():
    return make_person(Role.PLAN_OWNER)


@pytest.fixture
def lead():
    return make_person(Role.CONTRIBUTOR, name="Xanthippe Quill", job_title="Director of Place")


@pytest.fixture
def action(owner, lead):
    plan = make_plan(owner, slug="fairer")
    return make_action(make_section(plan, owner, number="2"), owner, number="11", owner=lead)


@pytest.fixture
def as_owner(owner):
    return signed_in(owner)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


STAFF_PAGES = [
    ("staff_plans", []), ("staff_mine", []), ("staff_new_plan", []), ("staff_plan", ["fairer"]),
    ("staff_preview", ["fairer"]), ("staff_differences", ["fairer"]), ("staff_edit_plan", ["fairer"]),
    ("staff_new_section", ["fairer"]), ("staff_edit_section", ["fairer", "2"]), ("staff_new_action", ["fairer", "2"]),
    ("staff_new_section_measure", ["fairer", "2"]), ("staff_action", ["fairer", "11"]),
    ("staff_edit_action", ["fairer", "11"]), ("staff_update", ["fairer", "11"]),
    ("staff_new_milestone", ["fairer", "11"]), ("staff_new_action_measure", ["fairer", "11"]),
    ("staff_measure", ["fairer", "1"]), ("staff_edit_measure", ["fairer", "1"]), ("staff_target", ["fairer", "1"]),
    ("staff_figure", ["fairer", "1"]), ("staff_release", ["fairer"]), ("staff_return", ["fairer"]),
    ("staff_history", ["fairer", "actions", "11"]), ("staff_new_part", ["fairer", "asks"]),
    ("staff_new_part", ["fairer", "differences"]), ("staff_new_part", ["fairer", "achievements"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "arguments"), STAFF_PAGES)
def test_every_staff_page_opens_for_a_plan_owner_and_for_nobody_outside(
    as_owner, client, action, owner, name, arguments
):
    make_measure(action, owner, number="1")
    address = reverse(f"plan:{name}", args=arguments)
    assert as_owner.get(address).status_code == 200
    outside = client.get(address)
    assert outside.status_code == 302
    assert "/account/login/" in outside.url
    no_role = signed_in(make_person()).get(address)
    assert no_role.status_code == 403


WRITING_PAGES = [page for page in STAFF_PAGES if "new" in page[0] or "edit" in page[0]]


@pytest.mark.parametrize(("name", "arguments"), [page for page in WRITING_PAGES if "measure" not in page[0]])
def test_who_only_updates_cannot_write_plans(action, lead, name, arguments):
    assert signed_in(lead).get(reverse(f"plan:{name}", args=arguments)).status_code == 403


def test_a_plan_is_begun_written_reviewed_and_published_through_its_pages(as_owner, client):
    begun = as_owner.post(
        reverse("plan:staff_new_plan"),
        {
            "title": "A fairer borough", "slug": "new-plan", "vision": "Everybody is heard.", "introduction": "",
            "starts_on_0": "1", "starts_on_1": "4", "starts_on_2": "2025", "ends_on_0": "31", "ends_on_1": "3",
            "ends_on_2": "2029", "level_names": "Equality Aim\nPriority", "action_name": "Action",
            "measure_name": "Progress measure", "achievements_heading": "Done", "asks_heading": "You",
            "differences_heading": "Difference",
        },
    )  # fmt: skip
    assert begun.url == reverse("plan:staff_plan", args=["new-plan"])
    as_owner.post(reverse("plan:staff_new_section", args=["new-plan"]), {"title": "We listen", "number": "2"})
    lead = make_person(Role.CONTRIBUTOR, job_title="Head of Place")
    added = as_owner.post(
        reverse("plan:staff_new_action", args=["new-plan", "2"]),
        {"title": "Hold surgeries", "section": Plan.objects.get().sections.get().pk, "council_role": "convene",
         "owner": lead.email, "partners": "Citizens Advice\nThe Library\n"},
    )  # fmt: skip
    assert added.status_code == 302
    added = as_owner.post(
        reverse("plan:staff_new_action_measure", args=["new-plan", "1"]),
        {"title": "Pupils do well", "kind": "indicator", "direction": "up", "indicator": make_indicator().pk},
    )
    assert added.status_code == 302
    plan = Plan.objects.get()
    assert plan.measures.get().statistic == "value"
    assert [partner.name for partner in plan.actions.get().partners.all()] == ["Citizens Advice", "The Library"]
    for kind, values in {
        "asks": {"text": "Come along", "how_to_url": "https://www.example.org"},
        "differences": {"text": "Streets feel safer"},
        "achievements": {"text": "Two held"},
    }.items():
        assert as_owner.post(reverse("plan:staff_new_part", args=["new-plan", kind]), values).status_code == 302
    as_owner.post(reverse("plan:staff_submit", args=["new-plan"]))
    publish_page = reverse("plan:staff_publish", args=["new-plan"])
    assert as_owner.get(publish_page).status_code == 403
    other = signed_in(make_person(Role.PLAN_OWNER))
    assert "Read it as residents will" in other.get(publish_page).content.decode()
    assert other.post(publish_page, {"note": "The first edition."}).status_code == 302
    page = client.get("/plans/new-plan/").content.decode()
    assert "Everybody is heard." in page
    assert "The first edition." in page


def test_what_is_wrong_is_said_beside_the_field_and_in_a_summary_and_nothing_is_lost(as_owner):
    response = as_owner.post(
        reverse("plan:staff_new_plan"),
        {
            "title": "",
            "slug": "x",
            "vision": "Kept words",
            "starts_on_0": "31",
            "starts_on_1": "2",
            "starts_on_2": "2025",
        },
    )
    page = response.content.decode()
    assert response.status_code == 400
    assert "There is a problem" in page
    assert page.count("Enter title.") == 2
    assert "Kept words" in page
    assert Plan.objects.count() == 0


def test_a_refusal_of_the_domain_is_shown_in_the_form(action, lead):
    response = signed_in(lead).post(
        reverse("plan:staff_update", args=["fairer", "11"]), {"status": "at risk", "text": "Late."}
    )
    assert response.status_code == 400
    assert "Say why it is at risk" in response.content.decode()
    assert action.updates.count() == 0


def test_an_update_is_written_on_one_short_page(action, lead):
    mine = signed_in(lead)
    address = reverse("plan:staff_update", args=["fairer", "11"])
    assert address in mine.get(reverse("plan:staff_mine")).content.decode()
    response = mine.post(address, {"status": "on track", "text": "Two were held.", "next_step": "Book a hall."})
    assert response.url == reverse("plan:staff_mine")
    action.refresh_from_db()
    assert (action.status, action.updates.get().written_by) == ("on track", lead)
    again = mine.get(address).content.decode()
    assert "Two were held." in again
    assert "Book a hall." in again


def test_opening_the_update_page_changes_nothing(action, lead):
    signed_in(lead).get(reverse("plan:staff_update", args=["fairer", "11"]) + "?status=done&text=x")
    action.refresh_from_db()
    assert (action.status, action.updates.count()) == ("not started", 0)


def test_a_stranger_cannot_update_somebody_elses_action(action):
    stranger = signed_in(make_person(Role.CONTRIBUTOR))
    address = reverse("plan:staff_update", args=["fairer", "11"])
    assert stranger.get(address).status_code == 403
    assert stranger.post(address, {"status": "done", "text": "Ha"}).status_code == 403
    assert action.updates.count() == 0


def test_a_part_of_another_plan_cannot_be_reached_through_this_one(as_owner, action, owner):
    other = make_plan(owner, slug="other")
    make_section(other, owner, number="9")
    assert as_owner.get(reverse("plan:staff_edit_section", args=["fairer", "9"])).status_code == 404
    foreign = as_owner.post(
        reverse("plan:staff_edit_action", args=["fairer", "11"]),
        {"title": "Moved", "section": other.sections.get().pk, "council_role": "deliver"},
    )
    assert foreign.status_code == 400
    action.refresh_from_db()
    assert action.section.plan.slug == "fairer"


def test_writing_needs_a_post(as_owner, action):
    for name in ("staff_submit",):
        assert as_owner.get(reverse(f"plan:{name}", args=["fairer"])).status_code == 405
    assert as_owner.get(reverse("plan:staff_take_out", args=["fairer", "actions", "11"])).status_code == 405


def test_differences_and_history_show_before_and_after(as_owner, action, owner):
    publish(action.plan)
    plan_actions.edit_action(
        action=action, changes={"title": "Surgeries where people are"}, by=owner, at=timezone.now()
    )
    differences = as_owner.get(reverse("plan:staff_differences", args=["fairer"])).content.decode()
    assert "1 part of the draft differs from edition 1" in differences
    assert "<del>Hold ward surgeries</del>" in differences
    history = as_owner.get(reverse("plan:staff_history", args=["fairer", "actions", "11"])).content.decode()
    assert "<ins>Surgeries where people are</ins>" in history
    assert owner.name in history
    assert as_owner.get(reverse("plan:staff_differences", args=["fairer"]) + "?edition=7").status_code == 404


def test_progress_is_released_without_the_words_of_the_draft(as_owner, client, action, owner, lead):
    publish(action.plan)
    plan_actions.edit_action(action=action, changes={"title": "Unspoken"}, by=owner, at=timezone.now())
    plan_actions.add_milestone(action=action, title="Hushed step", by=owner, at=timezone.now())
    plan_actions.post_update(action=action, text="Two held.", status=ActionStatus.ON_TRACK, by=lead, at=timezone.now())
    assert "Release progress" in as_owner.get(reverse("plan:staff_plan", args=["fairer"])).content.decode()
    assert as_owner.post(reverse("plan:staff_release", args=["fairer"]), {"note": ""}).status_code == 302
    page = client.get("/plans/fairer/actions/11/").content.decode()
    assert "Two held." in page
    assert "Unspoken" not in page
    assert "Hushed step" not in page


def test_taking_out_is_refused_while_something_hangs_on_it_and_says_so(as_owner, action):
    response = as_owner.post(reverse("plan:staff_take_out", args=["fairer", "aims", "2"]), follow=True)
    assert "still holds other parts" in response.content.decode()
    response = as_owner.post(reverse("plan:staff_take_out", args=["fairer", "actions", "11"]), follow=True)
    assert "has been taken out of the draft" in response.content.decode()


def test_what_waits_for_a_person_comes_with_its_date(action, owner, lead):
    today = date(2026, 6, 15)
    assert [(item.title, item.why) for item in waiting_for(lead, today)] == [("Hold ward surgeries", "never updated")]
    plan_actions.edit_action(action=action, changes={"due_on": today - timedelta(days=1)}, by=owner, at=NOW)
    assert [(item.why, item.due) for item in waiting_for(lead, today)] == [
        ("past the date promised", today - timedelta(days=1))
    ]
    assert waiting_for(make_person(Role.CONTRIBUTOR), today) == []
    plan_actions.submit_for_review(plan=action.plan, by=owner, at=NOW)
    assert waiting_for(owner, today) == []
    assert [item.why for item in waiting_for(make_person(Role.PLAN_OWNER), today)] == ["waiting for your review"]


@pytest.mark.parametrize("name", ["staff_plan", "staff_preview", "staff_differences", "staff_mine", "staff_plans"])
def test_staff_pages_ask_the_same_number_of_questions_however_large_the_plan(
    as_owner, owner, django_assert_max_num_queries, name
):
    counts = []
    for size in (2, 10):
        plan = make_plan(owner, slug=f"size-{size}")
        aim = make_section(plan, owner)
        for _ in range(size):
            make_measure(make_action(aim, owner, owner=owner), owner)
        arguments = [] if name in {"staff_mine", "staff_plans"} else [plan.slug]
        with django_assert_max_num_queries(30) as counted:
            assert as_owner.get(reverse(f"plan:{name}", args=arguments)).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_a_large_plan_is_shown_aim_by_aim(as_owner, owner, monkeypatch):
    monkeypatch.setattr("goldenthread.plan.large.ACTIONS_SHOWN_WHOLE", 1)
    plan = make_plan(owner, slug="large")
    for word in ("Ash", "Birch"):
        aim = make_section(plan, owner)
        make_measure(make_action(aim, owner, title=f"{word} deed"), owner, title=f"{word} count", owner=None)
    first = as_owner.get(reverse("plan:staff_plan", args=["large"])).content.decode()
    assert ("Ash deed" in first, "Ash count" in first, "Birch deed" in first) == (True, True, False)
    assert "Nobody answers for these measures: 1, 2." in first
    second = as_owner.get(reverse("plan:staff_plan", args=["large"]) + "?aim=2").content.decode()
    assert ("Ash deed" in second, "Birch deed" in second) == (False, True)
    assert as_owner.get(reverse("plan:staff_plan", args=["large"]) + "?aim=9").status_code == 404


def test_a_long_story_of_updates_is_paged(as_owner, owner):
    action = make_action(make_section(make_plan(owner), owner), owner)
    for week in range(1, 15):
        plan_actions.post_update(action=action, text=f"Week {week}.", by=owner, at=NOW + timedelta(days=7 * week))
    page = reverse("plan:staff_action", args=[action.plan.slug, action.number])
    first, second = (as_owner.get(page + query).content.decode() for query in ("", "?updates=2"))
    assert [f"Week {week}." in first for week in range(1, 15)] == [False] * 2 + [True] * 12
    assert [f"Week {week}." in second for week in range(1, 15)] == [True] * 2 + [False] * 12
    assert "?updates=2" in first
    assert first.count("Pages of updates") == 1


def test_of_a_large_plan_the_differences_say_in_which_aims_there_are_any(as_owner, owner, monkeypatch):
    monkeypatch.setattr("goldenthread.plan.large.ACTIONS_SHOWN_WHOLE", 1)
    plan = make_plan(owner, slug="large")
    deeds = [make_action(make_section(plan, owner), owner, title=f"{word} deed") for word in ("Ash", "Birch", "Elm")]
    count = make_measure(deeds[1], owner, title="Birch count")
    publish(plan)
    page = reverse("plan:staff_differences", args=["large"])
    quiet = as_owner.get(page).content.decode()
    assert "The draft says what edition 1 says, in Aim 1" in quiet
    assert "changed)" not in quiet

    later = NOW + timedelta(days=1)
    plan.refresh_from_db()
    plan_actions.edit_action(action=deeds[1], changes={"title": "Birch bark"}, by=owner, at=later)
    plan_actions.edit_measure(measure=count, changes={"title": "Birches"}, by=owner, at=later)
    plan_actions.remove_action(action=deeds[2], by=owner, at=later)
    said = as_owner.get(page).content.decode()
    assert [said.count(f"({number} changed)") for number in (1, 2)] == [1, 1]
    second = as_owner.get(f"{page}?aim=2").content.decode()
    assert "2 parts of the draft differ from edition 1, in Aim 2" in " ".join(second.split())
    assert "Birch bark" in second
