"""Finds the code of an area by its name, for files that have names where codes are expected."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyarrow as pa

from goldenthread.sources.reading import code, read_csv, text

#: The lookups that names are found in, as (pattern, heading of the code, heading of the name), by kind of area.
NAME_LISTS: Mapping[str, tuple[str, str, str]] = {
    "district": ("lookup_ltla24_region24.csv*", "ltla24_code", "ltla24_name"),
    "county": ("lookup_ltla23_utla23.csv*", "utla23_code", "utla23_name"),
    "region": ("lookup_ltla24_region24.csv*", "region24_code", "region24_name"),
    "ward24": ("lookup_lsoa21_ward24_ltla24.csv*", "ward24_code", "ward24_name"),
    "lsoa21": ("lookup_lsoa21_ward24_ltla24.csv*", "lsoa21_code", "lsoa21_name"),
}
#: What publishers add to a name or leave out, and the name that it then is.
SAME: Mapping[str, str] = {
    "durham": "county durham",
    "southend": "southend on sea",
    "stockton": "stockton on tees",
    "hull": "kingston upon hull",
    "bournemouth christchurch poole": "bournemouth christchurch and poole",
}
_ADDED = (
    "city of ",
    "county of ",
    "royal borough of ",
    "london borough of ",
    "metropolitan borough of ",
    "borough of ",
)
_ADDED_AFTER = (
    " city of",
    " county of",
    " city council",
    " county council",
    " district council",
    " council",
    " metropolitan borough",
    " borough",
    " ua",
)


@dataclass(frozen=True, slots=True)
class MatchedNames:
    """The code beside each name (None where there is none), and the names that matched nothing or too much."""

    codes: tuple[str | None, ...]
    unmatched: tuple[str, ...]
    ambiguous: tuple[str, ...]


def plain_name(name: str) -> str:
    """A name as it is compared: lower case, without accents, punctuation, "the", "City of" and "Council".

    >>> plain_name("Kingston Upon Hull, City of") == plain_name("Kingston upon Hull")
    True
    >>> plain_name("St. Helens") == plain_name("St Helens")
    True
    """
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    bare = bare.replace("&", " and ").replace("'", "")
    bare = " ".join(word for word in re.split(r"[^a-z0-9]+", bare) if word and word != "the")
    for prefix in _ADDED:
        if bare.startswith(prefix) and bare != "city of london":
            bare = bare.removeprefix(prefix)
    for suffix in _ADDED_AFTER:
        bare = bare.removesuffix(suffix)
    return SAME.get(bare, bare)


def match_names(names: Iterable[str | None], known: Mapping[str, Iterable[str]]) -> MatchedNames:
    """The code of each name, given the `known` codes of each plain name (see `names_of`)."""
    codes: list[str | None] = []
    unmatched: dict[str, None] = {}
    ambiguous: dict[str, None] = {}
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        written = (name or "").strip()
        if written not in found:
            found[written] = tuple(known.get(plain_name(written), ()))
        candidates = found[written]
        codes.append(candidates[0] if len(candidates) == 1 else None)
        if not candidates:
            unmatched[written] = None
        elif len(candidates) > 1:
            ambiguous[written] = None
    return MatchedNames(tuple(codes), tuple(unmatched), tuple(ambiguous))


def names_of(folder: Path, *kinds: str) -> dict[str, tuple[str, ...]]:
    """The codes that each plain name stands for, over the kinds of area asked for, from the lookups in `folder`."""
    known: dict[str, tuple[str, ...]] = {}
    for kind in kinds:
        pattern, code_heading, name_heading = NAME_LISTS[kind]
        for path in sorted(folder.glob(pattern))[:1]:
            facts = path.stat()
            for code_found, name in _pairs(path, code_heading, name_heading, facts.st_mtime_ns):
                if code_found.startswith("E") and (kind != "county" or code_found.startswith("E10")):
                    plain = plain_name(name)
                    known[plain] = (*(c for c in known.get(plain, ()) if c != code_found), code_found)
    return known


@lru_cache(maxsize=16)
def _pairs(path: Path, code_heading: str, name_heading: str, _changed: int) -> tuple[tuple[str, str], ...]:
    """Each code of a lookup with its name, once."""
    table = read_csv(path, [code(code_heading, "any"), text(name_heading)])
    unique: pa.Table = table.group_by([code_heading, name_heading], use_threads=False).aggregate([])
    return tuple(zip(unique.column(0).to_pylist(), unique.column(1).to_pylist(), strict=True))
