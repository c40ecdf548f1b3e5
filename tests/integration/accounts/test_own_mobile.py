"""One's own mobile number: set and taken away by oneself, and shown to nobody else."""

import pytest
from django.urls import reverse
from tests.factories.people import NOW, make_person, signed_in_client

from goldenthread.accounts import actions
from goldenthread.accounts.actions import CannotBeDone
from goldenthread.accounts.models import AuditEvent, Person
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role

pytestmark = pytest.mark.django_db

NUMBER = "+447700900123"
#: Every way in which the number could be written somewhere.
TRACES = ("7700900123", "7700 900123", "07700900")


@pytest.fixture(autouse=True)
def sends_texts(settings):
    settings.TEXT_MESSAGE_SENDER = "goldenthread.messages.texts.keep_in_folder"


@pytest.fixture
def person():
    return make_person(Role.CONTRIBUTOR, name="Leon Ashdown")


def log():
    return "\n".join(f"{e.verb} {e.object_name} {e.before} {e.after}" for e in AuditEvent.objects.all())


def test_it_is_set_changed_and_taken_away_on_ones_own_page(person):
    client, address = signed_in_client(person), reverse("accounts:own_mobile")
    page = client.get(reverse("accounts:own_account")).content.decode()
    assert address in page
    assert "Not set" in page
    said = client.get(address).content.decode()
    assert "We use it for one thing" in said
    answer = client.post(address, {"mobile": "07700 900 123"}, follow=True).content.decode()
    assert "Your mobile number is kept." in answer
    assert "07700 900123" in answer
    person.refresh_from_db()
    assert person.mobile == NUMBER
    assert 'value="07700 900123"' in client.get(address).content.decode()
    client.post(address, {"mobile": "+353 20 910 1234"})
    person.refresh_from_db()
    assert person.mobile == "+353209101234"
    gone = client.post(address, {"mobile": " "}, follow=True).content.decode()
    assert "No mobile number of yours is kept." in gone
    person.refresh_from_db()
    assert person.mobile == ""
    verbs = list(AuditEvent.objects.order_by("position").values_list("verb", flat=True))
    assert [verb for verb in verbs if "mobile" in verb] == [
        "set a mobile number", "changed their mobile number", "took away their mobile number",
    ]  # fmt: skip


def test_what_is_no_number_is_refused_in_a_sentence_and_nothing_changes(person):
    actions.set_own_mobile(mobile=NUMBER, by=person, at=NOW)
    client = signed_in_client(person)
    answer = client.post(reverse("accounts:own_mobile"), {"mobile": "01632 960001"})
    assert answer.status_code == 400
    assert "Enter a mobile number, like 07700 900123" in answer.content.decode()
    assert client.post(reverse("accounts:own_mobile"), {"mobile": "0" * 41}).status_code == 400
    with pytest.raises(CannotBeDone, match=r"begins with \+ and the code of its country"):
        actions.set_own_mobile(mobile="01632 960001", by=person, at=NOW)
    person.refresh_from_db()
    assert person.mobile == NUMBER


def test_the_log_says_that_it_was_set_and_never_which_it_is(person):
    actions.set_own_mobile(mobile="07700 900123", by=person, at=NOW)
    actions.set_own_mobile(mobile="07700 900123", by=person, at=NOW)
    event = AuditEvent.objects.get(verb="set a mobile number")
    assert (event.before, event.after) == ({"mobile_number": "not set"}, {"mobile_number": "set"})
    actions.set_own_mobile(mobile="", by=person, at=NOW)
    assert not any(trace in log() for trace in TRACES)


def test_nobody_sets_somebody_elses(person):
    actions.set_own_mobile(mobile=NUMBER, by=person, at=NOW)
    administrator = make_person(Role.ADMINISTRATOR)
    client = signed_in_client(administrator)
    client.post(reverse("accounts:own_mobile"), {"mobile": "07700 900999", "person": person.pk, "pk": person.pk})
    client.post(f"{reverse('accounts:own_mobile')}?person={person.pk}", {"mobile": "07700 900999"})
    details = {"name": "Leon", "email": person.email, "job_title": "", "team": "", "mobile": "07700 900999"}
    assert client.post(reverse("accounts:change_details", args=[person.pk]), details).status_code == 302
    person.refresh_from_db()
    administrator.refresh_from_db()
    assert (person.name, person.mobile, administrator.mobile) == ("Leon", NUMBER, "+447700900999")
    with pytest.raises(NotAllowed):
        actions.set_own_mobile(mobile=NUMBER, by=None, at=NOW)


def test_administrators_see_that_one_is_set_and_no_page_or_download_has_it(person, client):
    actions.set_own_mobile(mobile=NUMBER, by=person, at=NOW)
    administrator, owner = make_person(Role.ADMINISTRATOR), make_person(Role.PLAN_OWNER)
    there = reverse("accounts:person", args=[person.pk])
    assert "Only they can see it" in signed_in_client(administrator).get(there).content.decode()
    assert "Mobile number" not in signed_in_client(owner).get(there).content.decode()
    looked = signed_in_client(administrator)
    pages = [
        there, reverse("accounts:change_details", args=[person.pk]), reverse("accounts:people"),
        f"{reverse('accounts:people')}?as=csv", f"{reverse('accounts:people')}?q={TRACES[0]}",
        reverse("accounts:audit_log"), reverse("accounts:export_audit_log"),
    ]  # fmt: skip
    for address in pages:
        answer = looked.get(address)
        assert answer.status_code == 200, address
        body = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
        said = body.replace(f"q={TRACES[0]}", "").replace(f'value="{TRACES[0]}"', "")
        assert not any(trace in said for trace in TRACES), address
    assert person.name not in looked.get(f"{reverse('accounts:people')}?q={TRACES[0]}").content.decode()


def test_where_no_text_messages_are_sent_nobody_is_asked_for_a_number(settings, person):
    settings.TEXT_MESSAGE_SENDER = ""
    client, address = signed_in_client(person), reverse("accounts:own_mobile")
    assert address not in client.get(reverse("accounts:own_account")).content.decode()
    assert "sends no text messages at the moment" in client.get(address).content.decode()
    Person.objects.filter(pk=person.pk).update(mobile=NUMBER)
    assert address in client.get(reverse("accounts:own_account")).content.decode(), "it can still be taken away"
