"""Fields that many forms of this room ask for, each with an error that names it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from goldenthread.frontend.widgets import DayField

NOBODY = "Choose"


def line_field(label: str, *, required: bool = False, hint: str = "", longest: int = 300) -> forms.CharField:
    """One line of text."""
    missing = {"required": f"Enter {label[:1].lower()}{label[1:]}."}
    return forms.CharField(label=label, required=required, help_text=hint, max_length=longest, error_messages=missing)


def words_field(label: str, *, required: bool = False, hint: str = "", rows: int = 4) -> forms.CharField:
    """Several lines of text."""
    missing = {"required": f"Enter {label[:1].lower()}{label[1:]}."}
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, help_text=hint, widget=widget, error_messages=missing)


def day_field(label: str, *, required: bool = False, hint: str = "") -> DayField:
    """A date in three boxes."""
    return DayField(
        label=label,
        required=required,
        help_text=hint,
        error_messages={"required": f"Enter {label[:1].lower()}{label[1:]}."},
    )


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let the field choose among these rows."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (every caller names such a field)
    field.queryset = rows


def choose_among(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Let the field choose among these words."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  (every caller names such a field)
    field.choices = choices
