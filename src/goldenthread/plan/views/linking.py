"""Linking a part to themes, frameworks and what comes first; replacing a plan and comparing it with another."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.plan import actions as plan_actions
from goldenthread.plan import comparison, copying, documents, editions, permissions
from goldenthread.plan.linking_forms import LinksForm, SupersedeForm
from goldenthread.plan.models import Action, Plan, Section
from goldenthread.plan.parts import find_part
from goldenthread.plan.views.asking import ask, who


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def links(request: HttpRequest, slug: str, kind: str, number: str) -> HttpResponse:
    """Themes, frameworks and strategies of an aim or an action; of an action also what has to be done first."""
    permissions.check_can_edit_plans(request.user)
    part = find_part(slug, kind, number)
    if not isinstance(part, (Section, Action)) or part.removed_at is not None:
        raise Http404("The plan has no such part.")
    form = LinksForm(request.POST or None, initial=LinksForm.initial_of(part), part=part)

    def do() -> None:
        by, at = who(request), timezone.now()
        with transaction.atomic():
            tags = plan_actions.find_or_add_tags(names=form.cleaned_data["themes"], by=by, at=at)
            plan_actions.set_tags(part=part, tags=tags, by=by, at=at)
            plan_actions.set_crosswalks(part=part, crosswalks=form.crosswalks(), by=by, at=at)
            if isinstance(part, Action):
                plan_actions.set_dependencies(action=part, waits_for=form.cleaned_data["waits_for"], by=by, at=at)

    is_action = isinstance(part, Action)
    overview = reverse("plan:staff_plan", args=[slug])
    return ask(
        request,
        form,
        do,
        heading=f"What {part} is linked to",
        back=reverse("plan:staff_action", args=[slug, number]) if is_action else overview,
        done="It has been linked.",
        plan=part.plan,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def supersede(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that another plan has taken the place of this one."""
    plan = get_object_or_404(Plan, slug=slug)
    permissions.check_can_publish(request.user, plan)
    form = SupersedeForm(request.POST or None, plan=plan)
    return ask(
        request,
        form,
        lambda: plan_actions.supersede(plan=plan, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Replace “{plan.title}”",
        back=reverse("plan:staff_plan", args=[slug]),
        done="Replaced. It stays readable, and says which plan took its place.",
        button="Replace it",
        lede="The plan stays readable for everyone, as it was. Nothing more can be recorded in it.",
        plan=plan,
    )


@require_safe
@login_required
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """What differs between this plan's latest edition and another plan's: last year's and this year's."""
    permissions.check_can_read_drafts(request.user)
    plan = get_object_or_404(Plan.objects.select_related("current_edition"), slug=slug)
    others = Plan.objects.published().exclude(pk=plan.pk).select_related("current_edition").newest_first()
    wanted = request.GET.get("with", "")
    other = get_object_or_404(others, slug=wanted) if wanted else None
    changes = comparison.compare(_latest(plan), _latest(other)) if other else ()
    context = {"plan": plan, "other": other, "others": others, "changes": changes}
    return render(request, "plan/staff/compare.html", context)


def _latest(plan: Plan) -> documents.PlanContent:
    return editions.read_edition(plan.current_edition) if plan.current_edition else copying.copy_plan(plan)
