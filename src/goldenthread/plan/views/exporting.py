"""Taking a plan away as a file."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from goldenthread.frontend.downloads import send
from goldenthread.plan import copying, documents, editions, permissions
from goldenthread.plan.actions import read_private
from goldenthread.plan.exporting import FILES
from goldenthread.plan.importing.records import Private
from goldenthread.plan.models import Plan


@require_safe
def published(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """What the public reads of a plan, as a file."""
    plan = Plan.objects.published().select_related("current_edition").filter(slug=slug).first()
    if plan is None or plan.current_edition is None:
        raise Http404("There is no such plan, or it has not been published.")
    return _file(slug, name, editions.read_edition(plan.current_edition), Private())


@require_safe
@login_required
def working_copy(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The working copy of a plan as a file, with who leads what and what pays for it."""
    permissions.check_can_read_drafts(request.user)
    plan = get_object_or_404(Plan.objects.select_related("parent", "team"), slug=slug)
    return _file(slug, name, copying.copy_plan(plan), read_private(plan))


def _file(slug: str, name: str, content: documents.PlanContent, private: Private) -> HttpResponse:
    if name not in FILES:
        raise Http404(f"A plan can be had as {', '.join(FILES)}.")
    kind, write = FILES[name]
    return send(write(content, private), kind, f"{slug}-{name}")
