"""What groups ask of the council: putting an ask, replying, asking again, and making an ask an action of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldenthread.accounts.models import Person, Team
from goldenthread.frontend.council import this_council
from goldenthread.messages import actions as message_actions
from goldenthread.plan import permissions as plan_permissions
from goldenthread.plan import wording
from goldenthread.plan.actions.delivery import add_action
from goldenthread.plan.actions.keeping import change_fields, keep, lock, next_number, write_down
from goldenthread.plan.groups import permissions
from goldenthread.plan.groups.kinds import ASK_TRANSITIONS, REPLIES, AskState
from goldenthread.plan.models import Action, AskReply, EscalationLine, Group, GroupAsk, Meeting, Section
from goldenthread.plan.states import NotPossible, check_transition
from goldenthread.plan.working_days import add_working_days, nation_of

ASK_FIELDS = frozenset({"text", "why", "team", "person", "is_public"})
PAGE_LINK = "plan.group_ask_page"


@transaction.atomic
def put_ask(
    *,
    group: Group,
    text: str,
    by: Person,
    at: datetime,
    why: str = "",
    asked_on: date | None = None,
    meeting: Meeting | None = None,
    team: Team | None = None,
    person: Person | None = None,
    is_public: bool = True,
) -> GroupAsk:
    """Ask the council for something in a group's name. The reply is due so many working days later."""
    today = timezone.localdate(at)
    permissions.check_can_run_group(by, group, today)
    if group.closed_on is not None:
        raise NotPossible(f"{group} was closed on {group.closed_on:%-d %B %Y}.")
    if meeting is not None and meeting.group_id != group.pk:
        raise ValueError("The meeting is another group’s.")
    asked_on = asked_on or (meeting.held_on if meeting else today)
    if asked_on > today:
        raise NotPossible("An ask is put on the day it is asked, or after: choose a day that is not to come.")
    lock(group)
    ask = GroupAsk(
        group=group,
        meeting=meeting,
        number=next_number(GroupAsk.objects.filter(group=group)),
        text=text,
        why=why,
        asked_on=asked_on,
        due_on=_due_on(group, asked_on),
        team=team or (person.team if person else None) or group.team,
        person=person,
        is_public=is_public,
    )
    keep(ask, by=by, at=at)
    write_down("put", ask, by=by, at=at, after={"text": text, "asked_on": asked_on, "due_on": ask.due_on})
    _tell(ask, by=by, at=at)
    return ask


@transaction.atomic
def edit_ask(*, ask: GroupAsk, changes: Mapping[str, Any], by: Person, at: datetime) -> GroupAsk:
    """Change who should reply, or the words of an ask nobody has replied to yet. Its deadline stays."""
    permissions.check_can_run_group(by, ask.group, timezone.localdate(at))
    lock(ask)
    before, after = change_fields(ask, changes, ASK_FIELDS)
    if {"text", "why"} & set(after) and ask.replies.exists():
        raise NotPossible("This ask has had a reply, so its words stay. Ask again, or put another ask.")
    if after:
        keep(ask, by=by, at=at)
        write_down("changed", ask, by=by, at=at, before=before, after=after)
    if {"person", "team"} & set(after) and ask.is_waiting():
        _tell(ask, by=by, at=at)
    return ask


@transaction.atomic
def reply_to_ask(*, ask: GroupAsk, state: AskState, text: str, by: Person, at: datetime) -> AskReply:
    """Answer for the council: we did, we will, we can't; and why. The reply is published with the role of its writer.

    Raises :class:`NotPossible` where the table of transitions has no such step, and where no reason is given.
    """
    lock(ask)
    permissions.check_can_reply(by, ask)
    if state not in REPLIES:
        raise ValueError("A reply says that we did, that we will, or that we can’t.")
    if not text.strip():
        raise NotPossible("Say what was done, what will be done, or why it cannot be. The group reads this.")
    return _move(ask, state, text, by=by, at=at)


@transaction.atomic
def ask_again(*, ask: GroupAsk, text: str, by: Person, at: datetime) -> GroupAsk:
    """Put an ask once more because the reply was not kept or does not answer it: a new deadline runs from today."""
    lock(ask)
    permissions.check_can_run_group(by, ask.group, timezone.localdate(at))
    if not text.strip():
        raise NotPossible("Say why the group asks again.")
    ask.due_on = _due_on(ask.group, timezone.localdate(at))
    _move(ask, AskState.ASKED_AGAIN, text, by=by, at=at)
    _tell(ask, by=by, at=at)
    return ask


@transaction.atomic
def withdraw_ask(*, ask: GroupAsk, text: str, by: Person, at: datetime) -> GroupAsk:
    """Say that the group no longer wants a reply, and why."""
    lock(ask)
    permissions.check_can_run_group(by, ask.group, timezone.localdate(at))
    if not text.strip():
        raise NotPossible("Say why the group withdraws its ask.")
    _move(ask, AskState.WITHDRAWN, text, by=by, at=at)
    return ask


@transaction.atomic
def make_ask_an_action(
    *, ask: GroupAsk, section: Section, title: str, by: Person, at: datetime, **words: Any
) -> Action:
    """Turn an ask into a new action of a plan: each shows the other, and the reply is that the council will."""
    action = add_action(section=section, title=title, by=by, at=at, **words)
    link_ask_to_action(ask=ask, action=action, by=by, at=at)
    return action


@transaction.atomic
def link_ask_to_action(*, ask: GroupAsk, action: Action, by: Person, at: datetime) -> GroupAsk:
    """Say which action of a plan does what was asked. An ask that waits is answered by it: we will."""
    plan_permissions.check_can_edit_plans(by)
    lock(ask)
    if ask.action_id is not None:
        raise NotPossible(f"{ask} is an action already: {ask.action}.")
    if action.removed_at is not None:
        raise NotPossible(f"{action} was taken out of its plan. Choose another.")
    if AskState(ask.state) is AskState.WITHDRAWN:
        raise NotPossible(f"{ask} was withdrawn, so it becomes no action.")
    ask.action = action
    if AskState.WE_WILL in ASK_TRANSITIONS[AskState(ask.state)]:
        words = f"We will. This is now {action.plan.action_name} {action.number} of “{action.plan.title}”."
        _move(ask, AskState.WE_WILL, words, by=by, at=at)
    else:
        keep(ask, by=by, at=at)
    write_down("made an action of", ask, by=by, at=at, after={"action": action.pk, "plan": action.plan.slug})
    return ask


def _due_on(group: Group, asked_on: date) -> date:
    return add_working_days(asked_on, group.reply_days, nation=nation_of(this_council().code))


def _tell(ask: GroupAsk, *, by: Person, at: datetime) -> None:
    """Write to whoever should reply: the person named, else who leads the team. Nobody is told of what they put."""
    line = EscalationLine.objects.filter(team=ask.team_id).select_related("lead").first()
    to = ask.person or (line.lead if line else None)
    if to is None or not to.is_active or to.pk == by.pk:
        return
    message_actions.send(
        wording=wording.GROUP_ASKED.slug,
        to=message_actions.Recipient.of(to),
        values={
            "name": to.name,
            "group": ask.group.name,
            "ask": ask.text,
            "due": f"{ask.due_on.day} {ask.due_on:%B %Y}",
        },
        link_kind=PAGE_LINK,
        about=("plan.groupask", ask.pk),
        by=by,
        at=at,
    )


def _move(ask: GroupAsk, state: AskState, text: str, *, by: Person, at: datetime) -> AskReply:
    before = AskState(ask.state)
    check_transition(ASK_TRANSITIONS, before, state, str(ask))
    ask.state = state.value
    if state in REPLIES and ask.first_replied_on is None:
        ask.first_replied_on = timezone.localdate(at)
    keep(ask, by=by, at=at)
    reply = AskReply(
        ask=ask,
        state=state.value,
        text=text.strip(),
        by_role=(by.job_title or str(by.team or "")) if state in REPLIES else ask.group.name,
        written_by=by,
        written_at=at,
    )
    reply.full_clean()
    reply.save()
    write_down(
        f"moved to “{state.value}”:", ask, by=by, at=at,
        before={"state": before.value}, after={"state": state.value, "reply": reply.pk},
    )  # fmt: skip
    return reply
