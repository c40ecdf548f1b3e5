"""Decisions of the Forward Plan, and the assessments of what they would do to whom."""

from goldenthread.assessments.models.assessment import Assessment, AssessmentStep
from goldenthread.assessments.models.decision import Decision, ForwardPlanDraft, Override
from goldenthread.assessments.models.findings import Engagement, EvidenceUsed, Impact, Mitigation

__all__ = [
    "Assessment",
    "AssessmentStep",
    "Decision",
    "Engagement",
    "EvidenceUsed",
    "ForwardPlanDraft",
    "Impact",
    "Mitigation",
    "Override",
]
