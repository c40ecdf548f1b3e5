"""The sample council's annual report, front page and stories, written by the people who would write them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from goldenthread.accounts.models import Person
from goldenthread.checking.documents import read_returned
from goldenthread.plan.models import Plan
from goldenthread.reports import actions as report_actions
from goldenthread.reports.checks import find_checks, what_stands
from goldenthread.reports.models import AnnualReport, HomePage, StoryIndexPage, StoryPage
from goldenthread.reports.rounds import compare
from goldenthread.samples.alderbrook.commented import comment_on
from goldenthread.samples.alderbrook.report_content import SampleReport, SampleStory

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
    for finding in what_stands(find_checks(report, on=timezone.localdate(now))):
        if finding.words in content.reasons:
            reason = content.reasons[finding.words]
            report_actions.give_reason(report=report, key=finding.key, reason=reason, by=editor, at=now)
    _hear_comments(report, staff, now=now)
    report_actions.check(report=report, by=editor, at=now)
    report_actions.submit_for_review(report=report, by=editor, at=now)
    report_actions.approve(report=report, by=owner, at=now)
    return report_actions.publish(report=report, by=staff.administrator, at=now)


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


def write_pages(content: SampleReport, staff: Staff) -> None:
    """Fill the front page and tell the stories; an editor writes them and the administrator publishes them."""
    editor, publisher = staff.by_key["editor"], staff.administrator
    home = HomePage.objects.get()
    home.lede, home.body = content.front_page["lede"], content.front_page["body"]
    _publish(home, editor, publisher)
    index = StoryIndexPage.objects.get()
    for story in content.stories:
        page = _make_story(story)
        index.add_child(instance=page)
        _publish(page, editor, publisher)


def _make_story(story: SampleStory) -> StoryPage:
    return StoryPage(
        title=story.title,
        slug=story.slug,
        summary=story.summary,
        told_on=story.told_on,
        is_name_changed=story.is_name_changed,
        consent_reference=story.consent_reference,
        consent_given_on=story.consent_given_on,
        consent_until=story.consent_until,
        body=[_block(block) for block in story.body],
        live=False,
    )


def _block(block: dict[str, Any]) -> tuple[str, Any]:
    if "quote" in block:
        return "quote", {"words": block["quote"], "who": block["who"]}
    return next(iter(block.items()))


def _publish(page: Any, editor: Person, publisher: Person) -> None:
    page.full_clean()
    page.save_revision(user=editor, log_action=True).publish(user=publisher)
