"""Exact numbers: read without loss, rounded once and half up, and written as people read them."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

Number = int | float | Decimal | Fraction | str


def to_fraction(value: Number) -> Fraction:
    """Return a number exactly; a float as the shortest decimal that is written for it, so that 10.8 is 10.8.

    Raises
    ------
    ValueError
        If it is not a finite number.

    Examples
    --------
    >>> to_fraction(10.8), to_fraction("2,063"), to_fraction(Decimal("0.5"))
    (Fraction(54, 5), Fraction(2063, 1), Fraction(1, 2))
    >>> to_fraction(float("nan"))
    Traceback (most recent call last):
    ValueError: A finite number is needed; got nan.
    """
    try:
        if isinstance(value, str):
            return Fraction(value.strip().replace(",", ""))
        if isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool):
            return Fraction(value)
        if not isinstance(value, bool) and math.isfinite(value):
            return Fraction(repr(float(value)))  # NumPy's numbers too
    except (ValueError, OverflowError, ZeroDivisionError):
        pass
    raise ValueError(f"A finite number is needed; got {value}.")


def round_half_up(value: Number, place: Number = 1) -> Fraction:
    """Return the multiple of `place` nearest to the value, halves away from zero.

    .. math:: \\operatorname{sgn}(v) \\lfloor |v| / p + 1/2 \\rfloor p

    Raises
    ------
    ValueError
        If the place is not above zero.

    Examples
    --------
    >>> round_half_up(2.5), round_half_up(10.84, "0.1"), round_half_up(-2.5)
    (Fraction(3, 1), Fraction(54, 5), Fraction(-3, 1))
    """
    exact, unit = to_fraction(value), to_fraction(place)
    if unit <= 0:
        raise ValueError(f"Numbers are rounded to a place above zero; got {place}.")
    size = math.floor(abs(exact) / unit + Fraction(1, 2)) * unit
    return size if exact >= 0 else -size


def last_step(value: Number) -> Fraction:
    """Return the place value of the last digit that is not zero, as the number is written in decimals; 1 for zero.

    Raises
    ------
    ValueError
        If the number has no end in decimals, as a third has none.

    Examples
    --------
    >>> last_step(2000), last_step(2311), last_step("2.6")
    (Fraction(1000, 1), Fraction(1, 1), Fraction(1, 10))
    """
    exact = abs(to_fraction(value))
    if exact == 0:
        return Fraction(1)
    step, rest = Fraction(1), exact.denominator
    while rest % 10 == 0 or rest % 2 == 0 or rest % 5 == 0:
        rest //= 10 if rest % 10 == 0 else 2 if rest % 2 == 0 else 5
    if rest != 1:
        raise ValueError(f"{value} has no last digit in decimals.")
    while (exact / step).denominator != 1:
        step /= 10
    while (exact / (step * 10)).denominator == 1:
        step *= 10
    return step


def write_number(value: Number, decimals: int | None = None) -> str:
    """Return a number as it is written in a sentence: thousands parted by commas, rounded half up.

    Parameters
    ----------
    value
        Any finite number.
    decimals
        How many places; without, as many as it has, at most two.

    Examples
    --------
    >>> write_number(2063), write_number(10.8), write_number(Fraction(100, 3)), write_number(35, 1)
    ('2,063', '10.8', '33.33', '35.0')
    """
    exact = to_fraction(value)
    rounded = round_half_up(exact, Fraction(1, 10 ** (2 if decimals is None else decimals)))
    sign, size = ("-" if rounded < 0 else ""), abs(rounded)
    whole = size.numerator // size.denominator
    places = 2 if decimals is None else decimals
    digits = str((size - whole) * 10**places).rjust(places, "0") if places else ""
    if decimals is None:
        digits = digits.rstrip("0")
    return f"{sign}{whole:,}{'.' if digits else ''}{digits}"
