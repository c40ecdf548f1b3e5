"""The register of facts: filtered and ordered by what stands in the address."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet

from goldenthread.accounts.filters import FilterForm
from goldenthread.evidence.fact_kinds import STATISTIC_LABELS, Disclosure
from goldenthread.evidence.models import Fact
from goldenthread.evidence.models.fact import FactQuerySet

ON_A_PAGE = 50

ORDERS: dict[str, tuple[Any, ...]] = {
    "": ("subject", "slug"),
    "name": ("slug",),
    "newest": (F("current__as_at").desc(nulls_last=True), "slug"),
    "stale": (F("current__valid_until").asc(nulls_last=True), "slug"),
    "changed": ("-changed_at", "slug"),
}


class FactFilter(FilterForm):
    """Which facts are listed; it lives in the address."""

    q = forms.CharField(label="Words", required=False)
    statistic = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=[("", "Any"), *((kind.value, label) for kind, label in STATISTIC_LABELS.items())],
    )
    source = forms.ChoiceField(
        label="Where it comes from",
        required=False,
        choices=[("", "Any"), ("computed", "The evidence"), ("recorded", "A document")],
    )
    state = forms.ChoiceField(
        label="How it stands",
        required=False,
        choices=[
            ("", "In use"),
            ("unverified", "Waiting to be verified"),
            ("stale", "Past its last day"),
            ("suppressed", "Withheld"),
            ("mine", "I answer for it"),
            ("over", "Out of use"),
            ("all", "All"),
        ],
    )
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[
            ("", "Subject"),
            ("name", "Name"),
            ("newest", "Newest value first"),
            ("stale", "Last day first"),
            ("changed", "Changed last first"),
        ],
    )

    def narrow(self, facts: FactQuerySet, *, on: date, person: Any) -> QuerySet[Fact]:
        """The facts that the filters let through, in the order asked for."""
        self.full_clean()
        wanted = self.cleaned_data
        if words := wanted.get("q"):
            facts = facts.filter(
                Q(slug__icontains=words) | Q(subject__icontains=words) | Q(owner__name__icontains=words)
            )
        if kind := wanted.get("statistic"):
            facts = facts.filter(statistic=kind)
        if source := wanted.get("source"):
            facts = facts.computed() if source == "computed" else facts.recorded()
        return self._in_state(facts, on=on, person=person).order_by(*ORDERS[wanted.get("sort") or ""])

    def _in_state(self, facts: FactQuerySet, *, on: date, person: Any) -> FactQuerySet:
        match self.cleaned_data.get("state"):
            case "all":
                return facts
            case "over":
                return facts.exclude(pk__in=Fact.objects.in_use().values("pk"))
            case "unverified":
                return facts.waiting_for_verification()
            case "stale":
                return facts.stale(on=on)
            case "suppressed":
                return facts.in_use().filter(current__disclosure=Disclosure.SUPPRESSED.value)
            case "mine":
                return facts.in_use().owned_by(person)
        return facts.in_use()
