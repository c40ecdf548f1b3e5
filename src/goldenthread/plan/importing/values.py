"""One value of the form: read from what a file holds, refused in a sentence, written so that it reads back the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from goldenthread.plan.importing.dates import read_day
from goldenthread.plan.importing.form import Field, Holds

#: Figures are kept with six decimals and twelve figures before them.
DECIMALS, LARGEST = 6, Decimal(10) ** 12
YES = frozenset({"yes", "y", "true", "1", "ja", "x"})
NO = frozenset({"no", "n", "false", "0", ""})


def read_value(field: Field, raw: Any) -> Any:
    """The value of a field; ValueError says what was wrong and what to write instead."""
    value = _READERS[field.holds](raw)
    if field.choices and value and value not in field.choices:
        lowered = str(value).casefold()
        if lowered not in field.choices:
            raise ValueError(f"“{value}” is none of: {', '.join(field.choices)}. Choose one of them.")
        value = lowered
    if field.longest and isinstance(value, str) and len(value) > field.longest:
        raise ValueError(f"This has {len(value)} characters and {field.longest} are the most. Shorten it.")
    return value


def write_list(items: list[str]) -> str:
    """A list in one cell, each item on a line; with hyphens before them where an item has marks of its own."""
    if any(";" in item or item.startswith("- ") for item in items):
        return "\n".join(f"- {item}" for item in items)
    return "\n".join(items)


def write_cell(value: Any) -> str:
    """A value as text: what is read back is the same."""
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, (list, tuple)):
        return write_list([str(item) for item in value])
    if isinstance(value, date):
        return value.isoformat()
    return write_number(value) if isinstance(value, Decimal) else str(value)


def write_number(number: Decimal) -> str:
    """A number without zeros behind it: 40, 12.5."""
    return f"{number.normalize():f}"


def _read_text(raw: Any) -> str:
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if isinstance(raw, (list, tuple, dict)):
        raise ValueError("This should be a text, not a list.")
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    return str(raw).replace("\r\n", "\n").strip()


def _read_day(raw: Any) -> date | None:
    if isinstance(raw, datetime):
        return raw.date()
    if raw is None or isinstance(raw, date):
        return raw
    words = _read_text(raw)
    read = read_day(words)
    if not read.is_understood:
        raise ValueError(f"“{words}” is not a date. Write it as 2026-03-31 or 31 March 2026.")
    return read.day


def _read_number(raw: Any) -> Decimal | None:
    words = _read_text(raw).replace(",", "").replace("−", "-").rstrip("%")
    if not words:
        return None
    try:
        number = Decimal(words)
    except InvalidOperation:
        raise ValueError(f"“{raw}” is not a number. Write it in figures, such as 12.5.") from None
    if not number.is_finite() or abs(number) >= LARGEST:
        raise ValueError(f"“{raw}” is too large a number.")
    if number != number.quantize(Decimal(1).scaleb(-DECIMALS)):
        raise ValueError(f"“{raw}” has more than {DECIMALS} decimals. Round it.")
    return number


def _read_whole(raw: Any) -> int | None:
    number = _read_number(raw)
    if number is None:
        return None
    if number != number.to_integral_value() or number < 0:
        raise ValueError(f"“{raw}” is not a whole number from 0 up.")
    return int(number)


def _read_yes_no(raw: Any) -> bool:
    words = _read_text(raw).casefold()
    if words in YES:
        return True
    if words in NO:
        return False
    raise ValueError(f"“{raw}” is neither yes nor no.")


def _read_list(raw: Any) -> tuple[str, ...]:
    if isinstance(raw, (list, tuple)):
        return tuple(filter(None, (_read_text(item) for item in raw)))
    lines = [line.strip() for line in _read_text(raw).splitlines() if line.strip()]
    if lines and all(line.startswith("- ") for line in lines):
        return tuple(line.removeprefix("- ").strip() for line in lines)
    if len(lines) == 1:
        lines = [piece.strip() for piece in lines[0].split(";") if piece.strip()]
    return tuple(lines)


def _read_numbers(raw: Any) -> tuple[int, ...]:
    items = raw if isinstance(raw, (list, tuple)) else _read_list(_read_text(raw).replace(",", ";"))
    return tuple(number for number in (_read_whole(item) for item in items) if number is not None)


_READERS: Mapping[Holds, Callable[[Any], Any]] = {
    Holds.TEXT: _read_text,
    Holds.DAY: _read_day,
    Holds.NUMBER: _read_number,
    Holds.WHOLE: _read_whole,
    Holds.YES_NO: _read_yes_no,
    Holds.LIST: _read_list,
    Holds.NUMBERS: _read_numbers,
}
