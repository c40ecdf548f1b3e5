"""The words of a report as its page shows them: paragraphs and lists, claims with their value, one proof each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote as quote_address

from django.urls import reverse

from goldenthread.plan.presenters import make_blocks
from goldenthread.reports.claims import MarkKind, split
from goldenthread.reports.quoting import QuotedFact

STORIES = "/stories/"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line: plain, a claim with the value of its fact, or a link to a story."""

    text: str
    is_claim: bool = False
    value: str = ""  # as a machine reads it; empty where it is withheld or there is none
    href: str = ""
    slug: str = ""  # of the fact that a claim is bound to


@dataclass(frozen=True, slots=True)
class WordsBlock:
    """A paragraph, or a list where there are several items, with the way to how we know it."""

    lines: tuple[tuple[Piece, ...], ...]
    is_list: bool
    proof_href: str = ""
    proof_of: str = ""

    @property
    def text(self) -> str:
        """The paragraph in plain words; empty for a list."""
        return "" if self.is_list else _plain(self.lines[0])

    @property
    def items(self) -> tuple[str, ...]:
        """The items of a list in plain words."""
        return tuple(_plain(line) for line in self.lines) if self.is_list else ()


def make_words(text: str, quoted: Mapping[str, QuotedFact], *, anchored: bool) -> tuple[WordsBlock, ...]:
    """Return what was written in one place. Anchored, proof is in the report itself; otherwise on the facts' pages."""
    return tuple(
        _block([block.text] if not block.items else list(block.items), bool(block.items), quoted, anchored=anchored)
        for block in make_blocks(text)
    )


def _block(lines: list[str], is_list: bool, quoted: Mapping[str, QuotedFact], *, anchored: bool) -> WordsBlock:
    made, named = [], []
    for line in lines:
        pieces = []
        for piece in split(line):
            if isinstance(piece, str):
                pieces.append(Piece(piece))
                continue
            if piece.kind is MarkKind.CLAIM:
                fact = quoted.get(piece.slug)
                pieces.append(_claim(piece.words, fact))
                named += [fact] if fact is not None else []
            elif piece.kind is MarkKind.STORY:
                pieces.append(Piece(piece.words, href=f"{STORIES}{quote_address(piece.slug)}/"))
            else:
                pieces.append(Piece(piece.words))
        made.append(tuple(pieces))
    href = _proof(tuple(dict.fromkeys(fact.slug for fact in named)), anchored=anchored)
    return WordsBlock(tuple(made), is_list, href, _of(named))


def _claim(words: str, fact: QuotedFact | None) -> Piece:
    if fact is None:
        return Piece(words)
    value = "" if fact.value is None else f"{fact.value:.15g}"
    return Piece(words or fact.words, is_claim=True, value=value, slug=fact.slug)


def _proof(slugs: tuple[str, ...], *, anchored: bool) -> str:
    if not slugs:
        return ""
    if anchored:
        return f"#fact-{slugs[0]}"
    if len(slugs) == 1:
        return reverse("evidence:fact", args=[slugs[0]])
    return f"{reverse('evidence:facts')}?these={','.join(slugs)}"


def _of(named: list[QuotedFact]) -> str:
    return "; ".join(dict.fromkeys(fact.subject for fact in named))


def _plain(line: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in line)
