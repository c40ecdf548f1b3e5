"""What our words mean: each manner of saying a figure with the numbers of which it is true here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import pairwise

from goldenthread.core.claims import DEFAULT_BANDS, Amount, Bands, band_of, parse_wording, write_number
from goldenthread.evidence.bands import SHARES, WORDS, Setting, read_bands
from goldenthread.evidence.models import ClaimBands

#: One example of each manner that has a band; the number is only an example.
EXAMPLES = (
    ("35% of residents", "%"),
    ("£2.6 million", ""),
    ("almost 11 years", ""),
    ("over 2,000 homes", ""),
    ("just over 2,000 homes", ""),
    ("at least 125 venues", ""),
    ("under 40 days", ""),
    ("up to 40 days", ""),
    ("about 300 people", ""),
    ("a third of residents", "%"),
    ("one in five residents", "%"),
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """Words, and of which figures they are true."""

    words: str
    true_of: str


@dataclass(frozen=True, slots=True)
class SettingLine:
    """A number of the bands: as it is here, and as it is where nothing was set."""

    words: str
    now: str
    usual: str


@dataclass(frozen=True, slots=True)
class BandChange:
    """When bands were set, by whom, why, and what was different from then on."""

    at: datetime
    by: str
    reason: str
    lines: tuple[SettingLine, ...]


def make_meanings(bands: Bands) -> tuple[Meaning, ...]:
    """Return every manner of speaking with the figures it is true of."""
    return (
        Meaning("4,255 homes", "4,255, and no other number"),
        *(Meaning(words, _true_of(words, unit, bands)) for words, unit in EXAMPLES),
        Meaning("between 5 and 9 in every ward", "every single figure from 5 to 9, not only their average"),
        Meaning("most residents", f"more than {write_number(bands.majority)}%"),
        Meaning("all residents, none of them", "exactly 100%, exactly 0%"),
        *(Meaning(_word(name), _range(getattr(bands, name))) for name in WORDS),
        Meaning("eighth most", "exactly that place in the table that is named"),
        Meaning("rose, fell, the gap narrowed", "the figure moved that way by more than chance explains"),
    )


def make_settings(bands: Bands) -> tuple[SettingLine, ...]:
    """Return every number that can be set."""
    return (
        *(
            SettingLine(each.words, write_share(each, bands), write_share(each, DEFAULT_BANDS))
            for each in SHARES
        ),
        *(
            SettingLine(_word(name).capitalize(), _range(getattr(bands, name)), _range(getattr(DEFAULT_BANDS, name)))
            for name in WORDS
        ),
    )  # fmt: skip


def make_changes(kept: Sequence[ClaimBands]) -> tuple[BandChange, ...]:
    """Return what was set, newest first; each beside what it was before."""
    bands = [*(read_bands(each.values) for each in kept), DEFAULT_BANDS]
    return tuple(
        BandChange(each.at, each.by.name, each.reason, _different(now, before))
        for each, (now, before) in zip(kept, pairwise(bands), strict=True)
    )


def write_share(setting: Setting, bands: Bands) -> str:
    """Return a number of the bands with its unit: "5% of the number"."""
    number = share_of(setting, bands)
    return f"{number}{setting.unit}" if setting.unit.startswith("%") else f"{number} {setting.unit}"


def share_of(setting: Setting, bands: Bands) -> str:
    """Return a number of the bands in its own unit: "5"."""
    value: Fraction = getattr(bands, setting.name) / setting.scale
    places = next((places for places in range(4) if (value * 10**places).denominator == 1), 4)
    return write_number(value, places)


def _different(now: Bands, before: Bands) -> tuple[SettingLine, ...]:
    pairs = zip(make_settings(now), make_settings(before), strict=True)
    return tuple(SettingLine(one.words, one.now, other.now) for one, other in pairs if one.now != other.now)


def _true_of(words: str, unit: str, bands: Bands) -> str:
    amount = parse_wording(words).statement
    if not isinstance(amount, Amount):
        raise TypeError(f"“{words}” states no amount.")
    return f"{band_of(amount, bands).words}{unit}"


def _word(name: str) -> str:
    return name.replace("_", " ")


def _range(ends: tuple[int, int]) -> str:
    return f"from {write_number(ends[0])} to {write_number(ends[1])}"
