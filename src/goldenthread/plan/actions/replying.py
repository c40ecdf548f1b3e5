"""The right of reply: whom a release concerns reads that part by a link, and may answer before it is out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from goldenthread.accounts.models import Person
from goldenthread.messages import actions as message_actions
from goldenthread.messages import links
from goldenthread.messages.models import SignedLink
from goldenthread.plan import wording
from goldenthread.plan.actions.keeping import lock, write_down
from goldenthread.plan.models import ItemKind, Partner, Plan, PreparedItem, Release, Reply
from goldenthread.plan.releases import permissions as release_permissions
from goldenthread.plan.releases.replies import REPLY_OBJECT, REPLY_PURPOSE, revoke_links
from goldenthread.plan.releases.states import REPLY_TRANSITIONS, STANDING_RELEASES, ReleaseState, ReplyState
from goldenthread.plan.states import NotPossible, check_transition

LONGEST_REPLY = 4000


@transaction.atomic
def ask_for_reply(
    *,
    release: Release,
    plan: Plan,
    name: str,
    email: str,
    numbers: Sequence[str],
    due_on: date,
    partner: Partner | None = None,
    by: Person,
    at: datetime,
) -> Reply:
    """Send a partner or network a link to what the release says of these actions, and nothing else."""
    release_permissions.check_can_plan_releases(by)
    lock(release)
    if ReleaseState(release.state) not in STANDING_RELEASES:
        raise NotPossible("Prepare the release first: a reply is to what it will say.")
    if not timezone.localdate(at) < due_on < release.publish_on:
        raise NotPossible(f"They need a day: between now and {_day(release.publish_on)}, when it is published.")
    prepared = PreparedItem.objects.of_kind(ItemKind.ACTION).filter(released__release=release, released__plan=plan)
    known = set(prepared.filter(number__in=numbers).values_list("number", flat=True))
    missing = [number for number in numbers if number not in known]
    if missing or not numbers:
        said = f"There is no {plan.action_name.lower()} {missing[0]} in this release." if missing else "Choose one."
        raise NotPossible(f"{said} Name the actions that concern them by their numbers.")
    reply = Reply(
        release=release,
        plan=plan,
        partner=partner,
        name=name.strip(),
        email=email.strip(),
        numbers=list(dict.fromkeys(numbers)),
        due_on=due_on,
        asked_by=by,
        asked_at=at,
    )
    reply.full_clean()
    reply.save()
    expires = timezone.make_aware(datetime.combine(due_on + timedelta(days=1), time(0)))
    link = links.prepare(
        purpose=REPLY_PURPOSE, person=None, object_type=REPLY_OBJECT, object_id=reply.pk, expires_at=expires, at=at
    )
    count = len(reply.numbers)
    message_actions.send(
        wording=wording.REPLY_ASKED.slug,
        to=message_actions.Recipient(address=reply.email, name=reply.name),
        values={
            "name": reply.name,
            "what": "1 action concerns" if count == 1 else f"{count} actions concern",
            "plan": plan.title,
            "due": _day(due_on),
            "day": _day(release.publish_on),
        },
        link=link,
        about=(REPLY_OBJECT, reply.pk),
        by=by,
        at=at,
    )
    write_down("asked for the", reply, by=by, at=at, after={"actions": reply.numbers, "due_on": due_on})
    return reply


@transaction.atomic
def give_reply(*, reply: Reply, link: SignedLink, text: str, at: datetime) -> Reply:
    """Keep what they say. It is published beside what it is about, as it was written."""
    lock(reply)
    if link.purpose != REPLY_PURPOSE or (link.object_type, link.object_id) != (REPLY_OBJECT, str(reply.pk)):
        raise links.LinkRefused("This link does not open this page.")
    words = text.strip()
    if not words:
        raise NotPossible("Write your reply. If you have none, you need not do anything.")
    if len(words) > LONGEST_REPLY:
        raise NotPossible(f"Your reply has {len(words):,} characters. Shorten it to {LONGEST_REPLY:,}.")
    if ReleaseState(reply.release.state) not in STANDING_RELEASES or timezone.localdate(at) > reply.due_on:
        raise NotPossible("The time to reply is over.")
    links.use(link, at=at)
    _move(reply, ReplyState.REPLIED)
    reply.text, reply.replied_at = words, at
    reply.save()
    revoke_links(reply, at=at)
    write_down("received the", reply, by=None, at=at, after={"characters": len(words)})
    return reply


@transaction.atomic
def withdraw_reply(*, reply: Reply, reason: str, by: Person, at: datetime) -> Reply:
    """Ask no longer, or leave out what somebody asked to have left out; why is kept."""
    release_permissions.check_can_plan_releases(by)
    lock(reply)
    if not reason.strip():
        raise NotPossible("Say why the reply is left out.")
    if reply.release.state == ReleaseState.PUBLISHED:
        raise NotPossible("The release has been published, and the reply with it.")
    _move(reply, ReplyState.WITHDRAWN)
    reply.save()
    revoke_links(reply, at=at)
    write_down("withdrew the", reply, by=by, at=at, after={"reason": reason.strip()})
    return reply


def _move(reply: Reply, state: ReplyState) -> None:
    check_transition(REPLY_TRANSITIONS, ReplyState(reply.state), state, str(reply))
    reply.state = state.value


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
