"""What can be said of a wording and its evidence, and what follows for publication."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Whether a wording keeps what it promises.

    Examples
    --------
    >>> Verdict.FALSE.blocks, Verdict.LOOSE.needs_reason, Verdict.TRUE.blocks
    (True, True, False)
    """

    TRUE = "TRUE"
    LOOSE = "LOOSE"  # true to the letter, misleading
    VAGUE = "VAGUE"
    FALSE = "FALSE"
    NO_CLEAR_CHANGE = "NO CLEAR CHANGE"
    NO_EVIDENCE = "NO EVIDENCE"
    STALE = "STALE"
    SUPPRESSED = "SUPPRESSED"
    UNPARSED = "UNPARSED"

    @property
    def blocks(self) -> bool:
        """Whether nothing is published with it."""
        return self in {Verdict.FALSE, Verdict.NO_EVIDENCE, Verdict.SUPPRESSED}

    @property
    def needs_reason(self) -> bool:
        """Whether it is published only with a named person's reason, kept and shown.

        A wording that could not be read, and a change that is not clear, are for a person to answer for as well.
        """
        return self is not Verdict.TRUE and not self.blocks


#: From the gravest: where several hold of one claim, the first is the verdict.
GRAVITY = (
    Verdict.SUPPRESSED,
    Verdict.NO_EVIDENCE,
    Verdict.FALSE,
    Verdict.UNPARSED,
    Verdict.NO_CLEAR_CHANGE,
    Verdict.STALE,
    Verdict.LOOSE,
    Verdict.VAGUE,
    Verdict.TRUE,
)


def gravest(*verdicts: Verdict) -> Verdict:
    """Return the gravest of several verdicts; TRUE of none.

    Examples
    --------
    >>> gravest(Verdict.TRUE, Verdict.LOOSE, Verdict.STALE).value
    'STALE'
    """
    return min(verdicts, key=GRAVITY.index, default=Verdict.TRUE)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and the sentence that gives its reason; `of_wording` is what the words get, whatever their date."""

    verdict: Verdict
    why: str
    of_wording: Verdict
    true_when: str = ""  # the band in words: "from 10.5 to below 11"
    shown: str = ""  # what a page must show beside the words: "31 of 31", "joint with 2 others"

    @property
    def blocks(self) -> bool:
        """Whether nothing is published with it."""
        return self.verdict.blocks

    @property
    def needs_reason(self) -> bool:
        """Whether it is published only with a named person's reason."""
        return self.verdict.needs_reason
