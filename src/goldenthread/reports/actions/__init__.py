"""Every write to a report, each checked, atomic and on the record."""

from goldenthread.reports.actions.clearing import give_reason, override, say_it_is_nobodys
from goldenthread.reports.actions.consenting import (
    change_consent,
    forget_holder,
    look_up_holder,
    record_consent,
    record_holder,
    withdraw_consent,
)
from goldenthread.reports.actions.placing import (
    move_block,
    place_case_study,
    place_map,
    place_quotation,
    take_out_block,
)
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
from goldenthread.reports.actions.telling import approve_easy_read, approve_story
from goldenthread.reports.actions.translating import begin_translation
from goldenthread.reports.actions.writing import assemble, begin_report, change_details, write_text

__all__ = [
    "approve",
    "approve_easy_read",
    "approve_story",
    "ask_for_reply",
    "assemble",
    "begin_correction",
    "begin_report",
    "begin_translation",
    "change_consent",
    "change_details",
    "check",
    "decide",
    "forget_holder",
    "give_reason",
    "have_looked",
    "judge_what_aged",
    "look_up_holder",
    "move_block",
    "override",
    "place_case_study",
    "place_map",
    "place_quotation",
    "publish",
    "record_consent",
    "record_holder",
    "say_it_is_nobodys",
    "send_back",
    "send_out",
    "settle_reply",
    "submit_for_review",
    "take_back",
    "take_out_block",
    "what_stands_against",
    "withdraw_consent",
    "write_text",
]
