"""Draft, review, publish: reading a working copy, what differs from what is published, and who changed what."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.plan import actions as plan_actions
from goldenthread.plan import comparison, copying, editions, permissions, presenters
from goldenthread.plan.documents import EditionNote
from goldenthread.plan.forms import PublishForm, ReasonForm
from goldenthread.plan.histories import read_history
from goldenthread.plan.large import count_changed, count_changed_in_sections, part_of
from goldenthread.plan.models import Edition, Plan, Section
from goldenthread.plan.parts import find_part
from goldenthread.plan.releases.freezes import freeze_on, say_frozen
from goldenthread.plan.states import NotPossible
from goldenthread.plan.views.asking import ask, who


@require_safe
@login_required
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The working copy as its public page would show it."""
    permissions.check_can_read_drafts(request.user)
    plan = get_object_or_404(Plan, slug=slug)
    note = EditionNote(0, timezone.now(), plan.changed_at, "", is_release=False)
    sections = copying.read_sections(plan)
    chosen = part_of(sections, plan, request.GET.get("aim", ""))
    content = (
        copying.copy_lines(plan, sections=sections, section=chosen, most_measures=editions.MEASURES_SHOWN_WHOLE)
        if chosen
        else copying.copy_plan(plan)
    )
    published = editions.PublishedPlan(content, note, False, "", "", {})
    page = presenters.make_plan_page(published, on=timezone.localdate())
    context = {
        "page": page,
        "plan": published.content.plan,
        "edition": note,
        "slug": slug,
        "is_preview": True,
        "chosen": chosen,
    }
    return render(request, "plan/plan.html", context)


@require_safe
@login_required
def differences(request: HttpRequest, slug: str) -> HttpResponse:
    """What differs between an earlier edition (the current one unless named) and the working copy."""
    permissions.check_can_read_drafts(request.user)
    plan = get_object_or_404(Plan.objects.select_related("current_edition"), slug=slug)
    known = list(plan.editions.only("plan", "number", "published_at", "note", "is_release"))
    wanted = request.GET.get("edition", "")
    if wanted:
        edition = next((each for each in known if str(each.number) == wanted), None)
        if edition is None:
            raise Http404("This plan has no such edition.")
    else:
        edition = plan.current_edition
    wanted_later = request.GET.get("to", "")
    later = next((each for each in known if str(each.number) == wanted_later), None)
    if wanted_later and later is None:
        raise Http404("This plan has no such edition.")
    sections = copying.read_sections(plan, "crosswalks")
    chosen = part_of(sections, plan, request.GET.get("aim", ""))
    context = {
        "plan": plan,
        "edition": edition,
        "later": later,
        "editions": known,
        "changes": _differences(plan, edition, later, sections, chosen),
        "chosen": chosen,
        "sections": _sections_to_choose(sections, plan, edition, is_working_copy=later is None) if chosen else (),
    }
    return render(request, "plan/staff/differences.html", context)


def _sections_to_choose(
    sections: list[Section], plan: Plan, edition: Edition | None, *, is_working_copy: bool
) -> list[tuple[Section, int]]:
    """The plan's aims and how many of the parts of each were changed since the edition, where that can be told."""
    counts = count_changed_in_sections(plan, edition.published_at) if edition and is_working_copy else {}
    return [(section, counts.get(section.pk, 0)) for section in sections]


def _differences(
    plan: Plan, edition: Edition | None, later: Edition | None, sections: list[Section], chosen: Section | None
) -> tuple[comparison.PartChange, ...]:
    """What changed from one edition to a later one or to the working copy; of a large plan, in the chosen aim."""
    if chosen is not None:
        before = editions.read_edition_part(edition, chosen.number) if edition else None
        after = (
            editions.read_edition_part(_whole(later), chosen.number)
            if later
            else copying.copy_outline(plan, sections=sections, section=chosen)
        )
    else:
        before = editions.read_edition(_whole(edition)) if edition else None
        after = editions.read_edition(_whole(later)) if later else copying.copy_plan(plan)
    return comparison.compare(before, after)


def _whole(edition: Edition) -> Edition:
    """The edition with what it says of the plan itself, which the list of editions leaves out."""
    edition.refresh_from_db()
    return edition


@require_POST
@login_required
def submit(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the working copy for review."""
    plan = get_object_or_404(Plan, slug=slug)
    try:
        plan_actions.submit_for_review(plan=plan, by=who(request), at=timezone.now())
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Sent for review. Somebody else now reads it and publishes it or sends it back.")
    return redirect("plan:staff_plan", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def send_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the working copy back to whoever wrote it."""
    plan = get_object_or_404(Plan, slug=slug)
    permissions.check_can_submit(request.user, plan)
    form = ReasonForm(request.POST or None)
    return ask(
        request,
        form,
        lambda: plan_actions.return_to_draft(plan=plan, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Send “{plan.title}” back",
        back=reverse("plan:staff_plan", args=[slug]),
        done="Sent back. The plan can be changed again.",
        button="Send back",
        plan=plan,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish the working copy."""
    plan = get_object_or_404(Plan.objects.select_related("current_edition"), slug=slug)
    permissions.check_can_publish(request.user, plan)
    standing = copying.what_stands_against_working_copy(plan)
    freeze = freeze_on(timezone.localdate())
    form = PublishForm(request.POST or None, must_override=bool(standing), is_frozen=freeze is not None)
    return ask(
        request,
        form,
        lambda: plan_actions.publish(plan=plan, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Publish “{plan.title}”",
        back=reverse("plan:staff_plan", args=[slug]),
        done="Published. Everybody can read it now.",
        button="Publish",
        template="plan/staff/publish.html",
        plan=plan,
        standing=(*standing, say_frozen(freeze)) if freeze else standing,
        change_count=count_changed(plan),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def release(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish progress, without the words of a draft."""
    plan = get_object_or_404(Plan, slug=slug)
    permissions.check_can_release(request.user, plan)
    freeze = freeze_on(timezone.localdate())
    form = PublishForm(request.POST or None, is_frozen=freeze is not None)
    return ask(
        request,
        form,
        lambda: plan_actions.release_progress(plan=plan, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Release progress on “{plan.title}”",
        back=reverse("plan:staff_plan", args=[slug]),
        done="Released. Everybody can read the latest progress now.",
        button="Release",
        lede=say_frozen(freeze)
        if freeze
        else "Statuses, updates, milestones and figures go out. Changes to the plan’s words stay in the draft.",
        plan=plan,
    )


@require_safe
@login_required
def history(request: HttpRequest, slug: str, kind: str, number: str) -> HttpResponse:
    """Who changed one part of the plan, when, and what it said before."""
    permissions.check_can_read_drafts(request.user)
    part = find_part(slug, kind, number)
    if part is None:
        raise Http404("The plan has no such part.")
    context = {"plan": part.plan, "part": part, "steps": read_history(part)}
    return render(request, "plan/staff/history.html", context)
