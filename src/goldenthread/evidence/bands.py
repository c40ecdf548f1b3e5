"""The bands in which wordings are true here: the field's own unless this council has set others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

from goldenthread.core.claims import DEFAULT_BANDS, Bands
from goldenthread.evidence.models import ClaimBands

#: A share is entered in per cent.
PER_CENT = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Setting:
    """One number of the bands as people read and enter it."""

    name: str
    words: str
    unit: str
    scale: Fraction = PER_CENT


SHARES = (
    Setting("half_step", "Almost, nearly, just over, just under, about", "% of the step of the number’s last digit"),
    Setting("near", "Almost, about …: never further away than", "% of the number"),
    Setting("over_step", "Over, more than, at least, under, up to", "% of the step of the number’s last digit"),
    Setting("over", "Over, at least …: never further away than", "% of the number"),
    Setting("over_least", "Over, at least …: but always as far as", "% of the number"),
    Setting("fraction", "Half, a third, one in five", "percentage points", Fraction(1)),
    Setting("fraction_part", "Half, a third …: never further away than", "% of what is said, or of the rest"),
    Setting("multiple", "Doubled, three times", "% of the number"),
    Setting("among", "Among the highest, among the worst", "% of the table"),
)

#: “Tens”, “hundreds” … with the numbers they run from and to.
WORDS = ("dozens", "tens", "hundreds", "thousands", "tens_of_thousands", "hundreds_of_thousands", "millions")

#: What a word means is nobody’s to set.
FIXED = frozenset({"majority"})


def current_bands() -> Bands:
    """Return the bands that claims are judged by now: one query."""
    latest = ClaimBands.objects.latest_first().first()
    return read_bands(latest.values) if latest is not None else DEFAULT_BANDS


def read_bands(values: Mapping[str, Any]) -> Bands:
    """Return bands as they were written down; what is not in them is the default. Raises ValueError as `Bands`."""
    known: dict[str, Any] = {}
    for name, value in values.items():
        known[name] = (int(value[0]), int(value[1])) if name in WORDS else Fraction(value)
    return Bands(**known)


def write_bands(bands: Bands) -> dict[str, Any]:
    """Return what of the bands differs from the default, as plain values."""
    written: dict[str, Any] = {}
    for field in fields(bands):
        value = getattr(bands, field.name)
        if value != getattr(DEFAULT_BANDS, field.name):
            written[field.name] = list(value) if isinstance(value, tuple) else str(value)
    return written
