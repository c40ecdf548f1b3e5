"""Every write to a report, each checked, atomic and on the record."""

from goldenthread.reports.actions.clearing import give_reason, override
from goldenthread.reports.actions.publication import (
    approve,
    begin_correction,
    check,
    publish,
    send_back,
    submit_for_review,
    what_stands_against,
)
from goldenthread.reports.actions.quoting import have_looked, judge_what_aged
from goldenthread.reports.actions.replies import ask_for_reply, settle_reply
from goldenthread.reports.actions.rounds import decide, send_out, take_back
from goldenthread.reports.actions.writing import assemble, begin_report, change_details, write_text

__all__ = [
    "approve",
    "ask_for_reply",
    "assemble",
    "begin_correction",
    "begin_report",
    "change_details",
    "check",
    "decide",
    "give_reason",
    "have_looked",
    "judge_what_aged",
    "override",
    "publish",
    "send_back",
    "send_out",
    "settle_reply",
    "submit_for_review",
    "take_back",
    "what_stands_against",
    "write_text",
]
