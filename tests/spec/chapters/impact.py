"""Chapters on whether an action worked: comparisons, series, regression to the mean, and strength of evidence."""

from typing import Any

import numpy as np
from tests.spec.chapter import Chapter, Example

from goldenthread.core.estimates import Polarity
from goldenthread.impact import (
    Check,
    Design,
    EventStudy,
    difference_in_differences,
    event_study,
    interrupted_series,
    nearest_mix,
    regression_to_the_mean,
    reliability,
    strength_of_evidence,
    synthetic_control,
)


def effect(found: Any) -> tuple[Any, ...]:
    """Its value and p-value."""
    return found.effect.value, found.p_value


def without_interval(found: Any) -> tuple[Any, ...]:
    """Its value, and why it has no interval."""
    return found.effect.value, found.effect.reason


def moments(found: EventStudy) -> tuple[Any, ...]:
    """Periods since the beginning, differences and p-values."""
    return (
        [each.period for each in found.moments],
        [each.difference.value for each in found.moments],
        [each.p_value for each in found.moments],
    )


def line(found: Any) -> tuple[Any, ...]:
    """Jump, change of slope, mean effect, and the jump's p-value."""
    return found.level_change.value, found.slope_change.value, found.effect.value, found.p_values[0]


def ranked(found: Any) -> tuple[Any, ...]:
    """The mean gap, the rank and its p-value."""
    return found.effect.value, found.rank, found.p_value


def expected(found: Any) -> tuple[Any, ...]:
    """Expected, observed and beyond with its limits."""
    return (
        found.expected_change.value,
        found.observed_change,
        found.beyond.value,
        found.beyond.limits.lower,
        found.beyond.limits.upper,
    )


def level_of(design: str, *held: bool) -> tuple[Any, ...]:
    """The level and the highest, for a design whose checks hold or not."""
    checks = [Check(f"check {i}", each, "As said.") for i, each in enumerate(held, start=1)]
    found = strength_of_evidence(Design(design), checks)
    return found.level, found.highest


#: Six wards, three of them reached from the third year.
WARDS = """
ward    | year | value | treated
Abbot   | 2021 | 50    | 0
Abbot   | 2022 | 51    | 0
Abbot   | 2023 | 56    | 1
Abbot   | 2024 | 57    | 1
Brook   | 2021 | 40    | 0
Brook   | 2022 | 42    | 0
Brook   | 2023 | 46    | 1
Brook   | 2024 | 46    | 1
Cross   | 2021 | 60    | 0
Cross   | 2022 | 60    | 0
Cross   | 2023 | 65    | 1
Cross   | 2024 | 68    | 1
Dale    | 2021 | 55    | 0
Dale    | 2022 | 56    | 0
Dale    | 2023 | 57    | 0
Dale    | 2024 | 57    | 0
Elm     | 2021 | 45    | 0
Elm     | 2022 | 45    | 0
Elm     | 2023 | 47    | 0
Elm     | 2024 | 48    | 0
Ford    | 2021 | 65    | 0
Ford    | 2022 | 67    | 0
Ford    | 2023 | 67    | 0
Ford    | 2024 | 69    | 0
"""

COMPARED = Chapter(
    slug="difference-in-differences",
    title="Difference in differences",
    text="""
Did the places an action reached change more than those it did not reach? The mean effect on the treated, over the
periods after. Standard errors are robust to chance that units of a cluster share. Below 50 clusters the interval and
p-value come from the wild cluster bootstrap: with up to 12 clusters all patterns of signs are gone through, so that the
answer has no dice in it. Where units began at different times each cohort is compared with never-treated units only.

The comparison stands or falls with one thing: that both would have moved alike. The drift before the action is shown
with its interval, and how much of the effect a drift that cannot be ruled out would explain.
""",
    formula=r"y_{it}=\alpha_i+\gamma_t+\tau D_{it}+\varepsilon_{it}",
    functions=(difference_in_differences,),
    names={"effect": effect, "without_interval": without_interval},
    examples=(
        Example(
            "Three wards of six",
            WARDS,
            "effect(difference_in_differences(ward, year, value, treated))",
            """
            effect | p_value
            3.83   | 0.03125
            """,
            "The treated rise from 50.5 to 56.33, the others from 55.5 to 57.5: 5.83 less 2. No smaller p-value is "
            "possible with six clusters: 1 in 32.",
        ),
        Example(
            "One treated ward has no interval, and says why",
            """
            ward | year | value | treated
            A    | 2023 | 10    | 0
            A    | 2024 | 15    | 1
            B    | 2023 | 12    | 0
            B    | 2024 | 13    | 0
            C    | 2023 | 20    | 0
            C    | 2024 | 22    | 0
            """,
            "without_interval(difference_in_differences(ward, year, value, treated))",
            """
            effect | reason
            3.5    | Only one cluster was treated, so its own chance cannot be told from the action
            """,
        ),
    ),
    when_not_to_use="""
Where the treated drifted away before the action; where the action spilled over to those compared with; where places
were chosen for a bad year (see regression to the mean). With fewer than four treated clusters no interval can be relied
on: ask for a synthetic control.
""",
    divergences=(
        "The wild bootstrap is the restricted one with Rademacher weights, as in `boottest` (Stata) and "
        "`fwildclusterboot` (R); the p-value of drawn signs counts the data themselves as one draw.",
        "Unit effects are not counted as parameters, since they lie within clusters (as `reghdfe` and `fixest` do).",
    ),
    literature=(
        "Bertrand, Duflo and Mullainathan (2004), Quarterly Journal of Economics 119(1), 249-275.",
        "Cameron, Gelbach and Miller (2008), Review of Economics and Statistics 90(3), 414-427.",
        "Goodman-Bacon (2021), Journal of Econometrics 225(2), 254-277.",
        "Wooldridge (2021), SSRN 3906345.",
    ),
)

STUDIED = Chapter(
    slug="event-study",
    title="The event study",
    text="""
The difference between treated and never-treated units in every period, measured from the last period before the action:
those before should lie about nought, those after show how the effect came and whether it stayed.
""",
    functions=(event_study,),
    names={"moments": moments},
    examples=(
        Example(
            "The six wards, period by period",
            WARDS,
            "moments(event_study(ward, year, value, treated))",
            """
            since | difference | p_value
            -2    | 0.000      | 1.00000
            0     | 3.667      | 0.03125
            1     | 4.000      | 0.06250
            """,
        ),
    ),
    when_not_to_use="With one period before, since there is then nothing to look at before the action.",
    literature=("Sun and Abraham (2021), Journal of Econometrics 225(2), 175-199.",),
)

SERIES = Chapter(
    slug="interrupted-time-series",
    title="Interrupted time series",
    text="""
One long series and nobody to compare with: did its line break where the action began? The jump, the change of slope,
and the mean distance from where the line before would have led. Standard errors are Newey and West's, since one month
is not independent of the next; seasons are taken out where their length is given.
""",
    formula=r"y_t=\beta_0+\beta_1t+\beta_2D_t+\beta_3(t-t_0)D_t+\text{season}_t+\varepsilon_t",
    functions=(interrupted_series,),
    names={"line": line},
    examples=(
        Example(
            "Five years before, five after",
            """
            year | value
            2013 | 20.1
            2014 | 20.9
            2015 | 22.2
            2016 | 22.8
            2017 | 24.0
            2018 | 28.1
            2019 | 28.8
            2020 | 29.9
            2021 | 30.7
            2022 | 32.3
            """,
            "line(interrupted_series(year, value, start=2018))",
            """
            jump | turn  | mean_effect | p_value
            2.99 | 0.06  | 3.11        | 0.0000
            """,
        ),
    ),
    when_not_to_use="""
Where something else began at the same time: it would look just the same. With fewer than three points on a side it is
refused, with fewer than eight on a side its intervals are not to be relied on, and where the line before was already
bent it carries the bend on. Each of these is a check the result carries.
""",
    divergences=(
        "The covariance has the correction n/(n-k) and t on n-k, as Stata's `newey`; R's `NeweyWest` has neither.",
    ),
    literature=(
        "Lopez Bernal, Cummins and Gasparrini (2017), International Journal of Epidemiology 46(1), 348-355.",
        "Newey and West (1994), Review of Economic Studies 61(4), 631-653.",
        "Turner and others (2021), BMC Medical Research Methodology 21, 134.",
    ),
)

MIXED = Chapter(
    slug="synthetic-control",
    title="Synthetic control",
    text="""
One treated place beside a mix of donors that came nearest to it before the action. The donors are handed in (the
official statistical neighbours, say), before looking at what came after. Every donor is then treated as if the action
had been its own; the share of places that moved off at least as far, beside how well they fitted before, is the
p-value.
""",
    formula=r"\min_{w\ge0,\ \sum w=1}\ \sum_{t<t_0}\Bigl(y_{1t}-\sum_jw_jy_{jt}\Bigr)^2",
    functions=(synthetic_control, nearest_mix),
    names={"ranked": ranked, "array": np.array},
    examples=(
        Example(
            "Half of one, half of another",
            "",
            "nearest_mix(array([3, 4, 3]), array([[2, 3, 2], [4, 5, 4], [9, 9, 0]]))",
            """
            weight
            0.500
            0.500
            0.000
            """,
        ),
        Example(
            "A place and three donors",
            """
            place | year | value | treated
            A     | 2019 | 10.0  | 0
            A     | 2020 | 12.0  | 0
            A     | 2021 | 11.0  | 0
            A     | 2022 | 17.0  | 1
            A     | 2023 | 18.0  | 1
            B     | 2019 | 9.0   | 0
            B     | 2020 | 10.5  | 0
            B     | 2021 | 10.5  | 0
            B     | 2022 | 11.0  | 0
            B     | 2023 | 12.0  | 0
            C     | 2019 | 12.0  | 0
            C     | 2020 | 14.0  | 0
            C     | 2021 | 12.5  | 0
            C     | 2022 | 14.0  | 0
            C     | 2023 | 14.0  | 0
            D     | 2019 | 20.0  | 0
            D     | 2020 | 21.0  | 0
            D     | 2021 | 23.0  | 0
            D     | 2022 | 22.0  | 0
            D     | 2023 | 24.0  | 0
            """,
            "ranked(synthetic_control(place, year, value, treated))",
            """
            effect | rank | p_value
            5.08   | 1    | 0.25
            """,
            "First of four is the furthest off there can be, and p is 0.25 all the same: three donors are too few.",
        ),
    ),
    when_not_to_use="""
With fewer than 19 donors, if a p-value of 0.05 is wanted; with few periods before; for a place above or below all
donors, unless only movements are compared (`allow_level_difference`). A donor that was reached too hides the effect.
""",
    divergences=(
        "Outcomes before alone are matched, with equal weight; `Synth` (R) also matches covariates, with weights of "
        "their own.",
        "The treated place is nobody's donor in the placebos, as in `SCtools` (R).",
    ),
    literature=(
        "Abadie, Diamond and Hainmueller (2010), Journal of the American Statistical Association 105(490), 493-505.",
        "Abadie (2021), Journal of Economic Literature 59(2), 391-425.",
        "Ferman and Pinto (2021), Quantitative Economics 12(4), 1197-1221.",
    ),
)

REGRESSED = Chapter(
    slug="regression-to-the-mean",
    title="Regression to the mean",
    text="""
Places chosen for being worst get better by themselves: part of what made them worst was a bad year. How much is to be
expected follows from how far they were off and from how well one measurement foretells the next. A result for chosen
places says so in a sentence, and whether more was seen than that.
""",
    formula=r"E[\bar y_{after}-\bar y_{before}]=(1-\rho)(\mu-\bar y_{before})",
    functions=(regression_to_the_mean, reliability),
    names={"expected": expected, "LOWER": Polarity.LOWER_IS_BETTER},
    examples=(
        Example(
            "The two worst of eight schools",
            """
            absence | chosen | later
            8       | 0      |
            9       | 0      |
            10      | 0      |
            10      | 0      |
            11      | 0      |
            12      | 0      |
            16      | 1      | 13
            20      | 1      | 17
            """,
            "expected(regression_to_the_mean(absence, chosen, correlation=0.6, polarity=LOWER, after=later))",
            """
            expected | observed | beyond | lower | upper
            -2.40    | -3.00    | -0.60  | -5.07 | 3.87
            """,
            "They fell by three, of which 2.4 was to be expected without anybody doing anything.",
        ),
        Example(
            "How well one year foretells the next",
            """
            first | second
            8     | 9
            9     | 8
            11    | 12
            12    | 10
            15    | 14
            """,
            "reliability(first, second).value",
            """
            correlation
            0.872
            """,
        ),
    ),
    when_not_to_use="""
Where the choice looked at more than the one measurement given; where all places moved between the two (compare the
chosen with others that were not reached instead).
""",
    literature=(
        "Davis (1976), American Journal of Epidemiology 104(5), 493-498.",
        "Barnett, van der Pols and Dobson (2005), International Journal of Epidemiology 34(1), 215-220.",
    ),
)

STRONG = Chapter(
    slug="strength-of-evidence",
    title="Strength of evidence",
    text="""
The Maryland Scientific Methods Scale, as the What Works Centre for Local Economic Growth scores it: 1 is treated beside
untreated or before beside after and nothing else; 2 takes other differences or trends into account; 3 has a comparison
that moved alike before; 4 has something as good as chance; 5 is a randomised trial. A design has the level it can
reach, and one less where a check does not hold or cannot be told. The level speaks of how it was found out, not of how
large the effect is.
""",
    functions=(strength_of_evidence,),
    names={"level_of": level_of},
    examples=(
        Example(
            "A difference in differences whose checks hold",
            "",
            "level_of('difference in differences', True, True)",
            """
            level | highest
            3     | 3
            """,
        ),
        Example(
            "The same with a drift before",
            "",
            "level_of('difference in differences', False, True)",
            """
            level | highest
            2     | 3
            """,
        ),
        Example(
            "An interrupted series at its best",
            "",
            "level_of('interrupted time series', True, True, True)",
            """
            level | highest
            2     | 2
            """,
        ),
    ),
    when_not_to_use="""
To add up or average evidence. The guide names neither interrupted series nor synthetic controls; they are placed by
what they take into account (2) and by what they compare with (3).
""",
    literature=(
        "Sherman and others (1998), Preventing Crime: What Works, What Doesn't, What's Promising, US National "
        "Institute of Justice.",
        "What Works Centre for Local Economic Growth (2016), Guide to scoring evidence using the Maryland Scientific "
        "Methods Scale.",
    ),
)

CHAPTERS = (COMPARED, STUDIED, SERIES, MIXED, REGRESSED, STRONG)
