"""The list of a register's entries: filtered and ordered by the address, what is overdue first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import F, Prefetch, Q, QuerySet

from goldenthread.accounts.filters import FilterForm
from goldenthread.plan.models import RegisterEntry, StandardResult
from goldenthread.plan.registers.calendar import DueDuty
from goldenthread.plan.registers.kinds import RegisterKind

ORDERS: dict[str, tuple[Any, ...]] = {
    "": (F("ended_on").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "title", "pk"),
    "title": ("title", "pk"),
    "register": ("register", F("due_on").asc(nulls_last=True), "pk"),
    "team": (F("team__name").asc(nulls_last=True), F("due_on").asc(nulls_last=True), "pk"),
    "newest": (F("starts_on").desc(nulls_last=True), "pk"),
}
CONCERNS = {"overdue": "Overdue", "soon": "Due within two months", "unowned": "Nobody answers for it"}


class EntryFilter(FilterForm):
    """Which entries are shown; it lives in the address."""

    q = forms.CharField(label="Words", required=False)
    register = forms.ChoiceField(
        label="Register",
        required=False,
        choices=[("", "Any"), *((kind.value, kind.words.title) for kind in RegisterKind)],
    )
    concern = forms.ChoiceField(label="Which", required=False, choices=[("", "All"), *CONCERNS.items()])
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[
            ("", "Due first"),
            ("title", "Title"),
            ("register", "Register"),
            ("team", "Team"),
            ("newest", "Newest first"),
        ],
    )

    def __init__(self, *args: Any, is_one_register: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_one_register:
            del self.fields["register"]

    def narrow(self, entries: QuerySet[RegisterEntry], *, on: date) -> QuerySet[RegisterEntry]:
        """The entries that the filters let through, in the order asked for."""
        self.full_clean()
        wanted = self.cleaned_data
        if words := wanted.get("q"):
            entries = entries.filter(
                Q(title__icontains=words) | Q(text__icontains=words) | Q(co_producers__icontains=words)
            )
        if register := wanted.get("register"):
            entries = entries.filter(register=register)
        concern = wanted.get("concern")
        every = RegisterEntry.objects.all()
        if concern == "overdue":
            entries = entries.filter(pk__in=every.overdue(on=on).values("pk"))
        elif concern == "soon":
            entries = entries.filter(pk__in=every.due_soon(on=on).values("pk"))
        elif concern == "unowned":
            entries = entries.filter(pk__in=every.unowned().values("pk"))
        return entries.order_by(*ORDERS[wanted.get("sort") or ""])


DUTY_CONCERNS = {"overdue": "Overdue", "soon": "Due within two months", "unowned": "Nobody answers for it"}
DUTY_ORDERS = {"": "Due first", "name": "Name", "often": "Most often first"}


class DutyFilter(FilterForm):
    """Which duties in law are shown; it lives in the address."""

    q = forms.CharField(label="Words", required=False)
    concern = forms.ChoiceField(label="Which", required=False, choices=[("", "All"), *DUTY_CONCERNS.items()])
    sort = forms.ChoiceField(label="Order", required=False, choices=list(DUTY_ORDERS.items()))

    def __init__(self, *args: Any, for_staff: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["concern"]
        if not for_staff and isinstance(field, forms.ChoiceField):  # who answers is not told outside
            told = [(name, words) for name, words in DUTY_CONCERNS.items() if name != "unowned"]
            field.choices = [("", "All"), *told]

    def narrow(self, duties: Iterable[DueDuty], *, on: date) -> list[DueDuty]:
        """The duties that the filters let through, in the order asked for; they come due first."""
        self.full_clean()
        wanted = self.cleaned_data
        found = list(duties)
        if words := str(wanted.get("q") or "").casefold():
            found = [each for each in found if words in _said(each)]
        match wanted.get("concern"):
            case "overdue":
                found = [each for each in found if each.is_overdue(on=on)]
            case "soon":
                found = [each for each in found if each.applies and each.is_soon(on=on)]
            case "unowned":
                found = [each for each in found if each.applies and each.owner is None and each.team is None]
        match wanted.get("sort"):
            case "name":
                found.sort(key=lambda each: each.duty.name.casefold())
            case "often":
                found.sort(key=lambda each: each.duty.every_months)
        return found


def _said(due: DueDuty) -> str:
    return f"{due.duty.name} {due.duty.plain_name} {due.duty.law}".casefold()


def entries_with_words() -> QuerySet[RegisterEntry]:
    """Entries with who answers for them, and their results, the latest first."""
    results = StandardResult.objects.select_related("corrected_by")
    entries: QuerySet[RegisterEntry] = RegisterEntry.objects.select_related("owner", "team").prefetch_related(
        Prefetch("results", results)
    )
    return entries
