"""What a cell of somebody else's table says: a number, an amount, a list, a title, a step with its day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

from goldenthread.plan.importing.dates import read_day
from goldenthread.plan.models.plan import NUMBER_VALIDATOR

LONGEST_TITLE = 300
LONGEST_NUMBER = 20
_AMOUNT = re.compile(r"^(?P<pound>£?)\s*(?P<number>-?\d[\d,]*(?:\.\d+)?)\s*(?P<unit>%|[A-Za-z][A-Za-z \-]{0,58})?$")
_STEP = re.compile(r"^(?P<title>.+)(?: - | – |: | by | \(|, )(?P<day>[^:(,]+?)\)?$")


class Counter:
    """The next number nobody has."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._last = max((int(number) for number in self._taken if number.isdecimal()), default=0)

    def take(self) -> str:
        self._last += 1
        while str(self._last) in self._taken:
            self._last += 1
        self._taken.add(str(self._last))
        return str(self._last)

    def skip(self, number: str) -> None:
        self._taken.add(number)


def read_number(words: str) -> str:
    """The number of a part as it is kept: "Action 10" is 10, "EQ/3" is EQ.3; empty where it cannot be one."""
    plain = re.sub(r"^(?:action|number|no\.?|ref\.?|item|measure)\s+", "", words.strip(), flags=re.IGNORECASE)
    plain = re.sub(r"[\s/\-–_.]+", ".", plain.strip(" .:)(#")).strip(".")
    is_number = NUMBER_VALIDATOR.regex.match(plain) is not None  # type: ignore[union-attr]
    return plain if is_number and len(plain) <= LONGEST_NUMBER and any(mark.isdigit() for mark in plain) else ""


def read_amount(words: str) -> tuple[Decimal, str] | None:
    """ "1,200 homes" as the number and its unit; None where the words are more than that."""
    found = _AMOUNT.match(" ".join(words.split()))
    if found is None:
        return None
    try:
        number = Decimal(found["number"].replace(",", ""))
    except InvalidOperation:
        return None
    if abs(number) >= Decimal(10) ** 12 or -int(number.as_tuple().exponent) > 6:
        return None
    unit = (found["unit"] or "").strip()
    return number, f"£ {unit}".strip() if found["pound"] else unit


def read_milestone(line: str) -> tuple[str, date | None]:
    """ "Contract signed - June 2026" as what will be reached and by when; NoSuchDay where that is no day."""
    found = _STEP.match(line.strip())
    day = read_day(found["day"]).day if found else None
    return (found["title"].strip(), day) if found and day else (line.strip(), None)


def cut_title(words: str) -> tuple[str, str]:
    """A title on one line, and what is too much for one: it ends with its first line or sentence."""
    lines = [line.strip() for line in words.strip().splitlines() if line.strip()]
    title = lines[0] if lines else ""
    rest = "\n".join(lines[1:])
    if len(title) <= LONGEST_TITLE:
        return title, rest
    cut = title.rfind(". ", 0, LONGEST_TITLE) + 1 or title.rfind(" ", 0, LONGEST_TITLE)
    cut = cut if cut > 0 else LONGEST_TITLE
    return title[:cut].strip(), "\n".join(filter(None, (title[cut:].strip(), rest)))


def split_pieces(words: str) -> list[str]:
    """The items of a cell, on lines or with semicolons or commas between."""
    mark = "\n" if "\n" in words else ";" if ";" in words else ","
    return [piece.strip(" •-–*\t") for piece in words.split(mark) if piece.strip(" •-–*\t")]


def split_lines(words: str) -> list[str]:
    mark = "\n" if "\n" in words else ";"
    return [piece.strip(" •*\t") for piece in words.split(mark) if piece.strip(" •*\t")]


def are_same(first: str, second: str) -> bool:
    return bool(first) and " ".join(first.casefold().split()) == " ".join(second.casefold().split())
