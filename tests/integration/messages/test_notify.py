"""E-mail and text messages through GOV.UK Notify, against a server here that asks what Notify's documents do.

The service's documents say: POST /v2/notifications/email and /sms, JSON with `template_id`, `personalisation` and
`email_address` or `phone_number`, a bearer token (JWT, HS256; `iss` the service, `iat` now), 201 with an `id`, and
refusals with `status_code` and `errors` of `error` and `message`.
"""

import base64
import hashlib
import hmac
import json
import re
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, send_mail
from django.utils import timezone

from goldenthread.messages import delivery
from goldenthread.messages import notify as notify_room
from goldenthread.messages.actions import Recipient, send
from goldenthread.messages.models import Channel, Message, MessageStatus
from goldenthread.messages.wording import Wording, add_wording

SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"
EMAIL_TEMPLATE = "9d751e0e-f929-4891-82a1-a3e1c3c18ee3"
TEXT_TEMPLATE = "df10a23e-2c6d-4ea5-87fb-82e520cbf93a"
PHONE = re.compile(r"(\+44|0)7\d{9}")


def decode(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


class FakeNotify(BaseHTTPRequestHandler):
    """Takes what the real service would, refuses what it would."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        refusal = self.server.refuse_with or self.why_not_allowed() or self.why_not_valid(body)
        if refusal:
            status, error, message = refusal
            self.answer(status, {"status_code": status, "errors": [{"error": error, "message": message}]})
            return
        self.server.taken.append((self.path, json.loads(body)))
        self.answer(201, {"id": "740e5834-3a29-46b4-9a6f-16142fde533a", "reference": None, "content": {},
                          "uri": "", "template": {}})  # fmt: skip

    def why_not_allowed(self):
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        head, claims, signature = token.split(".")
        wanted = hmac.new(SECRET.encode(), f"{head}.{claims}".encode(), hashlib.sha256).digest()
        if scheme != "Bearer" or not hmac.compare_digest(wanted, decode(signature)):
            return 403, "AuthError", "Invalid token: signature, api token not found"
        if json.loads(decode(head)) != {"typ": "JWT", "alg": "HS256"} or json.loads(decode(claims))["iss"] != SERVICE:
            return 403, "AuthError", "Invalid token: service not found"
        if abs(timezone.now().timestamp() - json.loads(decode(claims))["iat"]) > 30:
            return 403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds"
        return None

    def why_not_valid(self, body):
        sent = json.loads(body)
        known = {"template_id", "personalisation", "reference", "email_address", "phone_number"}
        if self.headers["Content-Type"] != "application/json" or set(sent) - known:
            return 400, "ValidationError", "Additional properties are not allowed"
        if self.path == "/v2/notifications/email":
            wanted, template, fields = sent.get("email_address", ""), EMAIL_TEMPLATE, {"subject", "body"}
            is_good = "@" in wanted
        else:
            wanted, template, fields = sent.get("phone_number", ""), TEXT_TEMPLATE, {"body"}
            is_good = self.path == "/v2/notifications/sms" and bool(PHONE.fullmatch(wanted))
        if not is_good:
            return 400, "ValidationError", f"{wanted} is not valid"
        if sent["template_id"] != template or set(sent["personalisation"]) != fields:
            return 400, "BadRequestError", "Missing personalisation"
        return None

    def answer(self, status, content):
        said = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def notify(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), FakeNotify)
    server.taken, server.refuse_with = [], None
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    settings.NOTIFY_API_KEY = f"live_key-{SERVICE}-{SECRET}"
    settings.NOTIFY_EMAIL_TEMPLATE, settings.NOTIFY_TEXT_TEMPLATE = EMAIL_TEMPLATE, TEXT_TEMPLATE
    settings.NOTIFY_ADDRESS = f"http://127.0.0.1:{server.server_port}"
    settings.EMAIL_BACKEND = "goldenthread.messages.notify.NotifyBackend"
    settings.TEXT_MESSAGE_SENDER = "goldenthread.messages.notify.send_text"
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def words():
    wording = Wording(slug="tea", purpose="Tea", subject="Tea at four", body="Hello $name, tea.", text="Tea, $name?")
    add_wording(wording)
    return wording


def send_now(words, address, channel):
    message = send(wording=words.slug, to=Recipient(address=address), values={"name": "Ida"}, channel=channel, by=None,
                   at=timezone.now())  # fmt: skip
    return message, delivery.deliver(message_id=message.pk, at=timezone.now())


@pytest.mark.django_db
def test_the_outbox_sends_e_mail_and_text_messages_through_notify(notify, words):
    assert send_now(words, "ida@council.example", Channel.EMAIL)[1] == MessageStatus.SENT
    assert send_now(words, "07900900123", Channel.TEXT)[1] == MessageStatus.SENT
    assert notify.taken == [
        ("/v2/notifications/email", {
            "email_address": "ida@council.example",
            "template_id": EMAIL_TEMPLATE,
            "personalisation": {"subject": "Tea at four", "body": "Hello Ida, tea."},
        }),
        ("/v2/notifications/sms", {
            "phone_number": "07900900123",
            "template_id": TEXT_TEMPLATE,
            "personalisation": {"body": "Tea, Ida?"},
        }),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_refusal_is_kept_with_the_message_which_is_tried_again(notify, words):
    notify.refuse_with = 429, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds"
    message, status = send_now(words, "ida@council.example", Channel.EMAIL)
    message = Message.objects.get(pk=message.pk)
    assert (status, message.status) == (MessageStatus.WAITING, MessageStatus.WAITING)
    assert "Exceeded rate limit" in message.failure
    notify.refuse_with = None
    assert delivery.deliver(message_id=message.pk, at=timezone.now() + timedelta(hours=1)) == MessageStatus.SENT


def test_mails_of_other_rooms_travel_the_same_way_to_each_recipient(notify):
    assert send_mail("New password", "Here", None, ["a@b.example", "c@d.example"]) == 1
    assert [sent["email_address"] for _, sent in notify.taken] == ["a@b.example", "c@d.example"]


def test_what_notify_cannot_take_is_said(notify):
    with pytest.raises(delivery.NotDelivered, match="12 is not valid"):
        notify_room.send_text("12", "Hello")
    with pytest.raises(delivery.NotDelivered, match="attachment"):
        EmailMessage("a", "b", None, ["a@b.example"], attachments=[("a.txt", "x", "text/plain")]).send()
    notify.refuse_with = 503, "Exception", "Internal server error"
    with pytest.raises(delivery.NotDelivered, match="tried again later"):
        send_mail("a", "b", None, ["a@b.example"])
    assert send_mail("a", "b", None, ["a@b.example"], fail_silently=True) == 0


def test_a_wrong_key_or_address_is_said_and_the_secret_is_not_shown(notify, settings):
    assert SECRET not in repr(notify_room.Notify.from_settings())
    settings.NOTIFY_API_KEY = f"live_key-{SERVICE}-{SECRET[:-1]}0"
    if SECRET.endswith("0"):
        settings.NOTIFY_API_KEY = f"live_key-{SERVICE}-{SECRET[:-1]}1"
    with pytest.raises(delivery.NotDelivered, match="Check the key"):
        send_mail("a", "b", None, ["a@b.example"])
    settings.NOTIFY_ADDRESS = "http://notify.example"
    with pytest.raises(ImproperlyConfigured, match="https"):
        send_mail("a", "b", None, ["a@b.example"])
    settings.NOTIFY_API_KEY = "half-a-key"
    with pytest.raises(ImproperlyConfigured, match="copy it whole"):
        send_mail("a", "b", None, ["a@b.example"])


def test_a_service_that_does_not_answer_is_a_failure_that_says_so(notify):
    notify.shutdown()
    notify.server_close()
    with pytest.raises(delivery.NotDelivered, match="could not be reached"):
        send_mail("a", "b", None, ["a@b.example"])
