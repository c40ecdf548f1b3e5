"""Forms of the evidence room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from goldenthread.engine.questions.areas import Area
from goldenthread.evidence import numbers


class AreaSearch(forms.Form):
    """A postcode, or a ward chosen from the list."""

    postcode = forms.CharField(
        label="Your postcode",
        help_text="We use it to find your ward and do not keep it.",
        required=False,
        max_length=12,
    )
    ward = forms.ChoiceField(label="Or choose your ward", required=False)

    def __init__(self, *args: Any, wards: Sequence[Area], place: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place
        named = sorted(wards, key=lambda ward: ward.name)
        self.fields["ward"].choices = [("", "Choose a ward"), *((ward.code, ward.name) for ward in named)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Put the code of the area into `area_code`, or say what is wrong."""
        cleaned = super().clean() or {}
        typed, ward = cleaned.get("postcode", "").strip(), cleaned.get("ward", "")
        if typed:
            cleaned["area_code"] = self._area_of(typed)
        elif ward:
            cleaned["area_code"] = ward
        elif not self.errors:
            self.add_error("postcode", "Enter your postcode or choose your ward.")
        return cleaned

    def _area_of(self, typed: str) -> str:
        try:
            found = numbers.postcode(typed)
        except numbers.QuestionError as wrong:
            self.add_error("postcode", str(wrong))
            return ""
        if found is None and not numbers.knows_postcodes():
            self.add_error("postcode", "This site has no list of postcodes yet. Choose your ward instead.")
            return ""
        if found is None or not found.in_place:
            self.add_error("postcode", f"That postcode is not in {self.place}. Check it, or choose your ward.")
            return ""
        area = found.ward or found.neighbourhood or found.small_area
        if area is None:
            self.add_error("postcode", "We could not tell which ward that postcode is in. Choose your ward instead.")
            return ""
        return area.code
