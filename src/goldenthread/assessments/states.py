"""Where an assessment and a decision are, and the one table each of what may follow what."""

from collections.abc import Mapping
from enum import StrEnum


class AssessmentStatus(StrEnum):
    """Where an assessment is. The public reads what is published, due for review or superseded."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    SIGNED = "signed"
    PUBLISHED = "published"
    DUE_FOR_REVIEW = "due for review"
    SUPERSEDED = "superseded"


#: What was signed may still be returned until it is published; what is published is only ever followed by a later one.
ASSESSMENT_TRANSITIONS: Mapping[AssessmentStatus, frozenset[AssessmentStatus]] = {
    AssessmentStatus.DRAFT: frozenset({AssessmentStatus.SUBMITTED}),
    AssessmentStatus.SUBMITTED: frozenset({AssessmentStatus.RETURNED, AssessmentStatus.SIGNED}),
    AssessmentStatus.RETURNED: frozenset({AssessmentStatus.SUBMITTED}),
    AssessmentStatus.SIGNED: frozenset({AssessmentStatus.RETURNED, AssessmentStatus.PUBLISHED}),
    AssessmentStatus.PUBLISHED: frozenset({AssessmentStatus.DUE_FOR_REVIEW, AssessmentStatus.SUPERSEDED}),
    AssessmentStatus.DUE_FOR_REVIEW: frozenset({AssessmentStatus.PUBLISHED, AssessmentStatus.SUPERSEDED}),
    AssessmentStatus.SUPERSEDED: frozenset(),
}

OPEN_FOR_WRITING = frozenset({AssessmentStatus.DRAFT, AssessmentStatus.RETURNED})
PUBLIC = frozenset({AssessmentStatus.PUBLISHED, AssessmentStatus.DUE_FOR_REVIEW, AssessmentStatus.SUPERSEDED})
IN_FORCE = frozenset({AssessmentStatus.SIGNED, AssessmentStatus.PUBLISHED, AssessmentStatus.DUE_FOR_REVIEW})
"""Signed, and not taken the place of: with one of these a decision may be recorded."""


class DecisionStatus(StrEnum):
    """Where a decision of the Forward Plan is."""

    UPCOMING = "upcoming"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


#: A decision that was taken is never untaken: a later one has a reference of its own.
DECISION_TRANSITIONS: Mapping[DecisionStatus, frozenset[DecisionStatus]] = {
    DecisionStatus.UPCOMING: frozenset({DecisionStatus.DECIDED, DecisionStatus.WITHDRAWN}),
    DecisionStatus.DECIDED: frozenset(),
    DecisionStatus.WITHDRAWN: frozenset({DecisionStatus.UPCOMING}),
}
