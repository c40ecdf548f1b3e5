"""goldenthread check REPORT."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from textwrap import fill
from typing import Annotated

import typer

from goldenthread.checking.check import Outcome, UnknownRule, check_report, choose_rules
from goldenthread.checking.consents import ConsentsRefused, read_consents
from goldenthread.checking.documents import DocumentRefused, read_apart
from goldenthread.checking.facts import Fact
from goldenthread.checking.facts_files import FactsRefused, read_facts
from goldenthread.checking.findings import Finding, Severity
from goldenthread.checking.periods import ReportPeriod, parse_period
from goldenthread.checking.subject import Subject
from goldenthread.checking.written_claims import write_claims
from goldenthread.cli.options import AsJson
from goldenthread.cli.printing import WIDTH, print_json, say, say_error
from goldenthread.engine.errors import QuestionError

Report = Annotated[Path, typer.Argument(metavar="REPORT", help="A report: Word (.docx), PDF or Markdown (.md).")]
Evidence = Annotated[
    Path | None,
    typer.Option("--evidence", metavar="FACTS", help="The facts that its claims are bound to: CSV, JSON or YAML."),
]
Consents = Annotated[
    Path | None,
    typer.Option("--consents", metavar="FILE", help="The register of consents to quotations and stories: CSV."),
]
Period = Annotated[str, typer.Option("--period", metavar="PERIOD", help="What it is about, such as 2022-23 or 2022.")]
Today = Annotated[str, typer.Option("--today", metavar="DATE", help="The day it is checked for, as 2023-06-30.")]
Rules = Annotated[
    list[str] | None,
    typer.Option("--rules", metavar="NAMES", help="Only these rules, with commas between or repeated."),
]

WriteTo = Annotated[
    Path | None,
    typer.Option("--write-to", metavar="FILE", help="Write a Markdown report here with its empty claims filled in."),
]

#: What the command ends with, for whoever runs it from a script.
CLEAN, BLOCKED, UNREADABLE = 0, 1, 2
INDENT = " " * 4
_REFUSALS = (DocumentRefused, FactsRefused, ConsentsRefused, UnknownRule, QuestionError)


def check(
    report: Report,
    evidence: Evidence = None,
    period: Period = "",
    today: Today = "",
    consents: Consents = None,
    rules: Rules = None,
    write_to: WriteTo = None,
    as_json: AsJson = False,
) -> None:
    """Check a report before it is published; exit code 1 when something blocks it, 2 when it cannot be read."""
    try:
        chosen = choose_rules(name.strip() for each in rules or () for name in each.split(",") if name.strip())
        facts = read_facts(evidence.name, _bytes(evidence)) if evidence else None
        register = read_consents(consents.name, _bytes(consents)) if consents else None
        content = _bytes(report)
        if write_to:
            content = _write(content, facts, write_to)
        subject = Subject(
            document=read_apart(report.name, content),
            today=_day(today),
            period=_period(period),
            facts=facts,
            consents=register,
        )
    except _REFUSALS as refused:
        say_error(str(refused))
        raise typer.Exit(UNREADABLE) from None
    outcome = check_report(subject, chosen)
    if as_json:
        print_json(_plain(subject, outcome))
    else:
        _print(subject, outcome)
    raise typer.Exit(BLOCKED if outcome.blocks else CLEAN)


def _write(content: bytes, facts: Mapping[str, Fact] | None, path: Path) -> bytes:
    """The report with its empty claims written, which is also what is checked."""
    if facts is None:
        raise QuestionError("Claims are written from facts: give them with --evidence.")
    try:
        written = write_claims(content.decode("utf-8-sig"), facts).encode()
    except UnicodeDecodeError:
        raise QuestionError("Only a report in Markdown can be written.") from None
    path.write_bytes(written)
    return written


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DocumentRefused(f"{path.name} cannot be read ({error.strerror}). Check its name.") from None


def _period(text: str) -> ReportPeriod | None:
    found = parse_period(text) if text else None
    if text and found is None:
        raise QuestionError(
            f"“{text}” is not a period; write 2022-23 for a financial year or 2022 for a calendar year."
        )
    return found


def _day(text: str) -> date:
    if not text:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise QuestionError(f"“{text}” is not a day; write it as 2023-06-30.") from None


def _print(subject: Subject, outcome: Outcome) -> None:
    document = subject.document
    about = f"about {subject.about}" if subject.about else "about a period it does not name (give it with --period)"
    say(f"{document.name}, {about}, checked for {subject.today:%-d %B %Y}", style="bold")
    say(_summary(outcome))
    for name, why in outcome.left_out.items():
        say(f"Not checked: {name}; {why}.", style="dim")
    for section, found in groupby(outcome.findings, key=lambda each: each.section):
        say(f"\n{section[-1] if section else 'Before the first heading'}", style="bold")
        for _, same in groupby(found, key=lambda each: (each.block, each.start, each.sentence)):
            for line in _passage(list(same)):
                say(line)


def _summary(outcome: Outcome) -> str:
    counted = outcome.count()
    blocks, reasons, looks = (counted[each] for each in Severity)
    claims = f"{outcome.claims:,} {'claim' if outcome.claims == 1 else 'claims'}"
    asked = f"{len(outcome.asked)} {'rule' if len(outcome.asked) == 1 else 'rules'}"
    if not outcome.findings:
        return f"Nothing was found by {asked}; {claims}."
    return (
        f"{blocks:,} must be put right, {reasons:,} must be put right or given a reason, {looks:,} worth a look; "
        f"{claims}, {asked}"
    )


def _passage(found: list[Finding]) -> Iterator[str]:
    """A sentence with its place, and under it what each rule says."""
    first = found[0]
    yield fill(f"{first.place}: {first.sentence or first.words}", WIDTH, initial_indent="  ", subsequent_indent=INDENT)
    for each in found:
        said = f"{each.severity.upper()} {each.rule}: {each.message} {each.fix}"
        yield fill(said, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT + "  ")
        for sentence in each.elsewhere:
            yield fill(f"elsewhere: {sentence}", WIDTH, initial_indent=INDENT + "  ", subsequent_indent=INDENT + "  ")


def _plain(subject: Subject, outcome: Outcome) -> dict[str, object]:
    return {
        "document": subject.document.name,
        "kind": subject.document.kind,
        "period": subject.about,
        "today": subject.today,
        "blocks": outcome.blocks,
        "counts": {severity.value: count for severity, count in outcome.count().items()},
        "claims": outcome.claims,
        "rules": outcome.asked,
        "left_out": outcome.left_out,
        "findings": outcome.findings,
    }
