"""What a plan is made of, and what the public was shown of it."""

from goldenthread.plan.models.action import Action, Milestone, Partner, Update
from goldenthread.plan.models.chaser_run import ChaserRun
from goldenthread.plan.models.committee import Committee, CommitteeMeeting
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
from goldenthread.plan.models.measure import Occurrence, ProgressMeasure, Reading, TargetChange
from goldenthread.plan.models.plan import Plan, Section
from goldenthread.plan.models.promise import Achievement, Ask, Difference
from goldenthread.plan.models.release import (
    PreElectionPeriod,
    PreparedItem,
    Release,
    ReleasedPlan,
    Reply,
)
from goldenthread.plan.models.tag import Crosswalk, Tag

__all__ = [
    "Absence",
    "Achievement",
    "Action",
    "Ask",
    "AskedAction",
    "Asking",
    "ChaserRun",
    "Committee",
    "CommitteeMeeting",
    "ConfirmedDevice",
    "Crosswalk",
    "DeviceCode",
    "Difference",
    "Edition",
    "EditionItem",
    "EscalationLine",
    "ItemKind",
    "Milestone",
    "Occurrence",
    "Partner",
    "Plan",
    "PreElectionPeriod",
    "PreparedItem",
    "ProgressMeasure",
    "Reading",
    "Release",
    "ReleasedPlan",
    "Reply",
    "Section",
    "Tag",
    "TargetChange",
    "Update",
    "UpdateCycle",
    "UpdateEvidence",
]
