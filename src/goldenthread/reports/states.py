"""Where a report is on its way to the public, and the one table of what may follow what."""

from collections.abc import Mapping
from enum import StrEnum


class ReportStatus(StrEnum):
    """Where a report is. The public reads only the editions that were published."""

    DRAFT = "draft"
    CHECKED = "checked"
    RIGHT_OF_REPLY = "right of reply"
    IN_REVIEW = "in review"
    APPROVED = "approved"
    PUBLISHED = "published"


#: Whatever is not published yet may be sent back with a reason. What is published is corrected in a new edition, which
#: goes the whole way again while everybody still reads the one before.
REPORT_TRANSITIONS: Mapping[ReportStatus, frozenset[ReportStatus]] = {
    ReportStatus.DRAFT: frozenset({ReportStatus.CHECKED}),
    ReportStatus.CHECKED: frozenset({ReportStatus.DRAFT, ReportStatus.RIGHT_OF_REPLY, ReportStatus.IN_REVIEW}),
    ReportStatus.RIGHT_OF_REPLY: frozenset({ReportStatus.DRAFT, ReportStatus.IN_REVIEW}),
    ReportStatus.IN_REVIEW: frozenset({ReportStatus.DRAFT, ReportStatus.APPROVED}),
    ReportStatus.APPROVED: frozenset({ReportStatus.DRAFT, ReportStatus.PUBLISHED}),
    ReportStatus.PUBLISHED: frozenset({ReportStatus.DRAFT}),
}
