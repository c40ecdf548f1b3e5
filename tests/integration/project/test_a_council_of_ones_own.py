"""What `goldenthread-site init` makes of a built place: an administrator, the place and an empty plan, or nothing."""

import pytest
from tests.factories.people import make_person
from tests.factories.snapshots import PLACE, write_snapshot

from goldenthread.accounts.models import AuditEvent, Person
from goldenthread.accounts.roles import Role
from goldenthread.evidence import numbers
from goldenthread.frontend.council import Council
from goldenthread.place.models import Area
from goldenthread.place.models import Council as PlaceCouncil
from goldenthread.plan.models import Plan
from goldenthread.project import console

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def store(tmp_path, settings, monkeypatch):
    """An empty store of evidence that the site of a small invented district would read."""
    settings.EVIDENCE_STORE = str(tmp_path)
    settings.COUNCIL = Council(name="Testham Council", code=PLACE, short_name="Testham")
    monkeypatch.setenv("GOLDENTHREAD_ADMIN_PASSWORD", PASSWORD)
    return tmp_path


def test_a_built_place_begins_with_an_administrator_its_areas_and_an_empty_plan(store):
    write_snapshot(store)
    console.begin("ada@council.example", "Ada Moss")
    administrator = Person.objects.get()
    assert administrator.has_role(Role.ADMINISTRATOR)
    assert administrator.check_password(PASSWORD)
    assert Area.objects.exists()
    plan = Plan.objects.get()
    assert plan.title == "A fairer Testham"
    assert plan.ends_on.year - plan.starts_on.year == 4
    assert not plan.actions.exists()


def test_a_place_built_again_is_taken_into_use_once_at_the_next_start(store):
    built = write_snapshot(store)
    console.begin("ada@council.example", "Ada Moss")
    console.use_evidence_built_since()
    taken = AuditEvent.objects.filter(object_type="snapshot")
    assert taken.count() == 1
    PlaceCouncil.objects.update(snapshot_id="00000-an-earlier-one")
    for _ in range(2):
        console.use_evidence_built_since()
    assert [event.object_id for event in taken.order_by("position")] == [built.id, built.id]
    assert taken.latest("position").actor_name == "The site itself"


def test_a_site_with_people_is_left_alone(store, capsys):
    write_snapshot(store)
    make_person(Role.ADMINISTRATOR)
    with pytest.raises(SystemExit):
        console.begin("ada@council.example", "Ada Moss")
    assert "has people already" in capsys.readouterr().err
    assert not Plan.objects.exists()


def test_without_evidence_nothing_is_begun(store):
    with pytest.raises(numbers.NoEvidence):
        console.begin("ada@council.example", "Ada Moss")
    assert not Person.objects.exists()
    assert not Plan.objects.exists()


def test_a_weak_password_is_refused_in_words(store, monkeypatch, capsys):
    monkeypatch.setenv("GOLDENTHREAD_ADMIN_PASSWORD", "short")
    with pytest.raises(SystemExit):
        console.begin("ada@council.example", "Ada Moss")
    assert "too short" in capsys.readouterr().err
    assert not Person.objects.exists()


def test_where_nobody_can_give_a_password_nothing_is_begun(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("GOLDENTHREAD_ADMIN_PASSWORD", raising=False)
    monkeypatch.setenv("GOLDENTHREAD_HOME", str(tmp_path / "home"))
    with pytest.raises(SystemExit):
        console.init(PLACE, admin_email="ada@council.example", admin_name="Ada Moss")
    assert "set GOLDENTHREAD_ADMIN_PASSWORD" in capsys.readouterr().err
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(("https", "address"), [(True, "https://fair.example"), (False, "http://127.0.0.1:8123")])
def test_a_started_site_names_the_address_that_opens(settings, capsys, https, address):
    settings.SECURE_SSL_REDIRECT = https
    settings.WAGTAILADMIN_BASE_URL = "https://fair.example"
    console.show_own_site(console.server.Address("127.0.0.1", 8123))
    assert f"open at {address}" in capsys.readouterr().out
