"""What somebody fills in to have wordings judged by other bands."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldenthread.core.claims import Bands
from goldenthread.evidence.bands import FIXED, SHARES, WORDS
from goldenthread.evidence.presenters.bands import share_of


class BandsForm(forms.Form):
    """Every number of the bands, and why they are changed."""

    def __init__(self, data: Any = None, *, bands: Bands) -> None:
        super().__init__(data)
        self.before = bands
        for each in SHARES:
            self.fields[each.name] = forms.DecimalField(
                label=f"{each.words} ({each.unit})",
                min_value=Decimal("0.01"),
                max_value=Decimal(1000),
                decimal_places=2,
                initial=share_of(each, bands),
                error_messages={"required": f"Enter a number for “{each.words}”."},
            )
        for name in WORDS:
            words = name.replace("_", " ")
            for at, end in enumerate(("from", "to")):
                self.fields[f"{name}_{end}"] = forms.IntegerField(
                    label=f"“{words.capitalize()}” are {end}",
                    min_value=1,
                    max_value=10**12,
                    initial=getattr(bands, name)[at],
                    error_messages={"required": f"Enter the number that “{words}” run {end}."},
                )
        self.fields["reason"] = forms.CharField(
            label="Why are wordings to be judged differently?",
            max_length=600,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text="Everybody can read it beside what our words mean.",
            error_messages={"required": "Say why wordings are to be judged differently."},
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors:
            try:
                given["bands"] = Bands(**dict(self._values(given)))
            except ValueError as refusal:
                raise ValidationError(str(refusal)) from refusal
        return given

    def _values(self, given: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        for name in FIXED:
            yield name, getattr(self.before, name)
        for each in SHARES:
            yield each.name, Fraction(given[each.name]) * each.scale
        for name in WORDS:
            yield name, (given[f"{name}_from"], given[f"{name}_to"])
