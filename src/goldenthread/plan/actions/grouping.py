"""Groups: beginning and closing them, who sits in them, their meetings with papers, attendance and decisions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldenthread.accounts.models import Person, Team
from goldenthread.frontend.attached_files import EvidenceFile
from goldenthread.plan.actions.keeping import change_fields, check_address, keep, lock, next_position, write_down
from goldenthread.plan.groups import permissions
from goldenthread.plan.groups.kinds import USUAL_REPLY_DAYS, Duty, GroupKind
from goldenthread.plan.models import Group, GroupMember, Meeting, MeetingDecision, MeetingPaper
from goldenthread.plan.states import NotPossible

GROUP_FIELDS = frozenset(
    {
        "name", "kind", "purpose", "meets", "team", "contact", "reply_days", "is_public", "shows_names",
        "records_names",
    }
)  # fmt: skip
MEMBER_FIELDS = frozenset({"seat", "duty", "name", "person", "agreed_to_be_named", "starts_on", "ends_on"})
MEETING_FIELDS = frozenset({"held_on", "starts_at", "venue", "agenda", "notes", "cancelled_because"})


@transaction.atomic
def begin_group(
    *,
    slug: str,
    name: str,
    kind: GroupKind,
    purpose: str,
    by: Person,
    at: datetime,
    meets: str = "",
    team: Team | None = None,
    contact: str = "",
    reply_days: int = USUAL_REPLY_DAYS,
    is_public: bool = True,
    shows_names: bool = False,
    records_names: bool = False,
) -> Group:
    """Begin a group. Residents read what it is for and its seats; names only where it and the member agreed."""
    permissions.check_can_keep_groups(by)
    for page in ("plan:group", "plan:staff_group"):
        check_address(page, slug)
    group = Group(
        slug=slug,
        name=name,
        kind=kind.value,
        purpose=purpose,
        meets=meets,
        team=team,
        contact=contact,
        reply_days=reply_days,
        is_public=is_public,
        shows_names=shows_names,
        records_names=records_names,
    )
    keep(group, by=by, at=at)
    write_down("began", group, by=by, at=at, after={"kind": kind.value, "is_public": is_public})
    return group


@transaction.atomic
def edit_group(*, group: Group, changes: Mapping[str, Any], by: Person, at: datetime) -> Group:
    """Change what a group says of itself. When an ask was due does not move with it."""
    permissions.check_can_keep_groups(by)
    lock(group)
    before, after = change_fields(group, changes, GROUP_FIELDS)
    if after:
        keep(group, by=by, at=at)
        write_down("changed", group, by=by, at=at, before=before, after=after)
    return group


@transaction.atomic
def close_group(*, group: Group, closed_on: date, by: Person, at: datetime) -> Group:
    """Say that a group no longer meets. What it asked and decided stays, and so does what it is owed."""
    permissions.check_can_keep_groups(by)
    lock(group)
    _check_meets(group)
    if closed_on > timezone.localdate(at):
        raise NotPossible("A group is closed on the day it happens, or after: choose a day that is not to come.")
    group.closed_on = closed_on
    keep(group, by=by, at=at)
    group.members.filter(ends_on__isnull=True, starts_on__lte=closed_on).update(ends_on=closed_on)
    write_down("closed", group, by=by, at=at, after={"closed_on": closed_on})
    return group


@transaction.atomic
def add_member(
    *,
    group: Group,
    seat: str,
    starts_on: date,
    by: Person,
    at: datetime,
    duty: Duty = Duty.MEMBER,
    name: str = "",
    person: Person | None = None,
    agreed_to_be_named: bool = False,
    ends_on: date | None = None,
) -> GroupMember:
    """Add a seat and who holds it; without a name it is vacant. Who runs a group is for those to say who keep it."""
    _check_may_seat(group, duty, by=by, at=at)
    _check_meets(group)
    member = GroupMember(
        group=group,
        seat=seat,
        duty=duty.value,
        name=name,
        person=person,
        agreed_to_be_named=agreed_to_be_named,
        starts_on=starts_on,
        ends_on=ends_on,
        position=next_position(group.members.all()),
    )
    _keep_member(member)
    after = {"seat": seat, "duty": duty.value, "person": person.pk if person else None, "from": starts_on}
    write_down("added the seat", member, by=by, at=at, after=after)
    return member


@transaction.atomic
def edit_member(*, member: GroupMember, changes: Mapping[str, Any], by: Person, at: datetime) -> GroupMember:
    """Change a seat, who holds it, or until when."""
    lock(member)
    group = member.group
    _check_may_seat(group, Duty(member.duty), by=by, at=at)
    _check_may_seat(group, Duty(changes.get("duty", member.duty)), by=by, at=at)
    before, after = change_fields(member, changes, MEMBER_FIELDS)
    if after:
        _keep_member(member)
        hidden = {"name"}  # the log keeps that the holder changed, not who sat in a support group
        write_down(
            "changed the seat", member, by=by, at=at,
            before={name: "…" if name in hidden else value for name, value in before.items()},
            after={name: "…" if name in hidden else value for name, value in after.items()},
        )  # fmt: skip
    return member


@transaction.atomic
def plan_meeting(
    *,
    group: Group,
    held_on: date,
    by: Person,
    at: datetime,
    starts_at: time | None = None,
    venue: str = "",
    agenda: str = "",
) -> Meeting:
    """Put a meeting on the calendar, with its agenda. Residents see it once it is published."""
    permissions.check_can_run_group(by, group, timezone.localdate(at))
    _check_meets(group)
    meeting = Meeting(group=group, held_on=held_on, starts_at=starts_at, venue=venue, agenda=agenda)
    keep(meeting, by=by, at=at)
    write_down("planned", meeting, by=by, at=at, after={"held_on": held_on, "venue": venue})
    return meeting


@transaction.atomic
def edit_meeting(*, meeting: Meeting, changes: Mapping[str, Any], by: Person, at: datetime) -> Meeting:
    """Change when and where a meeting is, its agenda, its notes, or say why it did not take place."""
    permissions.check_can_run_group(by, meeting.group, timezone.localdate(at))
    lock(meeting)
    before, after = change_fields(meeting, changes, MEETING_FIELDS)
    if "held_on" in after and (meeting.decisions.exists() or meeting.attended is not None):
        raise NotPossible("This meeting has taken place, so its date stays. Plan another meeting instead.")
    if after:
        keep(meeting, by=by, at=at)
        write_down("changed", meeting, by=by, at=at, before=before, after=after)
    return meeting


@transaction.atomic
def record_attendance(
    *,
    meeting: Meeting,
    invited: int | None,
    attended: int,
    apologies: int | None,
    by: Person,
    at: datetime,
    came: Sequence[GroupMember] = (),
) -> Meeting:
    """Record how many came. Who came is kept only where the group has agreed to it, and never published."""
    permissions.check_can_run_group(by, meeting.group, timezone.localdate(at))
    lock(meeting)
    _check_took_place(meeting, at=at)
    if came and not meeting.group.records_names:
        raise NotPossible(f"{meeting.group} keeps numbers only. Its own page says whether names are kept.")
    if any(member.group_id != meeting.group_id for member in came):
        raise ValueError("Only members of the group can have come as members.")
    if len(came) > attended:
        raise NotPossible(f"You named {len(came)} members, and only {attended} people came. Check both.")
    before = {"invited": meeting.invited, "attended": meeting.attended, "apologies": meeting.apologies}
    meeting.invited, meeting.attended, meeting.apologies = invited, attended, apologies
    keep(meeting, by=by, at=at)
    meeting.came.set(came)
    after = {"invited": invited, "attended": attended, "apologies": apologies, "named": len(came)}
    write_down("recorded attendance at", meeting, by=by, at=at, before=before, after=after)
    return meeting


@transaction.atomic
def add_paper(
    *, meeting: Meeting, title: str, file: EvidenceFile, is_public: bool, by: Person, at: datetime
) -> MeetingPaper:
    """Keep a checked file with the meeting that reads it."""
    permissions.check_can_run_group(by, meeting.group, timezone.localdate(at))
    paper = MeetingPaper(
        meeting=meeting,
        title=title or file.name,
        is_public=is_public,
        file_name=file.name,
        content_type=file.content_type,
        size=len(file.content),
        sha256=hashlib.sha256(file.content).hexdigest(),
        content=file.content,
        added_by=by,
        added_at=at,
    )
    paper.full_clean()
    paper.save()
    after = {"file": file.name, "sha256": paper.sha256, "is_public": is_public}
    write_down("added a paper to", meeting, by=by, at=at, after=after)
    return paper


@transaction.atomic
def show_paper(*, paper: MeetingPaper, is_public: bool, by: Person, at: datetime) -> MeetingPaper:
    """Let residents read a paper of a published meeting, or keep it from them again. The file itself stays."""
    permissions.check_can_run_group(by, paper.meeting.group, timezone.localdate(at))
    if paper.is_public != is_public:
        paper.is_public = is_public
        paper.save(update_fields=["is_public"])
        verb = "let residents read a paper of" if is_public else "kept from residents a paper of"
        write_down(verb, paper.meeting, by=by, at=at, after={"file": paper.file_name, "sha256": paper.sha256})
    return paper


@transaction.atomic
def record_decision(*, meeting: Meeting, text: str, by: Person, at: datetime) -> MeetingDecision:
    """Write down what a meeting decided."""
    permissions.check_can_run_group(by, meeting.group, timezone.localdate(at))
    _check_took_place(meeting, at=at)
    decision = MeetingDecision(meeting=meeting, text=text.strip(), recorded_by=by, recorded_at=at)
    decision.full_clean()
    decision.save()
    write_down("recorded a decision of", meeting, by=by, at=at, after={"text": decision.text})
    return decision


@transaction.atomic
def publish_meeting(*, meeting: Meeting, is_published: bool = True, by: Person, at: datetime) -> Meeting:
    """Let residents read a meeting's agenda, numbers, decisions and public papers; or take that back."""
    permissions.check_can_run_group(by, meeting.group, timezone.localdate(at))
    lock(meeting)
    meeting.published_at = at if is_published else None
    keep(meeting, by=by, at=at)
    write_down("published" if is_published else "took back from the public", meeting, by=by, at=at)
    return meeting


def _keep_member(member: GroupMember) -> None:
    if member.agreed_to_be_named and member.is_vacant:
        raise NotPossible("Nobody holds this seat, so nobody can have agreed to be named.")
    member.full_clean()
    member.save()


def _check_may_seat(group: Group, duty: Duty, *, by: Person, at: datetime) -> None:
    """Whoever runs a group fills its seats; only those who keep groups say who runs one."""
    if duty is Duty.MEMBER:
        permissions.check_can_run_group(by, group, timezone.localdate(at))
    else:
        permissions.check_can_keep_groups(by)


def _check_meets(group: Group) -> None:
    if group.closed_on is not None:
        raise NotPossible(f"{group} was closed on {group.closed_on:%-d %B %Y}.")


def _check_took_place(meeting: Meeting, *, at: datetime) -> None:
    if meeting.cancelled_because:
        raise NotPossible("This meeting did not take place, so nothing is recorded of it.")
    if meeting.held_on > timezone.localdate(at):
        raise NotPossible("This meeting is still to come. Record what happened on the day, or after.")
