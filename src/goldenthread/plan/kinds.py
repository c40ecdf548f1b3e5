"""What a progress measure can be, what a council's part in an action can be, and what of an indicator is measured."""

from enum import StrEnum


class CouncilRole(StrEnum):
    """What the council does about an action: it does not deliver everything it promises."""

    DELIVER = "deliver"
    COMMISSION = "commission"
    CONVENE = "convene"
    INFLUENCE = "influence"

    @property
    def sentence(self) -> str:
        """What the role means, for a resident."""
        return _ROLE_SENTENCES[self]


_ROLE_SENTENCES = {
    CouncilRole.DELIVER: "The council does this itself.",
    CouncilRole.COMMISSION: "The council pays others to do this, and checks that they do.",
    CouncilRole.CONVENE: "The council brings together the people who can do this.",
    CouncilRole.INFLUENCE: "Others decide this. The council makes the case for it.",
}


class MeasureKind(StrEnum):
    """How progress is measured."""

    INDICATOR = "indicator"
    COUNT = "count"
    PERCENTAGE = "percentage"
    CADENCE = "cadence"
    FLOOR = "floor"
    ALL_OF = "all of"
    MILESTONE = "milestone"
    CAPACITY = "capacity"
    FUNNEL = "cohort funnel"
    SURVEY = "survey"
    QUALITATIVE = "qualitative"
    ANSWERED = "asks answered"

    @property
    def sentence(self) -> str:
        """What the kind is for, on the form where it is chosen."""
        return _KIND_SENTENCES[self]

    @property
    def is_numeric(self) -> bool:
        """Does the measure have a number that can be compared with a target?"""
        return self not in {MeasureKind.MILESTONE, MeasureKind.QUALITATIVE}

    @property
    def comes_from_evidence(self) -> bool:
        """Is the figure taken from an indicator, so that nobody types it?"""
        return self in {MeasureKind.INDICATOR, MeasureKind.FLOOR}

    @property
    def comes_from_register(self) -> bool:
        """Is the figure computed from what groups asked and when they were answered, so that nobody types it?"""
        return self is MeasureKind.ANSWERED

    @property
    def is_typed(self) -> bool:
        """Does somebody have to say what the figure is?"""
        return not self.comes_from_evidence and not self.comes_from_register

    @property
    def is_share(self) -> bool:
        """Is it recorded as how many out of how many?"""
        return self in {MeasureKind.PERCENTAGE, MeasureKind.ALL_OF, MeasureKind.SURVEY}


_KIND_SENTENCES = {
    MeasureKind.INDICATOR: "A published indicator, or a gap in it. The figure comes from the evidence.",
    MeasureKind.COUNT: "A number of things or people, counted by you.",
    MeasureKind.PERCENTAGE: "How many out of how many.",
    MeasureKind.CADENCE: "Something that should happen regularly, such as a surgery every month in every ward.",
    MeasureKind.FLOOR: "A level that every area should reach. The figure comes from the evidence.",
    MeasureKind.ALL_OF: "All of something: every contract, every school.",
    MeasureKind.MILESTONE: "Something that is done by a date.",
    MeasureKind.CAPACITY: "Places planned, and places opened: school places, beds, hours of advice.",
    MeasureKind.FUNNEL: "How many of the people who began came through each stage.",
    MeasureKind.SURVEY: "How many of those who were asked gave an answer, such as “I can influence decisions”.",
    MeasureKind.QUALITATIVE: "What people say or what was seen, with the evidence for it.",
    MeasureKind.ANSWERED: "Replies to what groups asked, within so many working days. Counted from their register.",
}


class Statistic(StrEnum):
    """Which number of an indicator is meant."""

    VALUE = "value"
    GAP_FIFTHS = "gap between fifths"
    SLOPE_INDEX = "slope index"
    RELATIVE_INDEX = "relative index"
    GAP_WARDS = "gap between wards"
    LOWEST_WARD = "lowest ward"
    HIGHEST_WARD = "highest ward"
    WARDS_MEETING_FLOOR = "wards meeting the floor"

    @property
    def sentence(self) -> str:
        """What the statistic is, after the indicator's name."""
        return _STATISTIC_SENTENCES[self]


_STATISTIC_SENTENCES = {
    Statistic.VALUE: "for the whole area",
    Statistic.GAP_FIFTHS: "gap between the most and least deprived fifths of areas",
    Statistic.SLOPE_INDEX: "gap across all areas from most to least deprived (slope index)",
    Statistic.RELATIVE_INDEX: "relative gap across all areas from most to least deprived",
    Statistic.GAP_WARDS: "gap between the highest and lowest wards",
    Statistic.LOWEST_WARD: "in the ward with the lowest value",
    Statistic.HIGHEST_WARD: "in the ward with the highest value",
    Statistic.WARDS_MEETING_FLOOR: "number of wards that reach the level promised",
}


class Cadence(StrEnum):
    """How often something should happen."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Direction(StrEnum):
    """Which way a measure should move to be good news."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"
