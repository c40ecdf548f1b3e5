"""goldenthread promises REPORT."""

from pathlib import Path
from textwrap import fill
from typing import Annotated

import typer

from goldenthread.checking.dates import why_unknown
from goldenthread.checking.documents import DocumentRefused, read_apart
from goldenthread.checking.periods import ReportPeriod, parse_period
from goldenthread.checking.promises import Harvest, Proposal, find_promises
from goldenthread.cli.options import AsJson
from goldenthread.cli.printing import WIDTH, print_json, say
from goldenthread.engine.errors import QuestionError

Report = Annotated[Path, typer.Argument(metavar="REPORT", help="A report: Word (.docx), PDF or Markdown (.md).")]
Period = Annotated[str, typer.Option("--period", metavar="PERIOD", help="What it is about, such as 2024-25 or 2024.")]
Passed = Annotated[bool, typer.Option("--passed-over", help="Also sentences that look like promises, and why not.")]


INDENT = " " * 5


def promises(report: Report, period: Period = "", passed_over: Passed = False, as_json: AsJson = False) -> None:
    """List what a report promises: each sentence, where it stands, until when, and the rule that found it."""
    try:
        content = report.read_bytes()
    except OSError as error:
        raise DocumentRefused(f"{report.name} cannot be read ({error.strerror}). Check its name.") from None
    document = read_apart(report.name, content)
    harvest = find_promises(document, _period(period))
    if as_json:
        print_json({"document": document.name, "kind": document.kind, **_plain(harvest, passed_over)})
        return
    about = f"about {harvest.period}" if harvest.period else "about a period it does not name (give it with --period)"
    count = len(harvest.proposals)
    say(f"{document.name}, {about}: {count} {'promise' if count == 1 else 'promises'}", style="bold")
    section: tuple[str, ...] | None = None
    for number, each in enumerate(harvest.proposals, 1):
        if each.section != section:
            section = each.section
            say(f"\n{section[-1] if section else 'Before the first heading'}", style="bold")
        _print(number, each, harvest.period)
    if passed_over:
        say(f"\nPassed over: {len(harvest.passed_over)}", style="bold")
        for passed in harvest.passed_over:
            say(fill(passed.sentence, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT))
            say(
                fill(f"“{passed.trigger}”: {passed.reason}", WIDTH, initial_indent=INDENT, subsequent_indent=INDENT),
                style="dim",
            )


def _period(text: str) -> ReportPeriod | None:
    if not text:
        return None
    found = parse_period(text)
    if found is None:
        raise QuestionError(
            f"“{text}” is not a period; write 2024-25 for a financial year or 2024 for a calendar year."
        )
    return found


def _print(number: int, each: Proposal, period: ReportPeriod | None) -> None:
    place = f"page {each.page}" if each.page else f"paragraph {each.block}"
    due = f"by {each.due.due_on:%-d %B %Y} (“{each.due.phrase}”)" if each.due else why_unknown(each.sentence, period)
    trigger = f"under “{each.lead}”" if each.trigger == each.lead else f"“{each.trigger}”"
    say(fill(each.sentence, WIDTH, initial_indent=f"{number:>3}  ", subsequent_indent=INDENT))
    say(
        fill(
            f"{place}; {due.rstrip('.')}; rule: {each.rule} ({trigger})",
            WIDTH,
            initial_indent=INDENT,
            subsequent_indent=INDENT,
        ),
        style="dim",
    )


def _plain(harvest: Harvest, passed_over: bool) -> dict[str, object]:
    plain: dict[str, object] = {"period": harvest.period, "promises": harvest.proposals}
    return plain | ({"passed_over": harvest.passed_over} if passed_over else {})
