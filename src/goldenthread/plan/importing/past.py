"""The list of files that were brought in: filtered, ordered, and written out for download."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from goldenthread.accounts.filters import FilterForm
from goldenthread.plan.models import Plan, PlanImport

ORDERS: dict[str, tuple[str, ...]] = {
    "": ("-brought_in_at", "-pk"),
    "plan": ("plan__title", "-brought_in_at", "-pk"),
    "person": ("brought_in_by__name", "-brought_in_at", "-pk"),
    "file": ("file_name", "-brought_in_at", "-pk"),
    "changed": ("-changed", "-added", "-pk"),
}

COLUMNS = ("Brought in", "Plan", "File", "By", "Rows", "New", "Changed", "Notes kept", "SHA-256 of the file")


class ImportFilter(FilterForm):
    """Which files are listed; it lives in the address."""

    q = forms.CharField(label="File, or who brought it in", required=False)
    plan = forms.ModelChoiceField(
        Plan.objects.none(), label="Plan", required=False, empty_label="Any", to_field_name="slug"
    )
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[
            ("", "Latest first"),
            ("plan", "Plan"),
            ("person", "Who brought it in"),
            ("file", "File name"),
            ("changed", "Most changed"),
        ],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["plan"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Plan.objects.newest_first()


def list_imports(filters: ImportFilter) -> QuerySet[PlanImport]:
    """The files that the filters let through, in the order asked for, each with how many notes are kept of it."""
    filters.full_clean()
    wanted = filters.cleaned_data
    imports: QuerySet[PlanImport] = (
        PlanImport.objects.light()
        .select_related("plan", "brought_in_by")
        .annotate(note_count=Count("notes"))
        .order_by(*ORDERS[wanted.get("sort") or ""])
    )
    if words := wanted.get("q"):
        imports = imports.filter(Q(file_name__icontains=words) | Q(brought_in_by__name__icontains=words))
    if plan := wanted.get("plan"):
        imports = imports.filter(plan=plan)
    return imports


def write_row(one: PlanImport) -> list[str]:
    """The file as a row of a download. Of early ones nobody counted the rows: that is not zero."""
    return [
        f"{timezone.localtime(one.brought_in_at):%Y-%m-%d %H:%M}",
        one.plan.title,
        one.file_name,
        one.brought_in_by.name,
        "not counted" if one.rows is None else str(one.rows),
        str(one.added),
        str(one.changed),
        str(getattr(one, "note_count", 0)),
        one.sha256,
    ]
