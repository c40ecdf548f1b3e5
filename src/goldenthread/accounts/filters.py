"""The filters of a staff list: a form whose answers live in the address, so that a list can be kept and sent."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator


class ReadAtOnce(ModelChoiceIterator[Any]):
    """What a list offers, read in one go.

    Django's own reads it through a cursor of the server, for lists of any length: three journeys to PostgreSQL for each
    of a page's filters instead of one.
    """

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for row in self.queryset:
            yield self.choice(row)


class FilterForm(forms.Form):
    """A form that is read from the address. Draw it with `accounts/filters.html`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "filter_%s")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.iterator = ReadAtOnce
            is_select = isinstance(field.widget, forms.Select)
            field.widget.attrs["class"] = "govuk-select" if is_select else "govuk-input"

    @property
    def is_narrowing(self) -> bool:
        """Does any filter leave something out?"""
        return any(self.data.get(name) for name in self.fields)
