"""What a plan is made of, and what the public was shown of it."""

from goldenthread.plan.models.action import Action, Milestone, Partner, Update
from goldenthread.plan.models.cycle import (
    Absence,
    AskedAction,
    Asking,
    ConfirmedDevice,
    DeviceCode,
    EscalationLine,
    UpdateCycle,
    UpdateEvidence,
)
from goldenthread.plan.models.edition import Edition, EditionItem, ItemKind
from goldenthread.plan.models.importing import ImportDraft, ImportedNote, PlanImport
from goldenthread.plan.models.measure import Occurrence, ProgressMeasure, Reading, TargetChange
from goldenthread.plan.models.plan import Plan, Section
from goldenthread.plan.models.promise import Achievement, Ask, Difference
from goldenthread.plan.models.tag import Crosswalk, Tag

__all__ = [
    "Absence",
    "Achievement",
    "Action",
    "Ask",
    "AskedAction",
    "Asking",
    "ConfirmedDevice",
    "Crosswalk",
    "DeviceCode",
    "Difference",
    "Edition",
    "EditionItem",
    "EscalationLine",
    "ImportDraft",
    "ImportedNote",
    "ItemKind",
    "Milestone",
    "Occurrence",
    "Partner",
    "Plan",
    "PlanImport",
    "ProgressMeasure",
    "Reading",
    "Section",
    "Tag",
    "TargetChange",
    "Update",
    "UpdateCycle",
    "UpdateEvidence",
]
