"""Submit, sign, return, publish, review: the only way from a draft to the public, and on to the next assessment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from goldenthread.accounts.models import Person
from goldenthread.accounts.roles import Role
from goldenthread.assessments import gaps, permissions, wording
from goldenthread.assessments.actions.keeping import keep, lock, move, next_number, write_down
from goldenthread.assessments.models import Assessment, AssessmentStep, Engagement, EvidenceUsed, Impact, Mitigation
from goldenthread.assessments.records import read_record
from goldenthread.assessments.states import AssessmentStatus
from goldenthread.assessments.typesetting import make_word, typeset
from goldenthread.messages import actions as message_actions
from goldenthread.messages.wording import Wording
from goldenthread.plan.states import NotPossible
from goldenthread.publishing.pdf import PdfError

PAGE_LINK = "assessment_page"
MESSAGE_OBJECT = "assessments.assessment"
REMIND_BEFORE_DAYS = 30
"""How long before its day of review somebody is asked to look again."""

REMIND_AGAIN_DAYS = 30
"""How long after a reminder the next one goes out while nothing has happened."""


@transaction.atomic
def submit(*, assessment: Assessment, by: Person, at: datetime) -> Assessment:
    """Ask somebody else to sign. It stands still until it is signed or returned."""
    lock(assessment)
    permissions.check_can_submit(by, assessment)
    move(assessment, AssessmentStatus.SUBMITTED, by=by, at=at)
    record = read_record(Assessment.objects.with_everything().get(pk=assessment.pk))
    stopping = gaps.what_stops(gaps.find_gaps(record, {}, on=timezone.localdate(at)))
    if stopping:
        raise NotPossible(" ".join(gap.sentence for gap in stopping))
    assessment.submitted_by, assessment.submitted_at = by, at
    keep(assessment, by=by, at=at)
    write_down("sent for sign-off", assessment, by=by, at=at)
    for signer in _signers(assessment):
        _tell(wording.TO_SIGN, assessment, signer, by=by, at=at, author=by.name, due=_day(assessment.decide_by))
    return assessment


@transaction.atomic
def return_to_author(*, assessment: Assessment, reason: str, by: Person, at: datetime) -> Assessment:
    """Back to the author, with what should change."""
    lock(assessment)
    permissions.check_can_return(by, assessment)
    if not reason.strip():
        raise NotPossible("Say what should change before it is signed.")
    move(assessment, AssessmentStatus.RETURNED, by=by, at=at, reason=reason)
    assessment.signed_by = assessment.signed_at = None
    keep(assessment, by=by, at=at)
    write_down("returned", assessment, by=by, at=at, after={"reason": reason.strip()})
    _tell(wording.RETURNED, assessment, assessment.author, by=by, at=at, signer=by.name, reason=reason.strip())
    return assessment


@transaction.atomic
def sign(*, assessment: Assessment, by: Person, at: datetime) -> Assessment:
    """Answer for the assessment. Never by whoever wrote it or sent it."""
    lock(assessment)
    permissions.check_can_sign(by, assessment)
    move(assessment, AssessmentStatus.SIGNED, by=by, at=at)
    assessment.signed_by, assessment.signed_at = by, at
    keep(assessment, by=by, at=at)
    write_down("signed", assessment, by=by, at=at)
    return assessment


@transaction.atomic
def publish(*, assessment: Assessment, by: Person, at: datetime) -> Assessment:
    """Let everybody read it, as a page, a PDF and a Word document made now. What it supersedes says so from now on."""
    lock(assessment)
    permissions.check_can_publish(by, assessment)
    if assessment.status == AssessmentStatus.DUE_FOR_REVIEW:
        raise NotPossible(f"{assessment.reference} is published. Say that nothing has changed, or begin a review.")
    move(assessment, AssessmentStatus.PUBLISHED, by=by, at=at)
    assessment.published_by, assessment.published_at = by, at
    keep(assessment, by=by, at=at)
    earlier = assessment.supersedes
    if earlier is not None:
        lock(earlier)
        move(earlier, AssessmentStatus.SUPERSEDED, by=by, at=at, reason=f"{assessment.reference} takes its place.")
        keep(earlier, by=by, at=at)
        write_down("superseded", earlier, by=by, at=at, after={"by": assessment.reference})
    _keep_files(assessment, at=at)
    keep(assessment, by=by, at=at)
    write_down("published", assessment, by=by, at=at)
    return assessment


@transaction.atomic
def confirm_after_review(
    *, assessment: Assessment, reason: str, review_on: date, by: Person, at: datetime
) -> Assessment:
    """Say that it was looked at again and still holds, and when next. The words stay; the reason is published.

    The PDF and the Word document are made anew: they say when it is to be looked at again.
    """
    lock(assessment)
    permissions.check_can_sign(by, assessment)
    if not reason.strip():
        raise NotPossible("Say what was looked at, and why nothing has to change. It is published.")
    if review_on <= timezone.localdate(at):
        raise NotPossible("The next review must be on a day that is still to come.")
    before = assessment.review_on
    if assessment.status == AssessmentStatus.PUBLISHED:
        move(assessment, AssessmentStatus.DUE_FOR_REVIEW, by=by, at=at, reason="Looked at before its day.")
    move(assessment, AssessmentStatus.PUBLISHED, by=by, at=at, reason=reason)
    assessment.review_on, assessment.reminded_on = review_on, None
    keep(assessment, by=by, at=at)
    _keep_files(assessment, at=at)
    assessment.save(update_fields=["pdf", "word"])
    after = {"review_on": review_on, "reason": reason.strip()}
    write_down("reviewed", assessment, by=by, at=at, before={"review_on": before}, after=after)
    return assessment


@transaction.atomic
def begin_review(*, assessment: Assessment, by: Person, at: datetime) -> Assessment:
    """Begin the assessment that will take this one's place, with everything that this one says to start from."""
    lock(assessment)
    permissions.check_can_begin(by)
    if assessment.status not in {AssessmentStatus.PUBLISHED, AssessmentStatus.DUE_FOR_REVIEW}:
        raise NotPossible(f"{assessment.reference} is {assessment.status}. Only what is published is reviewed.")
    later = Assessment.objects.filter(supersedes=assessment).first()
    if later is not None:
        raise NotPossible(f"{later.reference} reviews this one already.")
    said = ("title", "proposal", "decide_by", "affected", "cumulative", "option", "option_reason", "monitoring")
    review = Assessment(
        number=next_number(),
        supersedes=assessment,
        decision=assessment.decision,
        author=by,
        team=by.team,
        **{name: getattr(assessment, name) for name in said},
    )
    keep(review, by=by, at=at)
    AssessmentStep.objects.create(
        assessment=review,
        after=AssessmentStatus.DRAFT.value,
        by=by,
        at=at,
        reason=f"Reviews {assessment.reference}.",
    )
    _copy_findings(assessment, review, by=by, at=at)
    write_down("began the review of", assessment, by=by, at=at, after={"review": review.reference})
    return review


@dataclass(frozen=True, slots=True)
class Reminder:
    """One assessment that somebody is to be reminded of."""

    assessment: Assessment
    to: Person | None
    """Nobody where whoever wrote, signed and published it has left, and no one is there to sign."""
    becomes_due: bool


def reviews_due(*, on: date) -> list[Reminder]:
    """Whom a reminder would go to on a day, and which assessments would be marked as due. It writes nothing."""
    found = []
    waiting = Assessment.objects.review_within(REMIND_BEFORE_DAYS, on=on).filter(superseded_by__isnull=True)
    for assessment in waiting.select_related("author", "published_by", "signed_by").order_by("review_on", "number"):
        becomes_due = (
            assessment.status == AssessmentStatus.PUBLISHED
            and assessment.review_on is not None
            and assessment.review_on <= on
        )
        was_reminded = assessment.reminded_on
        is_told = was_reminded is not None and (on - was_reminded).days < REMIND_AGAIN_DAYS
        if is_told and not becomes_due:
            continue
        people = (assessment.author, assessment.published_by, assessment.signed_by)
        to = next((person for person in people if person is not None and person.is_active), None)
        to = to or next(iter(_signers(assessment)), None)
        if to is not None or becomes_due:
            found.append(Reminder(assessment, to, becomes_due))
    return found


@transaction.atomic
def remind_of_reviews(*, by: Person | None, at: datetime) -> list[Reminder]:
    """Write to whoever has to look again, and mark what is due. Run once a day, a second run does nothing more."""
    on = timezone.localdate(at)
    reminders = reviews_due(on=on)
    for reminder in reminders:
        assessment = reminder.assessment
        lock(assessment)
        if reminder.becomes_due:
            move(assessment, AssessmentStatus.DUE_FOR_REVIEW, by=by, at=at)
        assessment.reminded_on = on
        assessment._history_user, assessment._history_date = by, at  # type: ignore[attr-defined]
        assessment.save()
        after = {"told": reminder.to.pk if reminder.to else None, "status": assessment.status}
        write_down("reminded of the review of", assessment, by=by, at=at, after=after)
        if reminder.to is not None:
            _tell(wording.REVIEW_DUE, assessment, reminder.to, by=by, at=at, due=_day(assessment.review_on))
    return reminders


def _copy_findings(old: Assessment, new: Assessment, *, by: Person, at: datetime) -> None:
    copied: dict[int, Impact] = {}
    for impact in old.impacts.all():
        same = Impact(
            assessment=new,
            characteristic=impact.characteristic,
            second_characteristic=impact.second_characteristic,
            groups=impact.groups,
            effect=impact.effect,
            why=impact.why,
        )
        keep(same, by=by, at=at)
        copied[impact.pk] = same
    for rows in (EvidenceUsed.objects.filter(assessment=old), Engagement.objects.filter(assessment=old)):
        for row in rows:
            row.pk, row.assessment, row.added_at = None, new, at
            row._state.adding = True
            row.save()
    for mitigation in Mitigation.objects.filter(assessment=old, action__removed_at__isnull=True):
        Mitigation.objects.create(
            assessment=new,
            action=mitigation.action,
            impact=copied.get(mitigation.impact_id) if mitigation.impact_id else None,
            how=mitigation.how,
            added_at=at,
        )


def _keep_files(assessment: Assessment, *, at: datetime) -> None:
    read = Assessment.objects.with_everything().get(pk=assessment.pk)
    on = timezone.localdate(at)
    try:
        pdf = typeset(read, on=on)
    except PdfError as error:
        raise NotPossible(f"The PDF could not be made, so nothing was published. {error}") from error
    name = f"equality-impact-assessment-{assessment.number}"
    assessment.pdf.save(f"{name}.pdf", ContentFile(pdf), save=False)
    assessment.word.save(f"{name}.docx", ContentFile(make_word(read, on=on)), save=False)


def _signers(assessment: Assessment) -> Sequence[Person]:
    """Those whose work it is to sign: monitoring officers, or plan owners where no such officer may."""
    writers = permissions.writers_of(assessment)
    for role in (Role.MONITORING_OFFICER, Role.PLAN_OWNER):
        people = Person.objects.active().holding(role).distinct().order_by("pk")
        found = [each for each in people if each.pk not in writers]
        if found:
            return found
    return []


def _tell(
    words: Wording, assessment: Assessment, to: Person, *, by: Person | None, at: datetime, **values: str
) -> None:
    message_actions.send(
        wording=words.slug,
        to=message_actions.Recipient.of(to),
        values={"name": to.name, "title": assessment.title, "reference": assessment.reference, **values},
        link_kind=PAGE_LINK,
        about=(MESSAGE_OBJECT, assessment.pk),
        by=by,
        at=at,
    )


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "a day that nobody has said"
