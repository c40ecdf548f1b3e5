"""Widgets in the patterns of GOV.UK that Django has none for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict


class DayWidget(forms.MultiWidget):
    """A day in three boxes: day, month, year. People who know a date find it easier than a calendar."""

    template_name = "frontend/components/day.html"
    names = ("day", "month", "year")

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        boxes = [forms.TextInput(attrs={"inputmode": "numeric"}) for _ in self.names]
        super().__init__(boxes, dict(attrs or {}))

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                return [value, "", ""]
        return [value.day, value.month, value.year] if isinstance(value, date) else ["", "", ""]

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Any:
        if name in data:  # a script or a test that sends the day whole
            return self.decompress(data[name])
        return super().value_from_datadict(data, files, name)


class DayField(forms.Field):
    """A date that is asked for in three boxes, with errors that say which box is wrong."""

    widget = DayWidget

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        parts = [str(part or "").strip() for part in value]
        if not any(parts):
            return None
        missing = [name for name, part in zip(DayWidget.names, parts, strict=True) if not part]
        if missing:
            raise ValidationError(f"The date must include a {' and a '.join(missing)}.", code="incomplete")
        if not all(part.isdecimal() for part in parts):
            raise ValidationError("Write the date in numbers, for example 27 3 2026.", code="invalid")
        day, month, year = (int(part) for part in parts)
        if len(parts[2]) != 4:
            raise ValidationError("The year must have four digits.", code="invalid")
        try:
            return date(year, month, day)
        except ValueError:
            raise ValidationError("There is no such day: check the day and the month.", code="invalid") from None

    def validate(self, value: Any) -> None:
        if self.required and value is None:
            raise ValidationError(self.error_messages["required"], code="required")

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != self.to_python(initial))
        except ValidationError:
            return True
