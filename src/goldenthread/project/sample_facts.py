"""The sample council's facts: asked of the evidence or read in documents by one person, verified by another."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from goldenthread.core.claims import Statistic
from goldenthread.evidence import actions
from goldenthread.evidence.actions import Recorded, SourceDocument
from goldenthread.evidence.fact_kinds import Disclosure, FactQuestion
from goldenthread.evidence.models import Fact, Indicator
from goldenthread.samples.alderbrook.facts_content import SampleFacts, SampleRecordedFact

if TYPE_CHECKING:
    from goldenthread.project.sample import Staff


def add_facts(content: SampleFacts, staff: Staff, *, now: datetime) -> None:
    """The analyst defines and records them, the plan's owner verifies them."""
    analyst, owner = staff.by_key["analyst"], staff.by_key["owner"]
    facts = [
        actions.define_fact(
            slug=each.slug,
            subject=each.subject,
            question=FactQuestion(each.question),
            indicator=Indicator.objects.get(slug=each.indicator),
            owner=analyst,
            next_release_on=each.next_release_on,
            by=analyst,
            at=now,
        )
        for each in content.computed
    ]
    facts += [_record(each, staff, now=now) for each in content.recorded]
    for fact in facts:
        actions.verify_fact(fact=fact, by=owner, at=now)


def _record(each: SampleRecordedFact, staff: Staff, *, now: datetime) -> Fact:
    analyst = staff.by_key["analyst"]
    disclosure = Disclosure.SUPPRESSED if each.withheld else Disclosure.OPEN
    names = ("value", "numerator", "denominator", "unit", "place", "period", "as_at")
    return actions.record_fact(
        slug=each.slug,
        subject=each.subject,
        statistic=Statistic(each.statistic),
        recorded=Recorded(
            **{name: getattr(each, name) for name in names}, disclosure=disclosure.value, missing=each.withheld
        ),
        document=SourceDocument(each.document["title"], each.document["where"], each.document["address"]),
        owner=analyst,
        next_release_on=each.next_release_on,
        by=analyst,
        at=now,
    )
