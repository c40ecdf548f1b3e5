"""What our words mean, for everybody; and where the monitoring officer sets it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.accounts.permissions import signed_in
from goldenthread.core.claims import DEFAULT_BANDS
from goldenthread.evidence import actions, permissions
from goldenthread.evidence.band_forms import BandsForm
from goldenthread.evidence.bands import current_bands, read_bands
from goldenthread.evidence.fact_kinds import FactRefused
from goldenthread.evidence.models import ClaimBands
from goldenthread.evidence.presenters.bands import make_changes, make_meanings, make_settings


@require_safe
def meanings(request: HttpRequest) -> HttpResponse:
    """Of which figures "almost", "over" and the other words are true in what we publish."""
    kept = list(ClaimBands.objects.latest_first().select_related("by"))
    bands = read_bands(kept[0].values) if kept else DEFAULT_BANDS
    context = {"meanings": make_meanings(bands), "changes": make_changes(kept)}
    return render(request, "evidence/facts/words.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def set_bands(request: HttpRequest) -> HttpResponse:
    """The bands as they are, and a form to set others."""
    permissions.check_can_set_bands(request.user)
    bands = current_bands()
    form = BandsForm(request.POST if request.method == "POST" else None, bands=bands)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.set_bands(
                bands=given["bands"], reason=given["reason"], by=signed_in(request.user), at=timezone.now()
            )
        except FactRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Set. Every claim has been judged anew.")
            return redirect(reverse("evidence:staff_bands"))
    context = {
        "form": form,
        "settings": make_settings(bands),
        "changes": make_changes(list(ClaimBands.objects.latest_first().select_related("by"))),
    }
    return render(request, "evidence/facts/bands.html", context)
