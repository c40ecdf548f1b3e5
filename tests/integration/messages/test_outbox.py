"""Messages leave once, only through their channel, and keep no link that anybody could use."""

import re
import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from tests.factories.people import NOW, make_person

from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.messages import actions, delivery, links, wording
from goldenthread.messages.actions import CannotSend, Recipient
from goldenthread.messages.models import (
    MESSAGE_TRANSITIONS,
    Channel,
    Message,
    MessageStatus,
    MoveNotAllowed,
    SignedLink,
)

pytestmark = pytest.mark.django_db

PURPOSE = "messages.test"


@pytest.fixture(autouse=True)
def words_and_page(monkeypatch) -> None:
    monkeypatch.setitem(
        wording._wordings,
        "update_due",
        wording.Wording(
            slug="update_due",
            purpose="An update is due",
            subject="$action is due",
            body="Dear $name,\n$action is due.\n$link\n",
            text="$action is due: $link",
        ),
    )
    monkeypatch.setitem(links._pages, PURPOSE, "a:page_of_a_higher_room")
    monkeypatch.setattr(links, "reverse", lambda name, args: f"/open/{args[0]}/")


def make_link(person=None, *, days: int = 7) -> SignedLink:
    return links.prepare(
        purpose=PURPOSE,
        person=person,
        object_type="plan.action",
        object_id=1,
        expires_at=NOW + timedelta(days=days),
        at=NOW,
    )


def send(to: Recipient | None = None, **fields):
    person = make_person(name="Grace Hopper")
    values = {
        "wording": "update_due",
        "to": to or Recipient.of(person),
        "values": {"name": "Grace", "action": "Action 10"},
        "link": make_link(person),
        "about": ("plan.action", 10),
        "by": None,
        "at": NOW,
    }
    return actions.send(**{**values, **fields})


def test_a_message_leaves_once_everything_is_saved(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        message = send()
        assert mail.outbox == []
    message.refresh_from_db()
    assert (message.status, message.attempts) == (MessageStatus.SENT, 1)
    (sent,) = mail.outbox
    assert sent.subject == "Action 10 is due"
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert re.search(r"http://[^\s]+/open/[^\s]+/", sent.body)
    assert str(AuditEvent.objects.get()) == "The site itself wrote to Grace Hopper"


def test_what_is_undone_is_not_sent(django_capture_on_commit_callbacks) -> None:
    from django.db import transaction

    def change_one_s_mind() -> None:
        with transaction.atomic():
            send()
            raise LookupError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(LookupError):
        change_one_s_mind()
    assert mail.outbox == []
    assert not Message.objects.exists()


def test_the_database_keeps_no_link_that_works() -> None:
    message = send()
    delivery.deliver(message_id=message.pk, at=NOW)
    token = re.search(r"/open/([^/\s]+)/", mail.outbox[0].body).group(1)
    assert links.find(token, purpose=PURPOSE, at=NOW) == message.link
    message.refresh_from_db()
    kept = " ".join(
        str(value) for row in (*Message.objects.values(), *SignedLink.objects.values()) for value in row.values()
    )
    assert token not in kept
    assert token.partition(":")[0] not in kept
    assert "[link]" in message.body


def test_a_message_is_sent_once_however_often_the_worker_is_asked() -> None:
    message = send()
    assert [delivery.deliver(message_id=message.pk, at=NOW) for _ in range(3)] == ["sent"] * 3
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_down_is_asked_again_later_and_then_a_person_is(monkeypatch) -> None:
    message = send()

    def refuse(*args: object, **kwargs: object) -> None:
        raise smtplib.SMTPServerDisconnected("The mail server hung up")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    at = NOW
    for wait in delivery.WAITS:
        assert delivery.deliver(message_id=message.pk, at=at) == "waiting"
        message.refresh_from_db()
        assert message.next_attempt_at == at + wait
        assert message.failure == "The mail server hung up"
        assert delivery.deliver(message_id=message.pk, at=at) == "waiting"
        at += wait
    assert delivery.deliver(message_id=message.pk, at=at) == "failed"
    message.refresh_from_db()
    assert message.attempts == len(delivery.WAITS) + 1
    monkeypatch.undo()


def test_a_failed_message_can_be_sent_again_by_who_may(django_capture_on_commit_callbacks) -> None:
    message = send()
    Message.objects.filter(pk=message.pk).update(status=MessageStatus.FAILED, attempts=4, failure="down", link=None)
    Message.objects.filter(pk=message.pk).update(body="No link here")
    message.refresh_from_db()
    with pytest.raises(NotAllowed):
        actions.try_again(message=message, by=make_person(Role.EDITOR), at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        actions.try_again(message=message, by=make_person(Role.PLAN_OWNER), at=NOW)
    message.refresh_from_db()
    assert (message.status, message.failure, len(mail.outbox)) == (MessageStatus.SENT, "", 1)


def test_a_cancelled_message_does_not_leave() -> None:
    message = send()
    actions.cancel(message=message, by=make_person(Role.ADMINISTRATOR), at=NOW)
    assert delivery.deliver(message_id=message.pk, at=NOW) == "cancelled"
    assert mail.outbox == []


def test_a_message_that_left_can_be_neither_cancelled_nor_sent_again() -> None:
    message = send()
    delivery.deliver(message_id=message.pk, at=NOW)
    message.refresh_from_db()
    admin = make_person(Role.ADMINISTRATOR)
    with pytest.raises(MoveNotAllowed, match="is sent cannot become cancelled"):
        actions.cancel(message=message, by=admin, at=NOW)
    with pytest.raises(MoveNotAllowed):
        actions.try_again(message=message, by=admin, at=NOW)


def send_letter() -> Message:
    return send(
        Recipient("1 High Street\nAlderbrook"),
        channel=Channel.LETTER,
        wording="problem_answered",
        values={"page": "/place/", "answer": "It is mended."},
        link=None,
    )


def test_a_letter_carries_no_link() -> None:
    with pytest.raises(CannotSend, match="cannot carry a link"):
        send(Recipient("1 High Street"), channel=Channel.LETTER)


def test_a_letter_waits_for_somebody_to_post_it(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        letter = send_letter()
    letter.refresh_from_db()
    assert letter.status == MessageStatus.WAITING
    assert delivery.deliver(message_id=letter.pk, at=NOW) == "waiting"
    admin = make_person(Role.ADMINISTRATOR)
    actions.mark_as_posted(message=letter, by=admin, at=NOW)
    assert letter.status == MessageStatus.SENT
    with pytest.raises(CannotSend, match="Only a letter"):
        actions.mark_as_posted(message=send(), by=admin, at=NOW)


def test_a_text_needs_a_service_and_uses_it(settings, monkeypatch) -> None:
    number = Recipient("07700 900123")
    with pytest.raises(CannotSend, match="no service that sends text messages"):
        send(number, channel=Channel.TEXT)
    texts: list[tuple[str, str]] = []
    settings.TEXT_MESSAGE_SENDER = "a_service.send"
    monkeypatch.setattr(delivery, "import_string", lambda path: lambda *text: texts.append(text))
    message = send(number, channel=Channel.TEXT)
    assert delivery.deliver(message_id=message.pk, at=NOW) == "sent"
    ((to, words),) = texts
    assert to == "07700 900123"
    assert words.startswith("Action 10 is due: http")
    with pytest.raises(CannotSend, match="short enough"):
        send(number, channel=Channel.TEXT, wording="invitation", values={"name": "G", "inviter": "A"})


def test_a_discreet_message_says_nothing_by_itself() -> None:
    message = send(is_discreet=True)
    delivery.deliver(message_id=message.pk, at=NOW)
    (sent,) = mail.outbox
    assert "Action 10" not in sent.subject + sent.body
    assert sent.subject == "A message from Alderbrook"
    assert "until 22 June 2026" in sent.body
    assert "/open/" in sent.body
    with pytest.raises(CannotSend, match="signed link"):
        send(is_discreet=True, link=None, link_kind="x")


@pytest.mark.parametrize("address", ["", "   ", "not an address", "a@b.example\nBcc: everybody@c.example"])
def test_a_message_needs_a_real_address(address: str) -> None:
    with pytest.raises(CannotSend):
        send(Recipient(address))


def test_words_with_a_link_need_one() -> None:
    with pytest.raises(CannotSend, match="none was given"):
        send(link=None)


def test_a_subject_stays_one_line() -> None:
    message = send(values={"name": "G", "action": "Action\r\nBcc: everybody@c.example"})
    assert message.subject == "Action Bcc: everybody@c.example is due"


def test_an_interrupted_message_is_left_to_a_person() -> None:
    message = send()
    Message.objects.filter(pk=message.pk).update(
        status=MessageStatus.SENDING, next_attempt_at=NOW + delivery.STUCK_AFTER
    )
    assert delivery.release_stuck(at=NOW) == 0
    assert delivery.release_stuck(at=NOW + delivery.STUCK_AFTER) == 1
    message.refresh_from_db()
    assert message.status == MessageStatus.FAILED
    assert "may or may not have arrived" in message.failure


def test_the_command_sends_what_waits(capsys) -> None:
    send()
    send_letter()
    call_command("send_messages")
    assert "1 of 1 waiting messages left." in capsys.readouterr().out
    assert len(mail.outbox) == 1


def test_every_status_has_its_row_in_the_table() -> None:
    assert set(MESSAGE_TRANSITIONS) == set(MessageStatus)
    assert all(following <= set(MessageStatus) for following in MESSAGE_TRANSITIONS.values())
