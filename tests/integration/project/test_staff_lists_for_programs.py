"""A program with a key reads the lists its maker may read, and can do nothing else."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from tests.factories.people import make_person, make_team, signed_in_client
from tests.factories.plans import make_plan

from goldenthread.accounts import actions, api_keys
from goldenthread.accounts.models import ApiKey, AuditEvent, Person
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.frontend import page_cache
from goldenthread.project import staff_lists

pytestmark = pytest.mark.django_db

PLANS = "/staff/plans/?as=json"


@pytest.fixture
def owner() -> Person:
    return make_person(Role.PLAN_OWNER, Role.ADMINISTRATOR, name="Ada Lovelace")


def make_key(person: Person, *, days: int = 30, name: str = "Dashboard") -> str:
    now, secret = timezone.now(), api_keys.new_secret()
    actions.make_api_key(name=name, secret=secret, expires_at=now + timedelta(days=days), by=person, at=now)
    return secret


def program(secret: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {secret}"})


def parameterless_staff_addresses() -> list[str]:
    def walk(resolver, before):
        for each in resolver.url_patterns:
            address = before + str(each.pattern)
            if hasattr(each, "url_patterns"):
                yield from walk(each, address)
            elif address.startswith("staff/") and not set("<(^[") & set(address):
                yield "/" + address

    return sorted(set(walk(get_resolver(), "")))


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────
def test_a_list_answers_a_program_as_it_answers_a_person(owner):
    make_plan(owner, title="Warm homes")
    make_plan(owner, title="Fair work")
    told = program(make_key(owner)).get(PLANS + "&q=warm")
    assert told["Content-Type"] == "application/json"
    listed = told.json()
    assert [row["Title"] for row in listed["rows"]] == ["Warm homes"]
    assert list(listed["rows"][0]) == listed["columns"]
    as_page = signed_in_client(owner).get(PLANS + "&q=warm")
    assert as_page.json() == listed


def test_every_list_is_named_in_the_api_and_answers_where_it_says(owner):
    reader = program(make_key(owner))
    named = {each["address"] for each in reader.get("/api/v1/staff/lists").json()["lists"] if not each["parts"]}
    answers = {}
    for address in parameterless_staff_addresses():
        response = reader.get(address, {"as": "json"})
        if response["Content-Type"] == "application/json" and response.status_code == 200:
            answers[address] = response.json()
    assert set(answers) == named
    for address, told in answers.items():
        assert told["title"], address
        assert len(set(told["columns"])) == len(told["columns"]), address


def test_lists_of_one_thing_say_what_stands_in_their_address():
    assert staff_lists.address_of("plan:staff_cycle") == {"address": "/staff/updates/{pk}/", "parts": ["pk"]}
    for name in staff_lists.LISTS:
        assert staff_lists.address_of(name)["address"].startswith("/staff/")


def test_a_key_reads_what_its_maker_may_read_and_says_why_not(owner):
    contributor = make_person(Role.CONTRIBUTOR)
    refused = program(make_key(contributor)).get("/staff/api-keys/all/?as=json")
    assert refused.status_code == 403
    assert refused.json() == {"detail": "You need to be an administrator to see everybody's API keys."}
    assert program(make_key(owner)).get("/staff/api-keys/all/?as=json").status_code == 200


def test_the_other_forms_can_be_had_too(owner):
    reader = program(make_key(owner))
    assert reader.get("/staff/plans/?as=csv").content.startswith(b"\xef\xbb\xbf")
    assert reader.get("/staff/plans/?as=xlsx").content.startswith(b"PK")


# ── nothing else ─────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("address", ["/staff/", "/staff/plans/", "/account/", "/cms/", "/", "/plans/?as=csv"])
def test_pages_are_not_for_keys(owner, address):
    refused = program(make_key(owner)).get(address)
    assert refused.status_code == 403
    assert "add as=json" in refused.json()["detail"]


def test_a_page_without_a_list_is_not_read_by_saying_that_it_is_one(owner):
    refused = program(make_key(owner)).get("/staff/?as=json")
    assert (refused.status_code, refused.json()) == (404, {"detail": "There is no list at this address."})


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_a_key_changes_nothing(owner, method):
    refused = getattr(program(make_key(owner)), method)(PLANS)
    assert (refused.status_code, refused.json()) == (403, {"detail": "A key can read, and cannot change anything."})


def test_without_a_key_the_list_asks_to_sign_in_and_the_api_says_no(client):
    assert client.get(PLANS).status_code == 302
    assert client.get("/api/v1/staff/lists").status_code == 401
    assert client.get("/api/v1/plans").status_code == 200


def test_a_person_who_has_signed_in_reads_the_lists_of_the_api_too(owner):
    assert signed_in_client(owner).get("/api/v1/staff/lists").status_code == 200
    nobody = make_person()
    assert signed_in_client(nobody).get("/api/v1/staff/lists").status_code == 403


# ── keys that do not work ────────────────────────────────────────────────────────────────────────────
def assert_does_not_work(secret: str) -> None:
    refused = program(secret).get(PLANS)
    assert refused.status_code == 401
    assert refused["WWW-Authenticate"] == "Bearer"
    assert refused.json() == {"detail": "This key is not known, has expired or was ended."}
    assert program(secret).get("/api/v1/staff/lists").status_code == 401


def test_unknown_expired_and_ended_keys_and_those_of_people_who_left(owner):
    assert_does_not_work("")
    assert_does_not_work("gt_" + "x" * 43)
    assert_does_not_work(api_keys.new_secret())
    secret = make_key(owner)
    key = ApiKey.objects.get()
    assert_does_not_work(key.hash)
    assert program(secret).get(PLANS).status_code == 200
    actions.end_api_key(key=key, by=owner, at=timezone.now())
    assert_does_not_work(secret)
    leaver = make_person(Role.EDITOR)
    secret = make_key(leaver)
    ApiKey.objects.of(leaver).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert_does_not_work(secret)
    secret = make_key(leaver)
    actions.deactivate(person=leaver, by=owner, at=timezone.now())
    assert_does_not_work(secret)


def test_a_key_of_somebody_without_a_second_factor_waits_for_it():
    secret = make_key(make_person(Role.PLAN_OWNER, second_factor=False, name="Grace Hopper"))
    refused = program(secret).get(PLANS)
    assert refused.status_code == 403
    assert refused.json()["detail"] == "Grace Hopper has to set up a second factor before this key works."


# ── what is kept ─────────────────────────────────────────────────────────────────────────────────────
def test_only_the_hash_of_a_key_is_kept_and_the_log_says_who_made_and_ended_it(owner):
    secret = make_key(owner)
    key = ApiKey.objects.get()
    assert secret not in json.dumps(list(ApiKey.objects.values()), default=str)
    assert key.hash == api_keys.hash_of(secret)
    actions.end_api_key(key=key, by=owner, at=timezone.now())
    actions.end_api_key(key=key, by=owner, at=timezone.now())
    verbs = AuditEvent.objects.about("accounts.api_key", key.pk).values_list("verb", flat=True)
    assert list(verbs) == ["made the API key", "ended the API key"]
    assert secret not in json.dumps(list(AuditEvent.objects.values()), default=str)


def test_when_it_was_used_is_written_once_an_hour(owner, django_assert_num_queries):
    program(make_key(owner)).get(PLANS)
    used = ApiKey.objects.get().last_used_at
    assert used is not None
    now = used + timedelta(minutes=59)
    key = ApiKey.objects.get()
    with django_assert_num_queries(0):
        actions.note_api_key_used(key=key, at=now)
    actions.note_api_key_used(key=key, at=used + timedelta(hours=1))
    assert ApiKey.objects.get().last_used_at == used + timedelta(hours=1)


def test_what_a_program_read_is_kept_for_nobody(owner, client, monkeypatch, tmp_path):
    monkeypatch.setattr(page_cache, "shelf", page_cache.PageShelf(capacity=10_000_000))
    monkeypatch.setattr(page_cache, "folder", page_cache.PageFolder(tmp_path, 10_000_000))
    make_plan(owner, title="Not yet published")
    told = program(make_key(owner)).get(PLANS)
    assert "Not yet published" in told.content.decode()
    assert "no-store" in told["Cache-Control"]
    assert "Authorization" in told["Vary"]
    assert settings.SESSION_COOKIE_NAME not in told.cookies
    assert client.get(PLANS).status_code == 302
    assert client.get("/api/v1/plans").headers["ETag"]
    assert "ETag" not in program(make_key(owner)).get("/api/v1/plans").headers


# ── making and ending ────────────────────────────────────────────────────────────────────────────────
def test_a_key_is_shown_once_after_the_password_was_asked_again(owner):
    owner.set_password("meadow candle lantern")
    owner.save()
    browser = signed_in_client(owner)
    asked = browser.get("/staff/api-keys/make/")
    assert asked.status_code == 302
    assert asked["Location"].startswith("/account/reauthenticate/")
    back = parse_qs(urlsplit(asked["Location"]).query)["next"]
    assert back == ["/staff/api-keys/make/"]
    assert browser.post(asked["Location"], {"password": "meadow candle lantern"})["Location"] == back[0]
    wrong = browser.post(back[0], {"name": "", "days": "9999"})
    assert wrong.status_code == 400
    assert "Say what the key is for" in wrong.content.decode()
    made = browser.post(back[0], {"name": "Directorate dashboard", "days": "90"})
    page = made.content.decode()
    secret = page.split('<code class="gt-code">')[1].split("</code>")[0]
    assert program(secret).get(PLANS).status_code == 200
    assert "no-store" in made["Cache-Control"]
    kept = browser.get("/staff/api-keys/").content.decode()
    assert "Directorate dashboard" in kept
    assert secret[:8] in kept
    assert secret not in kept


def test_a_person_has_ten_keys_at_most_and_none_for_more_than_a_year(owner):
    for number in range(10):
        make_key(owner, name=f"Program {number}")
    with pytest.raises(actions.CannotBeDone, match="You have 10 keys: end one"):
        make_key(owner)
    actions.end_api_key(key=ApiKey.objects.first(), by=owner, at=timezone.now())
    make_key(owner)
    other = make_person(Role.VIEWER)
    with pytest.raises(actions.CannotBeDone, match="a year at most"):
        make_key(other, days=367)
    with pytest.raises(actions.CannotBeDone, match="a year at most"):
        make_key(other, days=0)
    with pytest.raises(actions.CannotBeDone, match="what the key is for"):
        make_key(other, name=" ")
    with pytest.raises(NotAllowed, match="You need a role"):
        make_key(make_person())


def test_people_end_their_own_keys_and_administrators_anybodys(owner):
    viewer, other = make_person(Role.VIEWER), make_person(Role.VIEWER)
    for _ in range(2):
        make_key(viewer)
    first, second = ApiKey.objects.order_by("pk")
    with pytest.raises(NotAllowed, match="to end somebody else's API key"):
        actions.end_api_key(key=first, by=other, at=timezone.now())
    for pk in (first.pk, 987654):
        refused = signed_in_client(other).post(f"/staff/api-keys/{pk}/end/")
        assert refused.status_code == 403
        assert "This is not one of them" in refused.content.decode()
    assert signed_in_client(viewer).post(f"/staff/api-keys/{first.pk}/end/")["Location"] == "/staff/api-keys/"
    assert signed_in_client(owner).post(f"/staff/api-keys/{second.pk}/end/")["Location"] == "/staff/api-keys/all/"
    assert not ApiKey.objects.in_use(timezone.now()).exists()
    assert ApiKey.objects.filter(ended_by=owner).get() == second


def test_administrators_find_keys_by_person_and_state(owner):
    viewer = make_person(Role.VIEWER, name="Grace Hopper", team=make_team("Housing"))
    make_key(viewer, name="Housing dashboard")
    make_key(owner, name="Old script")
    actions.end_api_key(key=ApiKey.objects.of(owner).get(), by=owner, at=timezone.now())
    browser = signed_in_client(owner)

    def names(query: str) -> list[str]:
        told = browser.get(f"/staff/api-keys/all/?as=json&{query}").json()
        return [row["What for"] for row in told["rows"]]

    assert names("") == ["Housing dashboard"]
    assert names("which=ended") == ["Old script"]
    assert sorted(names("which=all&sort=person")) == ["Housing dashboard", "Old script"]
    assert names("which=all&sort=person")[0] == "Old script", "Ada before Grace"
    assert names("which=all&q=hopper") == ["Housing dashboard"]
    page = browser.get("/staff/api-keys/all/").content.decode()
    assert "Housing dashboard" in page
    assert "Grace Hopper" in page


def test_the_lists_of_keys_take_the_same_queries_however_many_there_are(owner, django_assert_max_num_queries):
    for person in (make_person(Role.VIEWER) for _ in range(6)):
        make_key(person)
    browser = signed_in_client(owner)
    for address in ("/staff/api-keys/all/", "/staff/api-keys/", "/staff/api-keys/all/?as=csv"):
        with django_assert_max_num_queries(9):
            assert browser.get(address).status_code == 200
