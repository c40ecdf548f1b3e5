"""Releases: planned in a calendar, prepared, read by members, signed off by somebody else, published on their day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from goldenthread.accounts.models import Person
from goldenthread.accounts.roles import Role
from goldenthread.evidence.models import Indicator
from goldenthread.messages import actions as message_actions
from goldenthread.plan import documents, wording
from goldenthread.plan.actions.asking import nation
from goldenthread.plan.actions.keeping import keep, lock, write_down
from goldenthread.plan.actions.publication import keep_items, last_change, make_items, with_progress
from goldenthread.plan.copying import copy_plan
from goldenthread.plan.documents import ReplyDocument, dump, load
from goldenthread.plan.editions import read_edition
from goldenthread.plan.models import (
    Edition,
    EditionItem,
    ItemKind,
    Plan,
    PreElectionPeriod,
    PreparedItem,
    Release,
    ReleasedPlan,
    Reply,
)
from goldenthread.plan.releases import permissions as release_permissions
from goldenthread.plan.releases.freezes import check_not_frozen
from goldenthread.plan.releases.replies import note_silence, revoke_links
from goldenthread.plan.releases.states import RELEASE_TRANSITIONS, ReleaseState, ReplyState
from goldenthread.plan.states import NotPossible, PlanStage, check_transition
from goldenthread.plan.working_days import add_working_days, is_working_day, next_working_day

RELEASE_PAGE = "plan.release_page"
BATCH = 500


@dataclass(frozen=True, slots=True)
class ReleaseDays:
    """When one quarter's release is due."""

    title: str
    period_starts_on: date
    period_ends_on: date
    members_from: date
    publish_on: date


def days_of_quarters(first: date, *, number: int, weeks_after: int, member_days: int, nation: str) -> list[ReleaseDays]:
    """The days of so many quarterly releases, the quarter of `first` being the first.

    Each is published so many weeks after its quarter, members having had it for so many working days.
    """
    found = []
    start = date(first.year, 3 * ((first.month - 1) // 3) + 1, 1)
    for _ in range(number):
        month = start.month + 3
        after = date(start.year + (month > 12), (month - 1) % 12 + 1, 1)
        ends_on = after - timedelta(days=1)
        publish_on = next_working_day(ends_on + timedelta(weeks=weeks_after), nation=nation)
        members_from = add_working_days(publish_on, -member_days, nation=nation)
        found.append(ReleaseDays(f"{start:%B} to {ends_on:%B %Y}", start, ends_on, members_from, publish_on))
        start = after
    return found


@transaction.atomic
def plan_release(
    *,
    title: str,
    period_starts_on: date,
    period_ends_on: date,
    members_from: date,
    publish_on: date,
    plans: Sequence[Plan],
    signer: Person,
    by: Person,
    at: datetime,
) -> Release:
    """Announce a release: from now on everybody sees the day in the calendar."""
    release_permissions.check_can_plan_releases(by)
    if not plans:
        raise NotPossible("Choose at least one plan.")
    _check_signer(signer)
    _check_day(publish_on, on=timezone.localdate(at))
    release = Release(
        title=title.strip(),
        period_starts_on=period_starts_on,
        period_ends_on=period_ends_on,
        members_from=members_from,
        publish_on=publish_on,
        signer=signer,
        planned_by=by,
        planned_at=at,
    )
    release.full_clean(exclude=["plans"])
    release.save()
    ReleasedPlan.objects.bulk_create([ReleasedPlan(release=release, plan=plan) for plan in plans])
    after = {"publish_on": publish_on, "members_from": members_from, "signer": signer.pk}
    write_down("planned the", release, by=by, at=at, after=after)
    return release


@transaction.atomic
def plan_quarters(
    *, first: date, number: int, weeks_after: int, member_days: int, plans: Sequence[Plan], signer: Person, by: Person,
    at: datetime,
) -> list[Release]:  # fmt: skip
    """Announce several quarters at once; those that are in the calendar already are left as they are."""
    release_permissions.check_can_plan_releases(by)
    wanted = days_of_quarters(first, number=number, weeks_after=weeks_after, member_days=member_days, nation=nation())
    known = set(Release.objects.filter(title__in=[days.title for days in wanted]).values_list("title", flat=True))
    return [
        plan_release(
            title=days.title,
            period_starts_on=days.period_starts_on,
            period_ends_on=days.period_ends_on,
            members_from=days.members_from,
            publish_on=days.publish_on,
            plans=plans,
            signer=signer,
            by=by,
            at=at,
        )
        for days in wanted
        if days.title not in known
    ]


@transaction.atomic
def change_release(
    *, release: Release, members_from: date, publish_on: date, signer: Person, by: Person, at: datetime
) -> Release:
    """Move a planned release to another day, or name somebody else to sign it off."""
    release_permissions.check_can_plan_releases(by)
    lock(release)
    if release.state != ReleaseState.PLANNED:
        raise NotPossible(f"{release} is {release.state}. Take it back before you change its days.")
    _check_signer(signer)
    before = {"members_from": release.members_from, "publish_on": release.publish_on, "signer": release.signer_id}
    if publish_on != release.publish_on:
        _check_day(publish_on, on=timezone.localdate(at))
    release.members_from, release.publish_on, release.signer = members_from, publish_on, signer
    release.full_clean(exclude=["plans"])
    release.save()
    after = {"members_from": members_from, "publish_on": publish_on, "signer": signer.pk}
    write_down("changed the", release, by=by, at=at, before=before, after=after)
    return release


@transaction.atomic
def prepare_release(*, release: Release, note: str = "", by: Person, at: datetime) -> Release:
    """Put together what will be published: the words that are public, with the progress recorded until now.

    It stands still from here on: members and whoever is asked for a reply read what the public will.
    """
    release_permissions.check_can_plan_releases(by)
    lock(release)
    _move(release, ReleaseState.PREPARED)
    if by.pk == release.signer_id:
        raise NotPossible("You are named to sign this release off, so somebody else has to prepare it.")
    if timezone.localdate(at) <= release.period_ends_on:
        raise NotPossible(f"The period lasts until {_day(release.period_ends_on)}. Prepare its release after that.")
    for released in release.released.select_related("plan__current_edition", "plan__parent", "plan__team"):
        _prepare_plan(released, at=at)
    release.prepared_by, release.prepared_at, release.note = by, at, note.strip()
    release.members_told_at = None
    release.save()
    write_down("prepared the", release, by=by, at=at)
    tell_members(release=release, at=at)
    return release


def _prepare_plan(released: ReleasedPlan, *, at: datetime) -> None:
    plan = released.plan
    if plan.current_edition is None or plan.stage == PlanStage.SUPERSEDED:
        raise NotPossible(f"“{plan.title}” is not in force, so there is no progress to release on it.")
    content = with_progress(read_edition(plan.current_edition), copy_plan(plan))
    released.base = plan.current_edition
    released.content_changed_at = last_change(plan, at)
    released.save()
    released.items.all().delete()
    slugs = {measure.indicator_slug for measure in content.measures}
    slugs |= {difference.indicator_slug for difference in content.differences}
    indicators = {indicator.slug: indicator for indicator in Indicator.objects.filter(slug__in=slugs)}
    rows = (PreparedItem(released=released, **values) for values in make_items(content, indicators))
    PreparedItem.objects.bulk_create(list(rows), batch_size=BATCH)


@transaction.atomic
def tell_members(*, release: Release, at: datetime) -> int:
    """Write to members once they may read a release; how many were written to."""
    if release.members_told_at is not None or not release.is_open_to_members(on=timezone.localdate(at)):
        return 0
    members = list(Person.objects.active().holding(Role.VIEWER).distinct())
    for person in members:
        message_actions.send(
            wording=wording.RELEASE_OPEN.slug,
            to=message_actions.Recipient.of(person),
            values={"name": person.name, "release": release.title, "day": _day(release.publish_on)},
            link_kind=RELEASE_PAGE,
            about=("plan.release", release.pk),
            by=None,
            at=at,
        )
    release.members_told_at = at
    release.save(update_fields=["members_told_at"])
    write_down("opened to members the", release, by=None, at=at, after={"people": len(members)})
    return len(members)


@transaction.atomic
def sign_off(*, release: Release, by: Person, at: datetime) -> Release:
    """Say that this may be published as it is. Its words are published with the signer's role, not their name."""
    lock(release)
    release_permissions.check_can_sign_off(by, release)
    _move(release, ReleaseState.SIGNED_OFF)
    release.signed_off_by, release.signed_off_at = by, at
    release.signed_off_role = by.job_title
    release.save()
    write_down("signed off the", release, by=by, at=at, after={"role": by.job_title})
    return release


@transaction.atomic
def take_back(*, release: Release, reason: str, by: Person, at: datetime) -> Release:
    """Have it prepared again. Replies were about what it said, so they are asked for anew."""
    lock(release)
    if not release_permissions.can_sign_off(by, release):
        release_permissions.check_can_plan_releases(by)
    if not reason.strip():
        raise NotPossible("Say what has to change before it is published.")
    _move(release, ReleaseState.PLANNED)
    _forget(release, at=at)
    release.save()
    write_down("took back the", release, by=by, at=at, after={"reason": reason.strip()})
    return release


@transaction.atomic
def cancel_release(*, release: Release, reason: str, by: Person, at: datetime) -> Release:
    """Take a release out of the calendar; the reason is shown there."""
    release_permissions.check_can_plan_releases(by)
    lock(release)
    if not reason.strip():
        raise NotPossible("Say why it is cancelled. Readers see the reason in the calendar.")
    _move(release, ReleaseState.CANCELLED)
    _forget(release, at=at)
    release.cancel_reason = reason.strip()
    release.save()
    write_down("cancelled the", release, by=by, at=at, after={"reason": reason.strip()})
    return release


@transaction.atomic
def publish_release(*, release: Release, override_reason: str = "", by: Person | None, at: datetime) -> list[Edition]:
    """Publish what was prepared, on its day or later. `by` is None when the clock does it."""
    if by is not None and not (override_reason.strip() and release_permissions.can_lift_freeze(by)):
        release_permissions.check_can_plan_releases(by)
    lock(release)
    today = timezone.localdate(at)
    _move(release, ReleaseState.PUBLISHED)
    if today < release.publish_on:
        raise NotPossible(f"{release} is announced for {_day(release.publish_on)}, and is published then.")
    told = check_not_frozen(by=by, at=at, reason=override_reason)
    awaited = release.replies.awaited(on=today).order_by("due_on").first()
    if awaited is not None:
        raise NotPossible(f"{awaited.name} can reply until {_day(awaited.due_on)}. Publish after that.")
    note_silence(release, at=at)
    released = release.released.select_related("plan", "base")
    editions = [_publish_plan(release, each, told=told, by=by, at=at) for each in released]
    release.published_at, release.override_reason = at, told
    release.save()
    after = {"editions": [edition.pk for edition in editions], "override": told}
    write_down("published the", release, by=by, at=at, after=after)
    return editions


def _publish_plan(release: Release, released: ReleasedPlan, *, told: str, by: Person | None, at: datetime) -> Edition:
    plan = released.plan
    lock(plan)
    if plan.current_edition_id != released.base_id or released.base is None:
        raise NotPossible(
            f"“{plan.title}” was published anew since this release was prepared. Take it back, and prepare it again."
        )
    latest = plan.editions.order_by("-number").values_list("number", flat=True).first() or 0
    publisher = by or release.signed_off_by
    assert publisher is not None  # noqa: S101  (what is published was signed off)
    edition = Edition.objects.create(
        plan=plan,
        number=latest + 1,
        published_at=at,
        published_by=publisher,
        note=release.note or f"Progress for {release.title}",
        is_release=True,
        override_reason=told,
        content_changed_at=released.content_changed_at or at,
        document=released.base.document,
    )
    keep_items(_edition_items(edition, released))
    released.edition = edition
    released.save(update_fields=["edition"])
    released.items.all().delete()
    plan.current_edition = edition
    keep(plan, by=publisher, at=at, is_change=False)
    write_down("released progress on", plan, by=by, at=at, after={"edition": edition.number, "release": release.pk})
    return edition


def _edition_items(edition: Edition, released: ReleasedPlan) -> Iterator[EditionItem]:
    replies = list(Reply.objects.standing().filter(release=released.release_id, plan=released.plan_id))
    for item in released.items.order_by("kind", "position").iterator(chunk_size=BATCH):
        document = item.document
        if item.kind == ItemKind.ACTION.value:
            document = _with_replies(document, [reply for reply in replies if item.number in reply.numbers])
        yield EditionItem(
            edition=edition,
            kind=item.kind,
            number=item.number,
            section_number=item.section_number,
            action_number=item.action_number,
            indicator_id=item.indicator_id,
            position=item.position,
            document=document,
        )


def _with_replies(document: dict[str, object], replies: Iterable[Reply]) -> dict[str, object]:
    """The action as prepared, with the replies to it in place of those of the release before."""
    action = load(documents.ActionDocument, document)
    kept = tuple(
        ReplyDocument(
            name=reply.name,
            text=reply.text if reply.state == ReplyState.REPLIED else "",
            replied_on=timezone.localdate(reply.replied_at) if reply.replied_at else None,
            due_on=reply.due_on,
        )
        for reply in replies
    )
    progress = replace(action.progress, replies=kept)
    written: dict[str, object] = dump(replace(action, progress=progress))
    return written


@transaction.atomic
def set_pre_election_period(
    *, title: str, starts_on: date, ends_on: date, by: Person, at: datetime
) -> PreElectionPeriod:
    """Say in which weeks nothing is published."""
    release_permissions.check_can_set_freezes(by)
    period = PreElectionPeriod(title=title.strip(), starts_on=starts_on, ends_on=ends_on, set_by=by, set_at=at)
    period.full_clean()
    period.save()
    write_down("set the", period, by=by, at=at, after={"from": starts_on, "until": ends_on})
    return period


@transaction.atomic
def remove_pre_election_period(*, period: PreElectionPeriod, reason: str, by: Person, at: datetime) -> None:
    """Take a period away that was set by mistake. One that lasts needs whoever may publish in it."""
    if period.starts_on <= timezone.localdate(at):
        release_permissions.check_can_lift_freeze(by)
    release_permissions.check_can_set_freezes(by)
    if not reason.strip():
        raise NotPossible("Say why the period is taken away.")
    before = {"from": period.starts_on, "until": period.ends_on}
    write_down("removed the", period, by=by, at=at, before=before, after={"reason": reason.strip()})
    period.delete()


def _move(release: Release, state: ReleaseState) -> None:
    check_transition(RELEASE_TRANSITIONS, ReleaseState(release.state), state, str(release))
    release.state = state.value


def _forget(release: Release, *, at: datetime) -> None:
    """Undo what preparing and signing off have left."""
    release.prepared_by = release.prepared_at = release.signed_off_by = release.signed_off_at = None
    release.signed_off_role, release.members_told_at = "", None
    PreparedItem.objects.filter(released__release=release).delete()
    release.released.update(base=None, content_changed_at=None)
    for reply in release.replies.standing():
        revoke_links(reply, at=at)
    release.replies.standing().update(state=ReplyState.WITHDRAWN.value)


def _check_signer(signer: Person) -> None:
    if not signer.is_active or not signer.roles:
        raise NotPossible("Name somebody with a role here to sign the release off.")
    if not signer.job_title.strip():
        raise NotPossible(f"{signer} has no job title, and the public is shown the signer’s role. Give them one first.")


def _check_day(day: date, *, on: date) -> None:
    if day < on:
        raise NotPossible(f"{_day(day)} has passed. Choose a day that is still to come.")
    if not is_working_day(day, nation=nation()):
        raise NotPossible(f"{_day(day)} is not a working day. Choose one, so that somebody can answer questions.")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
