"""Where a report is on its way to the public, and the one table of what may follow what."""

from collections.abc import Mapping
from enum import StrEnum


class ReportStatus(StrEnum):
    """Where a report is. The public reads only what is published."""

    DRAFT = "draft"
    IN_REVIEW = "in review"
    APPROVED = "approved"
    PUBLISHED = "published"


#: What is in review or approved may be sent back with a reason. What is published stays as it is.
REPORT_TRANSITIONS: Mapping[ReportStatus, frozenset[ReportStatus]] = {
    ReportStatus.DRAFT: frozenset({ReportStatus.IN_REVIEW}),
    ReportStatus.IN_REVIEW: frozenset({ReportStatus.DRAFT, ReportStatus.APPROVED}),
    ReportStatus.APPROVED: frozenset({ReportStatus.DRAFT, ReportStatus.PUBLISHED}),
    ReportStatus.PUBLISHED: frozenset(),
}
