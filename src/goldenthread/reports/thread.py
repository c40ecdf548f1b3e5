"""Walks the golden thread through everything that is public, from any object to any other, in both directions.

promise of an earlier report → plan → aim → action → progress measure → indicator → value (snapshot, method, interval) →
source file, and from the value on to the fact that is taken from it, the words that claim it, the figure in a report
and the report. The relations are those of the rooms' own models and editions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from goldenthread.assessments.models import Assessment
from goldenthread.evidence import numbers
from goldenthread.evidence.facts import find_public
from goldenthread.evidence.models import Fact, Indicator
from goldenthread.plan.documents import (
    ActionDocument,
    MeasureDocument,
    PlanDocument,
    SectionDocument,
    load,
)
from goldenthread.plan.figures import MeasureFigure, figure_of
from goldenthread.plan.models import Edition, EditionItem, ItemKind, Plan, Promise
from goldenthread.plan.promises.register import find_published
from goldenthread.plan.states import PlanStage
from goldenthread.reports.models import AnnualReport, ClaimUse, FigureKind, ReportFigure

KINDS = ("plan", "aim", "action", "assessment", "measure", "indicator", "fact", "figure", "report", "promise")

#: From these the thread goes on to every fact of its indicators; the others stay with what they are about.
_LEADING_TO_FACTS = frozenset({"plan", "aim", "action", "measure", "indicator"})


@dataclass(frozen=True, slots=True)
class PlanOnThread:
    """A published plan with its aims, actions and measures by number."""

    document: PlanDocument
    sections: Mapping[str, SectionDocument]
    actions: Mapping[str, ActionDocument]
    measures: Mapping[str, MeasureDocument]

    @property
    def slug(self) -> str:
        """The plan's name in addresses."""
        return self.document.slug


@dataclass(slots=True)
class Walked:
    """Everything that hangs on one thread."""

    kind: str
    key: str
    plans: list[PlanOnThread] = field(default_factory=list)
    aims: list[tuple[PlanOnThread, SectionDocument]] = field(default_factory=list)
    actions: list[tuple[PlanOnThread, ActionDocument]] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    measures: list[tuple[PlanOnThread, MeasureDocument, MeasureFigure]] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    files: list[Mapping[str, Any]] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    claims: list[ClaimUse] = field(default_factory=list)
    figures: list[ReportFigure] = field(default_factory=list)
    reports: list[AnnualReport] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)


def walk(kind: str, key: str, *, on: date) -> Walked | None:
    """The thread from one object; None where there is no such thing or the public cannot read it."""
    walker = _WALKERS.get(kind)
    walked = walker(key, on) if walker else None
    if walked is not None:
        _hang_facts(walked)
    return walked


# ── beginning at an object ───────────────────────────────────────────────────────────────────────────
def _from_plan(key: str, on: date) -> Walked | None:
    plan = _read_plan(key)
    if plan is None:
        return None
    walked = Walked("plan", key, plans=[plan])
    return _complete(walked, plan, plan.sections, plan.actions, plan.measures, on=on)


def _from_aim(key: str, on: date) -> Walked | None:
    slug, number = _parts(key)
    plan = _read_plan(slug)
    if plan is None or number not in plan.sections:
        return None
    within = _within(plan, number)
    chosen = {*within, *_above(plan, number)}
    actions = [each.number for each in plan.actions.values() if each.section_number in within]
    measures = [each.number for each in plan.measures.values() if each.section_number in within]
    return _complete(Walked("aim", key, plans=[plan]), plan, chosen, actions, measures, on=on)


def _from_action(key: str, on: date) -> Walked | None:
    slug, number = _parts(key)
    plan = _read_plan(slug)
    if plan is None or number not in plan.actions:
        return None
    aims = _above(plan, plan.actions[number].section_number)
    measures = [each.number for each in plan.measures.values() if each.action_number == number]
    return _complete(Walked("action", key, plans=[plan]), plan, aims, [number], measures, on=on)


def _from_assessment(key: str, on: date) -> Walked | None:
    """From a published assessment to the actions that make up for the harm it found, and what measures those."""
    found = Assessment.objects.public().filter(number=int(key)).first() if key.isdecimal() else None
    if found is None:
        return None
    walked = Walked("assessment", key, assessments=[found])
    wanted: dict[str, set[str]] = {}
    for slug, number in found.mitigations.values_list("action__plan__slug", "action__number"):
        wanted.setdefault(slug, set()).add(number)
    editions = Plan.objects.published().filter(slug__in=wanted).values_list("current_edition_id", flat=True)
    for plan, _ in _read_plans({edition: [] for edition in editions if edition is not None}):
        actions = [number for number in plan.actions if number in wanted[plan.slug]]
        aims = {aim for number in actions for aim in _above(plan, plan.actions[number].section_number)}
        measures = [each.number for each in plan.measures.values() if each.action_number in set(actions)]
        walked.plans.append(plan)
        _hang(walked, plan, aims, actions, measures, on=on)
    slugs = {measure.indicator_slug: None for _, measure, _ in walked.measures if measure.indicator_slug}
    walked.indicators = list(Indicator.objects.filter(slug__in=slugs))
    walked.files = _files(slugs)
    figures = ReportFigure.objects.none()
    for plan in walked.plans:
        told = [measure.number for of, measure, _ in walked.measures if of is plan]
        figures = figures | ReportFigure.objects.of_measures(plan.slug, told)
    _hang_figures(walked, figures)
    return walked


def _from_measure(key: str, on: date) -> Walked | None:
    slug, number = _parts(key)
    plan = _read_plan(slug)
    if plan is None or number not in plan.measures:
        return None
    measure = plan.measures[number]
    actions = [measure.action_number] if measure.action_number else []
    walked = Walked("measure", key, plans=[plan])
    return _complete(walked, plan, _above(plan, measure.section_number), actions, [number], on=on)


def _from_indicator(key: str, on: date) -> Walked | None:
    indicator = Indicator.objects.filter(slug=key).first()
    if indicator is None:
        return None
    walked = Walked("indicator", key)
    bound = (
        EditionItem.objects.public()
        .of_kind(ItemKind.MEASURE)
        .bound_to(key)
        .exclude(edition__plan__stage=PlanStage.SUPERSEDED.value)
        .values_list("edition_id", "number")
    )
    by_edition: dict[int, list[str]] = {}
    for edition, number in bound:
        by_edition.setdefault(edition, []).append(number)
    for plan, measure_numbers in _read_plans(by_edition):
        walked.plans.append(plan)
        chosen = [plan.measures[number] for number in measure_numbers]
        aims = {aim for measure in chosen for aim in _above(plan, measure.section_number)}
        actions = {measure.action_number for measure in chosen if measure.action_number}
        _hang(walked, plan, aims, actions, measure_numbers, on=on)
    walked.indicators = [indicator]
    walked.files = _files([key])
    _hang_figures(walked, ReportFigure.objects.of_indicator(key))
    return walked


def _from_fact(key: str, on: date) -> Walked | None:
    fact = find_public(key)
    if fact is None or fact.current is None:
        return None
    about = _from_indicator(fact.indicator.slug, on) if fact.indicator else None
    walked = about or Walked("fact", key)
    walked.kind, walked.key, walked.facts = "fact", key, [fact]
    if fact.current.files:
        walked.files = _unique(fact.current.files)
    # Of the indicator's reports only those that quote this fact.
    walked.figures, walked.reports = [], []
    return walked


def _from_figure(key: str, on: date) -> Walked | None:
    slug, number = _parts(key)
    if not number.isdecimal():
        return None
    figure = _public_figures().filter(report__slug=slug, number=int(number)).first()
    if figure is None:
        return None
    walked = Walked("figure", key, figures=[figure], reports=[figure.report])
    walked.files = list(figure.files)
    walked.indicators = [figure.indicator] if figure.indicator else []
    plan = _read_plan(figure.report.plan.slug)
    if plan is None:
        return walked
    if figure.kind == FigureKind.MEASURE and figure.key in plan.measures:
        chosen = [plan.measures[figure.key]]
    else:
        bound = figure.indicator.slug if figure.indicator else ""
        chosen = [each for each in plan.measures.values() if bound and each.indicator_slug == bound]
    aims = {aim for measure in chosen for aim in _above(plan, measure.section_number)}
    actions = {measure.action_number for measure in chosen if measure.action_number}
    walked.plans = [plan]
    _hang(walked, plan, aims, actions, [measure.number for measure in chosen], on=on)
    return walked


def _from_report(key: str, on: date) -> Walked | None:
    report = AnnualReport.objects.published().select_related("plan").filter(slug=key).first()
    if report is None:
        return None
    walked = Walked("report", key, reports=[report])
    _hang_figures(walked, ReportFigure.objects.filter(report=report))
    walked.reports = [report]
    seen: dict[str, Indicator] = {}
    for figure in walked.figures:
        if figure.indicator:
            seen.setdefault(figure.indicator.slug, figure.indicator)
    walked.indicators = list(seen.values())
    walked.files = _unique(entry for figure in walked.figures for entry in figure.files)
    answered = [line["number"] for line in report.promises.get("lines", ())]
    walked.promises = list(_public_promises().filter(number__in=answered).order_by("number")) if answered else []
    plan = _read_plan(report.plan.slug)
    if plan is not None:
        walked.plans = [plan]
        told = [figure.key for figure in walked.figures if figure.kind == FigureKind.MEASURE]
        _hang(walked, plan, plan.sections, plan.actions, [number for number in told if number in plan.measures], on=on)
    return walked


def _from_promise(key: str, on: date) -> Walked | None:
    promise = _public_promises().filter(number=int(key)).first() if key.isdecimal() and len(key) < 9 else None
    if promise is None:
        return None
    walked = Walked("promise", key, promises=[promise])
    linked = find_published([promise]).get(promise.pk, ())
    figures = ReportFigure.objects.none()
    for slug in dict.fromkeys(each.plan_slug for each in linked):
        plan = _read_plan(slug)
        if plan is None:
            continue
        actions = {each.number for each in linked if each.plan_slug == slug and each.kind == "action"}
        measures = {each.number for each in linked if each.plan_slug == slug and each.kind == "measure"}
        measures |= {number for number, each in plan.measures.items() if each.action_number in actions}
        stand_in = [plan.actions[number].section_number for number in sorted(actions)]
        stand_in += [plan.measures[number].section_number for number in sorted(measures)]
        walked.plans.append(plan)
        _hang(walked, plan, {aim for each in stand_in for aim in _above(plan, each)}, actions, measures, on=on)
        figures = figures | ReportFigure.objects.of_measures(slug, sorted(measures))
    slugs = {measure.indicator_slug: None for _, measure, _ in walked.measures if measure.indicator_slug}
    walked.indicators = list(Indicator.objects.filter(slug__in=slugs))
    walked.files = _files(slugs)
    _hang_figures(walked, figures)
    told = {report.pk for report in walked.reports}
    answering = AnnualReport.objects.published().answering(promise.source.slug).newest_first()
    walked.reports += [report for report in answering if report.pk not in told]
    return walked


def _public_promises() -> Any:
    return Promise.objects.public().select_related("source").defer("source__content", "source__blocks")


def _promises_kept_by(walked: Walked, slug: str) -> list[Promise]:
    """The public promises of earlier reports that what hangs on the thread keeps."""
    actions = [action.number for _, action in walked.actions]
    measures = [measure.number for _, measure, _ in walked.measures]
    linked = Q(actions__plan__slug=slug, actions__number__in=actions)
    linked |= Q(measures__plan__slug=slug, measures__number__in=measures)
    return list(_public_promises().filter(linked).distinct().order_by("number"))


_WALKERS: Mapping[str, Callable[[str, date], Walked | None]] = {
    "plan": _from_plan,
    "aim": _from_aim,
    "action": _from_action,
    "assessment": _from_assessment,
    "measure": _from_measure,
    "indicator": _from_indicator,
    "fact": _from_fact,
    "figure": _from_figure,
    "report": _from_report,
    "promise": _from_promise,
}


# ── hanging on the thread what belongs to it ─────────────────────────────────────────────────────────
def _complete(
    walked: Walked,
    plan: PlanOnThread,
    aims: Iterable[str],
    actions: Iterable[str],
    measures: Iterable[str],
    *,
    on: date,
) -> Walked:
    """The plan's side, then the indicators, files, figures and reports that follow from its measures."""
    _hang(walked, plan, aims, actions, measures, on=on)
    walked.promises = _promises_kept_by(walked, plan.slug)
    slugs = {measure.indicator_slug: None for _, measure, _ in walked.measures if measure.indicator_slug}
    walked.indicators = list(Indicator.objects.filter(slug__in=slugs))
    walked.files = _files(slugs)
    numbers_told = [measure.number for _, measure, _ in walked.measures]
    _hang_figures(walked, ReportFigure.objects.of_measures(plan.slug, numbers_told))
    _hang_assessments(walked)
    if walked.kind == "plan":
        walked.reports = list(AnnualReport.objects.published().filter(plan__slug=plan.slug).newest_first())
    return walked


def _hang(
    walked: Walked,
    plan: PlanOnThread,
    aims: Iterable[str],
    actions: Iterable[str],
    measures: Iterable[str],
    *,
    on: date,
) -> None:
    wanted_aims, wanted_actions, wanted = set(aims), set(actions), set(measures)
    walked.aims += [(plan, each) for number, each in plan.sections.items() if number in wanted_aims]
    walked.actions += [(plan, each) for number, each in plan.actions.items() if number in wanted_actions]
    walked.measures += [
        (plan, each, figure_of(each, on=on)) for number, each in plan.measures.items() if number in wanted
    ]


def _hang_assessments(walked: Walked) -> None:
    """The published assessments that name any of the actions as a mitigation."""
    found = Assessment.objects.none()
    for slug in {plan.slug for plan, _ in walked.actions}:
        numbers_here = [action.number for plan, action in walked.actions if plan.slug == slug]
        named = Assessment.objects.public().filter(
            mitigations__action__plan__slug=slug, mitigations__action__number__in=numbers_here
        )
        found = found | named
    walked.assessments = list(found.in_force().distinct().order_by("number"))


def _hang_facts(walked: Walked) -> None:
    """The verified facts that are taken from the indicators, the words that claim them, and the reports of those."""
    claims = (
        ClaimUse.objects.public().select_related("report", "fact").order_by("-report__ends_on", "place", "position")
    )
    known = Fact.objects.public().in_use().with_everything().order_by("subject")
    if walked.kind == "report":
        walked.claims = [each for each in claims.filter(report__slug=walked.key) if each.fact is not None]
        walked.facts = list(known.filter(slug__in={each.slug for each in walked.claims})) if walked.claims else []
    elif walked.kind in _LEADING_TO_FACTS and walked.indicators:
        walked.facts = list(known.filter(indicator__in=walked.indicators))
    if walked.facts and walked.kind != "report":
        walked.claims = list(claims.quoting([fact.pk for fact in walked.facts]))
    shown = {fact.pk for fact in walked.facts}
    walked.claims = [each for each in walked.claims if each.fact_id in shown]
    told = {report.pk for report in walked.reports}
    walked.reports += list(
        {each.report_id: each.report for each in walked.claims if each.report_id not in told}.values()
    )


def _hang_figures(walked: Walked, figures: Any) -> None:
    walked.figures = list(
        figures.public().select_related("report__plan", "indicator").order_by("-report__ends_on", "number")
    )
    reports = {figure.report_id: figure.report for figure in walked.figures}
    walked.reports = list(reports.values())


def _public_figures() -> Any:
    return ReportFigure.objects.public().select_related("report__plan", "indicator")


def _files(slugs: Iterable[str]) -> list[Mapping[str, Any]]:
    """The files of the current evidence that the indicators' values come from."""
    try:
        return _unique(entry for slug in slugs for entry in numbers.provenance(slug).files)
    except (numbers.NoEvidence, numbers.QuestionError):
        return []


def _unique(entries: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    found: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for entry in entries:
        found.setdefault((entry.get("source"), entry.get("file"), entry.get("sha256")), entry)
    return list(found.values())


# ── plans as they are published ──────────────────────────────────────────────────────────────────────
def _parts(key: str) -> tuple[str, str]:
    """A plan's or report's name and a number: numbers hold no hyphen, names may."""
    slug, _, number = key.rpartition("-")
    return slug, number


def _read_plan(slug: str) -> PlanOnThread | None:
    edition = Plan.objects.published().filter(slug=slug).values_list("current_edition_id", flat=True).first()
    if edition is None:
        return None
    return next((plan for plan, _ in _read_plans({edition: []})), None)


def _read_plans(wanted: Mapping[int, list[str]]) -> list[tuple[PlanOnThread, list[str]]]:
    """Each edition's plan with what was asked of it, in two queries however many there are."""
    if not wanted:
        return []
    editions = {edition.pk: edition for edition in Edition.objects.filter(pk__in=wanted)}
    kinds = (ItemKind.SECTION, ItemKind.ACTION, ItemKind.MEASURE)
    items: dict[int, list[EditionItem]] = {pk: [] for pk in wanted}
    for item in EditionItem.objects.filter(edition_id__in=wanted, kind__in=kinds).order_by("position"):
        items[item.edition_id].append(item)
    return [(_make_plan(editions[pk], items[pk]), numbers_asked) for pk, numbers_asked in wanted.items()]


def _make_plan(edition: Edition, items: Sequence[EditionItem]) -> PlanOnThread:
    def of(kind: ItemKind, document: type[Any]) -> dict[str, Any]:
        return {item.number: load(document, item.document) for item in items if item.kind == kind}

    return PlanOnThread(
        document=load(PlanDocument, edition.document),
        sections=of(ItemKind.SECTION, SectionDocument),
        actions=of(ItemKind.ACTION, ActionDocument),
        measures=of(ItemKind.MEASURE, MeasureDocument),
    )


def _above(plan: PlanOnThread, number: str) -> list[str]:
    """The aim and those it stands within."""
    found: list[str] = []
    while number in plan.sections and number not in found:
        found.append(number)
        number = plan.sections[number].parent_number
    return found


def _within(plan: PlanOnThread, number: str) -> set[str]:
    return {other for other in plan.sections if number in _above(plan, other)}
