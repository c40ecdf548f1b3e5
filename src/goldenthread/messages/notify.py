"""GOV.UK Notify: the service through which many councils send e-mail and text messages.

Notify sends templates, and this site writes whole messages: so the council makes two templates, whose only content is
`((subject))` and `((body))` for e-mail and `((body))` for text messages, and names them in its settings.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from goldenthread.messages.delivery import NotDelivered

PATIENCE = 20.0
"""Seconds until Notify is taken not to answer."""

_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_KEY = re.compile(rf"(?:.*-)?(?P<service>{_UUID})-(?P<secret>{_UUID})", re.IGNORECASE)

_ADVICE = {
    400: "Check the template’s fields and whether the key may send to this address.",
    403: "Check the key in GOLDENTHREAD_NOTIFY_KEY, and this machine’s clock.",
    429: "It is tried again later.",
}


@dataclass(frozen=True, slots=True)
class Notify:
    """A service of Notify, as its key names it. The secret is not shown when the object is."""

    address: str
    service: str
    secret: str = field(repr=False)

    @classmethod
    def from_settings(cls) -> Notify:
        """The service that the environment names."""
        found = _KEY.fullmatch(settings.NOTIFY_API_KEY.strip())
        if found is None:
            raise ImproperlyConfigured("GOLDENTHREAD_NOTIFY_KEY is not a key of GOV.UK Notify: copy it whole.")
        return cls(settings.NOTIFY_ADDRESS.rstrip("/"), found["service"], found["secret"])

    def send_email(self, *, to: str, subject: str, body: str, reference: str = "", at: datetime) -> str:
        """Have an e-mail sent; Notify's own number of it."""
        content = {
            "email_address": to,
            "template_id": settings.NOTIFY_EMAIL_TEMPLATE,
            "personalisation": {"subject": subject, "body": body},
        }
        return self._post("/v2/notifications/email", content, reference, at)

    def send_text(self, *, to: str, body: str, reference: str = "", at: datetime) -> str:
        """Have a text message sent; Notify's own number of it."""
        content = {
            "phone_number": to,
            "template_id": settings.NOTIFY_TEXT_TEMPLATE,
            "personalisation": {"body": body},
        }
        return self._post("/v2/notifications/sms", content, reference, at)

    def token(self, at: datetime) -> str:
        """Who asks, signed with the key's secret (RFC 7519, HS256). Notify takes it for half a minute."""
        signed = ".".join(
            _encode(json.dumps(part, separators=(",", ":")).encode())
            for part in ({"typ": "JWT", "alg": "HS256"}, {"iss": self.service, "iat": int(at.timestamp())})
        )
        return f"{signed}.{_encode(hmac.digest(self.secret.encode(), signed.encode(), hashlib.sha256))}"

    def _post(self, path: str, content: dict[str, Any], reference: str, at: datetime) -> str:
        if reference:
            content = {**content, "reference": reference}
        connection = self._connect()
        try:
            connection.request(
                "POST",
                path,
                body=json.dumps(content).encode(),
                headers={
                    "Content-Type": "application/json",
                    "Accept": "application/json",
                    "Authorization": f"Bearer {self.token(at)}",
                    "User-Agent": "golden-thread",
                },
            )
            answer = connection.getresponse()
            said = answer.read()
        except (OSError, http.client.HTTPException) as fault:
            raise NotDelivered(f"GOV.UK Notify could not be reached: {fault or type(fault).__name__}.") from fault
        finally:
            connection.close()
        if answer.status != http.HTTPStatus.CREATED:
            raise NotDelivered(_say_refusal(answer.status, said))
        return _number_in(said)

    def _connect(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.address)
        if parts.scheme == "https" and parts.hostname:
            return http.client.HTTPSConnection(parts.hostname, parts.port, timeout=PATIENCE)
        if parts.scheme == "http" and parts.hostname in {"127.0.0.1", "::1", "localhost"}:
            return http.client.HTTPConnection(parts.hostname, parts.port, timeout=PATIENCE)
        raise ImproperlyConfigured("GOLDENTHREAD_NOTIFY_ADDRESS has to begin with https://.")


class NotifyBackend(BaseEmailBackend):
    """Django's e-mail, sent through Notify: the outbox's messages and those about passwords alike."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send each message to each of its recipients; how many messages left."""
        service, sent = Notify.from_settings(), 0
        for message in email_messages:
            if message.attachments:
                raise NotDelivered("This message has an attachment, which GOV.UK Notify does not take.")
            try:
                for address in message.recipients():
                    service.send_email(
                        to=address, subject=str(message.subject), body=str(message.body), at=timezone.now()
                    )
            except NotDelivered:
                if not self.fail_silently:
                    raise
            else:
                sent += 1
        return sent


def send_text(number: str, words: str) -> None:
    """Send one text message."""
    Notify.from_settings().send_text(to=number, body=words, at=timezone.now())


def _say_refusal(status: int, said: bytes) -> str:
    try:
        errors = json.loads(said)["errors"]
        why = "; ".join(f"{each['error']}: {each['message']}" for each in errors)
    except (ValueError, KeyError, TypeError):
        why = f"it answered with {status}"
    advice = _ADVICE.get(status, "It is tried again later." if status >= 500 else "")
    return f"GOV.UK Notify did not take the message ({why}). {advice}".strip()


def _number_in(said: bytes) -> str:
    try:
        return str(json.loads(said)["id"])
    except (ValueError, KeyError, TypeError):
        return ""


def _encode(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
