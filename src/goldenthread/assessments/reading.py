"""Reads one assessment with all that stands on its page."""

from __future__ import annotations

from datetime import date

from goldenthread.assessments.gaps import Gap, Known, find_gaps
from goldenthread.assessments.models import Assessment
from goldenthread.assessments.presenters.page import AssessmentPage, make_page
from goldenthread.assessments.records import Record, as_published, read_published_actions, read_record, read_similar

CUMULATIVE_DAYS = 365
"""Decisions within a year before or after count towards what people bear together."""


def read_whole(assessment: Assessment, *, is_public: bool) -> Record:
    """What it says, with other assessments of the same people, and for the public with actions as published."""
    record = read_record(assessment, read_similar(assessment, days=CUMULATIVE_DAYS, is_public=is_public))
    return as_published(record, read_published_actions(record.mitigations)) if is_public else record


def read_page(assessment: Assessment, *, on: date, is_public: bool, known: Known) -> AssessmentPage:
    """The page of an assessment that was read by `with_everything`."""
    record = read_whole(assessment, is_public=is_public)
    return make_page(record, find_gaps(record, known, on=on), on=on, is_public=is_public)


def read_gaps(assessment: Assessment, *, on: date, known: Known) -> tuple[Record, tuple[Gap, ...]]:
    """What it says and what it lacks, for those who write it."""
    record = read_whole(assessment, is_public=False)
    return record, find_gaps(record, known, on=on)
