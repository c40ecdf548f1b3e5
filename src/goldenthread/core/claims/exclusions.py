"""Numbers that claim nothing: dates, headings, ages, names, telephone numbers, times, addresses, idioms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class NotAFigure(StrEnum):
    """What a number is when it is no figure."""

    DATE = "date"
    PERIOD = "time counted from now"
    HEADING = "heading or list number"
    NAME = "name"
    AGE = "age"
    CONTACT = "telephone number, postcode or address"
    TIME = "time of day"
    IDIOM = "turn of phrase"


@dataclass(frozen=True, slots=True)
class Excluded:
    """A piece of text whose numbers are no figures, and why."""

    start: int
    end: int
    text: str
    kind: NotAFigure


#: With a capital: "12 may apply" is no date.
_MONTH = (
    r"(?-i:(?=[JFMASOND]))(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:19\d\d|20[0-4]\d)"
_ORDINAL = r"(?:st|nd|rd|th)"
_SEASON = "(?:spring|summer|autumn|winter|christmas|easter|ramadan|q[1-4])"
_DAY = rf"\d{{1,2}}{_ORDINAL}?"
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fifteen|sixteen|eighteen|twenty"
_COUNT = rf"(?:\d{{1,3}}|{_SMALL})"
#: What is counted rather than dated after a bare number such as 2000.
_COUNTED = (
    r"(?:homes|houses|households|people|residents|children|pupils|places|jobs|visitors|visits|families|adults|young"
    r"|members|staff|new|more|of\s+(?:the|our|them|these)|additional|affordable|adapted|trees|miles|hours|cases|calls"
    r"|responses|referrals|carers|patients|properties|vacancies|meals|packs|businesses|volunteers|students|employees)"
)
_LABELS = (
    r"(?:aim|action|section|priority|phase|chapter|part|page|pp?\.|figure|fig\.|table|chart|map|appendix|annex|annexe"
    r"|article|schedule|clause|paragraph|para\.?|objective|goal|outcome|principle|pillar|stage|key\s+stage|step|tier|band"
    r"|level|grade|group|lot|ward|zone|unit|room|floor|flat|block|route|junction|platform|sector|strand|theme|target"
    r"|measure|recommendation|question|version|edition|volume|issue|item|form|type|class|category|option|year|reception"
    r"|wave|round|cohort|module|core20plus|sdg|channel|radio|studio|gate|pier|plot|covid|act|order|regulation|bus|line"
    r"|decile|quintile|quartile|quarter|week|day|point|box|note|footnote|standard|iso|wcag|en|bs|pm|goal|promise)"
)
#: Those that are written small as well. A year, a week or a group is not among them: "last year 120 people came".
_LABELS_SMALL = (
    r"(?:section|chapter|page|pp?\.|figure|fig\.|table|appendix|annexe?|article|clause|paragraph|para\.?|phase|priority"
    r"|aim|action|objective|key\s+stage|stage|tier|band|level|grade|junction|decile|quintile|quartile|quarter|step"
    r"|version|question|footnote|note|option|covid|part)"
)
_LINE = r"(?m:^)[ \t]*[#>*_ \t]*"

_SHAPES: tuple[tuple[NotAFigure, str], ...] = (
    (NotAFigure.CONTACT, r"https?://\S+|www\.\S+|\S+@\S+\.\w+|\]\([^)]*\)"),
    (NotAFigure.CONTACT, r"(?<![\w.,])(?:\+44\s?\(?0?\)?|\(?0)\d{1,4}\)?(?:[\s-]?\d{2,4}){1,4}\b"),
    (NotAFigure.CONTACT, r"\b(?-i:[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})\b"),
    (
        NotAFigure.CONTACT,
        r"\b(?:call|dial|ring|phone|telephone|nhs)\s+(?:999|111|101|112|119|105)\b"
        r"|\b\d{1,4}[A-Za-z]?\s+(?-i:[A-Z][\w’']+\s+){1,3}(?-i:Road|Street|Lane|Avenue|Close|Drive|Way|Square|Place|Court"
        r"|Terrace|Crescent|Grove|Gardens|Hill|Row|Walk)\b",
    ),
    # Days, months, seasons and years.
    (NotAFigure.DATE, rf"\b{_YEAR}-\d\d-\d\d\b|(?<![\d/])\d{{1,2}}[/.]\d{{1,2}}[/.](?:{_YEAR}|\d\d)(?![\d/])"),
    (
        NotAFigure.DATE,
        rf"\b{_DAY}(?:\s?(?:-|–|to|and|&)\s?{_DAY})?\s+(?:of\s+)?{_MONTH}"
        rf"(?:,?\s+(?:{_YEAR}|[’'‘]\d\d\b|\d\d\b(?!\s+[a-z])))?",
    ),
    (NotAFigure.DATE, rf"\b{_MONTH}\s+\d{{1,2}}{_ORDINAL}(?:,?\s+{_YEAR})?\b|\b{_MONTH}\s+\d{{1,2}},\s+{_YEAR}\b"),
    (NotAFigure.DATE, rf"\b{_MONTH}\s*(?:(?:-|–|to|/|and)\s*{_MONTH}\s*)?,?\s*(?:{_YEAR}|[’'‘]\d\d)\b"),
    (NotAFigure.DATE, rf"\b{_MONTH}\s+\d\d\b(?=\s*(?:$|[.,;:)*\n]))"),
    (NotAFigure.DATE, rf"\b{_SEASON}(?:\s+of)?\s+{_YEAR}(?:[-/–]\d\d)?\b"),
    (NotAFigure.DATE, rf"\b{_YEAR}\s?[-/–]\s?(?:{_YEAR}|\d\d)\b(?![-/]\d)|(?<![\d/])\d\d/\d\d(?![\d/])"),
    (NotAFigure.DATE, r"\b(?:fy|ay)\s?\d\d(?:[-/]\d\d)?\b|(?<=\s)[’'‘]\d\d\b(?!\s+[a-z])"),
    (
        NotAFigure.DATE,
        rf"(?<![\w£$€.,])(?<!over )(?<!than )(?<!almost )(?<!nearly )(?<!least )(?<!about )(?<!some ){_YEAR}(?:s\b)?"
        rf"(?![\w%]|[,.]\d|\+|\s?(?:%|per\s?cent)|\s+{_COUNTED}\b)",
    ),
    (
        NotAFigure.DATE,
        rf"\b(?:in|since|by|from|until|before|after|during|of|the)\s+{_YEAR}\b(?!,\d|\s+{_COUNTED}\b)",
    ),
    (NotAFigure.DATE, r"\b(?:\d\d?(?:st|nd|rd|th)|nineteenth|twentieth|twenty-first)\s+century\b"),
    # Times that are counted from now, which the rule on deadlines reads.
    (
        NotAFigure.PERIOD,
        rf"\b(?:the|over|in|within|for|during)\s+(?:the\s+)?(?:next|last|past|coming|previous|following|first|final|recent)\s+"
        rf"{_COUNT}(?:\s?(?:-|–|to)\s?{_COUNT})?\s+(?:consecutive\s+)?(?:days?|weeks?|months?|years?|decades?|quarters?)\b",
    ),
    (NotAFigure.PERIOD, rf"\bevery\s+{_COUNT}\s+(?:days?|weeks?|months?|years?)\b"),
    (NotAFigure.PERIOD, rf"\b{_COUNT}\s+(?:days?|weeks?|months?|years?)\s+(?:ago|earlier|later|old)\b"),
    # Headings and list numbers.
    (NotAFigure.HEADING, r"(?<![\w.])\d{1,2}(?:\.\d{1,2}){2,}\.?(?![\w.]|\.\d)"),
    (NotAFigure.HEADING, rf"{_LINE}\d{{1,2}}\.\d{{1,2}}\.?\s+(?=(?-i:[A-Z]))"),
    (NotAFigure.HEADING, rf"{_LINE}\(?\d{{1,2}}[.)]\s+"),
    (NotAFigure.HEADING, rf"{_LINE}\d{{1,2}}\s+(?=(?-i:[A-Z])[^.!?\n]{{0,70}}(?m:$))"),
    (NotAFigure.HEADING, r"\[\d{1,3}\]|\([1-9]\)(?=\s+[a-z])|§+\s?\d+(?:[.–-]\d+)*"),
    # Names with a number in them.
    (
        NotAFigure.NAME,
        rf"\b(?:(?-i:(?=[A-Z])){_LABELS}|{_LABELS_SMALL})s?\s+(?:no\.?\s?)?\d{{1,4}}(?:\.\d+)*[a-z]?(?:\s?(?:-|–|to|and|,|&)\s?\d{{1,3}})*\b"
        r"(?!\s?%|,\d)",
    ),
    (NotAFigure.NAME, rf"\b(?-i:Key\s+Stage|Phase|Priority|Tier|Aim|Goal|Stage|Objective|Pillar)\s+(?:{_SMALL})\b"),
    (NotAFigure.NAME, r"\b[A-Za-z][\w’']*[-‑]\d+\b|\b(?-i:[A-Z]+)\d[\w.-]*\b|\b24/7\b|\b\d+x\d+\b"),
    (NotAFigure.NAME, r"(?<!\.)\b\d+(?-i:(?![KMB]\b)[A-Z])[\w-]*\b"),
    (NotAFigure.NAME, rf"\b(?-i:[A-Z][\w’']+(?:\s+[A-Z][\w’']+)*\s+Act)\s+{_YEAR}\b"),
    (
        NotAFigure.NAME,
        r"(?<![.!?:•*–—“\"‘'(-]\s)(?<![“\"‘'(*_#\n])(?<!^)\b(?-i:Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|First|Second|Third|All|Half)\s+"
        r"(?-i:[A-Z])\w+",
    ),
    (NotAFigure.NAME, r"\b(?-i:ONE|One)\s+(?-i:[A-Z])\w+"),
    (NotAFigure.NAME, r"(?-i:\bAll\s+(?:Age|Saints|Souls|Hallows|Together|Equality|Colleague)\b)|\bAll-[A-Z]\w+"),
    (NotAFigure.NAME, r"\b(?:3|three|2|two|4|four)[\s-]?dimensional\b|\b3d\b"),
    (NotAFigure.NAME, r"\b(?:first|second)\s+world\s+war\b|\bworld\s+war\s+(?:\d|one|two)\b|\bbig\s+four\b"),
    (NotAFigure.NAME, r"\b(?:attainment|progress)\s+8\b"),
    # Ages.
    (NotAFigure.AGE, r"\b(?:woman|man|girl|boy|child|person|lady|gentleman|mother|father|pensioner)\s+of\s+\d{1,3}\b"),
    (NotAFigure.AGE, r"\b(?:is|was|am)\s+\d\d(?=\s+and\s+(?:lives|lived|works|worked|has|had|cares|looks)\b)"),
    (NotAFigure.AGE, r"\b(?-i:[A-Z][a-z]+),\s+\d\d(?=[\"”’')},\s]*(?m:$))"),
    (NotAFigure.AGE, r"\b(?:over|under|all)[\s-]?\d{1,2}[’']?s\b|\b\d{1,2}[’']?s\b"),
    (
        NotAFigure.AGE,
        r"\b(?:aged?|ages|between\s+the\s+ages\s+of|age\s+of|over\s+the\s+age\s+of|under\s+the\s+age\s+of)\s+"
        r"(?:(?:over|under|between|from|up\s+to|about|around|at\s+least)\s+)?\d{1,3}"
        r"(?:\s?(?:-|–|to|and|or)\s?(?:\d{1,3}|over|under|above|below|older|younger))?\+?",
    ),
    (
        NotAFigure.AGE,
        rf"\b{_COUNT}(?:\s?(?:-|–|to|and)\s?{_COUNT})?[\s-](?:years?|months?|weeks?|days?)[\s-]olds?\b|\bturn(?:s|ed|ing)?\s+\d{{1,3}}\b",
    ),
    (
        NotAFigure.AGE,
        r"\b(?:people|residents|adults|children|those|anyone|everyone|men|women)\s+(?:aged\s+)?(?:over|under)\s+\d{1,2}"
        r"\b(?![,.%]\d|\s?%)",
    ),
    # Times of day and opening hours.
    (NotAFigure.TIME, r"\b\d{1,2}(?:[.:]\d\d)?\s?(?:am|pm|noon|o[’']clock)\b|\b\d{1,2}:\d\d\b"),
    (NotAFigure.TIME, r"\b\d{1,2}(?:[.:]\d\d)?\s?(?:-|–|to)\s?\d{1,2}(?:[.:]\d\d)?\s?(?:am|pm)\b|\b24[\s-]hours?\b"),
    # Turns of phrase.
    (
        NotAFigure.IDIOM,
        r"\bone\s+another\b|\bone\s+or\s+(?:other|another|more)\b|\b(?:two|one)[\s-]way\b|\bone[\s-]to[\s-]one\b"
        r"|\bone[\s-]off\b|\bone[\s-]stop\b|\b(?:no|any|every|some|each|this|that|which|only|single)[\s-]one\b"
        r"|\bon\s+the\s+one\s+hand\b|\bone\s+day\b|\bone\s+of\b(?!\s+(?:only\s+)?(?:\d|two|three|four|five|six|seven|eight|nine|ten))"
        r"|\bone\s+by\s+one\b|\bat\s+one\b|\bback\s+to\s+square\s+one\b",
    ),
    (
        NotAFigure.IDIOM,
        r"\b(?:at\s+first|first\s+and\s+foremost|first\s+of\s+all|second\s+to\s+none|first[\s-]hand|first\s+aid|first\s+time"
        r"|first\s+language|first\s+(?:point\s+of\s+contact|step|place|instance|steps|name|names|person|responders?)"
        r"|second[\s-]hand|third[\s-]party|third\s+parties|third\s+sector|zero[\s-](?:tolerance|hours?|carbon|emissions?)"
        r"|net[\s-]zero|five[\s-]a[\s-]day|nine\s+to\s+five|[\d\w]+[\s-]star|four[\s-]legged|ten[\s-]fold)\b",
    ),
    (
        NotAFigure.IDIOM,
        r"\b(?:half\s+an\s+hour|half[\s-]term|half[\s-]day|half[\s-]time|second\s+half|first\s+half|other\s+half|half\s+way)\b",
    ),
    (
        NotAFigure.IDIOM,
        r"\b(?:above\s+all|at\s+all|after\s+all|all\s+in\s+all|all\s+the\s+time|all\s+(?:sorts|kinds|manner)\s+of|all\s+round"
        r"|once\s+and\s+for\s+all|all\s+along|all\s+over|first\s+of\s+all|all\s+day|all\s+too|not\s+at\s+all)\b",
    ),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(shape, re.IGNORECASE)) for kind, shape in _SHAPES)


def find_exclusions(text: str) -> tuple[Excluded, ...]:
    """Return every piece of the text whose numbers claim nothing, in its order.

    Examples
    --------
    >>> [(each.text, each.kind.value) for each in find_exclusions("From 1 April 2022 Action 10, aged 50+")]
    [('1 April 2022', 'date'), ('Action 10', 'name'), ('aged 50+', 'age')]
    """
    found: list[Excluded] = []
    for kind, shape in _COMPILED:
        for match in shape.finditer(text):
            if match[0].strip() and not any(match.start() < each.end and each.start < match.end() for each in found):
                found.append(Excluded(match.start(), match.end(), match[0], kind))
    return tuple(sorted(found, key=lambda each: each.start))
