"""What is marked within a text besides its words: links, claims, and figures that are said to be none.

Readers put a marked stretch between unseen letters while they gather the words, since one space between words is made
of many only at the end; :meth:`Marking.take` then takes the letters out and says where the stretches stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

#: How each kind of file says that a figure claims nothing: the target of a link, the tag of a content control, or a
#: bookmark, whose name Word lets have neither hyphen nor colon.
NOT_A_CLAIM = "not-a-claim"
CLAIM = "claim:"
#: Somebody's words, on a consent of this reference: whoever keeps the register asks whether it holds.
QUOTE = "quote:"
#: Letters of the private use areas, which no report has; what a file brings along of them is taken out first. After
#: each stands a letter for the number of the stretch, so that stretches may overlap.
_OPENS, _CLOSES = "\ue0f0", "\ue0f1"
_FIRST = 0xF0000
MOST_MARKS = 65_000
_EITHER = re.compile(f"[{_OPENS}{_CLOSES}]([\U000f0000-\U000fffff])")
_UNSEEN = re.compile(f"[{_OPENS}{_CLOSES}\U000f0000-\U000fffff]")
_BOOKMARK = re.compile(r"^(?:claim_(?P<slug>\w+)|not_a_claim(?:_\w+)?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a block's text, `text[start:end]`, and what it leads or is bound to."""

    start: int
    end: int
    target: str  # "claim:slug", "not-a-claim", "quote:reference", or where a link leads

    @property
    def claim(self) -> str | None:
        """The name of the fact that the words are bound to; None where they are bound to none."""
        return self.target[len(CLAIM) :] if self.target.startswith(CLAIM) else None

    @property
    def is_not_a_claim(self) -> bool:
        """Did somebody say that the figure claims nothing, or is it in words that are somebody's own?"""
        return self.target == NOT_A_CLAIM or self.is_quote

    @property
    def is_quote(self) -> bool:
        """Are the words quoted on a consent?"""
        return self.target.startswith(QUOTE)

    @property
    def is_link(self) -> bool:
        """Is it a link that a reader follows?"""
        return self.claim is None and not self.is_not_a_claim


def target_of_bookmark(name: str) -> str | None:
    """What a bookmark or a tag binds its words to; None where it does neither.

    >>> target_of_bookmark("claim:gap"), target_of_bookmark("claim_life_expectancy_gap")
    ('claim:gap', 'claim:life-expectancy-gap')
    >>> target_of_bookmark("not_a_claim_2")
    'not-a-claim'
    """
    name = name.strip()
    if name.startswith(CLAIM) or name == NOT_A_CLAIM:
        return name
    found = _BOOKMARK.match(name)
    if found is None:
        return None
    return CLAIM + found["slug"].lower().replace("_", "-") if found["slug"] else NOT_A_CLAIM


def without_unseen(words: str) -> str:
    """The words of a file without letters that only readers set."""
    return _UNSEEN.sub("", words)


@dataclass(slots=True)
class Marking:
    """The stretches of one text while it is being read.

    >>> marking = Marking()
    >>> marking.take("A gap of " + marking.open("claim:gap") + "11 years" + marking.close(0) + ".")
    ('A gap of 11 years.', (Mark(start=9, end=17, target='claim:gap'),))
    """

    targets: list[str] = field(default_factory=list)

    def open(self, target: str) -> str:
        """The letters that begin a stretch; its number is how many there were before."""
        if len(self.targets) >= MOST_MARKS:
            return ""
        self.targets.append(target)
        return _OPENS + chr(_FIRST + len(self.targets) - 1)

    def close(self, number: int) -> str:
        """The letters that end the stretch with the number."""
        return _CLOSES + chr(_FIRST + number) if number < len(self.targets) else ""

    def close_last(self, target: str) -> str:
        """The letters that end the latest stretch with the target; none where there is none."""
        for number in range(len(self.targets) - 1, -1, -1):
            if self.targets[number] == target:
                return self.close(number)
        return ""

    def take(self, text: str) -> tuple[str, tuple[Mark, ...]]:
        """The text without unseen letters, and the stretches they enclosed in the order in which they begin."""
        if not self.targets:
            return text, ()
        words = ""
        at = 0
        starts: dict[int, int] = {}
        marks: dict[int, Mark] = {}
        for found in _EITHER.finditer(text):
            words = _joined(words, text[at : found.start()])
            at = found.end()
            number = ord(found[1]) - _FIRST
            if found[0][0] == _OPENS:
                starts[number] = len(words)
            elif number in starts:
                marks[number] = Mark(starts.pop(number), len(words), self.targets[number])
        words = _joined(words, text[at:]).rstrip(" ")
        marks |= {number: Mark(start, len(words), self.targets[number]) for number, start in starts.items()}
        trimmed = (_trimmed(words, each) for each in marks.values())
        return words, tuple(sorted(trimmed, key=lambda mark: (mark.start, mark.end)))


def _joined(before: str, after: str) -> str:
    return before + (after.lstrip(" ") if not before or before.endswith(" ") else after)


def _trimmed(text: str, mark: Mark) -> Mark:
    start, end = min(mark.start, len(text)), min(mark.end, len(text))
    while start < end and text[start] == " ":
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    return Mark(start, end, mark.target)
