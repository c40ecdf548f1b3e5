"""A later plan takes the place of an earlier one, which stays readable and says so."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from goldenthread.plan import actions as plan_actions
from goldenthread.plan import permissions
from goldenthread.plan.models import Plan
from goldenthread.plan.views.asking import ask, who


class SupersedeForm(forms.Form):
    """Which plan takes its place."""

    successor = forms.ModelChoiceField(
        Plan.objects.none(),
        label="Which plan takes its place?",
        help_text="Only a plan that is published can.",
        empty_label="Choose",
        error_messages={"required": "Choose the plan that takes its place."},
    )

    def __init__(self, *args: object, plan: Plan, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        field = self.fields["successor"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Plan.objects.in_force().exclude(pk=plan.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def supersede(request: HttpRequest, slug: str) -> HttpResponse:
    """Say which plan takes this one's place."""
    plan = get_object_or_404(Plan, slug=slug)
    permissions.check_can_publish(request.user, plan)
    form = SupersedeForm(request.POST or None, plan=plan)
    return ask(
        request,
        form,
        lambda: plan_actions.supersede(plan=plan, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Replace “{plan.title}”",
        back=reverse("plan:staff_plan", args=[slug]),
        done="Replaced. Everybody can still read it, and is led to the new plan.",
        button="Replace it",
        lede="Nothing more is recorded in it. This cannot be undone.",
    )
