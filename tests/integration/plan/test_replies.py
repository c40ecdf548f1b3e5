"""The right of reply: asked by a link that shows only what concerns them, kept as written, published beside it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories.people import signed_in_client
from tests.factories.plans import make_action, make_person, make_plan, make_section, publish
from tests.factories.releases import (
    PREPARED_AT,
    PUBLISHED_AT,
    make_signer,
    plan_release,
    prepare,
    reply_links_to,
    sign_and_publish,
)

from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.messages import links
from goldenthread.messages.models import SignedLink
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.actions import releasing, replying
from goldenthread.plan.models import Reply
from goldenthread.plan.releases.states import ReplyState
from goldenthread.plan.states import NotPossible

pytestmark = pytest.mark.django_db
DUE = date(2026, 8, 20)
ADDRESS = "network@partner.example"


class Clock:
    """What the site takes for now; a test sets it."""

    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now


@pytest.fixture
def clock(monkeypatch, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    clock = Clock(PREPARED_AT + timedelta(hours=1))
    monkeypatch.setattr(timezone, "now", clock)
    return clock


@pytest.fixture
def owner():
    return make_person(Role.PLAN_OWNER)


@pytest.fixture
def plan(owner):
    plan = make_plan(owner)
    section = make_section(plan, owner)
    partners = plan_actions.find_or_add_partners(names=["Alder Advice"], by=owner, at=PREPARED_AT)
    make_action(section, owner, title="Open an advice desk", partners=partners)
    make_action(section, owner, title="Paint the crossings")
    return publish(plan)


@pytest.fixture
def release(plan, owner):
    return prepare(plan_release(plan, by=owner, signer=make_signer()), owner)


@pytest.fixture
def reply(release, plan, owner, clock, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return replying.ask_for_reply(
            release=release, plan=plan, name="Alder Advice", email=ADDRESS, numbers=["1"], due_on=DUE, by=owner,
            at=clock.now,
        )  # fmt: skip


@pytest.fixture
def path(reply):
    return reply_links_to(ADDRESS)[0]


def test_the_link_shows_only_what_concerns_them_and_opening_it_changes_nothing(path):
    before = (AuditEvent.objects.count(), list(SignedLink.objects.values()), list(Reply.objects.values()))
    for _ in range(3):
        page = Client().get(path)
        assert page.status_code == 200
        Client().head(path)
    assert "Open an advice desk" in page.content.decode()
    assert "Paint the crossings" not in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]
    assert (AuditEvent.objects.count(), list(SignedLink.objects.values()), list(Reply.objects.values())) == before


def test_the_reply_is_kept_as_written_and_published_beside_it(path, plan, release):
    words = "The desk is open one day a week, not five.\nWe said so <in> May."
    assert Client().post(path, {"text": words})["Location"] == reverse("plan:reply_thanks")
    again = Client().get(path)
    assert again.status_code == 410
    assert "was used on" in again.content.decode()
    sign_and_publish(release)
    page = Client().get(reverse("plan:action", args=[plan.slug, "1"])).content.decode()
    assert "What those it concerns say" in page
    assert "The desk is open one day a week, not five.<br>We said so &lt;in&gt; May." in page
    assert ADDRESS not in page
    assert "Alder Advice" not in Client().get(reverse("plan:action", args=[plan.slug, "2"])).content.decode()


def test_silence_is_published_as_no_reply_and_stays_when_progress_is_released(reply, plan, release, owner):
    sign_and_publish(release)
    reply.refresh_from_db()
    assert reply.state == ReplyState.NO_REPLY
    address = reverse("plan:action", args=[plan.slug, "1"])
    said = "No reply. We showed them this before we published it, and asked for a reply by 20 August 2026."
    assert said in Client().get(address).content.decode()
    plan.refresh_from_db()
    plan_actions.release_progress(plan=plan, by=owner, at=PUBLISHED_AT + timedelta(days=1))
    assert said in Client().get(address).content.decode()
    plan_actions.edit_plan(plan=plan, changes={"vision": "Fairer"}, by=owner, at=PUBLISHED_AT + timedelta(days=2))
    publish(plan, at=PUBLISHED_AT + timedelta(days=3))
    assert said in Client().get(address).content.decode()


def test_nothing_is_published_while_somebody_can_still_reply(reply, release):
    reply.due_on = date(2026, 8, 25)
    reply.save()
    releasing.sign_off(release=release, by=release.signer, at=PUBLISHED_AT)
    with pytest.raises(NotPossible, match="Alder Advice can reply until 25 August 2026"):
        releasing.publish_release(release=release, by=None, at=PUBLISHED_AT)


def test_after_its_day_the_link_opens_nothing(path, clock):
    clock.now = datetime(2026, 8, 21, 9, tzinfo=UTC)
    assert Client().get(path).status_code == 410
    assert Client().post(path, {"text": "Too late"}).status_code == 410
    assert not Reply.objects.filter(state=ReplyState.REPLIED).exists()


def test_a_link_for_one_reply_gives_no_other_and_no_link_of_another_purpose_does(
    path, reply, release, plan, owner, clock
):
    other = replying.ask_for_reply(
        release=release, plan=plan, name="Footpath Friends", email="a@b.example", numbers=["2"], due_on=DUE, by=owner,
        at=clock.now,
    )  # fmt: skip
    link = SignedLink.objects.get(object_id=str(reply.pk), purpose="plan.reply")
    with pytest.raises(links.LinkRefused, match="does not open this page"):
        replying.give_reply(reply=other, link=link, text="Mine", at=clock.now)
    token = path.strip("/").split("/")[-1]
    assert Client().get(f"/updates/{token}/").status_code == 410
    assert Client().get(f"{path[:-2]}x/").status_code == 410
    assert not SignedLink.objects.filter(token_hash=token).exists()


def test_a_release_taken_back_takes_the_questions_back(path, reply, release, owner, clock):
    releasing.take_back(release=release, reason="A figure was wrong.", by=owner, at=clock.now)
    reply.refresh_from_db()
    assert reply.state == ReplyState.WITHDRAWN
    assert Client().get(path).status_code == 410


def test_a_reply_is_asked_for_in_its_time_about_what_there_is_by_who_may(plan, owner, release, clock):
    asked = {"plan": plan, "name": "Alder Advice", "email": ADDRESS, "by": owner, "at": clock.now}
    with pytest.raises(NotPossible, match="They need a day"):
        replying.ask_for_reply(release=release, numbers=["1"], due_on=date(2026, 8, 25), **asked)
    with pytest.raises(NotPossible, match="no action 99"):
        replying.ask_for_reply(release=release, numbers=["99"], due_on=DUE, **asked)
    with pytest.raises(NotAllowed):
        replying.ask_for_reply(release=release, numbers=["1"], due_on=DUE, **{**asked, "by": release.signer})
    later = plan_release(plan, by=owner, signer=release.signer, title="Another")
    with pytest.raises(NotPossible, match="Prepare the release first"):
        replying.ask_for_reply(release=later, numbers=["1"], due_on=DUE, **asked)


def test_a_partner_is_asked_on_the_page_about_everything_that_names_them(plan, owner, release, clock):
    browser = signed_in_client(owner)
    partner = plan.actions.get(number="1").partners.get()
    sent = {"plan": plan.pk, "partner": partner.pk, "email": ADDRESS, "due_on": DUE.isoformat()}
    address = reverse("plan:staff_new_reply", args=[release.pk])
    assert browser.get(address).status_code == 200
    assert browser.post(address, sent).status_code == 302
    reply = Reply.objects.get()
    assert (reply.name, reply.numbers, reply.partner) == ("Alder Advice", ["1"], partner)
    shown = browser.get(release.get_absolute_url(), {"reply": "asked"}).content.decode()
    assert "Alder Advice" in shown
    table = browser.get(release.get_absolute_url(), {"as": "csv"}).content.decode("utf-8-sig")
    assert "Alder Advice" in table
    refused = browser.post(address, {**sent, "partner": "", "name": "", "numbers": ""})
    assert refused.status_code == 400
    assert "enter the name of the network" in refused.content.decode()
    leave = reverse("plan:staff_withdraw_reply", args=[release.pk, reply.pk])
    assert browser.post(leave, {"reason": "They asked us to."}).status_code == 302
    reply.refresh_from_db()
    assert reply.state == ReplyState.WITHDRAWN
