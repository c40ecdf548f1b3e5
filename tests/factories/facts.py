"""Facts for tests, made by the actions that staff use."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tests.factories.people import NOW, make_person

from goldenthread.accounts.models import Person
from goldenthread.accounts.roles import Role
from goldenthread.core.claims import Statistic
from goldenthread.evidence import actions
from goldenthread.evidence.actions import Recorded, SourceDocument
from goldenthread.evidence.fact_kinds import FactQuestion
from goldenthread.evidence.models import Fact, Indicator

DOCUMENT = SourceDocument(title="Cabinet report", where="table 3", address="https://example.org/cabinet-report")


def record_fact(
    slug: str,
    statistic: Statistic,
    value: float | None = None,
    *,
    by: Person | None = None,
    is_verified: bool = True,
    at: datetime = NOW,
    document: SourceDocument = DOCUMENT,
    next_release_on: date | None = None,
    **fields: Any,
) -> Fact:
    """A fact read in a document, verified by somebody else unless it is asked not to be."""
    author = by or make_person(Role.ANALYST)
    fact = actions.record_fact(
        slug=slug,
        subject=f"Subject of {slug}",
        statistic=statistic,
        recorded=Recorded(value=value, **{"as_at": date(2026, 3, 31), **fields}),
        document=document,
        owner=author,
        next_release_on=next_release_on,
        by=author,
        at=at,
    )
    return actions.verify_fact(fact=fact, by=make_person(Role.PLAN_OWNER), at=at) if is_verified else fact


def define_fact(
    slug: str, question: FactQuestion, indicator: str, *, by: Person, is_verified: bool = False, **fields: Any
) -> Fact:
    """A fact that the evidence is asked for."""
    fact = actions.define_fact(
        slug=slug,
        subject=f"Subject of {slug}",
        question=question,
        indicator=Indicator.objects.get(slug=indicator),
        owner=by,
        by=by,
        at=NOW,
        **fields,
    )
    return actions.verify_fact(fact=fact, by=make_person(Role.PLAN_OWNER), at=NOW) if is_verified else fact
