"""Reminders by text message: beside the e-mail, to whoever has given a number, and to nobody else."""

import json
import re
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from tests.factories.cycles import OPENS, links_sent_to, make_leads, make_plan_in_force, start_cycle
from tests.factories.people import signed_in_client
from tests.factories.plans import make_person

from goldenthread.accounts import actions as account_actions
from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.roles import Role
from goldenthread.messages import actions as message_actions
from goldenthread.messages import delivery, links
from goldenthread.messages.models import OWN_MOBILE, Channel, Message, MessageStatus, SignedLink
from goldenthread.messages.texts import GSM_LETTERS, ONE_TEXT
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.actions.asking import LINK_PURPOSE
from goldenthread.plan.cycles.states import AskingState
from goldenthread.plan.models import Asking
from goldenthread.project.api import api

pytestmark = pytest.mark.django_db

NUMBER = "+447700900123"
#: Every way in which the number could be written somewhere.
TRACES = ("7700900123", "7700 900123")
REMINDS = datetime(2026, 7, 21, 9, tzinfo=UTC)

_left: list[tuple[str, str]] = []


def take(number: str, words: str) -> None:
    """Stands for the service: it remembers what it was given."""
    _left.append((number, words))


def fail(number: str, words: str) -> None:
    """Stands for a service that is out of order."""
    raise OSError("The service of text messages did not answer.")


def break_down(number: str, words: str) -> None:
    """Stands for a service whose settings are wrong."""
    raise RuntimeError("No key.")


@pytest.fixture(autouse=True)
def service(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    settings.TEXT_MESSAGE_SENDER = f"{__name__}.take"
    _left.clear()
    return _left


@pytest.fixture
def owner():
    return make_person(Role.PLAN_OWNER)


@pytest.fixture
def lead():
    return give_number(make_leads(1)[0])


def give_number(person, number="07700 900123"):
    return account_actions.set_own_mobile(mobile=number, by=person, at=OPENS)


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    def run(cycle, at):
        with django_capture_on_commit_callbacks(execute=True):
            return plan_actions.chase(cycle=cycle, by=None, at=at)

    return run


def mails_to(person):
    return [message for message in mail.outbox if person.email in message.to]


def test_a_reminder_goes_by_e_mail_and_text_to_who_has_a_number_and_asking_only_by_e_mail(owner, lead, run, service):
    other = make_leads(1)[0]
    cycle = start_cycle(make_plan_in_force(owner, leads=[lead, other]), owner)
    run(cycle, OPENS)
    assert (len(mails_to(lead)), len(mails_to(other)), service) == (1, 1, [])
    moves = run(cycle, REMINDS)
    assert {move.asking.person: move.is_texted for move in moves} == {lead: True, other: False}
    assert (len(mails_to(lead)), len(mails_to(other))) == (2, 2)
    ((number, words),) = service
    assert number == NUMBER
    assert words.startswith("April to June 2026: please update by 24 July: http")
    assert len(words) <= ONE_TEXT
    assert set(words) <= GSM_LETTERS
    kept = Message.objects.get(channel=Channel.TEXT)
    assert (kept.person, kept.status, kept.wording) == (lead, MessageStatus.SENT, "plan_update_reminder")
    run(cycle, datetime(2026, 7, 27, 9, tzinfo=UTC))
    assert len(service) == 1, "the lead of the team is told by e-mail"


def test_its_link_is_one_persons_alone_hashed_and_ends_with_the_answer(owner, lead, run, service):
    cycle = start_cycle(make_plan_in_force(owner, leads=[lead]), owner)
    run(cycle, OPENS)
    run(cycle, REMINDS)
    path = re.search(r"(/updates/\S+/)", service[0][1]).group(1)
    token = path.removeprefix("/updates/").removesuffix("/")
    assert path not in links_sent_to(lead), "the e-mail has a link of its own"
    link = links.find(token, purpose=LINK_PURPOSE, at=REMINDS)
    assert (link.person, link.object_id) == (lead, str(Asking.objects.get(person=lead).pk))
    assert token not in json.dumps(list(SignedLink.objects.values()) + list(Message.objects.values()), default=str)
    with pytest.raises(links.LinkRefused, match="made for somebody else"):
        links.find(token, purpose=LINK_PURPOSE, at=REMINDS, person=make_leads(1)[0])
    with pytest.raises(links.LinkRefused, match="stopped working"):
        links.find(token, purpose=LINK_PURPOSE, at=link.expires_at)
    for other in links_sent_to(lead):
        links.find(other.removeprefix("/updates/").removesuffix("/"), purpose=LINK_PURPOSE, at=REMINDS)
    plan_actions.post_update(action=lead.actions_led.get(), text="It goes well.", by=lead, at=REMINDS)
    with pytest.raises(links.LinkRefused, match="was used"):
        links.find(token, purpose=LINK_PURPOSE, at=REMINDS)


def test_its_link_opens_the_page_on_which_the_code_is_asked_for(owner, lead, run, service, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: REMINDS)
    cycle = start_cycle(make_plan_in_force(owner, leads=[lead]), owner)
    run(cycle, OPENS)
    run(cycle, REMINDS)
    path = re.search(r"(/updates/\S+/)", service[0][1]).group(1)
    page = Client().get(path)
    assert page.status_code == 200
    assert "code" in page.content.decode()


@pytest.mark.parametrize("sender", ["fail", "break_down"])
def test_a_text_that_does_not_leave_stops_neither_the_chase_nor_the_e_mail(owner, lead, run, settings, sender):
    settings.TEXT_MESSAGE_SENDER = f"{__name__}.{sender}"
    other = give_number(make_leads(1)[0], "07700 900124")
    cycle = start_cycle(make_plan_in_force(owner, leads=[lead, other]), owner)
    run(cycle, OPENS)
    assert len(run(cycle, REMINDS)) == 2
    assert set(Asking.objects.values_list("state", flat=True)) == {AskingState.REMINDED.value}
    assert (len(mails_to(lead)), len(mails_to(other))) == (2, 2)
    assert not Message.objects.filter(channel=Channel.TEXT, status=MessageStatus.SENT).exists()
    if sender == "fail":
        waiting = Message.objects.waiting().filter(channel=Channel.TEXT)
        assert set(waiting.values_list("failure", flat=True)) == {"The service of text messages did not answer."}


def test_without_a_service_or_a_number_only_the_e_mail_goes(owner, lead, run, settings, service):
    settings.TEXT_MESSAGE_SENDER = ""
    cycle = start_cycle(make_plan_in_force(owner, leads=[lead]), owner)
    run(cycle, OPENS)
    assert [move.is_texted for move in run(cycle, REMINDS)] == [False]
    assert set(Message.objects.values_list("channel", flat=True)) == {Channel.EMAIL}
    assert len(mails_to(lead)) == 2
    settings.TEXT_MESSAGE_SENDER = f"{__name__}.take"
    give_number(lead, "")
    with pytest.raises(message_actions.CannotSend, match="has given no mobile number"):
        message_actions.send(
            wording="discreet", to=message_actions.Recipient.by_text(lead), values={"expires": "x"},
            channel=Channel.TEXT, link_kind="x", by=None, at=REMINDS,
        )  # fmt: skip


def test_a_number_that_was_taken_away_meanwhile_gets_nothing(owner, lead, service):
    cycle = start_cycle(make_plan_in_force(owner, leads=[lead]), owner)
    plan_actions.chase(cycle=cycle, by=None, at=OPENS)
    plan_actions.chase(cycle=cycle, by=None, at=REMINDS)
    text = Message.objects.get(channel=Channel.TEXT)
    give_number(lead, "")
    assert delivery.deliver(message_id=text.pk, at=REMINDS) == MessageStatus.WAITING
    text.refresh_from_db()
    assert text.failure == "They have no mobile number on their account any more."
    assert service == []


def test_a_stand_in_and_a_lost_link_are_written_to_by_e_mail(owner, lead, run, service):
    cycle = start_cycle(make_plan_in_force(owner, leads=[lead]), owner)
    run(cycle, OPENS)
    proxy = give_number(make_leads(1)[0], "07700 900124")
    plan_actions.set_absence(
        person=lead, proxy=proxy, starts_on=REMINDS.date(), ends_on=REMINDS.date(), by=lead, at=REMINDS
    )
    run(cycle, REMINDS)
    assert (len(mails_to(proxy)), service) == (1, [])
    plan_actions.send_again(asking=Asking.objects.get(person=proxy), by=owner, at=REMINDS)
    assert not Message.objects.filter(channel=Channel.TEXT).exists()


def test_the_dry_run_says_who_gets_a_text(owner, lead, run, monkeypatch):
    cycle = start_cycle(make_plan_in_force(owner, leads=[lead]), owner)
    run(cycle, OPENS)
    monkeypatch.setattr("django.utils.timezone.now", lambda: REMINDS)
    said = StringIO()
    call_command("chase_updates", "--dry-run", stdout=said)
    assert f"{lead.name}: reminded, e-mail and text message to {lead.name}" in said.getvalue()
    page = signed_in_client(owner).get(reverse("plan:staff_chase", args=[cycle.pk])).content.decode()
    assert f"({lead.email}), also by text message" in page
    assert not any(trace in said.getvalue() + page for trace in TRACES)


def test_the_number_is_in_no_log_list_download_or_programs_answer(owner, lead, run, client):
    plan = make_plan_in_force(owner, leads=[lead])
    cycle = start_cycle(plan, owner)
    run(cycle, OPENS)
    run(cycle, REMINDS)
    text = Message.objects.get(channel=Channel.TEXT)
    assert text.address == OWN_MOBILE
    kept = [*AuditEvent.objects.values(), *Message.objects.values(), *Asking.objects.values()]
    assert not any(trace in json.dumps(kept, default=str) for trace in TRACES)
    browser = signed_in_client(make_person(Role.ADMINISTRATOR, Role.PLAN_OWNER))
    outbox, rounds = reverse("messages:outbox"), reverse("plan:staff_cycle", args=[cycle.pk])
    pages = [outbox, f"{outbox}?channel=text", f"{outbox}?as=csv", text.get_absolute_url(), rounds, f"{rounds}?as=csv"]
    pages += [address for address in _api_lists() if browser.get(address).status_code == 200]
    assert len(pages) > 20, "the lists of the API are among them"
    for address in pages:
        answer = browser.get(address)
        assert answer.status_code == 200, address
        body = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
        assert not any(trace in body for trace in TRACES), address
    assert OWN_MOBILE in browser.get(text.get_absolute_url()).content.decode()
    assert "Text message" in browser.get(f"{outbox}?channel=text").content.decode()
    assert "mobile" not in json.dumps(api.get_openapi_schema(), default=str).lower()


def _api_lists():
    return [path for path in api.get_openapi_schema()["paths"] if "{" not in path]
