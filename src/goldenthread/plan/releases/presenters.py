"""From releases and replies to the rows of their pages: no request, no query, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from goldenthread.plan.models import PreElectionPeriod, Release, Reply
from goldenthread.plan.presenters import Status, write_day
from goldenthread.plan.releases.states import ReleaseState, ReplyState

STATE_COLOURS = {
    ReleaseState.PLANNED: "grey",
    ReleaseState.PREPARED: "blue",
    ReleaseState.SIGNED_OFF: "teal",
    ReleaseState.PUBLISHED: "green",
    ReleaseState.CANCELLED: "red",
}
#: What everybody is told of a state: who reads or signs a release before its day is the council's own affair.
STANDS = {
    ReleaseState.PLANNED: "to come",
    ReleaseState.PREPARED: "to come",
    ReleaseState.SIGNED_OFF: "to come",
    ReleaseState.PUBLISHED: "published",
    ReleaseState.CANCELLED: "cancelled",
}
REPLY_COLOURS = {
    ReplyState.ASKED: "blue",
    ReplyState.REPLIED: "green",
    ReplyState.NO_REPLY: "orange",
    ReplyState.WITHDRAWN: "grey",
}


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One release in the public calendar."""

    title: str
    day: date
    words: str
    plans: tuple[tuple[str, str], ...]
    """The title and, where the plan is published, the address of each."""
    note: str
    warning: str


def make_state(state: str) -> Status:
    """The state of a release as a tag."""
    return Status(state.capitalize(), STATE_COLOURS[ReleaseState(state)])


def make_reply_state(state: str) -> Status:
    """The state of a reply as a tag."""
    return Status(state.capitalize(), REPLY_COLOURS[ReplyState(state)])


def make_entry(release: Release, freezes: Sequence[PreElectionPeriod], *, on: date) -> CalendarEntry:
    """One release as everybody reads it: the day, whether it is late, and who answers for it, by role."""
    state = ReleaseState(release.state)
    warning = note = ""
    if state is ReleaseState.PUBLISHED:
        words = f"Published on {write_day(release.publish_on)}"
        note = f"Signed off by: {release.signed_off_role}." if release.signed_off_role else ""
        note = " ".join(filter(None, [release.note, note, release.override_reason]))
    elif state is ReleaseState.CANCELLED:
        words, note = f"Was to come on {write_day(release.publish_on)}", f"Cancelled. {release.cancel_reason}"
    else:
        words = f"To come on {write_day(release.publish_on)}"
        freeze = next((each for each in freezes if each.starts_on <= release.publish_on <= each.ends_on), None)
        if freeze is not None:
            warning = f"This day is in the pre-election period for “{freeze.title}”, so it may come later."
        elif release.publish_on < on:
            warning = "This is late."
    plans = tuple(
        (each.plan.title, reverse("plan:plan", args=[each.plan.slug]) if each.plan.current_edition_id else "")
        for each in release.released.all()
    )
    return CalendarEntry(release.title, release.publish_on, words, plans, note, warning)


COLUMNS = ("Release", "Period from", "Period to", "Members from", "Published on", "State", "Signed off by", "Plans")
REPLY_COLUMNS = ("Name", "Plan", "Actions", "Asked on", "Reply by", "State", "Replied on", "Reply")


def write_row(release: Release) -> list[str]:
    """The release as a row of a download."""
    return [
        release.title, release.period_starts_on.isoformat(), release.period_ends_on.isoformat(),
        release.members_from.isoformat(), release.publish_on.isoformat(), release.state, release.signer.job_title,
        str(getattr(release, "plan_count", "")),
    ]  # fmt: skip


def write_reply_row(reply: Reply) -> list[str]:
    """The reply as a row of a download."""
    return [
        reply.name, reply.plan.title, ", ".join(reply.numbers), reply.asked_at.date().isoformat(),
        reply.due_on.isoformat(), reply.state, reply.replied_at.date().isoformat() if reply.replied_at else "",
        reply.text,
    ]  # fmt: skip
