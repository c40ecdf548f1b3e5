"""The writing journey: one question to a page, each parses a form and calls one action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from goldenthread.assessments import actions, forms, journey, permissions
from goldenthread.assessments.figures import known_characteristics
from goldenthread.assessments.kinds import name_of
from goldenthread.assessments.models import Assessment, Decision, Engagement, EvidenceUsed, Impact, Mitigation
from goldenthread.assessments.presenters.page import make_page
from goldenthread.assessments.reading import read_whole
from goldenthread.assessments.records import Record
from goldenthread.definitions import load_characteristics
from goldenthread.plan.permissions import can_edit_plans
from goldenthread.plan.views.asking import ask, who

question = require_http_methods(["GET", "HEAD", "POST"])
SAVED = "It has been saved."


@question
@login_required
def begin(request: HttpRequest) -> HttpResponse:
    """Begin an assessment."""
    permissions.check_can_begin(request.user)
    decision = Decision.objects.to_assess().filter(pk=_number(request.GET.get("decision"))).first()
    shown = {"decision": decision, "title": decision.title[:200] if decision else ""}
    form = forms.BeginForm(request.POST or None, initial=shown)
    begun: list[Assessment] = []

    def do() -> None:
        begun.append(actions.begin_assessment(**form.cleaned_data, by=who(request), at=timezone.now()))

    answer = ask(
        request,
        form,
        do,
        heading="Begin an equality impact assessment",
        back=reverse("assessments:staff_assessments"),
        done="The assessment has been begun. You can leave at any time: what you save is kept.",
        button="Begin",
        template="assessments/staff/form.html",
    )
    return redirect("assessments:staff_decision_step", begun[0].number) if begun else answer


# ── steps that are a form ────────────────────────────────────────────────────────────────────────────
@question
@login_required
def decision_step(request: HttpRequest, number: int) -> HttpResponse:
    """What is decided and by when."""
    return _step(request, number, "decision", forms.DecisionStepForm, "The decision", needs_assessment=True)


@question
@login_required
def affected(request: HttpRequest, number: int) -> HttpResponse:
    """Who is affected."""
    return _step(request, number, "affected", forms.AffectedForm, "The people")


@question
@login_required
def cumulative(request: HttpRequest, number: int) -> HttpResponse:
    """What it adds up to with other decisions."""
    return _step(
        request,
        number,
        "cumulative",
        forms.CumulativeForm,
        "Other decisions",
        template="assessments/staff/cumulative.html",
    )


@question
@login_required
def advice(request: HttpRequest, number: int) -> HttpResponse:
    """What the assessment advises."""
    return _step(request, number, "advice", forms.AdviceForm, "The advice")


@question
@login_required
def monitoring(request: HttpRequest, number: int) -> HttpResponse:
    """How what happens is watched, and when somebody looks again."""
    return _step(request, number, "monitoring", forms.MonitoringForm, "Afterwards")


def _step(
    request: HttpRequest,
    number: int,
    key: str,
    form_class: Any,
    heading: str,
    template: str = "",
    *,
    needs_assessment: bool = False,
) -> HttpResponse:
    assessment, record = _writable(request, number)
    shown = {name: getattr(assessment, name) for name in form_class.base_fields}
    options = {"assessment": assessment} if needs_assessment else {}
    form = form_class(request.POST or None, initial=shown, **options)
    context: dict[str, Any] = {}
    if template:
        context["page"] = _page(record)
    return ask(
        request,
        form,
        lambda: actions.write(assessment=assessment, changes=form.cleaned_data, by=who(request), at=timezone.now()),
        heading=heading,
        back=journey.overview(number),
        then=_then(request, record, key),
        done=SAVED,
        button="Save and continue",
        template=template or "assessments/staff/form.html",
        assessment=assessment,
        **context,
    )


# ── impacts ──────────────────────────────────────────────────────────────────────────────────────────
@question
@login_required
def impact(request: HttpRequest, number: int, characteristic: str) -> HttpResponse:
    """What it would do to people who share a characteristic."""
    assessment, record = _writable(request, number)
    known = load_characteristics().get(characteristic)
    if known is None:
        raise Http404("There is no such characteristic.")
    found = record.impact_on(characteristic)
    shown = {"effect": found.effect.value, "groups": found.groups, "why": found.why} if found else {}
    form = forms.ImpactForm(request.POST or None, initial=shown)
    indicators = known_characteristics().get(characteristic, ())
    return ask(
        request,
        form,
        lambda: actions.say_impact(
            assessment=assessment,
            characteristic=characteristic,
            **form.cleaned_data,
            by=who(request),
            at=timezone.now(),
        ),
        heading=known.plain_name,
        back=journey.overview(number),
        then=_then(request, record, f"impact/{characteristic}"),
        done=SAVED,
        button="Save and continue",
        template="assessments/staff/impact.html",
        assessment=assessment,
        note=known.note,
        indicators=indicators,
        can_remove=found is not None and not known.is_protected,
        impact_pk=found.pk if found else None,
    )


@question
@login_required
def intersections(request: HttpRequest, number: int) -> HttpResponse:
    """The groups where two characteristics meet, and a form for another."""
    assessment, record = _writable(request, number)
    return _intersection(request, assessment, record, None)


@question
@login_required
def intersection(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Change what was said where two characteristics meet."""
    assessment, record = _writable(request, number)
    found = get_object_or_404(Impact.objects.exclude(second_characteristic=""), pk=pk, assessment=assessment)
    return _intersection(request, assessment, record, found)


def _intersection(request: HttpRequest, assessment: Assessment, record: Record, found: Impact | None) -> HttpResponse:
    shown = {}
    if found is not None:
        shown = {
            "characteristic": found.characteristic,
            "second": found.second_characteristic,
            "effect": found.effect,
            "groups": found.groups,
            "why": found.why,
        }
    form = forms.IntersectionForm(request.POST or None, initial=shown)
    if found is not None:
        del form.fields["characteristic"], form.fields["second"]

    def do() -> None:
        values = dict(form.cleaned_data)
        if found is not None:
            values |= {"characteristic": found.characteristic, "second": found.second_characteristic}
        actions.say_impact(assessment=assessment, **values, by=who(request), at=timezone.now())

    return _ask_list(
        request, form, do, record, assessment, "intersections", "Where two characteristics meet", is_change=bool(found)
    )


# ── lists: evidence, engagement, mitigations ─────────────────────────────────────────────────────────
@question
@login_required
def evidence(request: HttpRequest, number: int) -> HttpResponse:
    """The evidence used, and a form for another indicator."""
    assessment, record = _writable(request, number)
    names = {slug: name_of(slug) for slug in load_characteristics() if slug in known_characteristics()}
    form = forms.EvidenceForm(request.POST or None, by_characteristic=names)
    return _ask_list(
        request,
        form,
        lambda: actions.add_evidence(assessment=assessment, **form.cleaned_data, by=who(request), at=timezone.now()),
        record,
        assessment,
        "evidence",
        "What we know",
    )


@question
@login_required
def document(request: HttpRequest, number: int) -> HttpResponse:
    """Name a document that the assessment rests on."""
    assessment, _ = _writable(request, number)
    form = forms.DocumentForm(request.POST or None)
    return ask(
        request,
        form,
        lambda: actions.add_document(assessment=assessment, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading="Add a document, survey or study",
        back=journey.href_of(number, "evidence"),
        done=SAVED,
        button="Add",
        template="assessments/staff/form.html",
        assessment=assessment,
    )


@question
@login_required
def engagement(request: HttpRequest, number: int) -> HttpResponse:
    """Whom the council spoke with, and a form for another conversation."""
    assessment, record = _writable(request, number)
    form = forms.EngagementForm(request.POST or None)
    return _ask_list(
        request,
        form,
        lambda: actions.add_engagement(assessment=assessment, **form.cleaned_data, by=who(request), at=timezone.now()),
        record,
        assessment,
        "engagement",
        "Whom we spoke with",
    )


@question
@login_required
def change_engagement(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Change what is said of an engagement."""
    assessment, _ = _writable(request, number)
    found = get_object_or_404(Engagement, pk=pk, assessment=assessment)
    shown = {name: getattr(found, name) for name in forms.EngagementForm.base_fields}
    form = forms.EngagementForm(request.POST or None, initial=shown)
    return ask(
        request,
        form,
        lambda: actions.change_engagement(
            engagement=found, changes=form.cleaned_data, by=who(request), at=timezone.now()
        ),
        heading="Change what is said of an engagement",
        back=journey.href_of(number, "engagement"),
        done=SAVED,
        template="assessments/staff/form.html",
        assessment=assessment,
    )


@question
@login_required
def mitigations(request: HttpRequest, number: int) -> HttpResponse:
    """The actions that make up for harm, and a form to name another that is in a plan."""
    assessment, record = _writable(request, number)
    form = forms.LinkForm(request.POST or None, assessment=assessment)
    return _ask_list(
        request,
        form,
        lambda: actions.link_mitigation(assessment=assessment, **form.cleaned_data, by=who(request), at=timezone.now()),
        record,
        assessment,
        "mitigations",
        "What we will do about it",
        can_edit_plans=can_edit_plans(request.user),
    )


@question
@login_required
def new_action(request: HttpRequest, number: int) -> HttpResponse:
    """Add an action to a plan, as a mitigation."""
    assessment, _ = _writable(request, number)
    if not can_edit_plans(request.user):
        raise Http404("Only those who write plans can add an action.")
    form = forms.NewActionForm(request.POST or None, assessment=assessment)
    return ask(
        request,
        form,
        lambda: actions.add_mitigating_action(
            assessment=assessment, **form.cleaned_data, by=who(request), at=timezone.now()
        ),
        heading="Add an action to a plan",
        back=journey.href_of(number, "mitigations"),
        done="The action has been added to the plan’s draft, and named here.",
        button="Add",
        template="assessments/staff/form.html",
        assessment=assessment,
    )


REMOVALS: dict[str, tuple[Any, Callable[..., None], str]] = {
    "evidence": (EvidenceUsed, actions.remove_evidence, "evidence"),
    "engagement": (Engagement, actions.remove_engagement, "engagement"),
    "mitigations": (Mitigation, actions.remove_mitigation, "mitigation"),
    "intersections": (Impact, actions.remove_impact, "impact"),
    "impact": (Impact, actions.remove_impact, "impact"),
}


@require_POST
@login_required
def take_out(request: HttpRequest, number: int, kind: str, pk: int) -> HttpResponse:
    """Take evidence, an engagement, a mitigation or an impact out of a draft."""
    assessment, _ = _writable(request, number)
    if kind not in REMOVALS:
        raise Http404("There is no such part.")
    model, remove, named = REMOVALS[kind]
    row = get_object_or_404(model, pk=pk, assessment=assessment)
    try:
        remove(**{named: row}, by=who(request), at=timezone.now())
    except ValueError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "It has been taken out.")
    return redirect(journey.overview(number) if kind == "impact" else journey.href_of(number, kind))


def _ask_list(
    request: HttpRequest,
    form: Any,
    do: Callable[[], Any],
    record: Record,
    assessment: Assessment,
    key: str,
    heading: str,
    *,
    is_change: bool = False,
    **context: Any,
) -> HttpResponse:
    """A page with what is there already, and a form that adds one more and comes back."""
    number = assessment.number
    here = journey.href_of(number, key)
    return ask(
        request,
        form,
        do,
        heading=heading,
        back=here if is_change else journey.overview(number),
        then=here,
        done=SAVED,
        button="Save" if is_change else "Add",
        template="assessments/staff/list.html",
        assessment=assessment,
        key=key,
        page=_page(record),
        record=record,
        onward=journey.step_after(record, key),
        is_change=is_change,
        **context,
    )


# ── inside ───────────────────────────────────────────────────────────────────────────────────────────
def _writable(request: HttpRequest, number: int) -> tuple[Assessment, Record]:
    assessment = get_object_or_404(Assessment.objects.with_everything(), number=number)
    permissions.check_can_write(request.user, assessment)
    if not assessment.is_open_for_writing():
        raise Http404(f"{assessment.reference} is {assessment.status} and is not being written.")
    return assessment, read_whole(assessment, is_public=False)


def _page(record: Record) -> Any:
    return make_page(record, (), on=timezone.localdate(), is_public=False)


def _then(request: HttpRequest, record: Record, key: str) -> str:
    """Onward, or back to the overview for whoever came from there to mend one thing."""
    return journey.overview(record.number) if "leave" in request.POST else journey.step_after(record, key)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
