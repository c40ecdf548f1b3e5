"""What everybody can read: only what is published, in a fixed number of queries."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
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
from goldenthread.plan import figures
from goldenthread.plan.kinds import Cadence, CouncilRole, MeasureKind, Statistic
from goldenthread.plan.models import Plan
from goldenthread.plan.states import ActionStatus

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


@pytest.fixture(autouse=True)
def no_evidence():
    """The pages are tested without evidence: they must say so."""
    kept = list(figures._ask_evidence), list(figures._ask_day)
    figures._ask_evidence.clear()
    figures._ask_day.clear()
    yield
    figures._ask_evidence[:], figures._ask_day[:] = kept


@pytest.fixture
def owner():
    return make_person(Role.PLAN_OWNER)


@pytest.fixture
def plan(owner):
    """A plan with every kind of part."""
    plan = make_plan(
        owner, slug="fairer", vision="Everybody is heard.\n\nWe will:\n- listen\n- act", level_names=["Equality Aim"]
    )
    aim = make_section(plan, owner, number="2", title="We act on what we hear")
    lead = make_person(Role.CONTRIBUTOR, name="Xanthippe Quill", job_title="Director of Place")
    action = make_action(aim, owner, number="11", title="Hold surgeries in every ward", owner=lead,
                         council_role=CouncilRole.CONVENE, due_on=date(2027, 3, 31),
                         area_codes=["X05000001"])  # fmt: skip
    plan_actions.post_update(action=action, text="Two were held.", next_step="Book a hall.",
                             status=ActionStatus.AT_RISK, reason="One hall is closed.", by=lead, at=NOW)  # fmt: skip
    plan_actions.add_milestone(action=action, title="Halls agreed", due_on=date(2026, 5, 1), by=owner, at=NOW)
    make_measure(action, owner, number="11a", title="A surgery each month", kind=MeasureKind.CADENCE, unit="",
                 cadence_every=Cadence.MONTH, cadence_each_place=True, cadence_from=date(2026, 1, 1),
                 cadence_places=[{"code": "X05000001", "name": "Ash"}])  # fmt: skip
    bound = make_measure(aim, owner, number="2a", title="Pupils do well", kind=MeasureKind.INDICATOR,
                         indicator=make_indicator("attainment"), statistic=Statistic.GAP_FIFTHS)  # fmt: skip
    plan_actions.set_target(measure=bound, value=Decimal(50), target_on=date(2029, 3, 31), decision="Cabinet, item 4",
                            decided_on=date(2025, 4, 1), by=owner, at=NOW)  # fmt: skip
    plan_actions.add_ask(plan=plan, text="Come to a surgery", how_to_url="https://www.example.org/surgeries",
                         actions=[action], by=owner, at=NOW)  # fmt: skip
    plan_actions.add_difference(plan=plan, text="Streets feel safer", by=owner, at=NOW)
    plan_actions.add_achievement(plan=plan, text="35 halls opened", achieved_on=date(2026, 1, 5), by=owner, at=NOW)
    return plan


PAGES = (
    ("plan:plans", []),
    ("plan:plan", ["fairer"]),
    ("plan:aim", ["fairer", "2"]),
    ("plan:action", ["fairer", "11"]),
    ("plan:measure", ["fairer", "11a"]),
    ("plan:measure", ["fairer", "2a"]),
)


def test_nothing_of_a_draft_can_be_reached_by_guessing(client, plan):
    for name, arguments in PAGES[1:]:
        assert client.get(reverse(name, args=arguments)).status_code == 404
    assert "fairer" not in client.get("/plans/").content.decode()
    for address in ("", "/fairer", "/fairer/actions", "/fairer/measures/2a"):
        response = client.get(f"/api/v1/plans{address}")
        assert response.status_code == 404 or response.json() == []


@pytest.mark.parametrize(("name", "arguments"), PAGES)
def test_every_public_page_opens_and_names_no_officer(client, plan, name, arguments):
    publish(plan)
    response = client.get(reverse(name, args=arguments))
    assert response.status_code == 200
    assert "Xanthippe" not in response.content.decode()


def test_the_plans_page_says_how_it_is_going_what_is_asked_and_what_to_expect(client, plan):
    publish(plan)
    page = client.get("/plans/fairer/").content.decode()
    for words in (
        "Everybody is heard.", "<li>listen</li>", "1 action: 1 at risk.", "Equality Aim 2", "Action 11", "At risk",
        "Director of Place", "No figure yet", "What we ask of residents", "Come to a surgery",
        "The difference you can expect to see", "No measure yet", "35 halls opened", "Last updated 15 June 2026",
    ):  # fmt: skip
        assert words in page, words


def test_an_actions_page_gives_its_reason_updates_and_part_in_words(client, plan):
    publish(plan)
    page = client.get("/plans/fairer/actions/11/").content.decode()
    for words in (
        "This is at risk.", "One hall is closed.", "Two were held.", "Book a hall.", "brings together",
        "Halls agreed", "Come to a surgery", "A surgery each month",
    ):  # fmt: skip
        assert words in page, words


def test_a_measures_page_shows_target_decision_and_what_is_lacking(client, plan):
    publish(plan)
    page = client.get("/plans/fairer/measures/2a/").content.decode()
    for words in (
        "Cabinet, item 4",
        "by 31 March 2029",
        "It has no baseline",
        "The evidence has no figure for this yet",
    ):
        assert words in page, words
    grid = client.get("/plans/fairer/measures/11a/").content.decode()
    assert "0 of" in grid
    assert "Ash" in grid


def test_what_was_changed_since_stays_hidden_until_it_is_published(client, plan, owner):
    publish(plan)
    action = plan.actions.get()
    plan_actions.edit_action(action=action, changes={"title": "Unspoken thoughts"}, by=owner, at=LATER)
    plan_actions.post_update(action=action, text="Unpublished news.", by=owner, at=LATER)
    for name, arguments in PAGES:
        page = client.get(reverse(name, args=arguments)).content.decode()
        assert "Unspoken" not in page
        assert "Unpublished" not in page


def test_what_was_taken_out_disappears_with_the_next_edition(client, plan, owner):
    publish(plan)
    plan_actions.remove_part(part=plan.asks.get(), by=owner, at=LATER)
    assert "Come to a surgery" in client.get("/plans/fairer/").content.decode()
    plan.refresh_from_db()
    publish(plan, at=LATER)
    assert "Come to a surgery" not in client.get("/plans/fairer/").content.decode()


def test_a_superseded_plan_says_by_which(client, plan, owner):
    publish(plan)
    successor = make_plan(owner, slug="next", title="The next plan")
    make_section(successor, owner)
    publish(successor)
    plan_actions.supersede(plan=plan, successor=successor, by=owner, at=LATER)
    page = client.get("/plans/fairer/").content.decode()
    assert "has been replaced by" in page
    assert "The next plan" in page
    assert "Earlier plans" in client.get("/plans/").content.decode()


def test_text_is_escaped(client, owner):
    plan = make_plan(owner, slug="odd", vision="<script>alert(1)</script>")
    make_section(plan, owner, title="<b>Bold</b>")
    publish(plan)
    page = client.get("/plans/odd/").content.decode()
    assert "<script>alert" not in page
    assert "<b>Bold" not in page


@pytest.mark.parametrize("name", ["plan:plans", "plan:plan", "plan:aim", "plan:action", "plan:measure"])
def test_the_number_of_queries_does_not_grow_with_the_plan(client, owner, django_assert_max_num_queries, name):
    counts = []
    for size in (2, 12):
        plan = make_plan(owner, slug=f"size-{size}")
        for _ in range(2):
            aim = make_section(plan, owner)
            for _ in range(size // 2):
                action = make_action(aim, owner, owner=owner)
                make_measure(action, owner)
                make_measure(aim, owner)
        publish(plan)
        arguments = {"plan:plans": [], "plan:plan": [plan.slug]}.get(name, [plan.slug, "1"])
        with django_assert_max_num_queries(10) as counted:
            assert client.get(reverse(name, args=arguments)).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_a_large_plan_shows_counts_and_leaves_the_lists_to_the_aims(client, owner, monkeypatch):
    monkeypatch.setattr("goldenthread.plan.editions.ACTIONS_SHOWN_WHOLE", 2)
    plan = make_plan(owner, slug="large")
    aim = make_section(plan, owner)
    for number in range(3):
        make_action(aim, owner, title=f"Deed {number}")
    publish(plan)
    page = client.get("/plans/large/").content.decode()
    assert "See 3 actions" in page
    assert "Deed 1" not in page
    assert "Deed 1" in client.get("/plans/large/aims/1/").content.decode()


# ── the API ──────────────────────────────────────────────────────────────────────────────────────────
def test_the_api_reads_what_is_published(client, plan):
    publish(plan)
    assert [each["slug"] for each in client.get("/api/v1/plans").json()] == ["fairer"]
    detail = client.get("/api/v1/plans/fairer").json()
    assert detail["sections"][0]["level_name"] == "Equality Aim"
    assert detail["differences"][0]["figure"]["words"] == "No measure yet"
    actions = client.get("/api/v1/plans/fairer/actions", {"section": "2"}).json()
    assert (actions["count"], actions["items"][0]["status"]) == (1, "at risk")
    measure = client.get("/api/v1/plans/fairer/measures/2a").json()
    assert measure["target_value"] in ("50", "50.000000", 50)
    assert measure["figure"]["missing"] == "The evidence has no figure for this yet."
    assert client.get("/api/v1/plans/fairer/measures/99").status_code == 404
    assert "Xanthippe" not in client.get("/api/v1/plans/fairer/actions/11").content.decode()


def test_the_api_gives_lists_in_parts(client, owner):
    plan = make_plan(owner, slug="parts")
    aim = make_section(plan, owner)
    for _ in range(5):
        make_action(aim, owner)
    publish(plan)
    part = client.get("/api/v1/plans/parts/actions", {"limit": 2, "offset": 3}).json()
    assert (part["count"], [each["number"] for each in part["items"]]) == (5, ["4", "5"])


# ── on other rooms' pages ────────────────────────────────────────────────────────────────────────────
def test_an_area_shows_the_promises_that_name_it_and_an_indicator_its_measures(plan):
    from goldenthread.plan.fillings import measures_of_indicator, promises_in_area

    assert promises_in_area(None, area_code="X05000001") == ""
    publish(plan)
    assert "Hold surgeries in every ward" in promises_in_area(None, area_code="X05000001")
    assert promises_in_area(None, area_code="X0500000") == ""
    assert "Pupils do well" in measures_of_indicator(None, indicator="attainment")
    assert measures_of_indicator(None, indicator="other") == ""
    assert Plan.objects.published().count() == 1
