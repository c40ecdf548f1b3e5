"""The staff's writing pages: each parses a form and calls one action."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from goldenthread.plan import actions as plan_actions
from goldenthread.plan import forms, measure_forms, permissions
from goldenthread.plan.kinds import CouncilRole, Statistic
from goldenthread.plan.models import (
    Action,
    Milestone,
    Occurrence,
    Plan,
    ProgressMeasure,
    Reading,
    Section,
)
from goldenthread.plan.parts import find_part
from goldenthread.plan.places import write_places
from goldenthread.plan.presenters import write_day
from goldenthread.plan.views.asking import ask, who

question = require_http_methods(["GET", "HEAD", "POST"])


def _overview(slug: str) -> str:
    return reverse("plan:staff_plan", args=[slug])


# ── the plan ─────────────────────────────────────────────────────────────────────────────────────────
@question
@login_required
def begin_plan(request: HttpRequest) -> HttpResponse:
    """Begin a plan."""
    permissions.check_can_edit_plans(request.user)
    form = forms.PlanForm(request.POST or None, initial=forms.PlanForm.initial_of(None))
    return ask(
        request,
        form,
        lambda: plan_actions.create_plan(**form.cleaned_data, by=who(request), at=timezone.now()),
        heading="Begin a plan",
        back=reverse("plan:staff_plans"),
        then=_overview(request.POST["slug"]) if form.is_bound and form.is_valid() else "",
        done="The plan has been begun. Add its first aim.",
        button="Begin",
    )


@question
@login_required
def edit_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the plan's own words."""
    permissions.check_can_edit_plans(request.user)
    plan = get_object_or_404(Plan, slug=slug)
    form = forms.PlanForm(request.POST or None, initial=forms.PlanForm.initial_of(plan), plan=plan)
    return ask(
        request,
        form,
        lambda: plan_actions.edit_plan(plan=plan, changes=form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Change “{plan.title}”",
        back=_overview(slug),
        done="The plan has been changed.",
        plan=plan,
    )


# ── aims ─────────────────────────────────────────────────────────────────────────────────────────────
@question
@login_required
def add_section(request: HttpRequest, slug: str) -> HttpResponse:
    """Add an aim, priority, goal or commitment."""
    permissions.check_can_edit_plans(request.user)
    plan = get_object_or_404(Plan, slug=slug)
    form = forms.SectionForm(request.POST or None, plan=plan)
    name = plan.level_name(0)
    return ask(
        request,
        form,
        lambda: plan_actions.add_section(plan=plan, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Add: {name}",
        back=_overview(slug),
        done="It has been added.",
        button="Add",
        plan=plan,
    )


@question
@login_required
def edit_section(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Change an aim."""
    permissions.check_can_edit_plans(request.user)
    section = _part(Section, slug, number)
    shown = {name: getattr(section, name) for name in ("level_name", "title", "text", "parent", "position")}
    form = forms.SectionForm(request.POST or None, initial=shown, plan=section.plan, section=section)
    return ask(
        request,
        form,
        lambda: plan_actions.edit_section(
            section=section, changes=form.cleaned_data, by=who(request), at=timezone.now()
        ),
        heading=f"Change {section.level_name} {section.number}",
        back=_overview(slug),
        done="It has been changed.",
        plan=section.plan,
        history=reverse("plan:staff_history", args=[slug, "aims", number]),
        take_out=reverse("plan:staff_take_out", args=[slug, "aims", number]),
    )


# ── actions ──────────────────────────────────────────────────────────────────────────────────────────
@question
@login_required
def add_action(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Add an action to an aim."""
    permissions.check_can_edit_plans(request.user)
    section = _part(Section, slug, number)
    shown = {"section": section, "council_role": CouncilRole.DELIVER.value}
    form = forms.ActionForm(request.POST or None, initial=shown, plan=section.plan)

    def do() -> None:
        values = dict(form.cleaned_data)
        partners = _partners(request, values.pop("partners"))
        values["council_role"] = CouncilRole(values["council_role"])
        plan_actions.add_action(**values, partners=partners, by=who(request), at=timezone.now())

    return ask(
        request,
        form,
        do,
        heading=f"Add: {section.plan.action_name}",
        back=_overview(slug),
        done="It has been added.",
        button="Add",
        plan=section.plan,
    )


@question
@login_required
def edit_action(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Change what an action says and who leads it."""
    permissions.check_can_edit_plans(request.user)
    action = _part(Action, slug, number)
    names = ("title", "description", "section", "council_role", "owner", "owner_role", "team", "groups", "budget_line",
             "starts_on", "due_on", "position")  # fmt: skip
    shown = {name: getattr(action, name) for name in names}
    shown["partners"] = "\n".join(action.partners.values_list("name", flat=True))
    shown["area_codes"] = "\n".join(write_places(action.area_codes))
    form = forms.ActionForm(request.POST or None, initial=shown, plan=action.plan, action=action)

    def do() -> None:
        values = dict(form.cleaned_data)
        partners = _partners(request, values.pop("partners"))
        plan_actions.edit_action(action=action, changes=values, partners=partners, by=who(request), at=timezone.now())

    return ask(
        request,
        form,
        do,
        heading=f"Change {action.plan.action_name} {action.number}",
        back=reverse("plan:staff_action", args=[slug, number]),
        done="It has been changed.",
        plan=action.plan,
        history=reverse("plan:staff_history", args=[slug, "actions", number]),
        take_out=reverse("plan:staff_take_out", args=[slug, "actions", number]),
    )


@question
@login_required
def update_action(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Say how an action is going."""
    action = _part(Action, slug, number)
    permissions.check_can_update_action(request.user, action)
    latest = action.latest_update
    shown = {
        "status": action.status,
        "reason": action.status_reason,
        "forecast": action.forecast,
        "next_step": latest.next_step if latest else "",
    }
    form = forms.UpdateForm(request.POST or None, request.FILES or None, initial=shown, action=action)

    def do() -> None:
        said = dict(form.cleaned_data)
        file = said.pop("file")
        plan_actions.write_update(action=action, file=file, said=said, by=who(request), at=timezone.now())

    return ask(
        request,
        form,
        do,
        heading=action.title,
        back=reverse("plan:staff_action", args=[slug, number]),
        then=reverse("plan:staff_mine"),
        done=f"Thank you. {action.plan.action_name} {action.number} has been updated.",
        button="Send the update",
        template="plan/staff/update.html",
        plan=action.plan,
        action=action,
        latest=latest,
    )


@question
@login_required
def add_milestone(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Add a step on the way."""
    permissions.check_can_edit_plans(request.user)
    action = _part(Action, slug, number)
    form = forms.MilestoneForm(request.POST or None)
    return ask(
        request,
        form,
        lambda: plan_actions.add_milestone(action=action, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Add a milestone to {action.plan.action_name} {action.number}",
        back=reverse("plan:staff_action", args=[slug, number]),
        done="The milestone has been added.",
        button="Add",
        plan=action.plan,
    )


@question
@login_required
def complete_milestone(request: HttpRequest, slug: str, number: str, pk: int) -> HttpResponse:
    """Say on which day a step was reached."""
    action = _part(Action, slug, number)
    permissions.check_can_update_action(request.user, action)
    milestone = get_object_or_404(Milestone.objects.select_related("action__plan"), pk=pk, action=action)
    form = forms.MilestoneDoneForm(request.POST or None, initial={"done_on": milestone.done_on})
    return ask(
        request,
        form,
        lambda: plan_actions.complete_milestone(
            milestone=milestone, **form.cleaned_data, by=who(request), at=timezone.now()
        ),
        heading=milestone.title,
        back=reverse("plan:staff_action", args=[slug, number]),
        done="The milestone has been recorded.",
        plan=action.plan,
    )


@question
@login_required
def edit_milestone(request: HttpRequest, slug: str, number: str, pk: int) -> HttpResponse:
    """Change what a step is called, or by when it is promised."""
    permissions.check_can_edit_plans(request.user)
    action = _part(Action, slug, number)
    milestone = get_object_or_404(Milestone.objects.select_related("action__plan"), pk=pk, action=action)
    form = forms.MilestoneForm(request.POST or None, initial={"title": milestone.title, "due_on": milestone.due_on})
    return ask(
        request,
        form,
        lambda: plan_actions.edit_milestone(
            milestone=milestone, changes=form.cleaned_data, by=who(request), at=timezone.now()
        ),
        heading=f"Change a milestone of {action.plan.action_name} {action.number}",
        back=reverse("plan:staff_action", args=[slug, number]),
        done="The milestone has been changed.",
        plan=action.plan,
        take_out=reverse("plan:staff_take_out_milestone", args=[slug, number, pk]),
    )


@require_POST
@login_required
def take_out_milestone(request: HttpRequest, slug: str, number: str, pk: int) -> HttpResponse:
    """Take a step out of the draft."""
    action = _part(Action, slug, number)
    milestone = get_object_or_404(Milestone.objects.select_related("action__plan"), pk=pk, action=action)
    try:
        plan_actions.remove_milestone(milestone=milestone, by=who(request), at=timezone.now())
    except ValueError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{milestone.title}” has been taken out of the draft.")
    return redirect("plan:staff_action", slug, number)


# ── measures ─────────────────────────────────────────────────────────────────────────────────────────
@question
@login_required
def add_measure_to_section(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Add a measure to an aim."""
    return _add_measure(request, _part(Section, slug, number), _overview(slug))


@question
@login_required
def add_measure_to_action(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Add a measure to an action."""
    return _add_measure(request, _part(Action, slug, number), reverse("plan:staff_action", args=[slug, number]))


def _add_measure(request: HttpRequest, of: Section | Action, back: str) -> HttpResponse:
    permissions.check_can_bind_measures(request.user)
    form = measure_forms.MeasureForm(request.POST or None, initial={"direction": "up", "decimals": 0}, plan=of.plan)
    return ask(
        request,
        form,
        lambda: plan_actions.add_measure(of=of, **form.added(), by=who(request), at=timezone.now()),
        template="plan/staff/measure_form.html",
        heading=f"Add: {of.plan.measure_name}",
        back=back,
        done="It has been added. Set its target next.",
        button="Add",
        plan=of.plan,
    )


@question
@login_required
def edit_measure(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Change what a measure says."""
    permissions.check_can_bind_measures(request.user)
    measure = _part(ProgressMeasure, slug, number)
    form = measure_forms.MeasureForm(
        request.POST or None, initial=measure_forms.MeasureForm.initial_of(measure), plan=measure.plan, measure=measure
    )
    return ask(
        request,
        form,
        lambda: plan_actions.edit_measure(
            measure=measure, changes=form.cleaned_data, by=who(request), at=timezone.now()
        ),
        template="plan/staff/measure_form.html",
        heading=f"Change {measure.plan.measure_name} {measure.number}",
        back=reverse("plan:staff_measure", args=[slug, number]),
        done="It has been changed.",
        plan=measure.plan,
        history=reverse("plan:staff_history", args=[slug, "measures", number]),
        take_out=reverse("plan:staff_take_out", args=[slug, "measures", number]),
    )


@question
@login_required
def set_target(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Set what is aimed for, with the decision."""
    permissions.check_can_bind_measures(request.user)
    measure = _part(ProgressMeasure, slug, number)
    form = measure_forms.TargetForm(request.POST or None)
    return _ask_about_measure(request, measure, form, plan_actions.set_target, "Set the target", "The target is set.")


@question
@login_required
def record_figure(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Record what was achieved by a day."""
    measure = _part(ProgressMeasure, slug, number)
    permissions.check_can_record_progress(request.user, measure)
    form = measure_forms.FigureForm(request.POST or None, measure=measure, initial={"on": _yesterday()})
    return _ask_about_measure(
        request, measure, form, plan_actions.record_reading, "Record a figure", "The figure has been recorded."
    )


@question
@login_required
def correct_figure(request: HttpRequest, slug: str, number: str, pk: int) -> HttpResponse:
    """Put a figure right: the wrong one is kept, and no longer shown."""
    measure = _part(ProgressMeasure, slug, number)
    permissions.check_can_record_progress(request.user, measure)
    reading = get_object_or_404(Reading.objects.standing().select_related("measure__plan"), pk=pk, measure=measure)
    form = measure_forms.FigureForm.correcting(request.POST or None, reading=reading)
    return ask(
        request,
        form,
        lambda: plan_actions.correct_reading(reading=reading, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Put the figure of {reading.period or write_day(reading.on)} right: {measure.title}",
        back=reverse("plan:staff_measure", args=[slug, number]),
        done="The figure has been put right. The one before is kept, and no longer shown.",
        plan=measure.plan,
    )


@require_POST
@login_required
def take_back_date(request: HttpRequest, slug: str, number: str, pk: int) -> HttpResponse:
    """Say that something did not happen on a day after all."""
    measure = _part(ProgressMeasure, slug, number)
    occurrence = get_object_or_404(Occurrence.objects.select_related("measure__plan"), pk=pk, measure=measure)
    day = write_day(occurrence.held_on)
    try:
        plan_actions.take_back_occurrence(occurrence=occurrence, by=who(request), at=timezone.now())
    except ValueError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{day} has been taken back.")
    return redirect("plan:staff_measure", slug, number)


@question
@login_required
def record_date(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Record a day on which something regular happened."""
    measure = _part(ProgressMeasure, slug, number)
    permissions.check_can_record_progress(request.user, measure)
    form = measure_forms.DateHeldForm(request.POST or None, measure=measure)
    return _ask_about_measure(
        request, measure, form, plan_actions.record_occurrence, "Record a date", "The date has been recorded."
    )


def _ask_about_measure(
    request: HttpRequest, measure: ProgressMeasure, form: Any, do: Callable[..., Any], heading: str, done: str
) -> HttpResponse:
    return ask(
        request,
        form,
        lambda: do(measure=measure, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"{heading}: {measure.title}",
        back=reverse("plan:staff_measure", args=[measure.plan.slug, measure.number]),
        done=done,
        plan=measure.plan,
    )


# ── asks, differences, achievements ──────────────────────────────────────────────────────────────────
_PART_FORMS: dict[str, tuple[Any, Callable[..., Any], str]] = {
    "asks": (forms.AskForm, plan_actions.add_ask, "something you ask of residents"),
    "differences": (forms.DifferenceForm, plan_actions.add_difference, "a difference people can expect to see"),
    "achievements": (forms.AchievementForm, plan_actions.add_achievement, "something that has been done"),
}


@question
@login_required
def add_part(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Add an ask, a difference or an achievement."""
    permissions.check_can_edit_plans(request.user)
    plan = get_object_or_404(Plan, slug=slug)
    form_class, add, what = _part_form(kind)
    form = form_class(request.POST or None, plan=plan)
    form.fields["section"].queryset = Section.objects.current().filter(plan=plan)
    return ask(
        request,
        form,
        lambda: add(plan=plan, **_as_added(form.cleaned_data), by=who(request), at=timezone.now()),
        heading=f"Add {what}",
        back=_overview(slug),
        done="It has been added.",
        button="Add",
        plan=plan,
    )


@question
@login_required
def edit_part(request: HttpRequest, slug: str, kind: str, number: str) -> HttpResponse:
    """Change an ask, a difference or an achievement."""
    permissions.check_can_edit_plans(request.user)
    form_class, _, what = _part_form(kind)
    part: Any = find_part(slug, kind, number)
    if part is None:
        raise Http404("The plan has no such part.")
    shown = {name: getattr(part, name) for name in form_class.base_fields if name != "actions"}
    if "actions" in form_class.base_fields:
        shown["actions"] = ", ".join(part.actions.values_list("number", flat=True))
    form = form_class(request.POST or None, initial=shown, plan=part.plan)
    form.fields["section"].queryset = Section.objects.current().filter(plan=part.plan)

    def do() -> None:
        changes = dict(form.cleaned_data)
        helped = changes.pop("actions", None)
        plan_actions.edit_part(part=part, changes=changes, actions=helped, by=who(request), at=timezone.now())

    return ask(
        request,
        form,
        do,
        heading=f"Change {what}",
        back=_overview(slug),
        done="It has been changed.",
        plan=part.plan,
        history=reverse("plan:staff_history", args=[slug, kind, number]),
        take_out=reverse("plan:staff_take_out", args=[slug, kind, number]),
    )


@require_POST
@login_required
def take_out(request: HttpRequest, slug: str, kind: str, number: str) -> HttpResponse:
    """Take a part out of the plan."""

    part: Any = find_part(slug, kind, number)
    if part is None:
        raise Http404("The plan has no such part.")
    do: Callable[..., Any]
    if isinstance(part, Action):
        do, named = plan_actions.remove_action, "action"
    elif isinstance(part, ProgressMeasure):
        do, named = plan_actions.remove_measure, "measure"
    else:
        do, named = plan_actions.remove_part, "part"
    try:
        do(**{named: part}, by=who(request), at=timezone.now())
    except ValueError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{part} has been taken out of the draft. Its history is kept.")
    return redirect(_overview(slug))


# ── inside ───────────────────────────────────────────────────────────────────────────────────────────
def _part(model: Any, slug: str, number: str) -> Any:
    return get_object_or_404(model.objects.current().select_related("plan"), plan__slug=slug, number=number)


def _part_form(kind: str) -> tuple[Any, Callable[..., Any], str]:
    try:
        return _PART_FORMS[kind]
    except KeyError:
        raise Http404("There is no such kind of part.") from None


def _as_added(values: dict[str, Any]) -> dict[str, Any]:
    if "statistic" not in values:
        return values
    return {**values, "statistic": Statistic(values["statistic"]) if values["statistic"] else None}


def _partners(request: HttpRequest, names: list[str]) -> list[Any]:
    return plan_actions.find_or_add_partners(names=names, by=who(request), at=timezone.now())


def _yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)
