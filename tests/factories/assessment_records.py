"""Assessments as plain values, for what is pure."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from goldenthread.assessments.kinds import DecisionOption, Effect, protected
from goldenthread.assessments.records import (
    EngagementRecord,
    EvidenceRecord,
    GroupFigure,
    ImpactRecord,
    MitigationRecord,
    Record,
)
from goldenthread.assessments.states import AssessmentStatus

TODAY = date(2026, 6, 15)
_numbers = itertools.count(1)


def impact(characteristic: str, effect: Effect = Effect.NONE, **fields: Any) -> ImpactRecord:
    """An impact with its reason."""
    values = {"pk": next(_numbers), "second": "", "groups": "", "why": "Because.", **fields}
    return ImpactRecord(characteristic=characteristic, effect=effect, **values)


def mitigation(of: ImpactRecord | None = None, **fields: Any) -> MitigationRecord:
    """An action with somebody who leads it and a date, published in its plan."""
    values = {
        "pk": next(_numbers), "how": "It helps.", "plan_slug": "fair", "plan_title": "A fair plan",
        "action_number": "4", "action_label": "Action 4", "title": "Sit with people", "owner": "Ada",
        "owner_role": "Advice Manager", "due_on": date(2027, 1, 1), "status": "on track", "is_in_plan": True,
        "is_published": True,
    }  # fmt: skip
    return MitigationRecord(impact_pk=of.pk if of else None, impact_name=of.name if of else "", **{**values, **fields})


def figure(group: str, index: float | None = None, lower: float | None = None, upper: float | None = None) -> Any:
    """A group's figure; with an index it has shares too."""
    shares = (20.0, 10.0) if index is not None else (None, None)
    return GroupFigure(group, "12.0% (10.0% to 14.0%)", *shares, index, lower, upper)


def evidence(*figures: GroupFigure, **fields: Any) -> EvidenceRecord:
    """An indicator by group."""
    values = {
        "pk": next(_numbers), "title": "Children with little money", "shows": "Some have less.", "reference": "",
        "indicator_slug": "little-money", "characteristic": "ethnicity", "period": "2025", "source": "Invented",
        "snapshot": "20260101", "counted": "Children with little money", "population": "All children", "no_shares": "",
    }  # fmt: skip
    return EvidenceRecord(figures=figures, **{**values, **fields})


def whole(**changes: Any) -> Record:
    """An assessment that lacks nothing; `changes` make it lack something."""
    age = impact("age", Effect.NEGATIVE, groups="People over 75", why="They apply on paper.")
    others = [impact(each.slug) for each in protected() if each.slug != "age"]
    values: dict[str, Any] = {
        "number": 7,
        "title": "Help with bills goes online",
        "proposal": "One form in place of four.",
        "decide_by": date(2026, 9, 1),
        "affected": "21,400 households.",
        "impacts": (age, *others, impact("age", Effect.NONE, second="disability")),
        "evidence": (evidence(figure("Asian", 1.5, 1.2, 1.8), figure("White", 0.9, 0.8, 0.95)),),
        "engagements": (EngagementRecord(1, "Letters to people", date(2026, 5, 1), 318, "Most were for it."),),
        "cumulative": "",
        "mitigations": (mitigation(age),),
        "option": DecisionOption.ADJUST,
        "option_reason": "Keep the paper forms.",
        "monitoring": "Who applies, each month.",
        "review_on": date(2027, 6, 1),
        "status": AssessmentStatus.PUBLISHED,
        "author": "Ada",
        "author_role": "Advice Manager",
        "team": "Advice",
        "signed_by": "Bo",
        "signed_role": "Monitoring Officer",
        "signed_on": date(2026, 6, 1),
        "published_on": date(2026, 6, 2),
    }
    return Record(**{**values, **changes})
