"""What staff do from beginning to end, in a browser: an update by keyboard alone, and a second factor."""

import base64
import hashlib
import hmac
import struct
import time
import uuid
from collections.abc import Callable

from playwright.sync_api import Page
from tests.functional.visits import broken_rules
from tests.lib.demonstration import Site

PLAN = "fairer-alderbrook"
MOST_TABS = 120


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what the selector names has the focus, which must be seen wherever it goes."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        assert page.evaluate(
            """() => {
              const style = getComputedStyle(document.activeElement)
              return style.outlineStyle !== 'none' || style.boxShadow !== 'none'
            }"""
        ), f"the focus cannot be seen: {page.evaluate('document.activeElement.outerHTML')[:200]}"
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector} on {page.url}")


def test_an_update_is_posted_and_released_by_keyboard_alone(open_page: Callable[..., Page], site: Site) -> None:
    words = f"Forty more households have claimed ({uuid.uuid4().hex[:8]})."
    page = open_page()
    page.goto("/account/login/")
    email, password = site.sign_ins["contributor"]
    tab_to(page, "#id_login")
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/")
    tab_to(page, "a[href='/staff/plans/mine/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/mine/")
    tab_to(page, f"a[href='/staff/plans/{PLAN}/actions/1/update/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/update/")
    tab_to(page, "input[name=status]")
    page.keyboard.press("Space")
    tab_to(page, "textarea[name=text]")
    page.keyboard.type(words)
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/mine/")
    page.goto(f"/staff/plans/{PLAN}/actions/1/")
    assert page.get_by_text(words).is_visible()

    reader = open_page()
    reader.goto(f"/plans/{PLAN}/actions/1/")
    assert reader.get_by_text(words).count() == 0, "an update is public before anybody released it"

    owner = open_page("plan owner")
    owner.goto(f"/staff/plans/{PLAN}/")
    tab_to(owner, f"a[href='/staff/plans/{PLAN}/release/']")
    owner.keyboard.press("Enter")
    owner.wait_for_url("**/release/")
    tab_to(owner, "textarea[name=note]")
    owner.keyboard.type("Autumn figures")
    tab_to(owner, "main button[type=submit]")
    owner.keyboard.press("Enter")
    owner.wait_for_url(f"**/staff/plans/{PLAN}/")

    reader.reload()
    assert reader.get_by_text(words).first.is_visible()


def test_a_reported_problem_reaches_an_administrator(open_page: Callable[..., Page]) -> None:
    words = f"The map is upside down ({uuid.uuid4().hex[:8]})."
    resident = open_page(java_script_enabled=False)
    resident.goto("/place/map/")
    resident.get_by_role("link", name="Report a problem with this page").first.click()
    resident.get_by_label("What went wrong?").fill(words)
    resident.get_by_role("button", name="Send").click()
    resident.wait_for_url("**/thank-you/**")
    administrator = open_page("administrator")
    administrator.goto("/staff/problems/")
    assert not broken_rules(administrator)
    administrator.get_by_role("main").get_by_role("link").filter(has_text="upside down").first.click()
    assert administrator.get_by_text(words).first.is_visible()
    assert not broken_rules(administrator)


def test_a_second_factor_is_set_up_used_and_taken_away_again(open_page: Callable[..., Page], site: Site) -> None:
    email, password = "engagement@alderbrook.example", site.sign_ins["contributor"][1]
    page = open_page()
    enter(page, email, password)
    page.wait_for_url("**/staff/")
    page.goto("/account/2fa/")
    page.get_by_role("button", name="Set it up").click()
    key = page.locator("main .gt-code").inner_text()
    page.locator("input[name=code]").fill(code_of(key, at=time.time()))
    page.get_by_role("button", name="Finish").click()
    page.wait_for_url("**/recovery-codes/**")
    recovery_code = page.locator("main .gt-code li").first.inner_text()
    assert not broken_rules(page)

    later = open_page()
    enter(later, email, password)
    later.get_by_role("heading", name="Enter the code from your app").wait_for()
    assert not broken_rules(later)
    later.goto("/staff/")
    assert later.get_by_role("heading", name="Enter the code from your app").is_visible(), "a password was enough"
    later.locator("input[name=code]").fill("000000")
    later.get_by_role("button", name="Sign in").click()
    assert later.get_by_role("heading", name="There is a problem").is_visible()
    later.locator("input[name=code]").fill(recovery_code)
    later.get_by_role("button", name="Sign in").click()
    later.wait_for_url("**/staff/")

    later.goto("/account/2fa/")
    later.get_by_role("link", name="Remove the app").click()
    assert not broken_rules(later)
    later.locator("main form button[type=submit]").first.click()
    later.goto("/account/2fa/")
    assert later.get_by_role("heading", name="You have no second factor yet").is_visible()


def enter(page: Page, email: str, password: str) -> None:
    """Fill in and send the sign-in page."""
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def code_of(key: str, *, at: float) -> str:
    """Return the six digits that an authenticator app shows for a key at a moment (RFC 6238)."""
    secret = base64.b32decode(key.replace(" ", "") + "=" * (-len(key.replace(" ", "")) % 8))
    digest = hmac.new(secret, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
