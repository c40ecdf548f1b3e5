"""An assessment from draft to review blocks, and then allows, a decision: in a browser, without scripts."""

import uuid
from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page
from tests.functional.visits import PHONE, broken_rules

PROTECTED = 9


def button(page: Page, name: str) -> None:
    """Press a button of the page, which leads to another."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def broken_rules_of(page: Page, address: str) -> list[str]:
    """What axe, which is a script, finds on a page that was reached without."""
    page.goto(address)
    return broken_rules(page)


def fill_day(page: Page, name: str, day: int, month: int, year: int) -> None:
    for number, part in enumerate((day, month, year)):
        page.locator(f"input[name={name}_{number}]").fill(str(part))


def test_an_assessment_from_draft_to_review_blocks_and_then_allows_a_decision(open_page: Callable[..., Page]) -> None:
    key = uuid.uuid4().hex[:8]
    reference, title = f"FP/{key}", f"Closing the swimming pool at noon ({key})"
    plain = {"java_script_enabled": False}

    # The decision comes, and nobody has assessed it.
    owner = open_page("plan owner", **plain)
    owner.goto("/staff/decisions/new/")
    owner.get_by_label("Reference").fill(reference)
    owner.get_by_label("What is to be decided").fill(title)
    owner.get_by_label("Who decides").fill("Cabinet")
    fill_day(owner, "due_on", 27, 3, 2031)
    button(owner, "Add")
    owner.goto(f"/staff/decisions/?lacks=assessment&q={key}")
    owner.get_by_role("link", name=title).click()
    decision = owner.url
    assert "cannot be recorded before its equality impact assessment is signed" in owner.locator("main").inner_text()
    decide(owner, decision)
    assert "nobody has begun one" in owner.locator("main").inner_text()

    # Its author answers one question to a page, on a phone.
    author = open_page("contributor", viewport=PHONE, **plain)
    author.goto(decision)
    author.get_by_role("link", name="Begin its assessment").or_(
        author.get_by_role("button", name="Begin its assessment")
    ).click()
    button(author, "Begin")
    author.get_by_label("What is to be decided?").fill("The pool would close at noon on weekdays.")
    fill_day(author, "decide_by", 27, 3, 2031)
    button(author, "Save and continue")
    author.get_by_label("Who is affected?").fill("About 900 people who swim in the afternoon.")
    button(author, "Save and continue")
    for number in range(PROTECTED):
        effect = "Negative" if number == 1 else "None"
        author.get_by_label(f"{effect}.", exact=False).check()
        author.get_by_label("Why do you think so?", exact=False).fill("We asked the swimmers.")
        button(author, "Save and continue")
    for _ in ("intersections", "evidence", "engagement"):
        author.get_by_role("link", name="Continue without adding anything").click()
    button(author, "Save and continue")  # what it adds up to may stay empty
    author.get_by_label("Which impact does it answer?").select_option(index=1)
    author.get_by_label("Which action?").select_option(index=1)
    author.get_by_label("How does it make a difference?").fill("It brings people to the other pool.")
    button(author, "Add")
    author.get_by_role("link", name="Continue without adding anything").click()
    author.get_by_label("Adjust.", exact=False).check()
    author.locator("textarea[name=option_reason]").fill("Keep two afternoons.")
    button(author, "Save and continue")
    author.get_by_label("How will you watch", exact=False).fill("Swims by age, each month.")
    fill_day(author, "review_on", 27, 3, 2032)
    button(author, "Save and continue")
    assessment = author.url
    assert author.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    button(author, "Send for sign-off")
    assert "Submitted" in author.locator("main").inner_text()
    assert author.get_by_role("button", name="Sign the assessment").count() == 0

    # Sent is not signed: the decision is still refused.
    decide(owner, decision)
    assert "is submitted" in owner.locator("main").inner_text()

    # Somebody else returns it once, then signs.
    officer = open_page("monitoring officer", **plain)
    officer.goto("/staff/")
    officer.get_by_role("main").get_by_role("link", name=title).first.click()
    officer.get_by_role("link", name="Return it to its author").click()
    officer.get_by_label("What should change?").fill("Say who swims on Mondays.")
    button(officer, "Return it")
    author.goto(assessment)
    assert "Returned" in author.locator("main").inner_text()
    button(author, "Send for sign-off")
    officer.goto(assessment)
    button(officer, "Sign the assessment")

    # Now the decision may be recorded, and the assessment published.
    decide(owner, decision)
    assert "Agreed with changes" in owner.locator("main").inner_text()
    owner.goto(assessment)
    button(owner, "Publish it")
    reader = open_page(**plain)
    reader.goto(f"/decisions/?status=decided&q={key}")
    reader.get_by_role("link", name=title).first.click()
    reader.get_by_role("main").get_by_role("link", name=title).first.click()
    words = reader.locator("main").inner_text()
    assert "It brings people to the other pool." in words
    assert "Money Advice Manager" in words
    assert "Leon Ashdown" not in words
    assert not broken_rules_of(open_page(), reader.url)
    for role, page in (("plan owner", owner), ("contributor", author), ("monitoring officer", officer)):
        assert not broken_rules_of(open_page(role), page.url)

    # It is looked at again, and a review is begun.
    owner.goto(assessment)
    button(owner, "Begin a review")
    assert "Draft" in owner.locator("main").inner_text()
    assert owner.url != assessment


def decide(page: Page, decision: str) -> None:
    """Try to record what was decided."""
    page.goto(f"{decision}record/")
    page.get_by_label("Agreed with changes").check()
    page.get_by_label("In words", exact=False).fill("Two afternoons are kept.")
    today = timezone.localdate()
    fill_day(page, "decided_on", today.day, today.month, today.year)
    button(page, "Save")


def test_the_monitoring_officer_lets_a_decision_be_taken_by_name_and_in_public(open_page: Callable[..., Page]) -> None:
    key = uuid.uuid4().hex[:8]
    owner, officer = open_page("plan owner"), open_page("monitoring officer")
    owner.goto("/staff/decisions/new/")
    owner.get_by_label("Reference").fill(f"FP/{key}")
    owner.get_by_label("What is to be decided").fill(f"Closing a road at once ({key})")
    owner.get_by_label("Who decides").fill("Director of Places")
    fill_day(owner, "due_on", 27, 3, 2031)
    button(owner, "Add")
    owner.goto(f"/staff/decisions/?q={key}")
    owner.get_by_role("main").get_by_role("link", name=key).first.click()
    decision = owner.url
    assert owner.get_by_role("link", name="Let it be decided without a signed assessment").count() == 0
    officer.goto(decision)
    officer.get_by_role("link", name="Let it be decided without a signed assessment").click()
    button(officer, "Save")
    assert officer.get_by_role("heading", name="There is a problem").is_visible()
    officer.locator("textarea[name=reason]").fill(f"A wall is leaning over it ({key}).")
    button(officer, "Save")
    decide(owner, decision)
    reader = open_page()
    reader.goto(f"/decisions/?status=decided&q={key}")
    reader.get_by_role("main").get_by_role("link", name=key).first.click()
    words = reader.locator("main").inner_text()
    assert "Helena Quarmby, Monitoring Officer, let this decision be taken" in words
    assert f"A wall is leaning over it ({key})." in words
    assert not broken_rules(reader)
