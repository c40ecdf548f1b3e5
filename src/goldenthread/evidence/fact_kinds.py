"""What a fact can be: which question it is the answer to, and whether its value may be shown."""

from enum import StrEnum

from goldenthread.core.claims import Statistic


class FactQuestion(StrEnum):
    """What is asked of the evidence for a fact, anew whenever evidence is taken into use."""

    VALUE = "value"
    COUNT = "count"
    ALL_OR_NONE = "all or none"
    GAP_FIFTHS = "gap between fifths"
    GAP_WARDS = "gap between wards"
    SLOPE_INDEX = "slope index"
    RELATIVE_INDEX = "relative index"
    RANK_DISTRICTS = "rank among districts"
    RANK_NEIGHBOURS = "rank among neighbours"
    CHANGE = "change"
    CHANGE_OF_GAP = "change of the gap"
    WARDS_AT_FLOOR = "wards at the floor"
    RANGE_WARDS = "range across wards"

    @property
    def label(self) -> str:
        """What it is called where somebody chooses it."""
        return _LABELS[self]


_LABELS = {
    FactQuestion.VALUE: "The latest value",
    FactQuestion.COUNT: "How many people or things are counted in the latest value",
    FactQuestion.ALL_OR_NONE: "Whether it is all, none or a share",
    FactQuestion.GAP_FIFTHS: "The gap between the most and the least deprived fifth",
    FactQuestion.GAP_WARDS: "The gap between the wards at the two ends",
    FactQuestion.SLOPE_INDEX: "The slope index of inequality",
    FactQuestion.RELATIVE_INDEX: "The relative index of inequality",
    FactQuestion.RANK_DISTRICTS: "The rank among all districts, the worst first",
    FactQuestion.RANK_NEIGHBOURS: "The rank among our statistical neighbours, the worst first",
    FactQuestion.CHANGE: "The change from the first to the latest value",
    FactQuestion.CHANGE_OF_GAP: "The change of the gap, with its verdict",
    FactQuestion.WARDS_AT_FLOOR: "How many wards are at or above a floor",
    FactQuestion.RANGE_WARDS: "From the lowest to the highest ward",
}

#: Questions about one area; every other is about the whole place.
OF_AN_AREA = frozenset({FactQuestion.VALUE, FactQuestion.COUNT, FactQuestion.ALL_OR_NONE, FactQuestion.CHANGE})


class Disclosure(StrEnum):
    """Whether a value may be shown."""

    OPEN = "open"
    SUPPRESSED = "suppressed"


#: Statistics that a person may record; ranks and changes of indicators come from the evidence or with their table.
STATISTIC_LABELS = {
    Statistic.COUNT: "A count",
    Statistic.SHARE: "A share, in per cent",
    Statistic.GAP: "A gap",
    Statistic.RATIO: "A ratio",
    Statistic.RATE: "A rate",
    Statistic.AMOUNT: "A measured amount, such as an average or a time",
    Statistic.RANK: "A rank in a table of peers",
    Statistic.FIRST: "First or last in a table of peers",
    Statistic.MONEY_ONCE: "Money, once",
    Statistic.MONEY_A_YEAR: "Money a year",
    Statistic.MONEY_A_MONTH: "Money a month",
    Statistic.MONEY_A_WEEK: "Money a week",
    Statistic.MONEY_A_DAY: "Money a day",
    Statistic.MONEY_AN_HOUR: "Money an hour",
    Statistic.ALL_OR_NONE: "All or none",
    Statistic.CHANGE: "A change, later less earlier",
    Statistic.RANGE: "A range of values",
}


class FactRefused(ValueError):
    """What was asked of a fact cannot be done. The sentence says why and what to do."""
