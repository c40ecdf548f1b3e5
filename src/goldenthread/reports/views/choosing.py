"""The editor's chooser of facts: what there is, and what would be said of the words that were selected."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.admin.modal_workflow import render_modal_workflow

from goldenthread.evidence import facts
from goldenthread.evidence.models import Fact
from goldenthread.evidence.presenters.facts import write_value
from goldenthread.reports import permissions
from goldenthread.reports.rich_text import make_entity

#: More are found by searching.
OFFERED = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """A fact that may be chosen, and the verdict on the words selected."""

    subject: str
    slug: str
    value: str
    href: str
    verdict: str
    why: str
    suggestion: str


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The facts in use that fit what was searched for."""
    permissions.check_can_write_reports(request.user)
    words = " ".join(request.GET.get("words", "").split())[:300]
    asked = request.GET.get("q", "").strip()
    found = Fact.objects.in_use().with_everything()
    if asked:
        found = found.filter(Q(subject__icontains=asked) | Q(slug__icontains=asked))
    choices = [_choice(fact, words) for fact in found.order_by("subject", "slug")[:OFFERED]]
    context = {"choices": choices, "words": words, "q": asked, "offered": OFFERED}
    answer: HttpResponse = render_modal_workflow(
        request, "reports/rich_text/chooser.html", None, context, json_data={"step": "choose"}
    )
    return answer


@require_safe
def chosen(request: HttpRequest, pk: int) -> JsonResponse:
    """The fact that was chosen, with the words we would write for it."""
    permissions.check_can_write_reports(request.user)
    fact = get_object_or_404(Fact.objects.in_use().with_everything(), pk=pk)
    result = {**make_entity(fact), "words": facts.words_of("", fact) or fact.subject}
    return JsonResponse({"step": "chosen", "result": result})


def _choice(fact: Fact, words: str) -> Choice:
    judged = facts.judge(words, fact, on=timezone.localdate())
    own = facts.words_of("", fact)
    return Choice(
        subject=fact.subject,
        slug=fact.slug,
        value=write_value(fact.statistic, fact.current),
        href=reverse("claim_chosen", args=[fact.pk]),
        verdict=judged.verdict.value if words else "",
        why=judged.why if words else "",
        suggestion=judged.suggestion if words else own,
    )
