"""What a hedged sentence promises, and whether a figure keeps it.

A report says "a gap of almost 11 years". :func:`parse_wording` reads what the words state, :func:`judge` holds them
against the :class:`Evidence` that they are bound to, :func:`suggest` writes words that are true of it, and
:func:`find_figures` finds every figure in running text that is bound to nothing.

>>> gap = Evidence(statistic=Statistic.GAP, value=10.8)
>>> judge("almost 11 years", gap).verdict.value, judge("over 11 years", gap).verdict.value
('TRUE', 'FALSE')
"""

from goldenthread.core.claims.bands import DEFAULT_BANDS, WHERE_FROM, Band, Bands, band_of
from goldenthread.core.claims.evidence import Evidence, Order, Statistic, rank_evidence
from goldenthread.core.claims.exclusions import Excluded, NotAFigure, find_exclusions
from goldenthread.core.claims.hedges import Hedge
from goldenthread.core.claims.judging import judge
from goldenthread.core.claims.numerals import Form, Numeral, Per, Unit, find_numerals, read_number
from goldenthread.core.claims.rounding import last_step, round_half_up, to_fraction, write_number
from goldenthread.core.claims.scanning import Figure, FigureKind, find_figures
from goldenthread.core.claims.statements import (
    Amount,
    Between,
    Change,
    Direction,
    Extent,
    Majority,
    Rank,
    Statement,
    Vague,
    Whole,
    Wording,
)
from goldenthread.core.claims.suggestions import Style, Suggestion, all_suggestions, rewrite, style_of, suggest
from goldenthread.core.claims.verdicts import GRAVITY, Judgement, Verdict, gravest
from goldenthread.core.claims.wording import find_wordings, parse_wording

__all__ = [
    "DEFAULT_BANDS",
    "GRAVITY",
    "WHERE_FROM",
    "Amount",
    "Band",
    "Bands",
    "Between",
    "Change",
    "Direction",
    "Evidence",
    "Excluded",
    "Extent",
    "Figure",
    "FigureKind",
    "Form",
    "Hedge",
    "Judgement",
    "Majority",
    "NotAFigure",
    "Numeral",
    "Order",
    "Per",
    "Rank",
    "Statement",
    "Statistic",
    "Style",
    "Suggestion",
    "Unit",
    "Vague",
    "Verdict",
    "Whole",
    "Wording",
    "all_suggestions",
    "band_of",
    "find_exclusions",
    "find_figures",
    "find_numerals",
    "find_wordings",
    "gravest",
    "judge",
    "last_step",
    "parse_wording",
    "rank_evidence",
    "read_number",
    "rewrite",
    "round_half_up",
    "style_of",
    "suggest",
    "to_fraction",
    "write_number",
]
