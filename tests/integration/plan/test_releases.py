"""Releases follow a calendar: planned, prepared, read by members, signed off, published, held by elections."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories.cycles import OPENS, make_leads, make_plan_in_force, start_cycle
from tests.factories.people import signed_in_client
from tests.factories.plans import make_person
from tests.factories.releases import (
    PREPARED_AT,
    PUBLISHED_AT,
    make_signer,
    plan_release,
    prepare,
    sign_and_publish,
)
from tests.lib.workbooks import read_table

from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.messages.models import Message
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.actions import releasing
from goldenthread.plan.models import EditionItem, PreparedItem, Release
from goldenthread.plan.releases.states import RELEASE_TRANSITIONS, ReleaseState
from goldenthread.plan.states import NotPossible

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(settings):
    """The second factor has its own tests."""
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def clock(monkeypatch):
    """Set what the site takes for now: `clock(moment)`."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def owner():
    return make_person(Role.PLAN_OWNER, name="Barnaby Thistlewood")


@pytest.fixture
def lead():
    return make_leads(1, name="Xanthippe Quill")[0]


@pytest.fixture
def plan(owner, lead):
    return make_plan_in_force(owner, leads=[lead])


@pytest.fixture
def release(plan, owner):
    return plan_release(plan, by=owner, signer=make_signer())


def page_of(plan, number="1"):
    return Client().get(reverse("plan:action", args=[plan.slug, number])).content.decode()


# ── the calendar ─────────────────────────────────────────────────────────────────────────────────────
def test_a_year_of_quarters_has_its_days_on_working_days():
    days = releasing.days_of_quarters(date(2026, 11, 28), number=3, weeks_after=8, member_days=5, nation="ENG")
    assert [(each.title, each.publish_on, each.members_from) for each in days] == [
        ("October to December 2026", date(2027, 2, 25), date(2027, 2, 18)),
        # 26 May 2027 less five working days, with the bank holiday of the 31st after it.
        ("January to March 2027", date(2027, 5, 26), date(2027, 5, 19)),
        ("April to June 2027", date(2027, 8, 25), date(2027, 8, 18)),
    ]


def test_a_year_is_announced_once_and_everybody_reads_the_days(plan, owner, client):
    options = {"first": date(2099, 1, 1), "number": 4, "weeks_after": 8, "member_days": 5, "plans": [plan]}
    signer = make_signer()
    at = datetime(2098, 12, 1, tzinfo=UTC)
    assert len(releasing.plan_quarters(**options, signer=signer, by=owner, at=at)) == 4
    assert releasing.plan_quarters(**options, signer=signer, by=owner, at=at) == []
    page = client.get("/releases/").content.decode()
    assert "The next figures come on" in page
    assert "January to March 2099" in page
    assert plan.title in page
    assert "Ottoline Finch" not in page


def test_the_read_interface_tells_what_the_public_calendar_tells(plan, owner, release, client, clock):
    clock(PREPARED_AT)
    prepare(release, owner)
    found = client.get("/api/v1/releases").json()
    assert found["count"] == 1
    (only,) = found["items"]
    assert (only["title"], only["stands"], only["publish_on"]) == ("April to June 2026", "to come", "2026-08-25")
    assert only["plans"] == [{"title": plan.title, "slug": plan.slug}]
    assert only["says"] in client.get(reverse("plan:releases")).content.decode()
    assert client.get("/api/v1/releases?stands=published").json()["count"] == 0
    assert client.get("/api/v1/releases?stands=to come").json()["count"] == 1
    assert client.get("/api/v1/releases?stands=prepared").json()["count"] == 0, "how far it is is the council's own"
    releasing.cancel_release(release=release, reason="It came with the next.", by=owner, at=PREPARED_AT)
    (only,) = client.get("/api/v1/releases?stands=cancelled").json()["items"]
    assert only["note"] == "Cancelled. It came with the next."


def test_a_day_that_is_over_or_no_working_day_is_refused(plan, owner):
    signer = make_signer()
    with pytest.raises(NotPossible, match="has passed"):
        plan_release(plan, by=owner, signer=signer, at=datetime(2026, 9, 1, tzinfo=UTC))
    with pytest.raises(NotPossible, match="31 August 2026 is not a working day"):
        plan_release(plan, by=owner, signer=signer, publish_on=date(2026, 8, 31))
    with pytest.raises(ValidationError):
        plan_release(plan, by=owner, signer=signer, members_from=date(2026, 8, 26))
    with pytest.raises(NotPossible, match="no job title"):
        plan_release(plan, by=owner, signer=make_signer(job_title=""))
    with pytest.raises(NotAllowed, match="to plan and prepare releases"):
        plan_release(plan, by=signer, signer=signer)


def test_the_table_leads_nowhere_after_publication():
    assert not RELEASE_TRANSITIONS[ReleaseState.PUBLISHED]
    assert all(ReleaseState.PUBLISHED not in after for before, after in RELEASE_TRANSITIONS.items()
               if before is not ReleaseState.SIGNED_OFF)  # fmt: skip


# ── from preparation to publication ──────────────────────────────────────────────────────────────────
def test_what_was_missed_shows_to_oversight_at_once_and_to_the_public_with_the_release(plan, owner, lead, release):
    action = lead.actions_led.get()
    plan_actions.post_update(action=action, text="We began.", by=lead, at=datetime(2026, 5, 4, 9, tzinfo=UTC))
    cycle = start_cycle(plan, owner)
    plan_actions.close_cycle(cycle=cycle, by=owner, at=OPENS + timedelta(days=20))
    seen = signed_in_client(owner).get("/staff/oversight/", {"concern": "missed"}).content.decode()
    assert action.title in seen
    assert "Not updated since" not in page_of(plan)
    prepare(release, owner)
    assert "Not updated since" not in page_of(plan)
    sign_and_publish(release)
    page = page_of(plan)
    assert "Not updated since 4 May 2026: we asked how this was going for April to June 2026" in page
    assert "Libraries first." in page


def test_what_was_prepared_stands_still_until_it_is_published(plan, owner, lead, release):
    action = lead.actions_led.get()
    prepare(release, owner)
    plan_actions.post_update(action=action, text="Too late for this one.", by=lead, at=PREPARED_AT + timedelta(1))
    sign_and_publish(release)
    assert "Too late for this one" not in page_of(plan)
    assert not PreparedItem.objects.exists()
    edition = release.released.get().edition
    assert (edition.is_release, edition.number, edition.published_by) == (True, 2, release.signer)


def test_no_officer_is_named_in_what_is_published(plan, owner, lead, release):
    plan_actions.post_update(
        action=lead.actions_led.get(), text="Done well.", in_the_way="Quarrel", by=lead, at=PREPARED_AT
    )
    prepare(release, owner)
    sign_and_publish(release)
    edition = release.released.get().edition
    kept = f"{edition.document}{list(EditionItem.objects.filter(edition=edition).values_list('document', flat=True))}"
    for name in ("Xanthippe Quill", "Barnaby Thistlewood", "Ottoline Finch", "Quarrel"):
        assert name not in kept
        assert name not in page_of(plan)
        assert name not in Client().get("/releases/").content.decode()
    assert "Signed off by: Director of Public Health" in Client().get("/releases/").content.decode()


def test_only_the_named_person_signs_off_and_never_who_prepared_it(plan, owner, release):
    with pytest.raises(NotPossible, match="planned and cannot become signed off"):
        releasing.sign_off(release=release, by=release.signer, at=PREPARED_AT)
    prepare(release, owner)
    waiting = signed_in_client(release.signer).get("/staff/").content.decode()
    assert "waiting for you to sign it off" in waiting
    for other in (owner, make_person(Role.ADMINISTRATOR), make_signer()):
        with pytest.raises(NotAllowed, match="Only the person named"):
            releasing.sign_off(release=release, by=other, at=PREPARED_AT)
    with pytest.raises(NotPossible, match="prepared and cannot become published"):
        releasing.publish_release(release=release, by=owner, at=PUBLISHED_AT)
    both = plan_release(plan, by=owner, signer=make_person(Role.PLAN_OWNER), title="Another")
    with pytest.raises(NotPossible, match="You are named to sign"):
        prepare(both, both.signer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=both.pk).update(prepared_by=both.signer, signed_off_by=both.signer)


def test_members_read_it_in_their_time_and_are_told_once(plan, owner, release, clock):
    member, other = make_person(Role.VIEWER), make_person()
    prepare(release, owner)
    address = reverse("plan:staff_read_release", args=[release.pk, plan.slug])
    clock(datetime(2026, 8, 17, 9, tzinfo=UTC))
    assert signed_in_client(member).get(address).status_code == 403
    assert signed_in_client(owner).get(address).status_code == 200
    assert signed_in_client(release.signer).get(address).status_code == 200
    assert releasing.tell_members(release=release, at=timezone.now()) == 0
    clock(datetime(2026, 8, 18, 9, tzinfo=UTC))
    assert releasing.tell_members(release=release, at=timezone.now()) == 2
    assert releasing.tell_members(release=release, at=timezone.now()) == 0
    assert Message.objects.filter(wording="plan_release_open", person=member).count() == 1
    page = signed_in_client(member).get(address)
    assert page.status_code == 200
    assert "The public reads this on 25 August 2026" in page.content.decode()
    assert signed_in_client(other).get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_it_is_not_published_before_its_day_nor_over_newer_words(plan, owner, release):
    prepare(release, owner)
    releasing.sign_off(release=release, by=release.signer, at=PREPARED_AT)
    with pytest.raises(NotPossible, match="announced for 25 August 2026"):
        releasing.publish_release(release=release, by=owner, at=PUBLISHED_AT - timedelta(days=1))
    release.refresh_from_db()
    assert release.state == ReleaseState.SIGNED_OFF
    plan_actions.release_progress(plan=plan, by=owner, at=PREPARED_AT)
    with pytest.raises(NotPossible, match="published anew since this release was prepared"):
        releasing.publish_release(release=release, by=owner, at=PUBLISHED_AT)
    release.refresh_from_db()
    releasing.take_back(release=release, reason="Newer words.", by=owner, at=PUBLISHED_AT)
    assert (release.signed_off_by, release.prepared_at, PreparedItem.objects.count()) == (None, None, 0)
    prepare(release, owner)
    sign_and_publish(release)
    assert release.state == ReleaseState.PUBLISHED


def test_a_period_that_is_not_over_has_no_release_yet_and_a_cancelled_one_says_why(plan, owner, release):
    with pytest.raises(NotPossible, match="The period lasts until 30 June 2026"):
        prepare(release, owner, at=datetime(2026, 6, 30, 9, tzinfo=UTC))
    with pytest.raises(NotPossible, match="Say why it is cancelled"):
        releasing.cancel_release(release=release, reason=" ", by=owner, at=PREPARED_AT)
    releasing.cancel_release(release=release, reason="A census moved the figures.", by=owner, at=PREPARED_AT)
    assert "A census moved the figures." in Client().get("/releases/").content.decode()


# ── elections ────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def election(owner):
    return releasing.set_pre_election_period(
        title="Mayor, 10 September 2026", starts_on=date(2026, 8, 20), ends_on=date(2026, 9, 10), by=owner, at=OPENS
    )


def test_nothing_is_published_before_an_election(plan, owner, release, election):
    prepare(release, owner)
    releasing.sign_off(release=release, by=release.signer, at=PREPARED_AT)
    said = "pre-election period for “Mayor, 10 September 2026” lasts until 10 September 2026"
    for publishing in (
        lambda: releasing.publish_release(release=release, by=owner, at=PUBLISHED_AT),
        lambda: releasing.publish_release(release=release, by=None, at=PUBLISHED_AT),
        lambda: plan_actions.release_progress(plan=plan, by=owner, at=PUBLISHED_AT),
    ):
        with pytest.raises(NotPossible, match=said):
            publishing()
    with pytest.raises(NotAllowed, match="to publish in a pre-election period"):
        releasing.publish_release(release=release, override_reason="I want to.", by=owner, at=PUBLISHED_AT)
    assert plan.editions.count() == 1
    release.refresh_from_db()
    assert releasing.publish_release(release=release, by=None, at=datetime(2026, 9, 11, 9, tzinfo=UTC))


def test_whoever_answers_for_it_publishes_all_the_same_with_a_reason_everybody_reads(plan, owner, release, election):
    administrator = make_person(Role.ADMINISTRATOR, name="Ada Winter", job_title="Monitoring Officer")
    prepare(release, owner)
    releasing.sign_off(release=release, by=release.signer, at=PREPARED_AT)
    releasing.publish_release(release=release, override_reason="A court ordered it.", by=administrator, at=PUBLISHED_AT)
    for page in (page_of(plan), Client().get("/releases/").content.decode()):
        assert "by decision of: Monitoring Officer. Reason: A court ordered it." in page
        assert "Ada Winter" not in page
    event = AuditEvent.objects.get(verb="published the")
    assert event.actor_id == administrator.pk


def test_a_new_edition_waits_for_the_election_too(plan, owner, election):
    plan_actions.edit_plan(plan=plan, changes={"vision": "Fairer still"}, by=owner, at=PUBLISHED_AT)
    plan.refresh_from_db()
    plan_actions.submit_for_review(plan=plan, by=owner, at=PUBLISHED_AT)
    administrator = make_person(Role.ADMINISTRATOR)
    with pytest.raises(NotPossible, match="nothing is published in it"):
        plan_actions.publish(plan=plan, by=administrator, at=PUBLISHED_AT)
    edition = plan_actions.publish(plan=plan, by=administrator, at=PUBLISHED_AT, freeze_reason="The law asks for it.")
    assert "The law asks for it." in edition.override_reason


def test_a_period_that_lasts_is_taken_away_only_by_who_may_publish_in_it(owner, election):
    with pytest.raises(NotAllowed):
        releasing.remove_pre_election_period(period=election, reason="Wrong.", by=owner, at=PUBLISHED_AT)
    releasing.remove_pre_election_period(period=election, reason="Wrong year.", by=owner, at=PREPARED_AT)
    assert AuditEvent.objects.filter(verb="removed the").exists()


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────
def test_a_release_goes_its_whole_way_on_its_pages(plan, owner, clock):
    clock(PREPARED_AT)
    signer = make_signer()
    browser, theirs = signed_in_client(owner), signed_in_client(signer)
    form = browser.get(reverse("plan:staff_new_release")).context["form"]
    sent = {
        **{name: form.initial[name] for name in ("title", "period_starts_on", "period_ends_on", "publish_on")},
        "members_from": form.initial["members_from"].isoformat(),
        "plans": [plan.pk],
        "signer": signer.email,
    }
    sent = {name: value.isoformat() if isinstance(value, date) else value for name, value in sent.items()}
    assert browser.post(reverse("plan:staff_new_release"), sent).status_code == 302
    release = Release.objects.get()
    address = release.get_absolute_url()
    change = {"members_from": "2026-08-18", "publish_on": "2026-08-25", "signer": signer.email}
    assert browser.post(f"{address}change/", change).status_code == 302
    assert browser.post(f"{address}prepare/", {"note": "Fresh figures"}).status_code == 302
    assert theirs.post(f"{address}sign-off/").status_code == 302
    clock(PUBLISHED_AT)
    browser = signed_in_client(owner)
    assert browser.post(f"{address}publish/").status_code == 302
    assert "Published on 25 August 2026" in browser.get(address).content.decode()
    assert "Fresh figures" in page_of(plan)
    listed = browser.get(reverse("plan:staff_releases"), {"state": "published"})
    assert release.title in listed.content.decode()
    table = browser.get(reverse("plan:staff_releases"), {"as": "csv"}).content.decode("utf-8-sig")
    assert table.count("\r\n") == 2
    sheet = read_table(browser.get(reverse("plan:staff_releases"), {"as": "xlsx"}).content, table.split(",")[0])
    assert len(sheet) == 2


def test_who_may_not_steer_a_release_is_refused_on_every_page(release, election):
    browser = signed_in_client(make_person(Role.CONTRIBUTOR))
    address = release.get_absolute_url()
    assert browser.get(address).status_code == 200
    for end in ("change/", "prepare/", "take-back/", "cancel/", "publish/", "replies/new/"):
        assert browser.get(f"{address}{end}").status_code == 403, end
    assert browser.post(f"{address}sign-off/").status_code == 403
    assert browser.get(reverse("plan:staff_freezes")).status_code == 200
    assert browser.post(reverse("plan:staff_freezes"), {"title": "x", "starts_on": "2026-01-01",
                        "ends_on": "2026-01-02"}).status_code == 403  # fmt: skip
    assert browser.post(reverse("plan:staff_remove_freeze", args=[election.pk]), {"reason": "x"}).status_code == 403
