"""What the claims in an editor's page are worth: each judged today, with the wording we would write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import unescape

from django.utils.html import strip_tags

from goldenthread.core.claims import Bands
from goldenthread.evidence import facts
from goldenthread.evidence.bands import current_bands
from goldenthread.evidence.models import Fact
from goldenthread.reports.rich_text import claims_in


@dataclass(frozen=True, slots=True)
class PageClaim:
    """Words of a page that are bound to a fact, and what is said of them."""

    words: str
    judged: facts.Judged

    @property
    def sentence(self) -> str:
        """The verdict, why, and what we would write, for whoever writes the page."""
        shown = f" ({self.judged.shown})" if self.judged.shown else ""
        better = f" We would write: “{self.judged.suggestion}”." if self.judged.suggestion else ""
        return f"“{self.words}” is {self.judged.verdict.value}: {self.judged.why}{shown}{better}"


def judge_page(sources: Iterable[str], *, on: date) -> tuple[PageClaim, ...]:
    """Return every claim of a page's rich texts, judged on a day: one query for all facts."""
    found = [each for source in sources for each in claims_in(source)]
    known = Fact.objects.with_everything().in_bulk([key for key, _ in found]) if found else {}
    bands = current_bands() if found else None
    return tuple(_judge(words, known.get(key), bands, on=on) for key, words in found)


def _judge(words: str, fact: Fact | None, bands: Bands | None, *, on: date) -> PageClaim:
    said = facts.words_of(" ".join(unescape(strip_tags(words)).split()), fact, bands)
    return PageClaim(said, facts.judge(said, fact, on=on, bands=bands))


def find_refusals(claims: Iterable[PageClaim], reasons: Iterable[str]) -> tuple[str, ...]:
    """Why a page with these claims is not published, in sentences; `reasons` are the words somebody answers for."""
    answered = {_key(words) for words in reasons}
    found = []
    for claim in claims:
        if claim.judged.verdict.blocks:
            found.append(f"{claim.sentence} Change the words, or the fact.")
        elif claim.judged.verdict.needs_reason and _key(claim.words) not in answered:
            where = "“Words that somebody answers for”"
            found.append(f"{claim.sentence} Change the words, or give the reason by name under {where}.")
    return tuple(dict.fromkeys(found))


def _key(words: str) -> str:
    return " ".join(words.lower().replace("’", "'").strip(" .“”\"'").split())
