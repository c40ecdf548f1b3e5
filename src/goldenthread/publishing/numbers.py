"""Numbers as a reader meets them: the unit said, the decimals of the definition, a true minus sign."""

from goldenthread.core.estimates import Estimate, Limits

MINUS = "−"
NOT_AVAILABLE = "not available"

_SMALL_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def format_plain(value: float, decimals: int = 0) -> str:
    """Return the number with thousands separated, without its unit."""
    rounded = round(value, decimals)
    text = f"{abs(rounded):,.{max(decimals, 0)}f}"
    return f"{MINUS}{text}" if rounded < 0 else text


def format_number(value: float | None, unit: str, decimals: int = 1) -> str:
    """Return the number with its unit: "12.3%", "£612 a week", "81.2 years", "340 people"."""
    if value is None:
        return NOT_AVAILABLE
    plain = format_plain(value, decimals)
    if unit == "%":
        return f"{plain}%"
    if unit.startswith("£"):
        sign, digits = (MINUS, plain[1:]) if plain.startswith(MINUS) else ("", plain)
        return f"{sign}£{digits}{unit[1:]}"
    if unit in {"", "score", "ratio", "index"}:
        return plain
    if unit.startswith("ratio "):
        return f"{plain} {unit.removeprefix('ratio ')}"
    if plain == "1" and unit in _SINGULAR:
        return f"{plain} {_SINGULAR[unit]}"
    return f"{plain} {unit}"


_SINGULAR = {"people": "person", "years": "year", "children": "child", "households": "household", "areas": "area"}


def format_difference(value: float, unit: str, decimals: int = 1) -> str:
    """Return the size of a difference, so that percentages are told apart from percentage points."""
    size = abs(value)
    if unit == "%":
        plain = format_plain(size, decimals)
        return f"{plain} percentage point{'' if float(plain.replace(',', '')) == 1 else 's'}"
    if unit == "score":
        plain = format_plain(size, decimals)
        return f"{plain} point{'' if plain == '1' else 's'}"
    return format_number(size, unit, decimals)


def format_interval(limits: Limits, unit: str, decimals: int = 1) -> str:
    """Return both ends of an interval: "10.1% to 12.3%"."""
    lower, upper = format_plain(limits.lower, decimals), format_number(limits.upper, unit, decimals)
    if unit == "%" or unit.startswith("£"):
        lower = format_number(limits.lower, "%" if unit == "%" else "£", decimals)
    return f"{lower} to {upper}"


def format_estimate(estimate: Estimate | None, unit: str, decimals: int = 1) -> str:
    """Return the value and, where there is one, its interval in brackets."""
    if estimate is None:
        return NOT_AVAILABLE
    value = format_number(estimate.value, unit, decimals)
    if estimate.limits is None:
        return value
    return f"{value} ({format_interval(estimate.limits, unit, decimals)})"


def number_in_words(number: int) -> str:
    """Return "three" for 3 and "14" for 14: words up to ten, figures beyond."""
    return _SMALL_NUMBERS[number] if 0 < number < len(_SMALL_NUMBERS) else format_plain(number)


def ordinal(number: int) -> str:
    """Return "1st", "22nd", "113th"."""
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


#: Fractions a reader pictures at once; each is offered only when the percentage lies close to it.
_EASY_SHARES = [(part, whole) for whole in range(2, 11) for part in range(1, whole) if part == 1 or whole in (3, 4, 10)]


def share_in_words(percentage: float) -> str:
    """Return a percentage as people: "about 1 in 5", "about 3 in 10", "fewer than 1 in 100"."""
    if not 0 <= percentage <= 100:
        raise ValueError(f"A share of people lies between 0 and 100 per cent; got {percentage}.")
    if percentage == 0:
        return "none"
    if percentage == 100:
        return "all"
    if percentage < 1:
        return "fewer than 1 in 100"
    if percentage > 99:
        return "more than 99 in 100"
    if percentage < 9.5:
        whole = round(100 / percentage)
        return f"about 1 in {_round_whole(whole)}"
    part, whole = min(_EASY_SHARES, key=lambda share: (abs(100 * share[0] / share[1] - percentage), share[1]))
    if abs(100 * part / whole - percentage) <= 2:
        return f"about {part} in {whole}"
    return f"about {round(percentage)} in 100"


def _round_whole(whole: int) -> int:
    """Return a denominator a reader can hold: exact to 20, then by fives."""
    return whole if whole <= 20 else 5 * round(whole / 5)
