"""What a wording can state: an amount, a range, a part, all or none, most, hundreds, a place in a table, a change."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from goldenthread.core.claims.evidence import Order
from goldenthread.core.claims.hedges import Hedge
from goldenthread.core.claims.numerals import Numeral


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its hedge: "almost 11", "over 2,000", "35%", "one in five", "10 of 17"."""

    numeral: Numeral
    hedge: Hedge = Hedge.NONE
    is_multiple: bool = False  # three times, twice, doubled: a ratio
    is_exact: bool = False  # "exactly half"


@dataclass(frozen=True, slots=True)
class Between:
    """From one number to another: "between 50 and 60"."""

    low: Numeral
    high: Numeral


class Extent(StrEnum):
    """How many of a whole."""

    ALL = "all"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Whole:
    """All of something or none of it, and of how many where the words say it: "all 132"."""

    extent: Extent
    hedge: Hedge = Hedge.NONE  # "almost all"
    of: Numeral | None = None


@dataclass(frozen=True, slots=True)
class Majority:
    """More than half: "most of", "the majority"; a "vast majority" says more without saying what."""

    is_vast: bool = False


@dataclass(frozen=True, slots=True)
class Vague:
    """Hundreds, thousands, dozens."""

    word: str


@dataclass(frozen=True, slots=True)
class Rank:
    """A place in a table: "eighth most", "number one", "the lowest"; "in the top ten"; "among the highest"."""

    place: int
    order: Order | None = None  # None: from the end that the table is counted from
    is_joint: bool = False
    is_within: bool = False  # in the top ten
    is_from_the_bottom: bool = False  # in the bottom ten
    is_among: bool = False  # among the lowest
    of: Numeral | None = None  # the 151 of "8th of 151"


class Direction(StrEnum):
    """Which way something changed."""

    UP = "up"
    DOWN = "down"
    SAME = "the same"
    BETTER = "better"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Change:
    """A change: its direction and, where the words say it, by how much, from what and to what; or how many times."""

    direction: Direction
    by: Amount | None = None
    start: Amount | None = None
    end: Amount | None = None
    times: Fraction | None = None  # doubled: 2
    times_hedge: Hedge = Hedge.NONE
    is_of_gap: bool = False  # narrowed, widened


Statement = Amount | Between | Whole | Majority | Vague | Rank | Change


@dataclass(frozen=True, slots=True)
class Wording:
    """One claim's words, what they state and where in them they state it; or why they could not be read."""

    text: str
    start: int
    end: int
    statement: Statement | None
    why: str = ""

    def __post_init__(self) -> None:
        if self.statement is None and not self.why:
            raise ValueError("Words that could not be read must say why.")

    @property
    def words(self) -> str:
        """The words that state it, without those around them: "almost 11" of "a gap of almost 11 years"."""
        return self.text[self.start : self.end]

    @property
    def number_start(self) -> int:
        """Where its number starts, which may follow a hedge; without one, where the words do."""
        match self.statement:
            case Amount(numeral=numeral) if self.start <= numeral.start < self.end:
                return numeral.start
            case Between(low=low):
                return low.start
            case _:
                return self.start

    @property
    def is_empty(self) -> bool:
        """Whether the writer left the words to the system."""
        return not self.text.strip()
