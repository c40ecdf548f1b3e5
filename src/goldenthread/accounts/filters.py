"""The filters of a staff list: a form whose answers live in the address, so that a list can be kept and sent."""

from typing import Any

from django import forms


class FilterForm(forms.Form):
    """A form that is read from the address. Draw it with `accounts/filters.html`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "filter_%s")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            is_select = isinstance(field.widget, forms.Select)
            field.widget.attrs["class"] = "govuk-select" if is_select else "govuk-input"

    @property
    def is_narrowing(self) -> bool:
        """Does any filter leave something out?"""
        return any(self.data.get(name) for name in self.fields)
