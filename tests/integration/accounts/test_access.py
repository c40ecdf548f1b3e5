"""Nothing is reached by guessing its address: every address of accounts and messages, for everybody."""

from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.people import NOW, make_person, make_team, signed_in_client

from goldenthread.accounts import audit
from goldenthread.accounts import urls as accounts_urls
from goldenthread.accounts.models import ApiKey, AuditEvent, Person, Team
from goldenthread.accounts.roles import Role
from goldenthread.messages import urls as messages_urls
from goldenthread.messages.models import Channel, Message, MessageStatus, ProblemReport

pytestmark = pytest.mark.django_db

ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
PEOPLE_READERS = frozenset({Role.ADMINISTRATOR, Role.PLAN_OWNER})
PROBLEM_SOLVERS = frozenset({Role.ADMINISTRATOR, Role.EDITOR, Role.ANALYST})
EVERY_ROLE = frozenset(Role)


@dataclass(frozen=True)
class Address:
    """An address, who may use it, and how."""

    name: str
    allowed: frozenset[Role]
    arguments: tuple[str, ...] = ()
    method: str = "get"
    status: int = 200
    data: dict[str, str] = field(default_factory=dict)


STAFF = [
    Address("accounts:people", PEOPLE_READERS),
    Address("accounts:person", PEOPLE_READERS, ("person",)),
    Address("accounts:invite", ADMINISTRATOR),
    Address("accounts:invite", ADMINISTRATOR, method="post", status=400, data={"name": "x"}),
    Address("accounts:change_details", ADMINISTRATOR, ("person",)),
    Address("accounts:change_roles", ADMINISTRATOR, ("person",)),
    Address("accounts:change_roles", ADMINISTRATOR, ("person",), "post", 302, {"roles": "administrator"}),
    *(
        Address("accounts:do_to_person", ADMINISTRATOR, ("person", deed), "post", 302)
        for deed in ("deactivate", "reactivate", "reset-second-factor", "invite-again")
    ),
    Address("accounts:teams", EVERY_ROLE),
    Address("accounts:team", EVERY_ROLE, ("team",)),
    Address("accounts:add_team", ADMINISTRATOR),
    Address("accounts:change_team", ADMINISTRATOR, ("team",)),
    Address("accounts:api_keys", EVERY_ROLE),
    Address("accounts:make_api_key", EVERY_ROLE, status=302),  # to show once more who one is
    Address("accounts:all_api_keys", ADMINISTRATOR),
    Address("accounts:end_api_key", ADMINISTRATOR, ("key",), "post", 302),
    Address("accounts:audit_log", ADMINISTRATOR),
    Address("accounts:export_audit_log", ADMINISTRATOR),
    Address("accounts:verify_audit_log", ADMINISTRATOR),
    Address("messages:problems", PROBLEM_SOLVERS),
    Address("messages:problem", PROBLEM_SOLVERS, ("problem",)),
    Address("messages:do_to_problem", PROBLEM_SOLVERS, ("problem", "close"), "post", 302),
    Address("messages:do_to_problem", PROBLEM_SOLVERS, ("problem", "reopen"), "post", 302),
    Address("messages:outbox", PEOPLE_READERS),
    Address("messages:message", PEOPLE_READERS, ("message",)),
    *(
        Address("messages:do_to_message", PEOPLE_READERS, ("message", deed), "post", 302)
        for deed in ("cancel", "try-again", "posted")
    ),
]
FOR_WHOEVER_SIGNED_IN = ["accounts:own_account", "accounts:own_address", "accounts:own_mobile"]
PUBLIC = ["accounts:accept_invitation", "messages:report_problem", "messages:problem_reported"]


@pytest.fixture
def things() -> dict[str, str]:
    message = Message.objects.create(
        channel=Channel.LETTER, wording="invitation", address="1 High Street", subject="s", body="b", created_at=NOW
    )
    problem = ProblemReport.objects.create(what_happened="It broke", created_at=NOW, sender_key="x")
    audit.record(actor=None, at=NOW, verb="made", object_type="x.y", object_id=1, object_name="X")
    subject = make_person(Role.VIEWER, name="Subject of it")
    key = ApiKey.objects.create(person=subject, name="Its dashboard", hash="x", made_at=NOW, expires_at=NOW)
    return {
        "person": str(subject.pk),
        "key": str(key.pk),
        "team": make_team("Housing").slug,
        "message": str(message.pk),
        "problem": str(problem.pk),
    }


def ask(client: Client, address: Address, things: dict[str, str]):
    url = reverse(address.name, args=[things.get(argument, argument) for argument in address.arguments])
    return getattr(client, address.method)(url, address.data)


def test_the_list_names_every_address_there_is() -> None:
    listed = {address.name for address in STAFF} | set(FOR_WHOEVER_SIGNED_IN) | set(PUBLIC)
    there = {
        f"{room.app_name}:{pattern.name}" for room in (accounts_urls, messages_urls) for pattern in room.urlpatterns
    }
    assert listed == there


@pytest.mark.parametrize("role", [None, *Role])
def test_each_role_reaches_what_it_may_and_nothing_else(role: Role | None, things: dict[str, str]) -> None:
    somebody = make_person(*([role] if role else []), name="Reader")
    make_person(Role.ADMINISTRATOR)
    client = signed_in_client(somebody)
    for address in STAFF:
        response = ask(client, address, things)
        expected = address.status if role in address.allowed else 403
        assert response.status_code == expected, (role, address)
        if expected == 403:
            words = response.content.decode()
            assert "You cannot see or do this" in words
            assert "Subject of it" not in words


def test_who_has_not_signed_in_is_asked_to(client: Client, things: dict[str, str]) -> None:
    before = (Person.objects.count(), Team.objects.count(), audit.latest_position())
    for address in STAFF:
        response = ask(client, address, things)
        assert response.status_code == 302, address
        assert response.headers["Location"].startswith("/account/login/?next=/staff/"), address
    for name in FOR_WHOEVER_SIGNED_IN:
        response = client.get(reverse(name))
        assert response.headers["Location"].startswith("/account/login/?next=/account/")
    assert (Person.objects.count(), Team.objects.count(), audit.latest_position()) == before
    assert Message.objects.get().status == MessageStatus.WAITING


def test_a_refusal_is_the_same_whether_or_not_the_thing_is_there(things: dict[str, str]) -> None:
    client = signed_in_client(make_person(Role.VIEWER))
    there = client.get(reverse("accounts:person", args=[things["person"]]))
    not_there = client.get(reverse("accounts:person", args=[987654]))
    assert (there.status_code, not_there.status_code) == (403, 403)


def test_a_deed_is_not_done_by_opening_its_address(things: dict[str, str]) -> None:
    client = signed_in_client(make_person(Role.ADMINISTRATOR))
    for address in STAFF:
        if address.method == "post" and address.name.partition(":")[2].startswith("do_to"):
            url = reverse(address.name, args=[things.get(argument, argument) for argument in address.arguments])
            assert client.get(url).status_code == 405
    assert Person.objects.get(pk=things["person"]).is_active


@pytest.mark.parametrize("name", ["accounts:people", "accounts:audit_log", "messages:outbox", "messages:problems"])
def test_no_list_asks_more_of_the_database_as_it_grows(name: str, django_assert_num_queries) -> None:
    client = signed_in_client(make_person(Role.ADMINISTRATOR))

    def queries() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(name)).status_code == 200
        return len(asked)

    def add(count: int) -> None:
        team = make_team()
        for number in range(count):
            make_person(Role.EDITOR, Role.ANALYST, team=team)
            audit.record(actor=None, at=NOW, verb="made", object_type="x.y", object_id=number, object_name="X")
            Message.objects.create(
                channel=Channel.EMAIL,
                wording="invitation",
                address="a@b.example",
                subject="s",
                body="b",
                created_at=NOW,
            )
            ProblemReport.objects.create(what_happened="It broke", created_at=NOW, sender_key="x")

    add(2)
    small = queries()
    add(25)
    assert queries() == small
    assert small <= 15


def test_a_noted_hash_may_be_copied_with_its_gap_and_must_be_whole(things: dict[str, str]) -> None:
    client = signed_in_client(make_person(Role.ADMINISTRATOR))
    noted = AuditEvent.objects.get().hash
    found = client.get(reverse("accounts:verify_audit_log"), {"noted_hash": f"{noted[:32]} {noted[32:].upper()}"})
    assert "The one event is as written." in found.content.decode()
    not_found = client.get(reverse("accounts:verify_audit_log"), {"noted_hash": "f" * 64}).content.decode()
    assert "The audit log is not as it was written" in not_found
    cut_short = client.get(reverse("accounts:verify_audit_log"), {"noted_hash": noted[:60]})
    assert cut_short.status_code == 400
    assert "Enter all 64 characters" in cut_short.content.decode()


def test_the_export_follows_the_filters(things: dict[str, str]) -> None:
    client = signed_in_client(make_person(Role.ADMINISTRATOR))
    url = reverse("accounts:export_audit_log")
    assert b"The site itself" in b"".join(client.get(url).streaming_content)
    lines = b"".join(client.get(url, {"q": "nobody like this"}).streaming_content).splitlines()
    assert len(lines) == 1
