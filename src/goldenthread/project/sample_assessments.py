"""The sample council's decisions and their assessments, made by the actions a real site uses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from goldenthread.assessments import actions
from goldenthread.assessments.forward_plan import read_forward_plan
from goldenthread.assessments.kinds import DecisionOption, Effect, Outcome
from goldenthread.assessments.models import Assessment, Decision, Impact
from goldenthread.evidence.models import Indicator
from goldenthread.plan.models import Action, Plan
from goldenthread.samples.alderbrook.assessments_content import load_assessments, write_forward_plan

if TYPE_CHECKING:
    from goldenthread.project.sample import Staff


def add_assessments(plan: Plan, staff: Staff, *, now: datetime) -> None:
    """Read the Forward Plans, assess, sign, publish, decide; and let what is overdue be found overdue."""
    content = load_assessments()
    writer = _Writer(plan, staff, now)
    first, *later = content["forward_plans"]
    writer.read(first)
    for each in content["assessments"]:
        if each["begun"] < later[0]["read"]:
            writer.assess(each)
    for file in later:
        writer.read(file)
    for each in content["assessments"]:
        if each["begun"] >= later[0]["read"]:
            writer.assess(each)
    for each in content["not_needed"]:
        decision = Decision.objects.get(reference=each["decision"])
        by, at = staff.by_key[each["by"]], writer.on(each["day"])
        actions.say_not_needed(decision=decision, reason=each["reason"], by=by, at=at)
    for each in content["overrides"]:
        writer.override(each)
    actions.remind_of_reviews(by=None, at=now)


class _Writer:
    """Writes decisions and assessments, each on its own day."""

    def __init__(self, plan: Plan, staff: Staff, now: datetime) -> None:
        self.plan, self.staff, self.now = plan, staff, now
        self.today = timezone.localdate(now)

    def on(self, days: int) -> datetime:
        """Noon of the day that many days from today, and never later than now."""
        noon = timezone.make_aware(datetime.combine(self.today + timedelta(days=days), time(12)))
        return min(noon, self.now)

    def read(self, file: Mapping[str, Any]) -> None:
        """Read a Forward Plan and take it over."""
        read_on = self.today + timedelta(days=file["read"])
        plan = read_forward_plan(file["file"], write_forward_plan(file["decisions"], today=self.today))
        by, at = self.staff.by_key["owner"], self.on((read_on - self.today).days)
        draft = actions.keep_forward_plan(plan=plan, by=by, at=at)
        actions.apply_forward_plan(draft=draft, by=by, at=at)

    def assess(self, content: Mapping[str, Any]) -> None:
        """Write one assessment and take it as far as it went."""
        author, at = self.staff.by_key[content["author"]], self.on(content["begun"])
        decision = Decision.objects.get(reference=content["decision"])
        assessment = actions.begin_assessment(title=content["title"], decision=decision, by=author, at=at)
        said = {name: content[name].strip() for name in ("proposal", "affected", "cumulative", "monitoring")}
        if "option" in content:
            said["option"] = DecisionOption(content["option"]).value
            said["option_reason"] = content["option_reason"].strip()
        changes: dict[str, Any] = dict(said)
        if "review" in content:
            changes["review_on"] = self.today + timedelta(days=content["review"])
        actions.write(assessment=assessment, changes=changes, by=author, at=at)
        impacts = self._impacts(assessment, content, at)
        self._findings(assessment, content, at)
        for each in content["mitigations"]:
            action = Action.objects.get(plan=self.plan, number=each["action"])
            actions.link_mitigation(
                assessment=assessment,
                action=action,
                how=each["how"],
                impact=impacts[each["impact"]],
                by=author,
                at=at,
            )
        if "submitted" in content:
            self._carry_through(assessment, decision, content)

    def _impacts(self, assessment: Assessment, content: Mapping[str, Any], at: datetime) -> dict[str, Impact]:
        found = {}
        for slug, each in content["impacts"].items():
            found[slug] = actions.say_impact(
                assessment=assessment,
                characteristic=slug,
                effect=Effect(each["effect"]),
                why=each["why"],
                groups=each.get("groups", ""),
                by=assessment.author,
                at=at,
            )
        for each in content["intersections"]:
            actions.say_impact(
                assessment=assessment,
                characteristic=each["first"],
                second=each["second"],
                effect=Effect(each["effect"]),
                why=each["why"],
                groups=each["groups"],
                by=assessment.author,
                at=at,
            )
        return found

    def _findings(self, assessment: Assessment, content: Mapping[str, Any], at: datetime) -> None:
        by = assessment.author
        for each in content["evidence"]:
            indicator = Indicator.objects.get(slug=each["indicator"])
            actions.add_evidence(
                assessment=assessment,
                indicator=indicator,
                characteristic=each["by"],
                shows=each["shows"],
                by=by,
                at=at,
            )
        for each in content["documents"]:
            actions.add_document(assessment=assessment, **each, by=by, at=at)
        for each in content["engagements"]:
            actions.add_engagement(
                assessment=assessment,
                reference=each["reference"],
                summary=each["summary"],
                held_on=self.today + timedelta(days=each["held"]),
                people=each["people"],
                by=by,
                at=at,
            )

    def _carry_through(self, assessment: Assessment, decision: Decision, content: Mapping[str, Any]) -> None:
        signer, owner = self.staff.by_key["monitoring"], self.staff.by_key["owner"]
        actions.submit(assessment=assessment, by=assessment.author, at=self.on(content["submitted"]))
        actions.sign(assessment=assessment, by=signer, at=self.on(content["signed"]))
        actions.publish(assessment=assessment, by=owner, at=self.on(content["published"]))
        self._decide(decision, content["decided"], owner)

    def _decide(self, decision: Decision, content: Mapping[str, Any], by: Any) -> None:
        actions.record_decision(
            decision=decision,
            outcome=Outcome(content["outcome"]),
            words=content["words"],
            decided_on=self.today + timedelta(days=content["day"]),
            by=by,
            at=self.on(content["day"]),
        )

    def override(self, content: Mapping[str, Any]) -> None:
        """Have the monitoring officer let a decision be taken, and record it."""
        decision = Decision.objects.get(reference=content["decision"])
        by, at = self.staff.by_key[content["by"]], self.on(content["day"])
        actions.override(decision=decision, reason=content["reason"], by=by, at=at)
        self._decide(decision, content["decided"], self.staff.by_key[content["recorder"]])
