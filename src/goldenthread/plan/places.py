"""Places that actions name: kept by their codes, typed and shown by their names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from goldenthread.place.models import Area

MOST_NAMED = 5
EVERY_WARD = frozenset({"every ward", "all wards"})


class NoSuchPlace(ValueError):
    """Nothing in the council's area is called so, or too much is; the message is a sentence."""


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """What the areas with these codes are called, in the same order; one that is not known keeps its code."""
    wanted = list(codes)
    known = dict(Area.objects.current().filter(code__in=wanted).order_by("kind").values_list("code", "name"))
    return {code: known.get(code, code) for code in wanted}


def write_places(codes: Iterable[str]) -> list[str]:
    """The places as somebody types them: by name, or by code where two places have the same name."""
    names = names_of(codes)
    by_name = _codes_by_name(names.values())
    return [name if by_name.get(name.casefold()) == {code} else code for code, name in names.items()]


def find_places(lines: Iterable[str], *, kept: Collection[str] = ()) -> list[str]:
    """The codes of the areas that the lines name, by name or by code; codes that were there before may stay.

    Raises :class:`NoSuchPlace` where an area is not known, or where two have the name.
    """
    wanted = list(lines)
    by_name = _codes_by_name(wanted)
    codes = {line.upper() for line in wanted}
    known = set(Area.objects.current().in_place().filter(code__in=codes).values_list("code", flat=True)) | set(kept)
    return list(dict.fromkeys(_find(line, by_name, known) for line in wanted))


def list_places(lines: Iterable[str]) -> list[dict[str, str]]:
    """Each place with its code and name: named alone, by code and name, or all wards at once ("every ward").

    Raises :class:`NoSuchPlace` where a line is neither.
    """
    found: dict[str, str] = {}
    for line in lines:
        if line.casefold().rstrip(".") in EVERY_WARD:
            wards = dict(Area.objects.wards().order_by("name").values_list("code", "name"))
            if not wards:
                raise NoSuchPlace("No wards are known here yet. Write each on a line of its own: code, then name.")
            found |= wards
            continue
        code, _, name = line.partition(" ")
        if name.strip() and re.search(r"\d", code):
            found[code] = name.strip()
        else:
            found |= names_of(find_places([line]))
    return [{"code": code, "name": name} for code, name in found.items()]


def _find(line: str, by_name: Mapping[str, set[str]], known: Collection[str]) -> str:
    if line in known or line.upper() in known:
        return line if line in known else line.upper()
    codes = sorted(by_name.get(line.casefold(), ()))
    if len(codes) == 1:
        return codes[0]
    if codes:
        raise NoSuchPlace(f"More than one place is called “{line}”. Enter its code: {', '.join(codes[:MOST_NAMED])}.")
    raise NoSuchPlace(f"No place here is called “{line}”. Enter the name of a ward or neighbourhood, or its code.")


def _codes_by_name(names: Iterable[str]) -> dict[str, set[str]]:
    """The codes of the council's areas with these names, however they are written."""
    wanted = {name.casefold() for name in names}
    found: dict[str, set[str]] = defaultdict(set)
    if wanted:
        # Compared here and not in the database: SQLite knows capitals of plain letters only.
        for code, name in Area.objects.current().in_place().values_list("code", "name"):
            if name.casefold() in wanted:
                found[name.casefold()].add(code)
    return found
