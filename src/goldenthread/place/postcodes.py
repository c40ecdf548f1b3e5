"""Postcodes as people type them, and as they are kept."""

import re

#: Area, district, sector and unit, without the space. The outward code has two to four characters, the inward three.
_PATTERN = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")

#: Everything that people put between, before or after the characters that count.
_NOT_PART_OF_IT = re.compile(r"[^A-Z0-9]")

_AS_DIGIT = {"O": "0", "I": "1", "L": "1"}
_INWARD_LENGTH = 3


class NotAPostcode(ValueError):
    """What was typed cannot be a postcode. `sentence` says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def normalise(text: str) -> str:
    """The postcode in upper case and without spaces, so that " sk1-3xe" is "SK13XE".

    A letter O or I typed where only a digit can stand (the first character of the last three) is read as that digit.
    """
    code = _NOT_PART_OF_IT.sub("", text.upper())
    if not code:
        raise NotAPostcode("Enter a postcode, like SK1 3XE.")
    if len(code) > _INWARD_LENGTH:
        first_of_inward = code[-_INWARD_LENGTH]
        code = code[:-_INWARD_LENGTH] + _AS_DIGIT.get(first_of_inward, first_of_inward) + code[-_INWARD_LENGTH + 1 :]
    if not _PATTERN.fullmatch(code):
        raise NotAPostcode("Enter a full postcode, like SK1 3XE. It has letters, a number, a number and two letters.")
    return code


def spaced(code: str) -> str:
    """The postcode as it is written on an envelope: "SK1 3XE"."""
    return f"{code[:-_INWARD_LENGTH]} {code[-_INWARD_LENGTH:]}"
