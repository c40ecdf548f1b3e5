"""The thread as a vertical line, from the promise over the evidence to the account, with what you are on marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from goldenthread.core.indicators import Indicator as Definition
from goldenthread.evidence.presenters.facts import write_interval, write_value
from goldenthread.plan.presenters import make_status, write_day
from goldenthread.plan.promises.states import PromiseState
from goldenthread.publishing.numbers import format_plain
from goldenthread.reports.presenters.report import write_period
from goldenthread.reports.thread import Walked

SHOWN_AT_ONCE = 6
"""A longer list of beads is folded away: the line should fit the eye."""

ELLIPSIS_AT = 12
"""How much of a checksum is shown; the source's page has all of it."""


@dataclass(frozen=True, slots=True)
class Bead:
    """One object on the thread."""

    title: str
    detail: str = ""
    href: str = ""
    thread_href: str = ""
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Station:
    """One kind of object on the thread, and how it hangs together with the one before."""

    name: str
    link: str
    beads: tuple[Bead, ...]
    is_here: bool = False

    @property
    def shown(self) -> tuple[Bead, ...]:
        """The beads that are always shown."""
        return self.beads if len(self.beads) <= SHOWN_AT_ONCE else self.beads[: SHOWN_AT_ONCE - 1]

    @property
    def folded(self) -> tuple[Bead, ...]:
        """The others."""
        return self.beads[len(self.shown) :]


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """An object with everything before and after it on the thread."""

    title: str
    kind: str
    href: str
    finding: str
    stations: tuple[Station, ...]


KIND_WORDS = {
    "plan": "plan",
    "aim": "aim",
    "action": "action",
    "assessment": "equality impact assessment",
    "measure": "progress measure",
    "indicator": "indicator",
    "fact": "fact",
    "figure": "figure in a report",
    "report": "report",
    "promise": "promise",
}


def make_thread_page(walked: Walked, definitions: Mapping[str, Definition], values: Mapping[str, str]) -> ThreadPage:
    """The whole line. `values` are the place's latest values of indicators, in words, by slug."""
    stations = (
        _station("Promise of an earlier report", "", [_promise(walked, each) for each in walked.promises]),
        _station("Plan", "", [_plan(walked, plan) for plan in walked.plans]),
        _station("Aim", "is made of", [_aim(walked, *pair) for pair in walked.aims]),
        _station("Action", "is worked for by", [_action(walked, *pair) for pair in walked.actions]),
        _station("Assessment", "makes up for harm in", [_assessment(walked, each) for each in walked.assessments]),
        _station("Progress measure", "is measured by", [_measure(walked, *each[:2]) for each in walked.measures]),
        _station("Indicator", "comes from", [_indicator(walked, each) for each in walked.indicators]),
        _station("Value", "has", _values(walked, definitions, values)),
        _station("Source file", "was read from", _sources(walked)),
        _station("Fact", "is stated as", [_fact(walked, each) for each in walked.facts]),
        _station("Claim", "is said in words as", [_claim(each) for each in walked.claims]),
        _station("Figure in a report", "is quoted as", [_figure(walked, each) for each in walked.figures]),
        _station("Report", "stands in", [_report(walked, each) for each in walked.reports]),
    )
    filled = tuple(station for station in stations if station.beads)
    here = next((bead for station in filled for bead in station.beads if bead.is_here), Bead(walked.key))
    return ThreadPage(
        title=here.title,
        kind=KIND_WORDS[walked.kind],
        href=here.href,
        finding=_finding(walked),
        stations=filled,
    )


def thread_href(kind: str, key: str) -> str:
    """Where the thread of an object is."""
    return reverse("reports:thread", args=[kind, key])


def _station(name: str, link: str, beads: list[Bead]) -> Station:
    # What you are on is never among what is folded away.
    ordered = sorted(beads, key=lambda bead: not bead.is_here)
    return Station(name, link, tuple(ordered), any(bead.is_here for bead in ordered))


def _promise(walked: Walked, promise: Any) -> Bead:
    key, state = str(promise.number), PromiseState(promise.state)
    answer = "Not answered yet" if state is PromiseState.OPEN else state.value.capitalize()
    detail = f"Promise {key} of {promise.source.title}. {answer}"
    is_here = walked.kind == "promise" and walked.key == key
    return Bead(promise.text, detail, promise.get_absolute_url(), thread_href("promise", key), is_here)


def _plan(walked: Walked, plan: Any) -> Bead:
    return Bead(
        plan.document.title,
        write_period(plan.document.starts_on, plan.document.ends_on),
        reverse("plan:plan", args=[plan.slug]),
        thread_href("plan", plan.slug),
        walked.kind == "plan" and walked.key == plan.slug,
    )


def _aim(walked: Walked, plan: Any, aim: Any) -> Bead:
    key = f"{plan.slug}-{aim.number}"
    href = reverse("plan:aim", args=[plan.slug, aim.number])
    return Bead(aim.title, aim.label, href, thread_href("aim", key), walked.kind == "aim" and walked.key == key)


def _action(walked: Walked, plan: Any, action: Any) -> Bead:
    key = f"{plan.slug}-{action.number}"
    detail = f"{plan.document.action_name} {action.number}. {make_status(action.progress.status).words}"
    href = reverse("plan:action", args=[plan.slug, action.number])
    is_here = walked.kind == "action" and walked.key == key
    return Bead(action.title, detail, href, thread_href("action", key), is_here)


def _assessment(walked: Walked, assessment: Any) -> Bead:
    key = str(assessment.number)
    is_here = walked.kind == "assessment" and walked.key == key
    detail = f"Equality impact assessment {key}"
    return Bead(assessment.title, detail, assessment.get_absolute_url(), thread_href("assessment", key), is_here)


def _measure(walked: Walked, plan: Any, measure: Any) -> Bead:
    key = f"{plan.slug}-{measure.number}"
    href = reverse("plan:measure", args=[plan.slug, measure.number])
    is_here = walked.kind == "measure" and walked.key == key
    label = f"{plan.document.measure_name} {measure.number}"
    return Bead(measure.title, label, href, thread_href("measure", key), is_here)


def _indicator(walked: Walked, indicator: Any) -> Bead:
    return Bead(
        indicator.plain_name,
        indicator.definition,
        reverse("evidence:indicator", args=[indicator.slug]),
        thread_href("indicator", indicator.slug),
        walked.kind == "indicator" and walked.key == indicator.slug,
    )


def _values(walked: Walked, definitions: Mapping[str, Definition], values: Mapping[str, str]) -> list[Bead]:
    """What each measure stands at; for an indicator also the place's own value; for a figure what it was frozen at."""
    beads = []
    if walked.kind == "figure":
        told = walked.figures[0]
        detail = _proof(told.period, told.interval_words, told.no_interval, told.snapshot, told.method)
        return [Bead(told.words, detail, _how(told.indicator.slug if told.indicator else ""))]
    if walked.kind == "fact":
        fact, version = walked.facts[0], walked.facts[0].current
        if version is None:
            return []
        detail = _proof(version.period, write_interval(version), "", version.snapshot, "")
        return [Bead(write_value(fact.statistic, version), detail, _how(fact.indicator.slug if fact.indicator else ""))]
    if walked.kind == "indicator" and values.get(walked.key):
        definition = definitions.get(walked.key)
        method = f"{definition.method} Interval: {definition.interval.value}." if definition else ""
        beads.append(Bead(values[walked.key], method, _how(walked.key)))
    for _, measure, figure in walked.measures:
        if figure.value is None:
            beads.append(Bead(figure.words, f"{measure.title}. {figure.missing}"))
            continue
        definition = definitions.get(measure.indicator_slug)
        method = definition.method if definition else ""
        proof = _proof(figure.period, figure.interval_words, figure.no_interval, figure.snapshot, method)
        beads.append(Bead(figure.words, f"{measure.title}. {proof}", _how(measure.indicator_slug)))
    return beads


def _proof(period: str, interval: str, no_interval: str, snapshot: str, method: str) -> str:
    parts = (
        f"{period[:1].upper()}{period[1:]}." if period else "",
        f"95% interval {interval}." if interval else no_interval,
        f"Evidence snapshot {snapshot}." if snapshot else "",
        method,
    )
    return " ".join(part for part in parts if part)


def _how(slug: str) -> str:
    return reverse("evidence:how_we_know", args=[slug]) if slug else ""


def _sources(walked: Walked) -> list[Bead]:
    beads = []
    for entry in walked.files:
        rows = entry.get("rows")
        facts = (
            f"Published by {entry['publisher']}" if entry.get("publisher") else "",
            str(entry.get("vintage") or ""),
            f"retrieved on {_day(str(entry['retrieved']))}" if entry.get("retrieved") else "",
            f"{format_plain(float(rows))} rows" if rows else "",
            f"checksum {str(entry['sha256'])[:ELLIPSIS_AT]}…" if entry.get("sha256") else "",
        )
        name = str(entry.get("file") or entry.get("name") or "")
        href = reverse("evidence:source", args=[entry["source"]]) if entry.get("source") else ""
        beads.append(Bead(name, "; ".join(fact for fact in facts if fact), href))
    counted = {figure.source for _, _, figure in walked.measures if not figure.snapshot and figure.source}
    if walked.kind in {"figure", "report"}:
        counted |= {figure.source for figure in walked.figures if not figure.snapshot and figure.source}
    return [*beads, *(Bead(source, "The council’s own records") for source in sorted(counted))]


def _day(written: str) -> str:
    try:
        return write_day(date.fromisoformat(written[:10]))
    except ValueError:
        return written


def _fact(walked: Walked, fact: Any) -> Bead:
    detail = write_value(fact.statistic, fact.current)
    if fact.current is not None and fact.current.period:
        detail = f"{detail}, {fact.current.period}"
    href = reverse("evidence:fact", args=[fact.slug])
    is_here = walked.kind == "fact" and walked.key == fact.slug
    return Bead(fact.subject, detail, href, thread_href("fact", fact.slug), is_here)


def _claim(claim: Any) -> Bead:
    detail = f"{claim.verdict.capitalize()}, in {claim.report.title}"
    return Bead(f"“{claim.words}”", detail, claim.report.get_absolute_url(), thread_href("fact", claim.slug))


def _figure(walked: Walked, figure: Any) -> Bead:
    return Bead(
        f"{figure.title}: {figure.words}",
        f"{figure.label} of {figure.report.title}",
        f"{figure.report.get_absolute_url()}#figure-{figure.number}",
        thread_href("figure", figure.thread_key),
        walked.kind == "figure" and walked.key == figure.thread_key,
    )


def _report(walked: Walked, report: Any) -> Bead:
    return Bead(
        report.title,
        write_period(report.starts_on, report.ends_on),
        report.get_absolute_url(),
        thread_href("report", report.slug),
        walked.kind == "report" and walked.key == report.slug,
    )


def _finding(walked: Walked) -> str:
    """Where the thread leads, in a sentence; or at which point it breaks off."""
    if walked.kind == "promise" and not (walked.actions or walked.measures):
        return "Nothing in a plan keeps it, so the thread goes no further than its answer."
    if walked.kind in {"figure", "report"}:
        if not walked.files and not any(figure.value is not None for figure in walked.figures):
            return "No evidence stands behind it yet: the thread breaks off before it reaches a value."
        return "It can be followed back to the promise it answers and to the files it was read from."
    if walked.kind == "fact":
        said = "words of a report that claim it" if walked.claims else "nothing yet: no report quotes it"
        return f"It can be followed back to where it comes from, and on to {said}."
    if not walked.measures:
        return {
            "indicator": "No plan has promised anything about it yet, so the thread begins with the indicator.",
        }.get(walked.kind, "Nothing measures it yet, so the thread breaks off here.")
    if not any(figure.value is not None for _, _, figure in walked.measures):
        return "It is to be measured, but nobody has a figure yet: the thread breaks off before it reaches a value."
    if not walked.reports:
        return "It can be followed back to where its figures come from. No report has told of it yet."
    return "It can be followed back to where its figures come from, and on to the report that tells of it."
