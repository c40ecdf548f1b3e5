"""Committees: which there are, what reports to each, and when it met."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify

from goldenthread.accounts.models import Person
from goldenthread.plan import permissions
from goldenthread.plan.actions.keeping import check_address, lock, write_down
from goldenthread.plan.models import Action, Committee, CommitteeMeeting, Section
from goldenthread.plan.states import NotPossible


@transaction.atomic
def add_committee(*, name: str, by: Person, at: datetime) -> Committee:
    """Add a committee to which parts of plans can report."""
    permissions.check_can_edit_plans(by)
    committee = Committee(name=name.strip(), slug=slugify(name)[:120])
    committee.full_clean()
    check_address("plan:staff_committee", committee.slug)
    committee.save()
    write_down("added the committee", committee, by=by, at=at)
    return committee


@transaction.atomic
def change_committee(*, committee: Committee, name: str, is_active: bool, by: Person, at: datetime) -> Committee:
    """Give a committee another name, or say that it does not meet any more. Its address stays."""
    permissions.check_can_edit_plans(by)
    lock(committee)
    before = {"name": committee.name, "is_active": committee.is_active}
    committee.name, committee.is_active = name.strip(), is_active
    committee.full_clean()
    committee.save()
    write_down("changed the committee", committee, by=by, at=at, before=before,
               after={"name": committee.name, "is_active": is_active})  # fmt: skip
    return committee


@transaction.atomic
def set_remit(
    *, committee: Committee, sections: Sequence[Section], actions: Sequence[Action], by: Person, at: datetime
) -> Committee:
    """Say which aims, with all within them, and which single actions report to the committee."""
    permissions.check_can_edit_plans(by)
    lock(committee)
    before = {
        "sections": list(committee.sections.values_list("pk", flat=True)),
        "actions": list(committee.actions.values_list("pk", flat=True)),
    }
    committee.sections.set(sections)
    committee.actions.set(actions)
    after = {"sections": [each.pk for each in sections], "actions": [each.pk for each in actions]}
    write_down("set what reports to", committee, by=by, at=at, before=before, after=after)
    return committee


@transaction.atomic
def record_meeting(*, committee: Committee, held_on: date, by: Person, at: datetime) -> CommitteeMeeting:
    """Write down a day on which the committee meets or met."""
    permissions.check_can_edit_plans(by)
    if committee.meetings.filter(held_on=held_on).exists():
        raise NotPossible(f"{committee} has a meeting on {held_on.day} {held_on:%B %Y} already.")
    meeting = CommitteeMeeting.objects.create(committee=committee, held_on=held_on)
    write_down("recorded a meeting:", meeting, by=by, at=at)
    return meeting


@transaction.atomic
def remove_meeting(*, meeting: CommitteeMeeting, by: Person, at: datetime) -> None:
    """Take away a meeting that was written down by mistake."""
    permissions.check_can_edit_plans(by)
    write_down("removed a meeting:", meeting, by=by, at=at, before={"held_on": meeting.held_on})
    meeting.delete()
