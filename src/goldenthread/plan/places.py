"""Places that actions name: kept by their codes, typed and shown by their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from goldenthread.place.models import Area

MOST_NAMED = 5


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
