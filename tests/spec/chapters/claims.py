"""Chapters on sentences that promise a figure: how their words are read, and when they are true."""

from datetime import date
from typing import Any

from tests.spec.chapter import Chapter, Example

from goldenthread.core.claims import (
    Evidence,
    Order,
    Style,
    Unit,
    all_suggestions,
    band_of,
    find_exclusions,
    find_figures,
    find_numerals,
    find_wordings,
    gravest,
    judge,
    last_step,
    parse_wording,
    rank_evidence,
    read_number,
    rewrite,
    round_half_up,
    style_of,
    suggest,
    to_fraction,
    write_number,
)

CUMMINS = (
    "Cummins C, Sauerland U, Solt S (2012). Granularity and scalar implicature in numerical expressions. Linguistics "
    "and Philosophy 35:135–169."
)
KRIFKA = (
    "Krifka M (2009). Approximate interpretations of number words. In Theory and evidence in semantics. "
    "CSLI Publications."
)
CODE_OF_PRACTICE = "UK Statistics Authority (2022). Code of Practice for Statistics, edition 2.1."
STYLE_GUIDE = "Government Digital Service. GOV.UK content style guide: numbers."


def values_of(words: list[str]) -> tuple[list[float], ...]:
    """The value of the one number in each of the words, and the worth of its last digits."""
    found = [one for (one,) in map(find_numerals, words)]
    return tuple([float(getattr(one, name)) for one in found] for name in ("value", "place", "step"))


def stated(words: list[str]) -> tuple[list[str], list[str]]:
    """Which of the words state something, and in what manner."""
    read = list(map(parse_wording, words))
    return [each.words for each in read], [style.value if style else "not read" for style in map(style_of, read)]


def verdicts(words: list[str], values: list[Any], **more: Any) -> list[str]:
    """The verdict on each wording of each value."""
    return [judge(each, Evidence(value=value, **more)).verdict.value for each, value in zip(words, values, strict=True)]


def written(statistic: str, values: list[Any], style: Style | None = None, **more: Any) -> list[str]:
    """What we would write for each value."""
    found = [suggest(Evidence(statistic=statistic, value=value, **more), style) for value in values]
    return [each.text if each else "" for each in found]


NUMBERS = Chapter(
    slug="numbers-as-they-are-written",
    title="Numbers as they are written",
    text="""
A number in a sentence says two things: a value, and how finely it is meant. "2,000" and "2,063" are both whole numbers,
but the last digit of the first that is not zero is worth a thousand. Numbers are read exactly, as fractions, from
figures, words, ordinals and parts of a whole, and rounded once, half up, when they are written.
""",
    formula=r"\operatorname{round}(v, p) = p \lfloor v/p + \tfrac12 \rfloor",
    functions=(find_numerals, read_number, to_fraction, round_half_up, last_step, write_number),
    names={"values_of": values_of},
    examples=(
        Example(
            "The value, the worth of the last written digit, and that of the last that is not zero",
            """
            words
            2,311
            2,000
            5.5K
            £2.6m
            sixteen
            75 per cent
            10 of 17
            """,
            "values_of(words)",
            """
            value | written to | step
            2311 | 1 | 1
            2000 | 1 | 1000
            5500 | 100 | 100
            2600000 | 100000 | 100000
            16 | 1 | 1
            75 | 1 | 1
            58.8 | 5 | 5
            """,
            text="A part of a whole is held in per cent.",
        ),
        Example(
            "A whole text that is a number, and one that is none",
            "",
            "[read_number('two thousand three hundred and eleven'), read_number('many') or 0]",
            """
            number
            2311
            0
            """,
        ),
        Example(
            "Rounded half up, away from zero",
            """
            value
            2.5
            -2.5
            10.84
            """,
            "[round_half_up(each) for each in value]",
            """
            rounded
            3
            -3
            11
            """,
        ),
        Example(
            "A float is the decimal that is written for it, so that no digit is invented",
            "",
            "[to_fraction(10.8) * 10, last_step(10.8)]",
            """
            exact
            108
            0.1
            """,
        ),
        Example(
            "As it is written in a sentence",
            "",
            "[write_number(2063), write_number(10.84), write_number(35, 1)]",
            """
            written
            2,063
            10.84
            35.0
            """,
        ),
    ),
    when_not_to_use="""
Not to find every figure of a page: a year, an age and a heading are numbers too. Use the chapter on figures in running
text.
""",
    literature=(STYLE_GUIDE, KRIFKA),
)

WORDING = Chapter(
    slug="what-a-wording-states",
    title="What a wording states",
    text="""
A claim's words are a phrase of a sentence: "a gap of almost 11 years". Read are the words that state something, with
the hedge that belongs to them: a number, a range, a share, all or none, a place in a table, a change. One claim states
one thing; a phrase that states two is not read, since each needs a fact of its own.
""",
    functions=(parse_wording, find_wordings, style_of),
    names={"stated": stated},
    examples=(
        Example(
            "What is stated, and in what manner",
            """
            phrase
            a gap of almost 11 years
            over 2,000 homes
            56,000+ vacancies
            one in five children
            10 of 17 jobseekers
            between 50 and 60 people
            all contracts
            the eighth most polarised borough
            the gap narrowed
            4 found work and 3 interviews
            """,
            "stated(phrase)",
            """
            words | manner
            almost 11 | almost
            over 2,000 | over
            56,000+ | at least
            one in five | fraction
            10 of 17 | part of a whole
            between 50 and 60 | range
            all | all or none
            eighth most | rank
            narrowed | change
            4 found work and 3 | not read
            """,
        ),
        Example(
            "Everything that a text states",
            "",
            "[each.words for each in find_wordings('All 12 schools took part; over half now offer two clubs.')]",
            """
            words
            All 12
            over half
            two
            """,
        ),
    ),
    when_not_to_use="""
Not to guess at what cannot be read: such a claim is UNPARSED, which a person must answer for.
""",
    literature=(CUMMINS, KRIFKA),
)

TRUTH = Chapter(
    slug="when-a-wording-is-true",
    title="When a wording is true",
    text="""
Whether a figure occurs somewhere in the data says little: two true figures of one report can be exchanged, and both are
still found. So each claim is bound to its own evidence, and its *wording* is held against it. "Almost 11" promises a
value a little below eleven; "over 2,000" one a little above two thousand, since 3,000 would have been said as such.

A verdict is TRUE; LOOSE, where the words are true to the letter and tell of another size; VAGUE; FALSE; NO CLEAR
CHANGE; NO EVIDENCE; STALE; SUPPRESSED; or UNPARSED. FALSE, NO EVIDENCE and SUPPRESSED block publication. All others but
TRUE need a named person's reason, kept and shown. Where several hold, the gravest is the verdict.
""",
    formula=r"\text{almost } s: s - \min(\tfrac{u}{2}, \tfrac{s}{20}) \le v < s \qquad "
    r"\text{over } s: s < v \le s + \max(\min(u, \tfrac{s}{10}), \tfrac{s}{20})",
    functions=(judge, band_of, gravest, rank_evidence),
    names={
        "verdicts": verdicts,
        "Evidence": Evidence,
        "parse": parse_wording,
        "date": date,
        "points": Unit.POINTS,
        "highest_first": Order.HIGHEST_FIRST,
    },
    examples=(
        Example(
            "Bands",
            """
            words
            almost 11
            over 2,000
            over 125
            100+
            around 200
            £2.6m
            half
            """,
            "[band_of(parse(each).statement).words for each in words]",
            """
            true when the evidence is
            from 10.5 to below 11
            above 2,000 to 2,200
            above 125 to 131.25
            from 100 to 110
            from 190 to 210
            from 2,550,000 to below 2,650,000
            from 47.5 to 52.5
            """,
        ),
        Example(
            "One gap of 10.8 years, said in seven ways",
            """
            words        | value
            almost 11    | 10.8
            11 years     | 10.8
            over 10      | 10.8
            at least 9   | 10.8
            over 11      | 10.8
            10 years     | 10.8
            exactly 10.8 | 10.8
            """,
            "verdicts(words, value, statistic='gap')",
            """
            verdict
            TRUE
            TRUE
            TRUE
            LOOSE
            FALSE
            FALSE
            TRUE
            """,
        ),
        Example(
            "All of how many: 42 of 42, and 41 of 42",
            "",
            "[judge('all contracts', Evidence(statistic='share', numerator=n, denominator=42)).verdict.value"
            " for n in (42, 41)]",
            """
            verdict
            TRUE
            FALSE
            """,
        ),
        Example(
            "A rise is said where it is clear: beyond its interval, or the indicator's criterion",
            "",
            "[judge('rose', Evidence(statistic='change', value=2, lower=2 - d, upper=2 + d)).verdict.value"
            " for d in (1, 3)]",
            """
            verdict
            TRUE
            NO CLEAR CHANGE
            """,
        ),
        Example(
            "Per cent are not percentage points, and money once is not money a year",
            "",
            "[judge('a gap of 5%', Evidence(statistic='gap', value=5, unit=points)).verdict.value,"
            " judge('£49,185 a year', Evidence(statistic='money once', value=49185)).verdict.value]",
            """
            verdict
            FALSE
            FALSE
            """,
        ),
        Example(
            "A shared place is said to be shared",
            "",
            "[judge(words, rank_evidence({'A': 9, 'B': 7, 'C': 7}, 'B', order=highest_first)).verdict.value"
            " for words in ('second highest', 'joint second highest')]",
            """
            verdict
            LOOSE
            TRUE
            """,
        ),
        Example(
            "After the day until which the evidence is valid",
            "",
            "judge('35%', Evidence(statistic='share', value=35, valid_until=date(2026, 11, 30)),"
            " on=date(2026, 12, 1)).verdict.value",
            """
            verdict
            STALE
            """,
        ),
        Example(
            "The gravest of several",
            "",
            "gravest(judge('over 30%', Evidence(statistic='share', value=35)).verdict,"
            " judge('35%', None).verdict).value",
            """
            verdict
            NO EVIDENCE
            """,
        ),
    ),
    when_not_to_use="""
Not instead of reading the sentence. A wording can be true and the sentence around it misleading: who is counted, where,
and when is for the fact to say and for a person to check. The bands are settings: a council that means "almost" more
narrowly sets it so, and the change is logged.
""",
    literature=(CUMMINS, KRIFKA, CODE_OF_PRACTICE),
)

SUGGESTED = Chapter(
    slug="the-wording-we-would-write",
    title="The wording we would write",
    text="""
For every value there are words that are true of it, in the writer's manner where that can be kept: "almost", "over", a
fraction, a place. They are written from the roundest number to the finest, each is judged, and the first that is TRUE
is taken; where none is in that manner, the exact number. So what is suggested is never a guess.
""",
    functions=(suggest, all_suggestions, rewrite),
    names={
        "written": written,
        "Evidence": Evidence,
        "parse": parse_wording,
        "almost": Style.ALMOST,
        "over": Style.OVER,
        "fraction": Style.FRACTION,
    },
    examples=(
        Example(
            "Statistics in the manner that suits them",
            "",
            "[suggest(Evidence(statistic='count', value=4255)).text,"
            " suggest(Evidence(statistic='share', value=35.4)).text,"
            " suggest(Evidence(statistic='share', numerator=10, denominator=17)).text,"
            " suggest(Evidence(statistic='money a year', value=286604)).text]",
            """
            words
            4,255
            35%
            10 of 17
            about £287,000 a year
            """,
        ),
        Example(
            "In the writer's manner",
            """
            value
            10.8
            11.7
            97
            """,
            "written('gap', value, almost), written('gap', value, over)",
            """
            almost | over
            almost 11 | over 10
            almost 12 | over 11
            almost 100 | over 90
            """,
        ),
        Example(
            "As a fraction",
            """
            share
            34.2
            48
            12
            """,
            "written('share', share, fraction)",
            """
            words
            a third
            half
            one in ten
            """,
        ),
        Example(
            "The sentence, when a new value comes",
            "",
            "rewrite(parse('a gap of almost 11 years'), Evidence(statistic='gap', value=11.2))",
            """
            text
            a gap of just over 11 years
            """,
        ),
        Example(
            "Every manner in which 34.2% can be said truly",
            "",
            "[each.text for each in all_suggestions(Evidence(statistic='share', value=34.2))]",
            """
            words
            34%
            over 34%
            just over 34%
            at least 34%
            under 35%
            up to 35%
            about 34%
            a third
            """,
        ),
    ),
    when_not_to_use="""
Not where the value is hidden, or nothing tells whether a change is clear: nothing is written then. And not to choose
the most flattering of several true wordings.
""",
    literature=(CODE_OF_PRACTICE, STYLE_GUIDE),
)

FIGURES = Chapter(
    slug="figures-in-running-text",
    title="Figures in running text",
    text="""
To ask of a report which of its figures are bound to nothing, they must be found first: figures, number words, ranks,
shares, "all" where something is said to have been done, "most", "hundreds", what rose or fell. Passed over is what
claims nothing: dates and years, headings, ages, names such as Action 10, telephone numbers, times, turns of phrase.
""",
    functions=(find_figures, find_exclusions),
    examples=(
        Example(
            "Found",
            "",
            "tuple(zip(*[(each.text, each.kind.value) for each in find_figures("
            "'In 2022 over 2,000 homes got help, the eighth most in England. All contracts have been checked.')]))",
            """
            words | kind
            over 2,000 | number
            eighth most | rank
            All | all or none
            """,
        ),
        Example(
            "Passed over",
            "",
            "tuple(zip(*[(each.text, each.kind.value) for each in find_exclusions("
            "'Under Aim 2 those aged 50+ learn from one another on 1 May at 9am')]))",
            """
            words | kind
            Aim 2 | name
            aged 50+ | age
            one another | turn of phrase
            1 May | date
            9am | time of day
            """,
        ),
    ),
    when_not_to_use="""
Not as proof that a text makes no other claims: "many", "better than last year" and "leading" are none of these figures.
""",
    literature=(STYLE_GUIDE,),
)

CHAPTERS = (NUMBERS, WORDING, TRUTH, SUGGESTED, FIGURES)
