"""A plan in a browser, from its first word to the plan that takes its place."""

import uuid
from collections.abc import Callable

from playwright.sync_api import Page
from tests.functional.visits import broken_rules


def fill_day(page: Page, name: str, day: str) -> None:
    """Fill in the three boxes of a day written as in "1 4 2026"."""
    for box, value in enumerate(day.split()):
        page.locator(f"#id_{name} input").nth(box).fill(value)


def send(page: Page, path: str) -> None:
    """Send the page's form, which leads on to the path."""
    assert not broken_rules(page)
    page.locator("main form:not([action*=take-out]) button[type=submit]").first.click()
    page.wait_for_url(f"**{path}")


def begin(page: Page, slug: str, title: str) -> str:
    """Begin a plan; returns the path of its staff page."""
    page.goto("/staff/plans/new/")
    page.locator("input[name=title]").fill(title)
    page.locator("input[name=slug]").fill(slug)
    page.locator("textarea[name=vision]").fill("Nobody is left behind here.")
    fill_day(page, "starts_on", "1 4 2026")
    fill_day(page, "ends_on", "31 3 2030")
    send(page, f"/staff/plans/{slug}/")
    return f"/staff/plans/{slug}/"


def add_aim(page: Page, plan: str, title: str) -> None:
    page.goto(f"{plan}aims/new/")
    page.locator("input[name=title]").fill(title)
    send(page, plan)


def add_action(page: Page, plan: str, title: str) -> None:
    page.goto(f"{plan}aims/1/actions/new/")
    page.locator("input[name=title]").fill(title)
    page.locator("input[name=owner_role]").fill("Head of Streets")
    send(page, plan)


def add_measure(page: Page, address: str, plan: str, title: str, kind: str, owner: str) -> None:
    page.goto(address)
    page.locator("input[name=title]").fill(title)
    page.locator(f"[name=kind][value='{kind}']").check()
    page.locator("[name=direction]").first.check()
    page.locator("input[name=owner]").fill(owner)
    send(page, "/**")
    assert page.url.endswith(plan) or "/actions/" in page.url or "/measures/" in page.url, page.url


def publish(owner: Page, administrator: Page, plan: str, note: str) -> None:
    """Send for review as one, read and publish as another."""
    owner.goto(plan)
    owner.locator("form[action$='/submit/'] button").click()
    owner.get_by_text("Sent for review").first.wait_for()
    administrator.goto(f"{plan}publish/")
    administrator.locator("textarea[name=note]").fill(note)
    send(administrator, plan)


def test_a_plan_is_built_adopted_compared_and_replaced(open_page: Callable[..., Page]) -> None:
    mark = uuid.uuid4().hex[:6]
    owner, administrator, reader = open_page("plan owner"), open_page("administrator"), open_page()
    first, second = f"streets-{mark}", f"later-streets-{mark}"
    plan = begin(owner, first, f"Streets for everyone {mark}")
    add_aim(owner, plan, "Everybody can get about")
    for title in ("Drop the kerbs", "Light the paths"):
        add_action(owner, plan, title)
    name = "Maryam Oyelaran"
    add_measure(owner, f"{plan}actions/1/measures/new/", plan, "Kerbs dropped", "count", name)
    add_measure(owner, f"{plan}actions/2/measures/new/", plan, "Paths that are lit", "percentage", name)
    add_measure(owner, f"{plan}aims/1/measures/new/", plan, "What people who use a wheelchair say", "qualitative", name)
    owner.goto(plan)
    for words in ("Drop the kerbs", "Light the paths", "Kerbs dropped", "Paths that are lit"):
        assert owner.get_by_text(words).first.is_visible()
    assert reader.goto(f"/plans/{first}/").status == 404, "a draft is public"  # type: ignore[union-attr]

    publish(owner, administrator, plan, "The first edition")
    reader.goto(f"/plans/{first}/")
    assert reader.get_by_text("Drop the kerbs").first.is_visible()
    assert reader.get_by_text("The first edition").first.is_visible()
    assert not broken_rules(reader)

    owner.goto(f"{plan}edit/")
    owner.locator("textarea[name=vision]").fill("Nobody is left at the kerb.")
    send(owner, plan)
    owner.goto(f"{plan}differences/")
    assert owner.get_by_text("Nobody is left at the kerb.").first.is_visible()
    assert owner.get_by_text("Nobody is left behind here.").first.is_visible()
    assert not broken_rules(owner)
    reader.reload()
    assert reader.get_by_text("Nobody is left at the kerb.").count() == 0
    publish(owner, administrator, plan, "A clearer vision")
    reader.reload()
    assert reader.get_by_text("Nobody is left at the kerb.").first.is_visible()

    later = begin(owner, second, f"Streets for everyone, from now on {mark}")
    add_aim(owner, later, "Everybody can get about, at night too")
    publish(owner, administrator, later, "It follows the first")
    owner.goto(f"{plan}supersede/")
    owner.locator("select[name=successor]").select_option(label=f"Streets for everyone, from now on {mark}")
    send(owner, plan)
    reader.reload()
    reader.get_by_role("link", name=f"Streets for everyone, from now on {mark}").click()
    reader.wait_for_url(f"**/plans/{second}/")
