"""What an assessment found: impacts, evidence, engagement, and mitigations that are actions of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from goldenthread.accounts.models import Person
from goldenthread.assessments import permissions
from goldenthread.assessments.actions.keeping import change_fields, keep, lock_for_writing, write_down
from goldenthread.assessments.figures import read_figures
from goldenthread.assessments.kinds import Effect, name_of, name_of_both
from goldenthread.assessments.models import Assessment, Engagement, EvidenceUsed, Impact, Mitigation
from goldenthread.definitions import load_characteristics
from goldenthread.evidence.models import Indicator
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.models import Action, Section
from goldenthread.plan.states import NotPossible, PlanStage

FEWEST = 5
"""Smaller groups of people could be recognised once the assessment is published."""


@transaction.atomic
def say_impact(
    *,
    assessment: Assessment,
    characteristic: str,
    effect: Effect,
    why: str,
    by: Person,
    at: datetime,
    second: str = "",
    groups: str = "",
) -> Impact:
    """Say what the proposal would do to people who share a characteristic, or two. Said again, it is changed."""
    _open(assessment, by)
    for slug in filter(None, (characteristic, second)):
        if slug not in load_characteristics():
            raise NotPossible(f"There is no characteristic {slug!r} in the configured list.")
    first, other = _in_order(characteristic, second)
    impact = Impact.objects.filter(
        assessment=assessment, characteristic=first, second_characteristic=other
    ).first() or Impact(assessment=assessment, characteristic=first, second_characteristic=other)
    is_new = impact.pk is None
    values = {"effect": effect.value, "why": why.strip(), "groups": groups.strip()}
    before, after = change_fields(impact, values, set(values))
    if not after:
        return impact
    keep(impact, by=by, at=at)
    keep(assessment, by=by, at=at)
    about = name_of_both(first, other)
    write_down(
        "said the impact in", assessment, by=by, at=at,
        before=None if is_new else {about: before}, after={about: after},
    )  # fmt: skip
    return impact


@transaction.atomic
def remove_impact(*, impact: Impact, by: Person, at: datetime) -> None:
    """Take an impact out again: an intersection, or a characteristic that nobody has to answer for."""
    assessment = impact.assessment
    _open(assessment, by)
    about = name_of_both(impact.characteristic, impact.second_characteristic)
    try:
        impact.delete()
    except ProtectedError:
        raise NotPossible(f"An action answers the impact on {about}. Take out the mitigation first.") from None
    keep(assessment, by=by, at=at)
    write_down("took an impact out of", assessment, by=by, at=at, before={"impact": about})


@transaction.atomic
def add_evidence(
    *,
    assessment: Assessment,
    indicator: Indicator,
    shows: str,
    by: Person,
    at: datetime,
    characteristic: str = "",
    people: Mapping[str, int] | None = None,
    called: str = "",
) -> EvidenceUsed:
    """Bind an indicator, with its figures as they are now: by group and with representation where the evidence can.

    `people` are those affected in each group (so many who use the service), and `called` says what they are.
    """
    _open(assessment, by)
    small = [group for group, number in (people or {}).items() if 0 < number < FEWEST]
    if small:
        raise NotPossible(f"“{small[0]}” has fewer than {FEWEST} people, who could be recognised. Leave the group out.")
    frozen = read_figures(indicator.slug, characteristic, people, called=called.strip() or "People affected")
    evidence = EvidenceUsed(
        assessment=assessment,
        indicator=indicator,
        characteristic=characteristic,
        title=indicator.plain_name,
        shows=shows.strip(),
        period=frozen.period,
        source=frozen.source,
        snapshot=frozen.snapshot,
        counted=frozen.counted,
        population=frozen.population,
        figures=[asdict(figure) for figure in frozen.figures],
        no_shares=frozen.no_shares,
        added_at=at,
    )
    _add(evidence, assessment, by=by, at=at)
    after = {"indicator": indicator.slug, "by": characteristic, "snapshot": frozen.snapshot}
    write_down("added evidence to", assessment, by=by, at=at, after=after)
    return evidence


@transaction.atomic
def add_document(
    *, assessment: Assessment, title: str, reference: str, shows: str, by: Person, at: datetime
) -> EvidenceUsed:
    """Name a document, survey or study that the assessment rests on."""
    _open(assessment, by)
    evidence = EvidenceUsed(
        assessment=assessment, title=title.strip(), reference=reference.strip(), shows=shows.strip(), added_at=at
    )
    _add(evidence, assessment, by=by, at=at)
    write_down("added evidence to", assessment, by=by, at=at, after={"document": title})
    return evidence


@transaction.atomic
def remove_evidence(*, evidence: EvidenceUsed, by: Person, at: datetime) -> None:
    """Take a piece of evidence out again."""
    _remove(evidence, "took evidence out of", {"evidence": evidence.title}, by=by, at=at)


@transaction.atomic
def add_engagement(
    *,
    assessment: Assessment,
    reference: str,
    summary: str,
    by: Person,
    at: datetime,
    held_on: date | None = None,
    people: int | None = None,
) -> Engagement:
    """Say whom the council spoke with, and what they said."""
    _open(assessment, by)
    engagement = Engagement(
        assessment=assessment,
        reference=reference.strip(),
        summary=summary.strip(),
        held_on=held_on,
        people=people,
        added_at=at,
    )
    _check_day(held_on, at)
    _add(engagement, assessment, by=by, at=at)
    write_down("added engagement to", assessment, by=by, at=at, after={"engagement": reference})
    return engagement


@transaction.atomic
def change_engagement(*, engagement: Engagement, changes: Mapping[str, Any], by: Person, at: datetime) -> Engagement:
    """Change what is said of an engagement."""
    assessment = engagement.assessment
    _open(assessment, by)
    _check_day(changes.get("held_on"), at)
    before, after = change_fields(engagement, changes, {"reference", "summary", "held_on", "people"})
    if after:
        _add(engagement, assessment, by=by, at=at)
        write_down("changed engagement in", assessment, by=by, at=at, before=before, after=after)
    return engagement


@transaction.atomic
def remove_engagement(*, engagement: Engagement, by: Person, at: datetime) -> None:
    """Take an engagement out again."""
    _remove(engagement, "took engagement out of", {"engagement": engagement.reference}, by=by, at=at)


@transaction.atomic
def link_mitigation(
    *, assessment: Assessment, action: Action, how: str, by: Person, at: datetime, impact: Impact | None = None
) -> Mitigation:
    """Name an action of a plan as what makes the proposal do less harm, or more good."""
    _open(assessment, by)
    if action.removed_at is not None or action.plan.stage == PlanStage.SUPERSEDED:
        raise NotPossible(f"“{action.title}” is in no plan that is in force. Choose another action.")
    if impact is not None and impact.assessment_id != assessment.pk:
        raise NotPossible("Choose an impact of this assessment.")
    if Mitigation.objects.filter(assessment=assessment, action=action, impact=impact).exists():
        raise NotPossible(f"“{action.title}” is named for this already.")
    mitigation = Mitigation(assessment=assessment, action=action, impact=impact, how=how.strip(), added_at=at)
    _add(mitigation, assessment, by=by, at=at)
    about = name_of_both(impact.characteristic, impact.second_characteristic) if impact else ""
    after = {"action": str(action), "impact": about}
    write_down("added a mitigation to", assessment, by=by, at=at, after=after)
    return mitigation


@transaction.atomic
def add_mitigating_action(
    *,
    assessment: Assessment,
    section: Section,
    title: str,
    how: str,
    owner: Person,
    due_on: date,
    by: Person,
    at: datetime,
    impact: Impact | None = None,
) -> Mitigation:
    """Add an action to a plan, with who leads it and its date, and name it as a mitigation. Plan owners may."""
    _open(assessment, by)
    action = plan_actions.add_action(
        section=section,
        title=title.strip(),
        description=how.strip(),
        owner=owner,
        due_on=due_on,
        groups=name_of(impact.characteristic) if impact else "",
        by=by,
        at=at,
    )
    return link_mitigation(assessment=assessment, action=action, how=how, impact=impact, by=by, at=at)


@transaction.atomic
def remove_mitigation(*, mitigation: Mitigation, by: Person, at: datetime) -> None:
    """No longer name an action as a mitigation. The action stays in its plan."""
    _remove(mitigation, "took a mitigation out of", {"action": str(mitigation.action)}, by=by, at=at)


def _open(assessment: Assessment, by: Person) -> None:
    lock_for_writing(assessment)
    permissions.check_can_write(by, assessment)


def _add(row: EvidenceUsed | Engagement | Mitigation, assessment: Assessment, *, by: Person, at: datetime) -> None:
    row.full_clean()
    row.save()
    keep(assessment, by=by, at=at)


def _remove(
    row: EvidenceUsed | Engagement | Mitigation, verb: str, before: Mapping[str, str], *, by: Person, at: datetime
) -> None:
    assessment = row.assessment
    _open(assessment, by)
    row.delete()
    keep(assessment, by=by, at=at)
    write_down(verb, assessment, by=by, at=at, before=before)


def _in_order(first: str, second: str) -> tuple[str, str]:
    """The two in the order of the configured list, so that disabled women and women who are disabled are one."""
    if not second:
        return first, ""
    order = list(load_characteristics())
    if order.index(second) < order.index(first):
        return second, first
    return first, second


def _check_day(day: date | None, at: datetime) -> None:
    if day is not None and day > at.date():
        raise NotPossible("People cannot have been asked on a day that is still to come.")
