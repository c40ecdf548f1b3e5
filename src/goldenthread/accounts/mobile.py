"""Mobile numbers: whatever way people write one, it is kept in the international form, +447700900123."""

from __future__ import annotations

import re

LONGEST_MOBILE = 16
"""A plus and the fifteen figures that an international number has at most (ITU-T E.164)."""

NOT_A_MOBILE = (
    "Enter a mobile number, like 07700 900123. A number from outside the United Kingdom begins with + and the code of "
    "its country, like +353 20 910 1234"
)

_BETWEEN = re.compile(r"[\s.()/\u2010-\u2014-]+")
#: 070 forwards calls at a price and 076 is for pagers, except for the Isle of Man's 07624.
_BRITISH = re.compile(r"\+447(?:[1-57-9]\d{8}|624\d{6})", re.ASCII)
_FROM_ABROAD = re.compile(r"\+[1-9]\d{7,14}", re.ASCII)


class NotAMobile(ValueError):
    """What was typed is no number that a text message reaches. The sentence says what to type instead."""

    def __init__(self) -> None:
        # Without the number: refusals end up in logs.
        super().__init__(NOT_A_MOBILE)


def normalise_mobile(typed: str) -> str:
    """The number in its international form; nothing for nothing. Raises :class:`NotAMobile`."""
    number = _BETWEEN.sub("", typed.replace("(0)", ""))
    if not number:
        return ""
    if number.startswith("00"):
        number = f"+{number[2:]}"
    elif number.startswith("0"):
        number = f"+44{number[1:]}"
    elif number.startswith("447"):
        number = f"+{number}"
    if number.startswith("+440"):
        number = f"+44{number[4:]}"
    pattern = _BRITISH if number.startswith("+44") else _FROM_ABROAD
    if not pattern.fullmatch(number):
        raise NotAMobile
    return number


def show_mobile(number: str) -> str:
    """The number as people here read it: 07700 900123."""
    if not _BRITISH.fullmatch(number):
        return number
    return f"0{number[3:7]} {number[7:]}"
