"""A working group's ask becomes an action and is answered, from beginning to end in a browser."""

import uuid
from collections.abc import Callable

from playwright.sync_api import Page
from tests.functional.visits import broken_rules

GROUP = "/staff/groups/fairness-panel/"


def test_a_working_group_s_ask_becomes_an_action_and_is_answered(open_page: Callable[..., Page]) -> None:
    mark = uuid.uuid4().hex[:8]
    wanted = f"Put a bench outside the surgery in Ashfield ({mark})"
    owner = open_page("plan owner")

    # The group asks.
    owner.goto(GROUP)
    owner.get_by_role("button", name="Put an ask to the council").click()
    owner.get_by_label("What the council is asked to do").fill(wanted)
    owner.locator("#id_why").fill("People wait there for half an hour.")
    owner.get_by_role("button", name="Put it").click()
    owner.wait_for_url(f"**{GROUP}")
    reader = open_page()
    reader.goto("/groups/fairness-panel/")
    reader.get_by_role("link", name=wanted).click()
    assert reader.get_by_text("Waiting for a reply").is_visible()
    assert reader.get_by_text("The reply is due by").is_visible()
    public_page = reader.url

    # It becomes an action, and each shows the other.
    owner.get_by_role("link", name=wanted).click()
    owner.get_by_role("link", name="Make it an action").click()
    assert owner.get_by_label("Action", exact=True).input_value() == wanted
    owner.get_by_label("Under which aim").select_option(index=1)
    owner.get_by_role("button", name="Add the action").click()
    assert owner.get_by_text("We will. This is now Action").is_visible()
    assert not broken_rules(owner)
    owner.get_by_role("link", name=wanted).first.click()
    assert owner.get_by_role("heading", name="Who asked for this").is_visible()
    owner.get_by_role("link", name=wanted).last.click()

    # The council answers.
    owner.get_by_role("button", name="Reply for the council").click()
    owner.get_by_label("We did").check()
    answer = f"The bench has stood there since Monday ({mark})."
    owner.get_by_label("What was done, what will be done").fill(answer)
    owner.get_by_role("button", name="Reply").click()
    assert owner.get_by_text(answer).is_visible()
    reader.goto(public_page)
    assert reader.get_by_text(answer).is_visible()
    assert reader.get_by_text("First answered after 0 working days.").is_visible()
    assert not broken_rules(reader)


def test_a_resident_finds_what_a_group_decided_in_the_calendar_of_meetings(open_page: Callable[..., Page]) -> None:
    reader = open_page(java_script_enabled=False)
    reader.goto("/groups/")
    reader.get_by_role("link", name="when they meet").click()
    reader.get_by_label("Group").select_option(label="Alderbrook Fairness Panel")
    reader.get_by_label("Which").select_option(label="Held")
    reader.get_by_label("Order").select_option(label="Earliest first")
    reader.get_by_role("button", name="Filter").click()
    reader.get_by_role("main").get_by_role("link", name="Alderbrook Fairness Panel,").first.click()
    for heading in ("Agenda", "What was decided", "What was asked of the council", "Papers"):
        assert reader.get_by_role("heading", name=heading, exact=True).is_visible()
    looked = open_page()
    looked.goto(reader.url)
    assert not broken_rules(looked)


def test_whoever_keeps_groups_takes_a_paper_back_from_residents(open_page: Callable[..., Page]) -> None:
    owner, reader = open_page("plan owner", java_script_enabled=False), open_page()
    owner.goto("/staff/groups/meetings/?group=fairness-panel&which=held&sort=soonest")
    owner.get_by_role("main").get_by_role("link", name="Alderbrook Fairness Panel,").first.click()
    meeting = owner.url.replace("/staff", "")
    for button, shown in (("Keep it from residents", 0), ("Let residents read it", 1)):
        owner.get_by_role("main").get_by_role("button", name=button).first.click()
        owner.wait_for_load_state()
        reader.goto(meeting)
        assert reader.get_by_role("heading", name="Papers", exact=True).count() == shown
    looked = open_page("plan owner")
    looked.goto(owner.url)
    assert not broken_rules(looked)
