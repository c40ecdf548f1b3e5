"""What a plan is made of, and what the public was shown of it."""

from goldenthread.plan.models.action import Action, Milestone, Partner, Update
from goldenthread.plan.models.ask import Achievement, Ask, Difference
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
from goldenthread.plan.models.edition import Edition, EditionItem, EditionWait, ItemKind
from goldenthread.plan.models.group import (
    AskReply,
    Group,
    GroupAsk,
    GroupMember,
    Meeting,
    MeetingDecision,
    MeetingPaper,
)
from goldenthread.plan.models.harvest import HarvestedSentence, Promise, PromiseAnswer, SourceReport
from goldenthread.plan.models.importing import ImportDraft, ImportedNote, PlanImport
from goldenthread.plan.models.measure import Occurrence, ProgressMeasure, Reading, TargetChange
from goldenthread.plan.models.plan import Plan, Section
from goldenthread.plan.models.register import (
    DutyCharge,
    DutyDone,
    RegisterEntry,
    RegisterReminder,
    RegisterRenewal,
    StandardResult,
)
from goldenthread.plan.models.release import (
    PreElectionPeriod,
    PreparedItem,
    Release,
    ReleasedPlan,
    Reply,
)
from goldenthread.plan.models.tag import Crosswalk, Tag
from goldenthread.plan.models.workforce import PopulationBinding, WorkforceCount, WorkforceTable

__all__ = [
    "Absence",
    "Achievement",
    "Action",
    "Ask",
    "AskReply",
    "AskedAction",
    "Asking",
    "ChaserRun",
    "Committee",
    "CommitteeMeeting",
    "ConfirmedDevice",
    "Crosswalk",
    "DeviceCode",
    "Difference",
    "DutyCharge",
    "DutyDone",
    "Edition",
    "EditionItem",
    "EditionWait",
    "EscalationLine",
    "Group",
    "GroupAsk",
    "GroupMember",
    "HarvestedSentence",
    "ImportDraft",
    "ImportedNote",
    "ItemKind",
    "Meeting",
    "MeetingDecision",
    "MeetingPaper",
    "Milestone",
    "Occurrence",
    "Partner",
    "Plan",
    "PlanImport",
    "PopulationBinding",
    "PreElectionPeriod",
    "PreparedItem",
    "ProgressMeasure",
    "Promise",
    "PromiseAnswer",
    "Reading",
    "RegisterEntry",
    "RegisterReminder",
    "RegisterRenewal",
    "Release",
    "ReleasedPlan",
    "Reply",
    "Section",
    "SourceReport",
    "StandardResult",
    "Tag",
    "TargetChange",
    "Update",
    "UpdateCycle",
    "UpdateEvidence",
    "WorkforceCount",
    "WorkforceTable",
]
