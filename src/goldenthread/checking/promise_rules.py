"""The rules by which a sentence promises something, and those by which words that look like it do not.

Each rule is a pattern with a name that a person reads beside the sentence. A promise is a sentence in which the
council, a body that works for it or one of its plans says what will be done, is planned or will happen. What somebody
is doing already, what "would" have been, what an existing body is for, what a report itself will say, what residents
say: none of these is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, and the words that say what it found."""

    name: str
    pattern: re.Pattern[str]


def _rule(name: str, pattern: str) -> Rule:
    return Rule(name, re.compile(pattern, re.IGNORECASE))


#: Adverbs that stand between the parts of a verb.
_ADVERB = r"(?:(?:also|now|still|all|both|then|soon|currently|fully|firmly|strongly|deeply|absolutely|\w+ly)\s+){0,2}"
_BE = r"(?:am|is|are|being|be|remain|remains|['’]s|['’]re)"
_UNIT = r"(?:weeks?|months?|years?|decades?)"

#: In this order: the first that fires names the promise.
PROMISES: tuple[Rule, ...] = (
    _rule("will", r"\b(?:will|shall|won['’]t)\b|(?<=\w)['’]ll\b"),
    _rule("going to", rf"\b{_BE}\s+{_ADVERB}going\s+to\s+[a-z]+"),
    _rule(
        "committed to",
        rf"\b{_BE}\s+{_ADVERB}committed\s+to\b|\bhave\s+{_ADVERB}committed\s+to\b"
        r"|\bcommits?\s+(?:us|ourselves|itself|the\s+council|our\s+\w+)?\s*to\b"
        r"|\b(?:we|council|board|partnership)\s+(?:pledges?|promises?|undertakes?|vows?)\s+to\b",
    ),
    _rule(
        "due, expected or set to",
        rf"\b(?:{_BE}\s+)?{_ADVERB}(?:scheduled|set|expected|anticipated|projected|on\s+(?:course|track))\s+to\s+{_ADVERB}"
        r"(?!the\b|a\b|an\b|our\b|their\b|its\b|his\b|her\b|this\b|these\b|those\b|\w+ing\b)[a-z]+\b"
        # “Due to” is more often “because of”: only verbs that things are due to do.
        rf"|\bdue\s+to\s+{_ADVERB}(?:be|open|start|begin|finish|complete|end|close|launch|report|take|go|move|return|come"
        r"|become|publish|receive|meet|visit|deliver|hold|run|reopen|expire|reach|join|add|build)\b"
        r"|\b(?:is|are)\s+(?:due|scheduled|expected|planned)\s+(?:in|by|for|on|from|this|next|later)\b",
    ),
    _rule(
        "plan or intend to",
        rf"\b(?:(?:we|they|it|and|or|council|team|teams|service|services|partners?|board|also|now|who)\s+)(?:also\s+|now\s+)?"
        r"(?:plan|plans|intend|intends|propose|proposes)\s+to\s+[a-z]+"
        rf"|\b{_BE}\s+{_ADVERB}(?:planning|intending|proposing|preparing)\s+(?:to|a|an|another|the|further|more|new|our)\b"
        rf"|\b(?:is|are)\s+{_ADVERB}(?:being\s+)?(?:planned|proposed|intended)\b"
        r"|\b(?:next|another|further)\b[^.;:]{0,40}\bplanned\b"
        r"|\b(?:our|the\s+council['’]s)\s+(?:plan|intention)\s+is\s+to\b",
    ),
    _rule(
        "aim to",
        r"\b(?:aim|aims|aspire|aspires|are\s+aiming|is\s+aiming|hope|hopes|are\s+hoping)\s+"
        r"(?:(?:specifically|also|now|further|\w+ly)\s+)?to\s+[a-z]+"
        r"|\b(?:our|the\s+council['’]s|the)\s+(?:aim|goal|objective|target|commitment|promise|pledge)\s+(?:for\s+\w+\s+)?is\s+to\b"
        r"|\b(?:our|the)\s+(?:aims|goals|objectives|targets|commitments|promises|pledges)\s+are\s+to\b",
    ),
    _rule(
        "in the time to come",
        rf"\bto\s+[a-z]+\b[^.;:]*\b(?:within|over|during|in)\s+the\s+(?:next|coming)\s+(?:[\w-]+\s+){{0,3}}{_UNIT}\b"
        rf"|\b(?:within|over|during|in)\s+the\s+(?:next|coming)\s+(?:[\w-]+\s+){{0,3}}{_UNIT}\b[^.;:]*\bto\s+[a-z]+",
    ),
)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Words around a trigger that make it no promise: before it, after it, or in the whole sentence."""

    name: str
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    rules: tuple[str, ...] = ("will",)

    def holds(self, rule: str, before: str, after: str) -> bool:
        """Do the words before and after the trigger make it no promise?"""
        if self.rules and rule not in self.rules:
            return False
        if self.before is not None and not self.before.search(before):
            return False
        return self.after is None or self.after.search(after) is not None


def _without(
    name: str, *, before: str | None = None, after: str | None = None, rules: Sequence[str] = ("will",)
) -> Exclusion:
    made = [None if part is None else re.compile(part, re.IGNORECASE) for part in (before, after)]
    return Exclusion(name, made[0], made[1], tuple(rules))


_PASSIVE = rf"^\s+{_ADVERB}(?:be|have\s+been)\s+{_ADVERB}\w+(?:ed|en|ne|t|d)\b"
_NOT_PASSIVE = rf"^(?!\s+{_ADVERB}(?:be|have\s+been)\s+{_ADVERB}\w+(?:ed|en|ne|t|d)\b)"
_THINGS = (
    r"(?:report|section|chapter|page|document|appendix|annex|table|figure|chart|summary|quotes?|pictures?|photos?)"
)

EXCLUSIONS: tuple[Exclusion, ...] = (
    _without(
        "“will” is a noun here",
        before=r"\b(?:the|a|political|free|good|ill|their|his|her|our|at|last|strong|collective|living|public)\s*$",
        after=r"^(?!\s+(?:be|have|not)\b)\s+(?:of|and|to|is|was|for|exists?|among)\b|^\s*[.,;:]?$",
    ),
    _without(
        "it says which or who, not that it will be done",
        before=rf"\b(?:who|that|which|whom|whose\s+\w+)\s+{_ADVERB}$",
        after=_NOT_PASSIVE,
    ),
    _without(
        "it says which people or things, not what is planned",
        before=rf"\b(?:which|that|who)\s+(?:\w+\s+)?{_ADVERB}$",
        rules=("aim to",),
    ),
    _without(
        "it asks how, what or whether",
        before=r"\b(?:how|what|where|when|why|whether|who|whom)\s+(?:\w+\s+){1,4}$",
    ),
    _without(
        "it says what is necessary, not what is done",
        after=r"^\s+(?:\w+ly\s+|all\s+|still\s+)?(?:have|need)\s+to\b",
    ),
    _without(
        "it says what something is good for, not what is done",
        before=rf"(?:^|[,;:–]\s*|\band\s+)(?:this|it|they|these|which|that|doing\s+so|such\s+\w+)\s+{_ADVERB}$",
        after=rf"^\s+{_ADVERB}(?:help|enable|allow|mean|make\s+it|give\s+us|support\s+us|lead\s+to|result\s+in|require"
        r"|contribute|benefit|impact|inform|strengthen|mark|bring\s+benefits)\b",
    ),
    _without(
        "the report speaks of itself",
        before=rf"\b(?:this|the|these|our)\s+(?:\w+\s+){{0,2}}{_THINGS}\s+{_ADVERB}$",
    ),
    _without("it speaks to the reader", before=r"\byou\s+$"),
    _without(
        "it says what happens in general",
        before=r"(?:^|[,;]\s+|\b(?:and|but|because)\s+)(?:some|many|most|few|not\s+everyone|people|children|everyone|everybody"
        r"|anyone|no\s*one|nobody|there|residents|families|parents|tenants|pupils|patients|readers|users)\s+(?:\w+\s+){0,2}$",
        after=r"^\s+(?:always|often|usually|sometimes|generally|typically|inevitably|never|find|know|see|notice|want|feel"
        r"|remember|recall|agree|experience|face|struggle)\b",
    ),
    _without(
        "it says what happens in general",
        after=r"^\s+(?:always\s+be|often|usually|sometimes|generally|typically|inevitably)\b",
    ),
    _without(
        "somebody else is to do it",
        before=r"\b(?:government|ministers?|parliament|treasury|department\s+for\s+[\w\s]{3,40}|home\s+office|nhs\s+england|ofsted"
        r"|king|prime\s+minister|chancellor|secretary\s+of\s+state)\s+$",
    ),
    _without(
        "it says what was so then",
        before=r"\b(?:was|were|had\s+been)\s+(?:\w+\s+)?$",
        rules=("committed to", "due, expected or set to", "plan or intend to"),
    ),
    _without(
        "it says what was so then",
        before=r"\b(?:was|were|had\s+been)\b(?:\s+\w+){0,3}\s*$",
        rules=("plan or intend to",),
    ),
    _without(
        "it says what was so then",
        before=r"^(?!.*\b(?:now|is|are|have|has|will)\b).*\b(?:was|were|had|said|told|agreed)\b",
        rules=("in the time to come",),
    ),
    _without(
        "it says what is the cause",
        before=r"\b(?:mainly|partly|largely|mostly)\s+$",
        rules=("due, expected or set to",),
    ),
)  # fmt: skip

#: A heading over a list of what is promised: each item of the list under it is one.
PROMISING_HEADINGS = re.compile(
    r"^(?:\d+(?:\.\d+)*\.?\s*)?(?:our\s+|the\s+|what\s+)?(?:goals?|aims|objectives|commitments|promises|pledges|next\s+steps|"
    r"(?:we|the\s+council|you)\s+(?:will|can\s+expect)(?:\s+\w+){0,4}|looking\s+(?:ahead|forward)|(?:our\s+)?plans\s+for\s+.+|"
    r"(?:what\s+)?(?:comes|is)\s+next|priorities\s+for\s+(?:next\s+year|the\s+(?:next|coming)\s+year|20\d\d.*))\s*:?$",
    re.IGNORECASE,
)
#: Items that tell what was done are no promises even under such a heading.
TOLD = re.compile(
    r"^(?:we|the\s+\w+|our\s+\w+)?\s*(?:have|has|had|was|were|ran|held|gave|made|built|opened|launched|completed|delivered)\b",
    re.IGNORECASE,
)
#: Where a sentence says a thing might have been, or was asked.
CONDITIONAL = re.compile(r"\b(?:would|could\s+have|might\s+have|should\s+have)\b", re.IGNORECASE)
