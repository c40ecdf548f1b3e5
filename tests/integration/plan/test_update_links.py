"""The page behind a link: opening changes nothing, a device is confirmed once, and nobody else gets in."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories.cycles import OPENS, code_sent_to, links_sent_to, make_leads, make_plan_in_force, start_cycle
from tests.factories.people import signed_in_client
from tests.factories.plans import make_measure, make_person

from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.roles import Role
from goldenthread.messages.models import SignedLink
from goldenthread.plan import actions as plan_actions
from goldenthread.plan import permissions
from goldenthread.plan.actions.delivery import keep_update
from goldenthread.plan.cycles.states import AskingState
from goldenthread.plan.kinds import Cadence, MeasureKind
from goldenthread.plan.models import AskedAction, Asking, ConfirmedDevice, DeviceCode, Update, UpdateEvidence
from goldenthread.plan.states import ActionStatus

pytestmark = pytest.mark.django_db


class Clock:
    """What the site takes for now; a test sets it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    clock = Clock(OPENS + timedelta(hours=1))
    monkeypatch.setattr(timezone, "now", clock)
    return clock


@pytest.fixture
def owner():
    return make_person(Role.PLAN_OWNER)


@pytest.fixture
def lead():
    return make_leads(1, name="Xanthippe Quill")[0]


@pytest.fixture
def asked(clock, owner, lead, django_capture_on_commit_callbacks):
    """A cycle in which the lead has been asked about two actions; returns the path of the link."""
    plan = make_plan_in_force(owner, leads=[lead], actions_each=2)
    make_measure(lead.actions_led.first(), owner, title="Surgeries held")
    cycle = start_cycle(plan, owner)
    with django_capture_on_commit_callbacks(execute=True):
        plan_actions.chase(cycle=cycle, by=None, at=OPENS)
    return links_sent_to(lead)[0]


def confirmed_client(path, person, capture):
    """A browser in which the person has typed their code."""
    browser = Client()
    with capture(execute=True):
        browser.post(f"{path}send-code/")
    assert browser.post(f"{path}code/", {"figures": code_sent_to(person)}).status_code == 302
    return browser


@pytest.fixture
def browser(asked, lead, django_capture_on_commit_callbacks):
    return confirmed_client(asked, lead, django_capture_on_commit_callbacks)


def item(lead, index=0):
    return AskedAction.objects.filter(asking__person=lead).order_by("pk")[index]


def written(item, **fields):
    """What the form sends when something was written about one action."""
    initial = {"status": item.action.status, "reason": "", "forecast": "", "text": "We held two more."}
    return {f"action-{item.pk}-{name}": value for name, value in {**initial, **fields}.items()}


# ── getting in ───────────────────────────────────────────────────────────────────────────────────────
def test_opening_a_link_changes_nothing_however_often_a_scanner_does(asked, browser):
    before = (AuditEvent.objects.count(), Update.objects.count(), list(SignedLink.objects.values()))
    for client in (Client(), browser):
        for _ in range(3):
            assert client.get(asked).status_code == 200
            client.head(asked)
    assert (AuditEvent.objects.count(), Update.objects.count(), list(SignedLink.objects.values())) == before


def test_before_the_device_is_confirmed_the_page_says_nothing_about_the_plan(asked, lead):
    page = Client().get(asked)
    assert "Hold ward surgeries" not in page.content.decode()
    assert lead.email not in page.content.decode()
    assert Client().post(asked, {"no_change": "all"}).status_code == 403
    assert not Update.objects.exists()
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]


def test_a_code_works_only_in_the_browser_that_asked_for_it_and_only_a_few_tries(
    asked, lead, django_capture_on_commit_callbacks
):
    browser = Client()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"{asked}send-code/")
    code = code_sent_to(lead)
    assert Client().post(f"{asked}code/", {"figures": code}).status_code == 400
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _ in range(4):
        assert browser.post(f"{asked}code/", {"figures": wrong}).status_code == 400
    page = browser.post(f"{asked}code/", {"figures": code})
    assert page.status_code == 400
    assert "Too many wrong codes" in page.content.decode()
    assert not ConfirmedDevice.objects.exists()


def test_a_code_stops_working_and_only_three_are_sent_in_an_hour(
    asked, lead, clock, django_capture_on_commit_callbacks
):
    browser = Client()
    for _ in range(4):
        with django_capture_on_commit_callbacks(execute=True):
            browser.post(f"{asked}send-code/")
    assert DeviceCode.objects.count() == 3
    clock.now += timedelta(minutes=16)
    page = browser.post(f"{asked}code/", {"figures": code_sent_to(lead)})
    assert "too old" in page.content.decode()


def test_the_device_is_known_the_next_time_and_only_to_its_person(asked, browser, lead):
    assert "Hold ward surgeries" in browser.get(asked).content.decode()
    secret = browser.cookies["update_device"].value
    assert plan_actions.is_confirmed(person=lead, secret=secret, at=timezone.now())
    assert not plan_actions.is_confirmed(person=make_leads(1)[0], secret=secret, at=timezone.now())
    assert not ConfirmedDevice.objects.filter(secret_hash=secret).exists()
    assert browser.cookies["update_device"]["httponly"]


def test_secrets_are_kept_as_hashes_only(asked, browser, lead):
    token = asked.strip("/").split("/")[-1]
    assert not SignedLink.objects.filter(token_hash=token).exists()
    assert len(SignedLink.objects.get(person=lead).token_hash) == 64
    assert not DeviceCode.objects.filter(code_hash=code_sent_to(lead)).exists()


def test_somebody_who_has_signed_in_needs_no_code_and_somebody_else_is_refused(asked, lead):
    assert "Hold ward surgeries" in signed_in_client(lead).get(asked).content.decode()
    refused = signed_in_client(make_leads(1)[0]).get(asked)
    assert refused.status_code == 410
    assert "made for somebody else" in refused.content.decode()


def test_a_link_that_was_changed_or_is_of_another_purpose_opens_nothing(asked, lead, browser):
    assert browser.get(f"{asked[:-2]}x/").status_code == 410
    reset = SignedLink.objects.get(person=lead)
    SignedLink.objects.filter(pk=reset.pk).update(object_type="plan.plan")
    assert browser.get(asked).status_code == 410


def test_a_link_expires_with_its_cycle(asked, browser, clock):
    clock.now = datetime(2026, 8, 5, 12, tzinfo=UTC)
    page = browser.get(asked)
    assert page.status_code == 410
    assert "stopped working" in page.content.decode()
    assert browser.post(asked, {"no_change": "all"}).status_code == 410
    assert not Update.objects.exists()


def test_a_device_that_a_colleague_confirmed_opens_no_link_but_theirs(
    asked, lead, owner, django_capture_on_commit_callbacks
):
    colleague = make_leads(1)[0]
    plan = make_plan_in_force(owner, leads=[colleague])
    cycle = start_cycle(plan, owner, title="Their own")
    with django_capture_on_commit_callbacks(execute=True):
        plan_actions.chase(cycle=cycle, by=None, at=OPENS)
    theirs = links_sent_to(colleague)[0]
    other = confirmed_client(theirs, colleague, django_capture_on_commit_callbacks)
    assert other.get(theirs).status_code == 200
    page = other.get(asked)
    assert "Hold ward surgeries" not in page.content.decode()
    assert other.post(asked, {"no_change": "all"}).status_code == 403
    assert other.post(f"{asked}hand-over/", {"hand-to": colleague.email}).status_code == 403
    assert not Update.objects.exists()


def test_a_link_reaches_nothing_but_its_own_page(asked, browser, lead, owner):
    token = asked.strip("/").split("/")[-1]
    assert browser.get(f"/reply/{token}/").status_code == 410
    assert browser.get(reverse("plan:staff_mine")).status_code == 302
    other = make_leads(1)[0]
    cycle = start_cycle(make_plan_in_force(owner, leads=[other]), owner, title="Another’s")
    foreign = cycle.asked.get()
    for sent in ({"no_change": foreign.pk}, written(foreign)):
        browser.post(asked, sent)
    handed = {"hand-asked": [foreign.pk], "hand-to": lead.email}
    assert browser.post(f"{asked}hand-over/", handed).status_code == 400
    foreign.refresh_from_db()
    assert (foreign.update, foreign.asking.person) == (None, other)
    assert not Update.objects.exists()


def test_a_link_that_nobody_used_ends_with_its_cycle_and_answers_for_no_later_one(asked, browser, lead, owner):
    first = Asking.objects.get(person=lead).cycle
    plan_actions.close_cycle(cycle=first, by=owner, at=timezone.now())
    later = start_cycle(first.plans.get(), owner, title="July to September 2026", at=timezone.now())
    assert browser.get(asked).status_code == 410
    assert browser.post(asked, {"no_change": "all"}).status_code == 410
    assert later.asked.unanswered().count() == 2
    assert not Update.objects.exists()


# ── answering ────────────────────────────────────────────────────────────────────────────────────────
def test_one_tap_says_that_nothing_has_changed_and_the_link_is_used_up(asked, browser, lead):
    response = browser.post(asked, {"no_change": "all"})
    assert response["Location"] == reverse("plan:answer_thanks")
    assert browser.get(response["Location"]).status_code == 200
    assert Update.objects.filter(is_no_change=True, written_by=lead).count() == 2
    assert Asking.objects.get(person=lead).state == AskingState.ANSWERED
    again = browser.get(asked)
    assert again.status_code == 410
    assert "was used on 6 July 2026" in again.content.decode()


def test_a_link_of_one_period_does_not_answer_for_another(asked, browser, lead, owner):
    browser.post(asked, {"no_change": "all"})
    first = Asking.objects.get(person=lead).cycle
    plan_actions.close_cycle(cycle=first, by=owner, at=timezone.now())
    later = start_cycle(first.plans.get(), owner, title="July to September 2026", at=timezone.now())
    assert browser.post(asked, {"no_change": "all"}).status_code == 410
    assert later.asked.unanswered().count() == 2


def test_a_second_no_change_running_needs_a_sentence(asked, browser, lead):
    first = item(lead)
    action = first.action
    keep_update(action, written_by=lead, written_at=OPENS - timedelta(90), status=action.status, is_no_change=True)
    page = browser.get(asked).content.decode()
    assert "Why has nothing changed?" in page
    assert "Nothing has changed in any of them" not in page
    refused = browser.post(asked, {"no_change": first.pk})
    assert refused.status_code == 400
    assert "Say in a sentence why nothing has changed" in refused.content.decode()
    assert (
        browser.post(asked, {"no_change": first.pk, f"action-{first.pk}-why": "The hall is shut."}).status_code == 302
    )
    assert action.updates.newest_first().first().text == "The hall is shut."


def test_the_form_takes_news_a_forecast_a_figure_and_a_file(asked, browser, lead):
    first = item(lead)
    measure = first.action.measures.get()
    sent = written(
        first, status="at risk", reason="The hall is shut.", forecast="on track", next_step="Find a hall",
        in_the_way="No hall", help_wanted="A hall",
    )  # fmt: skip
    sent[f"action-{first.pk}-figure-{measure.pk}-value"] = "12"
    sent[f"action-{first.pk}-file"] = SimpleUploadedFile("minutes.pdf", b"%PDF-1.7 minutes")
    assert browser.post(asked, sent)["Location"] == asked
    update = first.action.updates.get()
    assert (update.status, update.forecast, update.help_wanted) == ("at risk", "on track", "A hall")
    reading = measure.readings.get()
    assert (reading.value, reading.on, reading.period) == (Decimal(12), date(2026, 6, 30), "April to June 2026")
    kept = UpdateEvidence.objects.get(update=update)
    download = signed_in_client(lead).get(reverse("plan:staff_evidence", args=[kept.pk]))
    assert download.content == b"%PDF-1.7 minutes"
    assert download["Content-Disposition"] == 'attachment; filename="minutes.pdf"'
    assert "1 action" in browser.get(asked).content.decode()
    assert Asking.objects.get(person=lead).state == AskingState.ASKED


@pytest.mark.parametrize(
    ("kind", "fields", "typed", "kept"),
    [
        (MeasureKind.PERCENTAGE, {}, {"count": 3, "denominator": 4}, {"count": 3, "denominator": 4}),
        (MeasureKind.ALL_OF, {}, {"count": 4, "denominator": 4}, {"count": 4, "denominator": 4}),
        (MeasureKind.CAPACITY, {}, {"count": 30, "planned": 25}, {"count": 30, "planned": 25}),
        (
            MeasureKind.SURVEY,
            {"question": "Can you influence decisions?"},
            {"count": 60, "denominator": 90, "asked": 400},
            {"count": 60, "denominator": 90, "asked": 400},
        ),
        (
            MeasureKind.SURVEY,
            {"question": "Can you influence decisions?"},
            {"count": 60, "denominator": 90},
            {"count": 60, "denominator": 90, "asked": None},
        ),
        (
            MeasureKind.FUNNEL,
            {"stages": ["Came", "Applied", "Were taken on"]},
            {"stage-0": 120, "stage-1": 60, "stage-2": 12},
            {"stage_counts": [120, 60, 12], "count": 12, "denominator": 120},
        ),
    ],
)
def test_every_kind_of_figure_can_be_typed_behind_the_link(asked, browser, lead, owner, kind, fields, typed, kept):
    action = item(lead).action
    measure = make_measure(action, owner, title="Another", kind=kind, **fields)
    page = browser.get(asked).content.decode()
    assert "Another: " in page
    sent = written(item(lead)) | {
        f"action-{item(lead).pk}-figure-{measure.pk}-{part}": str(number) for part, number in typed.items()
    }
    half = dict(list(sent.items())[:-2] if "asked" in typed else list(sent.items())[:-1])
    wrong = browser.post(asked, half).content.decode()
    assert "figures, or none" in wrong
    assert not measure.readings.exists()
    assert browser.post(asked, sent).status_code == 302
    reading = measure.readings.get()
    assert {name: getattr(reading, name) for name in kept} == kept


def test_what_is_wrong_is_said_beside_its_action_and_nothing_is_kept(asked, browser, lead):
    first, second = item(lead), item(lead, 1)
    sent = {**written(first), **written(second, status="off track")}
    page = browser.post(asked, sent)
    assert page.status_code == 400
    assert "Say why it is off track" in page.content.decode()
    assert not Update.objects.exists()
    bad = SimpleUploadedFile("minutes.pdf", b"<script>")
    page = browser.post(asked, {**written(first), f"action-{first.pk}-file": bad})
    assert "is not what its ending says" in page.content.decode()
    assert not Update.objects.exists()


def test_last_values_and_words_are_filled_in(asked, browser, lead, owner):
    first = item(lead)
    measure = first.action.measures.get()
    keep_update(
        first.action, written_by=lead, written_at=OPENS - timedelta(9), text="Nine held.", next_step="A tenth",
        status=ActionStatus.NOT_STARTED.value,
    )  # fmt: skip
    plan_actions.record_reading(measure=measure, on=date(2026, 3, 31), value=Decimal(9), by=owner, at=OPENS)
    page = browser.get(asked).content.decode()
    assert "Nine held.</textarea>" in page
    assert 'value="9"' in page
    assert "Last time: 9, 31 March 2026. What stands here is kept for this time" in page


def test_a_page_sent_as_it_was_is_not_an_answer(asked, browser, lead):
    first = item(lead)
    page = browser.post(asked, written(first, text=""))
    assert "Nothing was changed on the page" in page.content.decode()
    assert not Update.objects.exists()


def test_a_press_of_enter_sends_what_was_written_and_never_says_no_change(asked, browser):
    form = browser.get(asked).content.decode().partition('enctype="multipart/form-data"')[2]
    first_button = re.search(r"<button[^>]*>", form)[0]
    assert 'type="submit"' in first_button
    assert "no_change" not in first_button, "the first button of a form is the one that Enter presses"


def test_saying_no_change_to_one_keeps_what_was_written_about_another_on_the_page(asked, browser, lead):
    first, second = item(lead), item(lead, 1)
    page = browser.post(asked, {**written(first), **written(second, text=""), "no_change": second.pk})
    words = page.content.decode()
    assert page.status_code == 200
    assert "What else you have written is still here, and not sent yet." in words
    assert "We held two more.</textarea>" in words
    assert "govuk-error-message" not in words
    assert (first.action.updates.count(), second.action.updates.count()) == (0, 1)
    assert browser.post(asked, written(first))["Location"] == reverse("plan:answer_thanks")


@pytest.mark.parametrize("chosen", ["all", "first"])
def test_nobody_says_no_change_and_something_else_in_one_breath(asked, browser, lead, chosen):
    first, second = item(lead), item(lead, 1)
    sent = {**written(first), **written(second, text=""), "no_change": "all" if chosen == "all" else first.pk}
    words = browser.post(asked, sent).content.decode()
    assert "You have written something, and said that nothing has changed." in words
    assert "We held two more.</textarea>" in words
    assert not Update.objects.exists()


def test_errors_stand_beside_the_action_that_was_written_about_alone(asked, browser, lead):
    first, second = item(lead), item(lead, 1)
    page = browser.post(asked, {**written(first, text="", status="off track"), **written(second, text="")})
    assert page.status_code == 400
    assert f'id="error-id_action-{second.pk}' not in page.content.decode()
    assert page.content.decode().count('<details class="govuk-details" open>') == 1


def test_words_of_several_lines_left_alone_are_no_news(asked, browser, lead):
    first = item(lead)
    keep_update(
        first.action, written_by=lead, written_at=OPENS - timedelta(9), text="Nine held.\n\nA tenth is planned.",
        status=first.action.status,
    )  # fmt: skip
    page = browser.post(asked, written(first, text="Nine held.\r\n\r\nA tenth is planned."))
    assert "Nothing was changed on the page" in page.content.decode()


def test_a_sentence_why_nothing_has_changed_is_enough_whichever_button_is_pressed(asked, browser, lead):
    first = item(lead)
    keep_update(
        first.action, written_by=lead, written_at=OPENS - timedelta(9), status=first.action.status, is_no_change=True
    )
    assert browser.post(asked, written(first, text="", why="The hall is shut.")).status_code == 302
    said = first.action.updates.newest_first().first()
    assert (said.is_no_change, said.text) == (True, "The hall is shut.")


def test_days_held_in_each_place_are_typed_behind_the_link(asked, browser, lead, owner):
    first = item(lead)
    places = [{"code": "X1", "name": "Ashfield"}, {"code": "X2", "name": "Mill End"}]
    measure = make_measure(
        first.action, owner, title="Monthly surgeries", kind=MeasureKind.CADENCE, cadence_every=Cadence.MONTH,
        cadence_each_place=True, cadence_places=places, cadence_from=date(2026, 4, 1),
    )  # fmt: skip
    plan_actions.record_occurrence(measure=measure, held_on=date(2026, 4, 14), place_code="X1", by=owner, at=OPENS)
    name = f"action-{first.pk}-figure-{measure.pk}-days"
    page = browser.get(asked).content.decode()
    assert "Monthly surgeries: on which other days was it held?" in page
    assert "Recorded already for April to June 2026: 1." in page
    empty = browser.post(asked, written(first, text="") | {name: "Ashfield:\r\nMill End:"})
    assert "Nothing was changed on the page" in empty.content.decode()
    wrong = browser.post(asked, written(first) | {name: "Ashfeld: 14 May"})
    assert wrong.status_code == 400
    assert "“Ashfeld” is not one of the places" in wrong.content.decode()
    future = browser.post(asked, written(first) | {name: "Ashfield: 14 December 2026"})
    assert "still to come" in future.content.decode()
    assert measure.occurrences.count() == 1
    sent = written(first) | {name: "Ashfield: 14 April, 12 May\r\nMill End: 20 May 2026"}
    assert browser.post(asked, sent).status_code == 302
    held = list(measure.occurrences.values_list("held_on", "place_code"))
    assert held == [(date(2026, 4, 14), "X1"), (date(2026, 5, 12), "X1"), (date(2026, 5, 20), "X2")]


def test_milestones_and_measures_in_words_are_answered_behind_the_link(asked, browser, lead, owner):
    first = item(lead)
    measure = make_measure(first.action, owner, title="What people say", kind=MeasureKind.QUALITATIVE)
    milestone = plan_actions.add_milestone(
        action=first.action, title="A hall is found", due_on=date(2026, 6, 1), by=owner, at=OPENS
    )
    page = browser.get(asked).content.decode()
    assert "A hall is found: when was it reached?" in page
    assert "Promised for 1 June 2026." in page
    day = f"action-{first.pk}-milestone-{milestone.pk}"
    sent = written(first) | {f"action-{first.pk}-figure-{measure.pk}-text": "They feel heard (survey of May)."}
    future = browser.post(asked, sent | {f"{day}_0": "1", f"{day}_1": "9", f"{day}_2": "2026"})
    assert "cannot have been reached on a day that is still to come" in future.content.decode()
    assert not measure.readings.exists()
    assert browser.post(asked, sent | {f"{day}_0": "20", f"{day}_1": "5", f"{day}_2": "2026"}).status_code == 302
    milestone.refresh_from_db()
    assert milestone.done_on == date(2026, 5, 20)
    assert measure.readings.get().text == "They feel heard (survey of May)."


def test_an_action_is_handed_to_a_named_colleague_who_gets_a_link_of_their_own(
    asked, browser, lead, django_capture_on_commit_callbacks
):
    colleague, first = make_leads(1)[0], item(lead)
    sent = {"hand-asked": [first.pk], "hand-to": colleague.email, "hand-note": "You know the halls."}
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(f"{asked}hand-over/", sent).status_code == 302
    first.refresh_from_db()
    assert (first.asking.person, first.handed_over_by) == (colleague, lead)
    theirs = links_sent_to(colleague)
    assert len(theirs) == 1
    other = confirmed_client(theirs[0], colleague, django_capture_on_commit_callbacks)
    assert "Handed to you by Xanthippe Quill" in other.get(theirs[0]).content.decode()
    assert browser.post(asked, written(first)).status_code in {200, 400}
    assert not first.action.updates.exists(), "who has handed it over does not answer for it"
    assert other.post(theirs[0], {"no_change": first.pk}).status_code == 302
    assert first.action.updates.get().written_by == colleague


def test_nothing_is_handed_to_somebody_unknown_or_by_a_device_that_is_not_confirmed(asked, browser, lead):
    first = item(lead)
    sent = {"hand-asked": [first.pk], "hand-to": "stranger@example.com"}
    page = browser.post(f"{asked}hand-over/", sent)
    assert page.status_code == 400
    assert "Nobody with this address can sign in here" in page.content.decode()
    assert Client().post(f"{asked}hand-over/", {**sent, "hand-to": make_leads(1)[0].email}).status_code == 403
    first.refresh_from_db()
    assert first.asking.person == lead


def test_a_reminder_is_a_new_link_and_the_first_goes_on_working(
    asked, browser, lead, clock, django_capture_on_commit_callbacks
):
    cycle = Asking.objects.get(person=lead).cycle
    clock.now = datetime(2026, 7, 21, 9, tzinfo=UTC)
    with django_capture_on_commit_callbacks(execute=True):
        plan_actions.chase(cycle=cycle, by=None, at=clock.now)
    first, second = links_sent_to(lead)
    assert first != second
    assert browser.get(first).status_code == browser.get(second).status_code == 200
    browser.post(second, {"no_change": "all"})
    assert browser.get(first).status_code == 410


def test_a_lost_link_is_replaced_and_the_one_before_opens_nothing(
    asked, browser, lead, owner, clock, django_capture_on_commit_callbacks
):
    asking = Asking.objects.get(person=lead)
    page = reverse("plan:staff_cycle", args=[asking.cycle_id])
    path = reverse("plan:staff_send_again", args=[asking.cycle_id, asking.pk])
    assert path in signed_in_client(owner).get(page).content.decode()
    assert path not in signed_in_client(lead).get(page).content.decode()
    assert signed_in_client(lead).post(path).status_code == 403
    clock.now += timedelta(hours=1)
    with django_capture_on_commit_callbacks(execute=True):
        assert signed_in_client(owner).post(path)["Location"] == page
    first, second = links_sent_to(lead)
    assert browser.get(first).status_code == 410
    assert browser.get(second).status_code == 200
    assert AuditEvent.objects.filter(verb="sent a new link to").count() == 1
    browser.post(second, {"no_change": "all"})
    again = signed_in_client(owner).post(path, follow=True)
    assert "Nothing waits for Xanthippe Quill: answered." in again.content.decode()
    assert len(links_sent_to(lead)) == 2


def test_the_page_asks_the_database_as_often_for_many_actions_as_for_few(
    clock, owner, django_capture_on_commit_callbacks, django_assert_max_num_queries
):
    counts = []
    for number in (2, 12):
        person = make_leads(1)[0]
        cycle = start_cycle(
            make_plan_in_force(owner, leads=[person], actions_each=number), owner, title=f"With {number}"
        )
        with django_capture_on_commit_callbacks(execute=True):
            plan_actions.chase(cycle=cycle, by=None, at=OPENS)
        path, browser = links_sent_to(person)[0], signed_in_client(person)
        with django_assert_max_num_queries(20) as asked_often:
            assert browser.get(path).status_code == 200
        counts.append(len(asked_often))
    assert counts[0] == counts[1]


# ── figures of aims ──────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def keeper():
    """Somebody who leads no action and answers for the figure of an aim."""
    return make_leads(1, name="Ottoline Grey")[0]


@pytest.fixture
def aims_asked(clock, owner, keeper, lead, django_capture_on_commit_callbacks):
    """A round in a plan whose aim has two figures: one to be typed, one from the evidence. Returns the round."""
    plan = make_plan_in_force(owner, leads=[lead])
    section = plan.sections.get()
    make_measure(section, owner, owner=keeper, number="8", title="Homes let", unit="homes")
    make_measure(section, owner, owner=keeper, number="9", title="Life expectancy", kind=MeasureKind.INDICATOR)
    cycle = start_cycle(plan, owner)
    with django_capture_on_commit_callbacks(execute=True):
        plan_actions.chase(cycle=cycle, by=None, at=OPENS)
    return cycle


def figure_of(cycle):
    return cycle.plans.get().measures.get(number="8")


def test_who_answers_for_the_figure_of_an_aim_is_asked_and_answers_behind_a_link(
    aims_asked, keeper, owner, django_capture_on_commit_callbacks
):
    [path] = links_sent_to(keeper)
    assert "1 figure to update by 24 July 2026" in next(m.subject for m in mail.outbox if keeper.email in m.to)
    browser = confirmed_client(path, keeper, django_capture_on_commit_callbacks)
    page = browser.get(path).content.decode()
    assert "What are the figures now?" in page
    assert "Homes let (homes)" in page
    assert "Life expectancy" not in page
    assert "Somebody else should answer" not in page
    measure = figure_of(aims_asked)
    wrong = browser.post(path, {f"aims-figure-{measure.pk}-value": "many"})
    assert wrong.status_code == 400
    assert "Enter a number." in wrong.content.decode()
    assert Asking.objects.get(person=keeper).state == AskingState.ASKED
    sent = browser.post(path, {f"aims-figure-{measure.pk}-value": "31"})
    assert sent["Location"] == reverse("plan:answer_thanks")
    assert (measure.readings.get().value, measure.readings.get().recorded_by) == (31, keeper)
    assert Asking.objects.get(person=keeper).state == AskingState.ANSWERED
    assert browser.get(path).status_code == 410
    cycle_page = signed_in_client(owner).get(aims_asked.get_absolute_url()).content.decode()
    assert "figures only" in cycle_page


def test_that_no_figure_is_new_is_an_answer_and_silence_is_silence(
    aims_asked, keeper, clock, django_capture_on_commit_callbacks
):
    [path] = links_sent_to(keeper)
    browser = confirmed_client(path, keeper, django_capture_on_commit_callbacks)
    nothing = browser.post(path, {f"aims-figure-{figure_of(aims_asked).pk}-value": ""})
    assert "Nothing was changed on the page" in nothing.content.decode()
    both = browser.post(path, {"no_change": "figures", f"aims-figure-{figure_of(aims_asked).pk}-value": "3"})
    assert "You have written something" in both.content.decode()
    for day in (21, 27, 30):
        clock.now = datetime(2026, 7, day, 9, tzinfo=UTC)
        plan_actions.chase(cycle=aims_asked, by=None, at=clock.now)
    assert Asking.objects.get(person=keeper).state == AskingState.WITH_DIRECTOR
    assert browser.post(path, {"no_change": "figures"})["Location"] == reverse("plan:answer_thanks")
    assert Asking.objects.get(person=keeper).state == AskingState.ANSWERED
    assert not figure_of(aims_asked).readings.exists()


def test_a_figure_of_an_aim_is_not_for_others_and_goes_to_who_stands_in(
    clock, owner, keeper, lead, django_capture_on_commit_callbacks
):
    plan = make_plan_in_force(owner, leads=[lead])
    measure = make_measure(plan.sections.get(), owner, owner=keeper, title="Homes let")
    plan_actions.set_absence(
        person=keeper, proxy=lead, starts_on=date(2026, 7, 1), ends_on=date(2026, 8, 30), by=owner, at=OPENS
    )
    cycle = start_cycle(plan, owner)
    lead.role_assignments.all().delete()
    assert not permissions.can_record_progress(lead, measure)
    with django_capture_on_commit_callbacks(execute=True):
        plan_actions.chase(cycle=cycle, by=None, at=OPENS)
    assert Asking.objects.get(person=keeper).state == AskingState.HANDED_OVER
    assert not links_sent_to(keeper)
    assert permissions.can_record_progress(lead, measure)
    path = links_sent_to(lead)[-1]
    browser = confirmed_client(path, lead, django_capture_on_commit_callbacks)
    assert "Figures you answer for" in browser.get(path).content.decode()
    sent = browser.post(path, {**written(item(lead)), f"aims-figure-{measure.pk}-value": "12"})
    assert sent["Location"] == reverse("plan:answer_thanks")
    assert measure.readings.get().recorded_by == lead
    assert not permissions.can_record_progress(lead, measure), "once it is answered, nobody waits for them"


def test_saying_no_change_to_the_action_keeps_the_figure_on_the_page(
    aims_asked, keeper, lead, owner, django_capture_on_commit_callbacks
):
    """Who leads one action and answers for a figure: the tap for the action does not swallow the figure."""
    measure = figure_of(aims_asked)
    plan_actions.edit_measure(measure=measure, changes={"owner": lead}, by=owner, at=OPENS)
    [path] = links_sent_to(lead)
    browser = confirmed_client(path, lead, django_capture_on_commit_callbacks)
    sent = {"no_change": item(lead).pk, f"aims-figure-{measure.pk}-value": "4"}
    page = browser.post(path, sent)
    assert "You have written something" in page.content.decode()
    assert 'value="4"' in page.content.decode()
    assert not Update.objects.exists()
