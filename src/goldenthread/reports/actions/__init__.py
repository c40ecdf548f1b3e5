"""Every write to a report, each checked, atomic and on the record."""

from goldenthread.reports.actions.publication import (
    approve,
    publish,
    send_back,
    submit_for_review,
    what_stands_against,
)
from goldenthread.reports.actions.writing import assemble, begin_report, change_details, write_text

__all__ = [
    "approve",
    "assemble",
    "begin_report",
    "change_details",
    "publish",
    "send_back",
    "submit_for_review",
    "what_stands_against",
    "write_text",
]
