"""How strong the evidence is, on the Maryland Scientific Methods Scale."""

from collections.abc import Iterable
from dataclasses import dataclass

from goldenthread.impact.difference_in_differences import DifferenceInDifferences
from goldenthread.impact.event_study import EventStudy
from goldenthread.impact.interrupted_series import InterruptedSeries
from goldenthread.impact.regression_to_the_mean import RegressionToTheMean
from goldenthread.impact.results import Check, Design, listed
from goldenthread.impact.synthetic_control import SyntheticControl

SCALE = "Maryland Scientific Methods Scale"

#: Where the scale comes from, and the reading of it that is used here.
SOURCE = (
    "Sherman and others (1998), Preventing Crime, US National Institute of Justice; scored as in the What Works Centre "
    "for Local Economic Growth's Guide to scoring evidence (June 2016)"
)

#: What each level means.
LEVELS = {
    1: "Treated places beside untreated ones, or before beside after, with nothing taken into account",
    2: "Treated beside untreated, or before beside after, with other differences or trends taken into account",
    3: "Before beside after in treated and in comparison places that moved alike before",
    4: "Something as good as chance decided who was treated: a cut-off, a lottery, an instrument",
    5: "Places or people were treated at random",
}

#: The level each design can reach. The guide names all but two: an interrupted series is a before-and-after whose trend
#: and seasons are taken into account (2); a synthetic control is a before-and-after with a comparison that moved alike
#: before (3).
HIGHEST = {
    Design.RANDOMISED: 5,
    Design.CUT_OFF_OR_LOTTERY: 4,
    Design.DIFFERENCE_IN_DIFFERENCES: 3,
    Design.SYNTHETIC_CONTROL: 3,
    Design.INTERRUPTED_SERIES: 2,
    Design.BEFORE_AND_AFTER: 2,
    Design.TREATED_AND_UNTREATED: 2,
}


@dataclass(frozen=True, slots=True)
class StrengthOfEvidence:
    """A level on the scale, and why.

    Attributes
    ----------
    level, highest
        The level reached, and the highest that the design can reach.
    meaning
        What the level stands for.
    why
        A sentence on the design and its checks.
    design, checks
        What it was worked out from.
    """

    level: int
    highest: int
    meaning: str
    why: str
    design: Design
    checks: tuple[Check, ...]
    scale: str = SCALE
    source: str = SOURCE

    def __str__(self) -> str:
        return f"Level {self.level} of {len(LEVELS)} on the {self.scale}. {self.why} {self.meaning}."


def strength_of_evidence(
    evaluation: DifferenceInDifferences | EventStudy | InterruptedSeries | SyntheticControl | Design,
    checks: Iterable[Check] = (),
    *,
    chosen_for_being_worst: bool = False,
    regression_to_the_mean: RegressionToTheMean | None = None,
) -> StrengthOfEvidence:
    """Return how strong the evidence is: what the design can reach, and one level less where a check does not hold.

    The level speaks of how far the way of finding out can be trusted, not of whether the effect is large or certain.

    Parameters
    ----------
    evaluation
        What one of the methods returned; or the design, for evidence from elsewhere.
    checks
        Further checks. For a bare design they are all there is: with none, the design is not taken at its word.
    chosen_for_being_worst
        Whether treated places were chosen for being worst.
    regression_to_the_mean
        What that alone would have brought; its check then counts.

    Examples
    --------
    >>> print(strength_of_evidence(Design.RANDOMISED, [Check("Nobody lost", True, "All 40 schools reported.")]))
    Level 5 of 5 on the Maryland Scientific Methods Scale. A randomised trial can reach level 5, and all its checks \
hold. Places or people were treated at random.
    >>> strength_of_evidence(Design.DIFFERENCE_IN_DIFFERENCES).level
    2
    """
    design = evaluation if isinstance(evaluation, Design) else evaluation.design
    found = () if isinstance(evaluation, Design) else evaluation.checks
    found = (*found, *checks)
    if regression_to_the_mean is not None:
        found = (*found, regression_to_the_mean.check)
    elif chosen_for_being_worst:
        why = "The places were chosen for being worst, and what that alone would bring was not worked out."
        found = (*found, Check("Not regression to the mean alone", None, why))
    highest = HIGHEST[design]
    article = "An" if design.value[0] in "aeiou" else "A"
    reach = f"{article} {design.value} can reach level {highest}"
    lacking = [check for check in found if check.passed is not True]
    if not found:
        why = f"{reach}, but no check was handed in that it was carried out well."
    elif lacking:
        named = listed([f"“{check.name.lower()}”" for check in lacking])
        told = {None: "cannot be told", False: "does not hold"}
        because = " ".join(f"({told[check.passed]}) {check.why}" for check in lacking if check.passed is not True)
        why = f"{reach}, but not all its checks hold: {named}. {because}"
    else:
        why = f"{reach}, and all its checks hold."
    level = highest if found and not lacking else highest - 1
    return StrengthOfEvidence(level, highest, LEVELS[level], why, design, found)
