"""Facts: what the figures of a report are bound to, each with where it comes from and who answers for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from goldenthread.checking.periods import ReportPeriod, parse_period
from goldenthread.core.claims.evidence import Evidence

SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
_SHA256 = re.compile(r"^[0-9a-f]{64}$")


class Disclosure(StrEnum):
    """What disclosure control said of a value."""

    CLEARED = "cleared"
    SUPPRESSED = "suppressed"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Fact:
    """A value with its evidence, its place, group and period, and who stands for it."""

    slug: str
    subject: str
    evidence: Evidence
    place: str = ""
    boundaries: str = ""  # of which year the outlines of the place are
    group: str = ""
    period: str = ""
    owner: str = ""
    verifier: str = ""
    disclosure: Disclosure = Disclosure.NOT_CHECKED
    caveat: str = ""
    source: str = ""
    sha256: str = ""
    superseded_by: str = ""

    def __post_init__(self) -> None:
        if not SLUG.match(self.slug):
            raise ValueError(f"“{self.slug}” is not a slug: use small letters, figures and hyphens, as homes-built.")
        if not self.subject:
            raise ValueError("It has no subject. Say in a few words what the value is of.")
        if self.owner and self.verifier and self.owner.casefold() == self.verifier.casefold():
            raise ValueError(f"{self.owner} is both owner and verifier. Somebody else has to verify it.")
        if self.sha256 and not _SHA256.match(self.sha256):
            raise ValueError(f"“{self.sha256}” is not a SHA-256: it has 64 figures and letters from a to f.")
        if self.superseded_by == self.slug:
            raise ValueError("It is superseded by itself.")

    @property
    def covers(self) -> ReportPeriod | None:
        """The time the value is of; None where its period names none."""
        return parse_period(self.period)
