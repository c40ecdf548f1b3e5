"""People as a spreadsheet names them: which spellings are one person, and which account that is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

#: How alike two names must be to be proposed as one: one letter in ten may differ. A person decides.
ALIKE = 0.88

TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "cllr", "councillor", "sir", "dame", "lord", "lady",
     "rev", "revd"}
)  # fmt: skip
#: Words that a post has in it and a name does not.
WORDS_OF_POSTS = frozenset(
    {
        "head", "director", "manager", "officer", "lead", "leader", "team", "service", "services", "assistant", "chief",
        "deputy", "coordinator", "co-ordinator", "adviser", "advisor", "analyst", "consultant", "group", "board",
        "department", "directorate", "portfolio", "executive", "strategic", "strategy", "policy", "all", "hr",
        "housing", "public", "health", "equality", "council", "partnership", "commissioner", "unit", "committee",
    }
)  # fmt: skip
_BETWEEN = re.compile(r"\s*(?:/|;|&|\n|\band\b|\bwith\b|\+)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Known:
    """An account that a name may mean."""

    key: int
    name: str
    email: str
    job_title: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One person, as the file spells them, and the accounts that it may be; `key` is the one proposed."""

    spellings: tuple[str, ...]
    key: int | None
    candidates: tuple[int, ...]
    is_post: bool = False


def split_names(words: str) -> tuple[str, ...]:
    """ "Jane Smith / Bob Lee" as the people it names, the first first."""
    return tuple(dict.fromkeys(piece.strip(" ,") for piece in _BETWEEN.split(words) if piece.strip(" ,")))


def is_post(words: str) -> bool:
    """Do the words name a post or a team rather than somebody?"""
    return any(word in WORDS_OF_POSTS for word in re.findall(r"[a-z\-]+", words.casefold()))


def tidy(name: str) -> tuple[str, ...]:
    """The words of a name in the order they are said, without titles: "Smith, Dr Jane (HR)" is jane, smith."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    plain = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", plain)
    if plain.count(",") == 1:
        last, first = plain.split(",")
        plain = f"{first} {last}"
    words = re.findall(r"[a-z][a-z'\-]*", plain.replace(".", " "))
    return tuple(word for word in words if word not in TITLES)


def are_one(first: str, second: str) -> bool:
    """May two spellings be one person: the same words, an initial for a name, or a slip of a letter?"""
    one, other = tidy(first), tidy(second)
    if not one or not other:
        return False
    if one == other or set(one) == set(other):
        return True
    if len(one) > 1 and len(other) > 1 and _fits(one[-1], other[-1]):
        if _starts_alike(one[0], other[0]):
            return True
        return _fits(one[0], other[0])
    return False


def _starts_alike(first: str, second: str) -> bool:
    """An initial stands for the whole name: "J" for "Jane"."""
    return (len(first) == 1 or len(second) == 1) and first[0] == second[0]


def _fits(first: str, second: str) -> bool:
    return first == second or SequenceMatcher(None, first, second).ratio() >= ALIKE


def group_spellings(names: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The names, those that may be one person together, in the order they first occur."""
    groups: list[list[str]] = []
    for name in dict.fromkeys(names):
        home = next((group for group in groups if any(are_one(name, other) for other in group)), None)
        if home is None:
            groups.append([name])
        else:
            home.append(name)
    return tuple(tuple(group) for group in groups)


def propose_people(names: Iterable[str], known: Sequence[Known]) -> tuple[Proposal, ...]:
    """For each person the file names, the account it most likely is. Nobody is proposed where two fit equally."""
    return tuple(_propose(group, known) for group in group_spellings(names))


def _propose(spellings: tuple[str, ...], known: Sequence[Known]) -> Proposal:
    by_email = [each for each in known if any(each.email.casefold() == name.casefold() for name in spellings)]
    exact = [each for each in known if any(tidy(each.name) == tidy(name) != () for name in spellings)]
    posts = [each for each in known if each.job_title and any(_same(each.job_title, name) for name in spellings)]
    alike = [each for each in known if any(are_one(each.name, name) for name in spellings)]
    best = next((found for found in (by_email, exact, posts, alike) if found), [])
    candidates = dict.fromkeys(each.key for each in (*by_email, *exact, *posts, *alike))
    return Proposal(
        spellings,
        key=best[0].key if len(best) == 1 else None,
        candidates=tuple(candidates),
        is_post=not best and all(is_post(name) for name in spellings),
    )


def _same(first: str, second: str) -> bool:
    return " ".join(first.casefold().split()) == " ".join(second.casefold().split())
