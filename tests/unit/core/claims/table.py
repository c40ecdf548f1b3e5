"""The table of the design, written a second time as plainly as it can be: digits as text, values one by one."""

from fractions import Fraction

HEDGES = ("", "almost", "over", "just over", "at least", "under", "up to", "about")


def place_of_last_digit(written):
    """How much the last digit that is not zero is worth."""
    digits, _, decimals = written.replace(",", "").partition(".")
    worth = [Fraction(10) ** (len(digits) - 1 - i) for i in range(len(digits) + len(decimals))]
    return [one for one, digit in zip(worth, digits + decimals, strict=True) if digit != "0"][-1]


def rounds_to(value, written):
    """Does the value, rounded half up at the last written digit, read as what is written?"""
    decimals = len(written.partition(".")[2])
    shifted = value * 10**decimals
    whole = shifted.numerator // shifted.denominator
    if shifted - whole >= Fraction(1, 2):
        whole += 1
    return whole == Fraction(written.replace(",", "")) * 10**decimals


def verdict(hedge, written, value):
    """What the table says of "almost 11" and a value above zero."""
    s, v = Fraction(written.replace(",", "")), value
    u, five, ten = place_of_last_digit(written), s * 5 / 100, s * 10 / 100
    near = u / 2 if u / 2 < five else five
    far = u if u < ten else ten
    far = max(five, far)
    if hedge == "":
        return "TRUE" if rounds_to(v, written) else "FALSE"
    if hedge == "about":
        return "TRUE" if s - near <= v <= s + near else "FALSE"
    if hedge in {"almost", "under"}:
        width = near if hedge == "almost" else far
        return "FALSE" if v >= s else "TRUE" if v >= s - width else "LOOSE"
    if hedge == "up to":
        return "FALSE" if v > s else "TRUE" if v >= s - far else "LOOSE"
    if hedge == "at least":
        return "FALSE" if v < s else "TRUE" if v <= s + far else "LOOSE"
    width = near if hedge == "just over" else far
    return "FALSE" if v <= s else "TRUE" if v <= s + width else "LOOSE"


def values_around(written):
    """A grid over everything near the number, with every edge of every band and the least on both sides of it."""
    s, u = Fraction(written.replace(",", "")), place_of_last_digit(written)
    edges = [s + sign * width for sign in (-1, 1) for width in (u / 2, u, s / 20, s / 10, Fraction(1, 2))]
    tiny = Fraction(1, 10**6)
    found = [s * step / 100 for step in range(80, 121)]
    for edge in (s, *edges):
        found += [edge - tiny, edge, edge + tiny]
    return sorted({value for value in found if value > 0})
