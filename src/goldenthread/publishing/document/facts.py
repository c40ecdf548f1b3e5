"""The facts that a document's claims are bound to: what the figure is, and what it was worked out from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from goldenthread.publishing.document.words import check_slug
from goldenthread.publishing.numbers import format_number, format_plain

_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure with its evidence, as it stood when the document was made."""

    slug: str
    title: str  # what it is about, in words a resident knows
    value: float | int | None
    unit: str = ""
    decimals: int = 0
    kind: str = ""  # "count", "share", "gap", "rate", "rank", …
    lower: float | None = None  # the ends of its 95% interval
    upper: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    place: str = ""
    group: str = ""
    period: str = ""
    source: str = ""
    method: str = ""
    dataset: str = ""  # of which snapshot, or which paper it was recorded from
    sha256: str = ""  # of the evidence it was worked out from
    as_at: date | None = None
    valid_until: date | None = None
    caveat: str = ""
    missing: str = ""  # why there is no value
    link: str = ""  # the page that proves it
    shown: str = ""  # the value as its owner writes it, where the unit alone does not say how

    def __post_init__(self) -> None:
        check_slug(self.slug)
        if not self.title.strip():
            raise ValueError(f"The fact “{self.slug}” does not say what it is about.")
        if self.value is None and not self.missing.strip():
            raise ValueError(f"The fact “{self.slug}” has no value. Say why in “missing”: missing is not zero.")
        if (self.lower is None) != (self.upper is None):
            raise ValueError(f"The fact “{self.slug}” has one end of its interval. Give both, or neither.")
        if self.lower is not None and self.upper is not None and self.lower > self.upper:
            raise ValueError(f"The interval of the fact “{self.slug}” ends ({self.upper}) before it begins.")
        if self.sha256 and not _SHA256.match(self.sha256):
            raise ValueError(
                f"The fingerprint of the fact “{self.slug}” is not the 64 hexadecimal digits of a SHA-256."
            )

    @property
    def anchor(self) -> str:
        """The place of the fact in the document's own evidence."""
        return f"fact-{self.slug}"

    def written(self) -> str:
        """Return the value with its unit and interval, or why there is none."""
        if self.value is None:
            return self.missing
        if self.shown:
            return self.shown
        said = format_number(float(self.value), self.unit, self.decimals)
        if self.lower is None or self.upper is None:
            return said
        return f"{said} ({format_plain(self.lower, self.decimals)} to {format_plain(self.upper, self.decimals)})"
