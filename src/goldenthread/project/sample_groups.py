"""Makes Alderbrook's groups by the actions a real site uses: seats, meetings, papers, asks and replies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from goldenthread.accounts.models import Person
from goldenthread.frontend.attached_files import check_file
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.groups.kinds import AskState, Duty, GroupKind
from goldenthread.plan.models import Group, Meeting, Plan
from goldenthread.samples.alderbrook.group_content import SampleAsk, SampleGroup, SampleMeeting, load_groups

At = Callable[[int], datetime]


def begin_groups(people: Mapping[str, Person], *, now: datetime) -> None:
    """Begin every group, with its seats: a measure of the plan counts what two of them ask."""
    for content in load_groups():
        _begin_group(content, people, _days_before(now))


def add_meetings(plan: Plan, people: Mapping[str, Person], *, now: datetime) -> None:
    """Write down every meeting, what was asked at it and what was answered, each as on its own day."""
    for content in load_groups():
        group = Group.objects.get(slug=content.slug)
        for meeting in content.meetings:
            _add_meeting(group, meeting, plan, people, _days_before(now))


def _days_before(now: datetime) -> At:
    def ago(days: int) -> datetime:
        return timezone.make_aware(datetime.combine(timezone.localdate(now) - timedelta(days=days), time(12)))

    return ago


def _begin_group(content: SampleGroup, people: Mapping[str, Person], ago: At) -> None:
    owner = people["owner"]
    begun = ago(max((seat.days for seat in content.seats), default=0))
    group = plan_actions.begin_group(
        slug=content.slug,
        name=content.name,
        kind=GroupKind(content.kind),
        purpose=content.purpose,
        meets=content.meets,
        team=people[content.team].team,
        contact=content.contact,
        reply_days=content.reply_days,
        is_public=content.is_public,
        by=owner,
        at=begun,
    )
    for seat in content.seats:
        person = people[seat.person] if seat.person else None
        plan_actions.add_member(
            group=group,
            seat=seat.seat,
            duty=Duty(seat.duty),
            name=seat.name or (person.name if person else ""),
            person=person,
            starts_on=timezone.localdate(ago(seat.days)),
            by=owner,
            at=ago(seat.days),
        )


def _add_meeting(group: Group, content: SampleMeeting, plan: Plan, people: Mapping[str, Person], ago: At) -> None:
    owner, day = people["owner"], ago(content.days)
    written = ago(max(content.days, 0))
    meeting = plan_actions.plan_meeting(
        group=group,
        held_on=timezone.localdate(day),
        starts_at=time.fromisoformat(content.at) if content.at else None,
        venue=content.venue,
        agenda=content.agenda.strip(),
        by=owner,
        at=written,
    )
    for paper in content.papers:
        file = check_file(paper.file, paper.text.encode())
        plan_actions.add_paper(
            meeting=meeting, title=paper.title, file=file, is_public=paper.is_public, by=owner, at=written
        )
    if content.attended is not None:
        plan_actions.record_attendance(
            meeting=meeting,
            invited=content.invited,
            attended=content.attended,
            apologies=content.apologies,
            by=owner,
            at=written,
        )
    if content.notes:
        plan_actions.edit_meeting(meeting=meeting, changes={"notes": content.notes.strip()}, by=owner, at=written)
    for decision in content.decisions:
        plan_actions.record_decision(meeting=meeting, text=decision, by=owner, at=written)
    plan_actions.publish_meeting(meeting=meeting, by=owner, at=written)
    for ask in content.asks:
        _add_ask(meeting, ask, plan, people, ago, written.date())


def _add_ask(
    meeting: Meeting, content: SampleAsk, plan: Plan, people: Mapping[str, Person], ago: At, asked_on: date
) -> None:
    owner = people["owner"]
    at = timezone.make_aware(datetime.combine(asked_on, time(13)))
    ask = plan_actions.put_ask(
        group=meeting.group,
        meeting=meeting,
        text=content.text,
        why=content.why,
        person=people[content.person] if content.person else None,
        by=owner,
        at=at,
    )
    if content.action:
        action = plan.actions.order_by("position")[content.action - 1]
        plan_actions.link_ask_to_action(ask=ask, action=action, by=owner, at=at + timedelta(days=12))
    for reply in content.replies:
        plan_actions.reply_to_ask(
            ask=ask,
            state=AskState(reply.state),
            text=reply.text,
            by=people[content.person or "owner"],
            at=ago(reply.days),
        )
