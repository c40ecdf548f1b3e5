"""Facts as staff and the public read them: the register, one fact with its versions, words tried against it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.evidence import facts as reading
from goldenthread.evidence import permissions
from goldenthread.evidence.bands import current_bands
from goldenthread.evidence.fact_register import ON_A_PAGE, FactFilter
from goldenthread.evidence.models import Fact, FactDocument, FactVersion
from goldenthread.evidence.presenters import facts as presenter
from goldenthread.frontend.downloads import as_download, send_kept

#: Longer words are no claim.
LONGEST_WORDS = 300


@require_safe
@login_required
def register(request: HttpRequest) -> HttpResponse:
    """Every fact that the filters let through."""
    permissions.check_can_see_facts(request.user)
    today = timezone.localdate()
    filters = FactFilter(request.GET)
    found = filters.narrow(Fact.objects.with_everything(), on=today, person=request.user)
    download = as_download(
        request.GET.get("as", ""),
        name=f"facts-{today}",
        title="Facts",
        columns=presenter.COLUMNS,
        rows=lambda: (presenter.make_row(fact, on=today) for fact in found),
    )
    if download is not None:
        return download
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "lines": [presenter.make_line(fact, on=today) for fact in page],
        "can_keep": permissions.can_keep_facts(request.user),
        "can_set_bands": permissions.can_set_bands(request.user),
    }
    return render(request, "evidence/facts/register.html", context)


@require_safe
@login_required
def fact(request: HttpRequest, slug: str) -> HttpResponse:
    """One fact: its value, how we know it, what quotes it, every version; and words tried against it."""
    permissions.check_can_see_facts(request.user)
    today = timezone.localdate()
    found = find(slug)
    versions = _newest_first(found)
    words = " ".join(request.GET.get("words", "").split())[:LONGEST_WORDS]
    can_keep = found.is_in_use and permissions.can_keep_facts(request.user)
    is_unverified = found.current is not None and found.current.verified_by_id is None
    bands = current_bands()
    context = {
        "fact": found,
        "page": presenter.make_fact_page(found, versions, on=today, is_staff=True, bands=bands),
        "words": words,
        "judged": reading.judge(words, found, on=today, bands=bands) if words else None,
        "can_correct": can_keep and not found.is_computed,
        "can_keep": can_keep,
        "can_verify": found.is_in_use and is_unverified and permissions.can_verify_fact(request.user, found.current),
    }
    return render(request, "evidence/facts/staff_fact.html", context)


@require_safe
@login_required
def judge_words(request: HttpRequest, pk: int) -> HttpResponse:
    """What the editor shows while somebody writes: the verdict on words bound to a fact."""
    permissions.check_can_see_facts(request.user)
    found = get_object_or_404(Fact.objects.with_everything(), pk=pk)
    words = " ".join(request.GET.get("words", "").split())[:LONGEST_WORDS]
    judged = reading.judge(words, found, on=timezone.localdate())
    answer = {
        "verdict": judged.verdict.value,
        "why": judged.why,
        "suggestion": judged.suggestion,
        "subject": found.subject,
        "value": presenter.write_value(found.statistic, found.current),
    }
    return JsonResponse(answer)


@require_safe
@login_required
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The document that a value stands in."""
    permissions.check_can_see_facts(request.user)
    kept = get_object_or_404(FactDocument, pk=pk)
    if not kept.file_name:
        raise Http404("The document was not attached; its address is on the fact's page.")
    return send_kept(kept)


@require_safe
def public_facts(request: HttpRequest) -> HttpResponse:
    """The facts that everybody may read: all of them, or those that a paragraph names."""
    asked = [slug for slug in request.GET.get("these", "").split(",") if slug][:50]
    found = Fact.objects.public().in_use().with_everything()
    if asked:
        found = found.filter(slug__in=asked)
    page = Paginator(found.order_by("subject", "slug"), ON_A_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    lines = [presenter.make_line(each, on=today, is_public=True) for each in page]
    return render(request, "evidence/facts/facts.html", {"lines": lines, "page": page, "is_part": bool(asked)})


@require_safe
def public_fact(request: HttpRequest, slug: str) -> HttpResponse:
    """One fact as it was verified last, with everything that proves it: a correction that waits does not close it."""
    found = reading.find_public(slug)
    if found is None:
        raise Http404("There is no such fact, or it has not been verified.")
    shown = [each for each in _newest_first(found) if each.verified_by_id and not each.is_withheld]
    page = presenter.make_fact_page(found, shown, on=timezone.localdate(), is_staff=False)
    return render(request, "evidence/facts/fact.html", {"page": page})


def _newest_first(fact: Fact) -> list[FactVersion]:
    return list(fact.versions.newest_first().defer("document__content"))


def find(slug: str) -> Fact:
    """The fact of this name, whatever its state: for staff pages only."""
    found: Fact = get_object_or_404(Fact.objects.with_everything(), slug=slug)
    return found
