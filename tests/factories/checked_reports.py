"""Reports of a few sentences, checked by one rule or by all."""

from collections.abc import Mapping, Sequence
from datetime import date

from goldenthread.checking.check import check_report, choose_rules
from goldenthread.checking.consents import Consent
from goldenthread.checking.documents import read_document
from goldenthread.checking.facts import Fact
from goldenthread.checking.findings import Finding
from goldenthread.checking.periods import parse_period
from goldenthread.checking.subject import Subject

TODAY = date(2023, 6, 30)


def subject_of(
    text: str,
    *,
    period: str = "2022-23",
    today: date = TODAY,
    facts: Mapping[str, Fact] | None = None,
    consents: Sequence[Consent] | None = None,
) -> Subject:
    """A report in Markdown, about a period, as it is checked on a day."""
    document = read_document("report.md", text.encode())
    return Subject(document, today, parse_period(period), facts, consents)


def found(rule: str, text: str, **given: object) -> list[Finding]:
    """What one rule finds in a report in Markdown."""
    subject = subject_of(text, **given)  # type: ignore[arg-type]
    return list(check_report(subject, choose_rules([rule])).findings)


def words(rule: str, text: str, **given: object) -> list[str]:
    """The words that one rule stops at."""
    return [each.words for each in found(rule, text, **given)]
