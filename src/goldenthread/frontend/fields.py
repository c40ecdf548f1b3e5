"""A form's field taken apart into what its pattern needs."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.boundfield import BoundWidget

from goldenthread.frontend.widgets import DayWidget


@dataclass(frozen=True)
class FieldParts:
    """What the template of a field draws."""

    kind: str
    """text, textarea, select, radios, checkboxes, checkbox, file, password, date, hidden."""
    bound: BoundField
    control: str
    """The control itself as HTML, where it is one control."""
    choices: tuple[BoundWidget, ...]
    """The controls of radios and checkboxes."""
    errors: tuple[str, ...]
    hint_id: str
    error_id: str
    first_id: str
    """Where a link in the error summary leads."""
    described_by: str
    size: str
    is_optional: bool


def parts_of(bound: BoundField, *, size: str = "s", width: str = "", autocomplete: str = "") -> FieldParts:
    """The parts of a bound field, its control already carrying classes and descriptions."""
    kind = kind_of(bound)
    base_id = bound.id_for_label or bound.auto_id or bound.html_name
    hint_id = f"{bound.auto_id}-hint" if bound.help_text else ""
    error_id = f"{bound.auto_id}-error" if bound.errors else ""
    described_by = " ".join(filter(None, (hint_id, error_id)))
    choices = tuple(bound.subwidgets) if kind in {"radios", "checkboxes"} else ()
    attributes: dict[str, Any] = {"class": _classes(kind, has_error=bool(bound.errors), width=width)}
    if described_by:
        attributes["aria-describedby"] = described_by
    if bound.errors and kind not in {"radios", "checkboxes", "date"}:
        attributes["aria-invalid"] = "true"
    if autocomplete:
        attributes["autocomplete"] = autocomplete
    if kind == "textarea" and "rows" not in bound.field.widget.attrs:
        attributes["rows"] = 5
    control = "" if choices else bound.as_widget(attrs=attributes)
    if choices:
        base_id = str(choices[0].data["attrs"].get("id", base_id))
    elif kind == "date":
        base_id = f"{bound.auto_id}_0"
    return FieldParts(
        kind=kind,
        bound=bound,
        control=control,
        choices=choices,
        errors=tuple(str(error) for error in bound.errors),
        hint_id=hint_id,
        error_id=error_id,
        first_id=base_id,
        described_by=described_by,
        size=size,
        is_optional=not bound.field.required,
    )


def kind_of(bound: BoundField) -> str:
    """Which GOV.UK pattern a field's widget is drawn with."""
    widget = bound.field.widget
    kinds: tuple[tuple[type[forms.Widget], str], ...] = (
        (DayWidget, "date"),
        (forms.CheckboxSelectMultiple, "checkboxes"),
        (forms.RadioSelect, "radios"),
        (forms.CheckboxInput, "checkbox"),
        (forms.Select, "select"),
        (forms.Textarea, "textarea"),
        (forms.FileInput, "file"),
        (forms.PasswordInput, "password"),
        (forms.HiddenInput, "hidden"),
    )
    return next((kind for widget_class, kind in kinds if isinstance(widget, widget_class)), "text")


def _classes(kind: str, *, has_error: bool, width: str) -> str:
    block = {
        "textarea": "govuk-textarea",
        "select": "govuk-select",
        "file": "govuk-file-upload",
        "checkbox": "govuk-checkboxes__input",
        "date": "govuk-input govuk-date-input__input",
    }.get(kind, "govuk-input")
    if kind == "hidden":
        return ""
    classes = [block]
    if width:
        classes.append(f"govuk-input--width-{width}" if width.isdigit() else f"govuk-!-width-{width}")
    if has_error and kind != "checkbox":
        classes.append(f"{block.split()[0]}--error")
    return " ".join(classes)
