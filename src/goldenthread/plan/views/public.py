"""What everybody can read: only what has been published."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.plan import editions, presenters
from goldenthread.plan.documents import PlanDocument, load
from goldenthread.plan.figures import evidence_changed_on
from goldenthread.plan.groups import fillings as group_fillings
from goldenthread.plan.models import Plan
from goldenthread.plan.places import names_of
from goldenthread.plan.states import PlanStage

NOT_HERE = "There is no such page in the plan, or it has not been published."


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """Every plan that is published."""
    cards = [
        presenters.make_plan_card(
            load(PlanDocument, plan.current_edition.document),
            editions.make_edition_note(plan.current_edition),
            is_superseded=plan.stage == PlanStage.SUPERSEDED,
        )
        for plan in Plan.objects.published().select_related("current_edition").newest_first()
        if plan.current_edition is not None
    ]
    context = {
        "in_force": [card for card in cards if not card.is_superseded],
        "earlier": [card for card in cards if card.is_superseded],
    }
    return render(request, "plan/plans.html", context)


@require_safe
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """One plan: its vision, aims, actions, measures, asks and differences."""
    published = editions.read_plan_page(slug)
    if published is None:
        raise Http404(NOT_HERE)
    page = presenters.make_plan_page(published, on=timezone.localdate(), evidence_on=evidence_changed_on())
    return _show(request, "plan/plan.html", published, page)


@require_safe
def aim(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """One aim with its actions and measures."""
    published = editions.read_section_page(slug, number)
    page = published and presenters.make_section_page(
        published, number, on=timezone.localdate(), evidence_on=evidence_changed_on()
    )
    if published is None or page is None:
        raise Http404(NOT_HERE)
    return _show(request, "plan/aim.html", published, page, number)


@require_safe
def action(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """One action: how it is going, who leads it, what was said about it."""
    published = editions.read_action_page(slug, number)
    actions = published.content.actions if published else ()
    where = names_of(code for each in actions if each.number == number for code in each.area_codes)
    page = published and presenters.make_action_page(
        published, number, on=timezone.localdate(), evidence_on=evidence_changed_on(), places=tuple(where.values())
    )
    if published is None or page is None:
        raise Http404(NOT_HERE)
    asks = group_fillings.asks_behind_action(slug, number)
    return _show(request, "plan/action.html", published, page, number, group_asks=asks)


@require_safe
def measure(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """One progress measure: its figure, what is aimed for, what was achieved."""
    published = editions.read_measure_page(slug, number)
    page = published and presenters.make_measure_page(
        published, number, on=timezone.localdate(), evidence_on=evidence_changed_on()
    )
    if published is None or page is None:
        raise Http404(NOT_HERE)
    return _show(request, "plan/measure.html", published, page, number)


def _show(
    request: HttpRequest,
    template: str,
    published: editions.PublishedPlan,
    page: object,
    number: str = "",
    **more: object,
) -> HttpResponse:
    slug = published.content.plan.slug
    context = {
        "page": page,
        "plan": published.content.plan,
        "edition": published.edition,
        "slug": slug,
        "number": number,
        "thread_key": f"{slug}-{number}" if number else slug,
        **more,
    }
    return render(request, template, context)
