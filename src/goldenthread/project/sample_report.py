"""The sample council's annual report and front page, written by the people who would write them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from goldenthread.checking.documents import read_returned
from goldenthread.evidence.models import Indicator
from goldenthread.plan.models import Plan
from goldenthread.reports import actions as report_actions
from goldenthread.reports.checks import find_checks, what_stands
from goldenthread.reports.models import AnnualReport, Consent, HomePage, StoryPage
from goldenthread.reports.rounds import compare
from goldenthread.samples.alderbrook.commented import comment_on
from goldenthread.samples.alderbrook.report_content import SampleReport

if TYPE_CHECKING:
    from goldenthread.project.sample import Staff


def add_report(content: SampleReport, plan: Plan, staff: Staff, *, now: datetime) -> AnnualReport:
    """Begin the report, write in it, have it approved by another and published."""
    editor, owner = staff.by_key["editor"], staff.by_key["owner"]
    report = report_actions.begin_report(
        slug=content.slug,
        title=content.title,
        plan=plan,
        starts_on=content.starts_on,
        ends_on=content.ends_on,
        by=editor,
        at=now,
    )
    for place, text in content.texts.items():
        report_actions.write_text(report=report, place=place, text=text, by=editor, at=now)
    for block in content.blocks:
        _place(report, block, staff, now=now)
    for finding in what_stands(find_checks(report, on=timezone.localdate(now))):
        if finding.words in content.reasons:
            reason = content.reasons[finding.words]
            report_actions.give_reason(report=report, key=finding.key, reason=reason, by=editor, at=now)
    _hear_comments(report, staff, now=now)
    report_actions.check(report=report, by=editor, at=now)
    report_actions.submit_for_review(report=report, by=editor, at=now)
    report_actions.approve(report=report, by=owner, at=now)
    return report_actions.publish(report=report, by=staff.administrator, at=now)


def _place(report: AnnualReport, block: dict[str, str], staff: Staff, *, now: datetime) -> None:
    """Put one map, quotation or story where it belongs."""
    where: dict[str, Any] = {"report": report, "place": block["place"], "by": staff.by_key["editor"], "at": now}
    if "map" in block:
        report_actions.place_map(**where, indicator=Indicator.objects.get(slug=block["map"]))
    elif "quote" in block:
        consent = Consent.objects.select_related("alias").get(reference=block["quote"])
        report_actions.place_quotation(**where, consent=consent, words=block["words"], who=block["who"])
    else:
        story = StoryPage.objects.as_first_told().get(slug=block["story"])
        report_actions.place_case_study(**where, story=story)


def _hear_comments(report: AnnualReport, staff: Staff, *, now: datetime) -> None:
    """The draft goes to the fairness panel as Word and comes back; what a member reworded is taken."""
    editor = staff.by_key["editor"]
    sent = report_actions.send_out(report=report, to="The fairness panel", by=editor, at=now)
    content = comment_on(bytes(sent.content))
    back = report_actions.take_back(
        sent=sent, name="Annual report, panel.docx", content=content, by=editor, at=now, read=read_returned
    )
    every = frozenset(each.number for each in compare(back).changes)
    report_actions.decide(one=back, accepted=every, refused=frozenset(), by=editor, at=now)


def write_front_page(content: SampleReport, staff: Staff) -> None:
    """Fill the front page; an editor writes it and the administrator publishes it."""
    home = HomePage.objects.order_by("pk")[0]  # before its copies in other languages
    home.lede, home.body = content.front_page["lede"], content.front_page["body"]
    home.full_clean()
    home.save_revision(user=staff.by_key["editor"], log_action=True).publish(user=staff.administrator)
