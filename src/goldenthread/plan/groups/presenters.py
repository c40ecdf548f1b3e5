"""From groups, meetings and asks to what pages show of them: no request, no query, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from goldenthread.plan.groups.kinds import AskState, Duty
from goldenthread.plan.models import Group, GroupAsk, GroupMember, Meeting
from goldenthread.plan.presenters import Status, write_day
from goldenthread.plan.working_days import count_working_days

STATE_COLOURS = {
    AskState.WAITING: "blue",
    AskState.WE_WILL: "teal",
    AskState.WE_DID: "green",
    AskState.WE_CANNOT: "orange",
    AskState.ASKED_AGAIN: "yellow",
    AskState.WITHDRAWN: "grey",
}


@dataclass(frozen=True, slots=True)
class AskLine:
    """One ask in a list."""

    label: str
    href: str
    text: str
    state: Status
    when: str
    is_overdue: bool
    reply: str
    action: str = ""
    action_href: str = ""


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One seat as it is shown."""

    seat: str
    duty: str
    name: str
    term: str
    is_vacant: bool
    pk: int


def make_ask_state(state: str) -> Status:
    """What became of the ask, as a tag."""
    return Status(state[0].upper() + state[1:], STATE_COLOURS[AskState(state)])


def make_ask_line(ask: GroupAsk, *, on: date, nation: str, for_staff: bool = False) -> AskLine:
    """One ask: what was asked, whether it was answered in time, what it became."""
    latest = next(iter(ask.replies.all()), None)
    page = "plan:staff_group_ask" if for_staff else "plan:group_ask"
    action = action_href = ""
    if ask.action is not None and (for_staff or getattr(ask, "action_is_public", False)):
        action = f"{ask.action.plan.action_name} {ask.action.number}"
        action_page = "plan:staff_action" if for_staff else "plan:action"
        action_href = reverse(action_page, args=[ask.action.plan.slug, ask.action.number])
    return AskLine(
        label=f"{ask.group} · ask {ask.number}",
        href=reverse(page, args=[ask.group.slug, ask.number]),
        text=ask.text,
        state=make_ask_state(ask.state),
        when=write_when(ask, on=on, nation=nation),
        is_overdue=ask.is_overdue(on=on),
        reply=latest.text if latest else "",
        action=action,
        action_href=action_href,
    )


def write_when(ask: GroupAsk, *, on: date, nation: str) -> str:
    """When it was asked, and when the reply came or is due, in a sentence."""
    said = f"Asked on {write_day(ask.asked_on)}."
    days = count_reply_days(ask, nation=nation)
    if days is not None:
        said += f" First answered after {days} working day{'' if days == 1 else 's'}."
    if ask.is_overdue(on=on):
        return f"{said} The reply was due on {write_day(ask.due_on)} and has not come."
    if ask.is_waiting():
        return f"{said} The reply is due by {write_day(ask.due_on)}."
    return said


def count_reply_days(ask: GroupAsk, *, nation: str) -> int | None:
    """Working days from the ask to its first reply; None while there is none."""
    if ask.first_replied_on is None:
        return None
    return count_working_days(ask.asked_on, ask.first_replied_on, nation=nation)


def make_seats(members: Iterable[GroupMember], *, on: date, for_staff: bool) -> tuple[SeatLine, ...]:
    """The seats whose term lasts; names for staff, and in public of those who agreed where the group shows names."""
    return tuple(make_seat(member, for_staff=for_staff) for member in members if member.sits_on(on))


def make_seat(member: GroupMember, *, for_staff: bool) -> SeatLine:
    """One seat, whether its term lasts or not."""
    return SeatLine(
        seat=member.seat,
        duty="" if member.duty == Duty.MEMBER else member.duty.capitalize(),
        name=member.shown_name if for_staff or _is_named_in_public(member) else "",
        term=_term(member),
        is_vacant=member.is_vacant,
        pk=member.pk,
    )


def _is_named_in_public(member: GroupMember) -> bool:
    return member.group.shows_names and member.agreed_to_be_named


def _term(member: GroupMember) -> str:
    since = f"since {write_day(member.starts_on)}"
    return f"{since}, until {write_day(member.ends_on)}" if member.ends_on else since


def write_attendance(meeting: Meeting) -> str:
    """How many came, in a sentence; nothing where nobody has counted."""
    if meeting.attended is None:
        return ""
    people = "1 person" if meeting.attended == 1 else f"{meeting.attended} people"
    said = f"{people} came" if meeting.invited is None else f"{people} came of {meeting.invited} invited"
    return f"{said}; {meeting.apologies} sent apologies." if meeting.apologies else f"{said}."


def write_group_finding(group: Group) -> str:
    """What stands out about a group's asks, in a sentence; for a group read with its counts."""
    asks, waiting, overdue = (int(getattr(group, f"{name}_count", 0)) for name in ("ask", "waiting", "overdue"))
    if not asks:
        return "It has not asked the council for anything yet."
    said = f"It has asked the council for {asks} thing{'' if asks == 1 else 's'}."
    if overdue:
        return f"{said} {overdue} {'has' if overdue == 1 else 'have'} had no reply in time."
    return f"{said} {waiting} {'waits' if waiting == 1 else 'wait'} for a reply." if waiting else said
