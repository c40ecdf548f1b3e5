"""Chapters on change and benchmarks: trends, verdicts, funnels, targets and floors."""

from datetime import date
from math import nan

from tests.spec.chapter import Chapter, Divergence, Example

from goldenthread.core.estimates import Estimate, Limits, Polarity
from goldenthread.core.statistics.funnels import (
    compare_with_benchmark,
    funnel_limits_of_proportions,
    funnel_of_proportions,
    funnel_of_ratios,
    overdispersion,
)
from goldenthread.core.statistics.gap_trends_of_many import gap_trends
from goldenthread.core.statistics.targets import control_false_discoveries, floor_status, people_needed
from goldenthread.core.statistics.trend_tests import (
    cochran_armitage,
    mann_kendall,
    recent_trend,
    recent_trend_of_counts,
    weighted_trend,
)
from goldenthread.core.statistics.trend_tests_of_many import (
    cochran_armitage_trends,
    mann_kendall_trends,
    recent_trends,
    recent_trends_of_counts,
    weighted_trends,
)
from goldenthread.core.statistics.trends import Period, Verdict, gap_trend, independent_periods

HIGHER = {"higher_is_better": Polarity.HIGHER_IS_BETTER}


def _estimates(values: list[float], spread: float) -> list[Estimate]:
    return [Estimate(value, Limits(value - spread, value + spread), "published") for value in values]


def verdict(year: list[float], length: float, worst: list[float], best: list[float]) -> Verdict:
    """What the gap between two groups did, each value known to within half a unit; both gaps are worked out here."""
    periods = [Period(date(int(y), 1, 1), date(int(y + length) - 1, 12, 31), f"{y:.0f}") for y in year]
    return gap_trend(
        periods,
        _estimates([b - w for w, b in zip(worst, best, strict=True)], 0.7),
        _estimates([b / w for w, b in zip(worst, best, strict=True)], 0.01),
        worst_group=_estimates(worst, 0.5),
        best_group=_estimates(best, 0.5),
        polarity=Polarity.HIGHER_IS_BETTER,
    )


def years(first: float, count: int, length: int = 1) -> list[Period]:
    """That many periods of that many years, a year apart."""
    starts = range(int(first), int(first) + count)
    return [Period(date(y, 1, 1), date(y + length - 1, 12, 31), f"{y} to {y + length - 1}") for y in starts]


def around(columns: list[list[float]], spread: float) -> tuple[list[list[float]], ...]:
    """Columns of periods as rows of places, with limits that far either way."""
    rows = [list(row) for row in zip(*columns, strict=True)]
    return tuple([[value + sign * spread for value in row] for row in rows] for sign in (0, -1, 1))


VERDICT = Chapter(
    slug="is-the-gap-narrowing",
    title="Is the gap narrowing?",
    text="""
A verdict is *narrowing*, *widening*, *no clear change* or *cannot tell*, with why, and with how it came about: the
worse-off improved, or the better-off got worse. Absolute and relative gap are judged together; where they disagree
there is no clear change, and both are said. Only periods that share no day are compared: three-year averages a year
apart share most of their people. One period, or different editions of a deprivation index, cannot tell anything.
The calls below give each value an interval of half a unit either way.
""",
    functions=(gap_trend, gap_trends, independent_periods),
    names={"verdict": verdict, "years": years, "around": around, "nan": nan} | HIGHER,
    examples=(
        Example(
            "The worse-off improved",
            """
            year | worst | best
            2015 | 70    | 80
            2016 | 72    | 80
            2017 | 74    | 80
            2018 | 76    | 80
            """,
            "(verdict(year, 1, worst, best).direction, verdict(year, 1, worst, best).how)",
            """
            verdict   | how
            narrowing | The most deprived fifth improved; the least deprived fifth shows no clear change.
            """,
        ),
        Example(
            "A gap that closes because the better-off got worse",
            """
            year | worst | best
            2015 | 70    | 80
            2016 | 70    | 77
            2017 | 70    | 74
            """,
            "(verdict(year, 1, worst, best).direction, verdict(year, 1, worst, best).how)",
            """
            verdict   | how
            narrowing | The most deprived fifth shows no clear change; the least deprived fifth got worse.
            """,
        ),
        Example(
            "Overlapping three-year windows",
            """
            year | worst | best
            2018 | 70    | 80
            2019 | 73    | 80
            2020 | 76    | 80
            """,
            "verdict(year, 3, worst, best).direction",
            """
            verdict
            cannot tell
            """,
        ),
        Example(
            "Which of seven three-year windows share no day, counted from the latest",
            "",
            "[years(2011, 7, length=3)[i].name for i in independent_periods(years(2011, 7, length=3))]",
            """
            period
            2011 to 2013
            2014 to 2016
            2017 to 2019
            """,
        ),
        Example(
            "Many places in one call, a place a row: gaps of three years",
            """
            gap_2020 | gap_2021 | gap_2022 | ratio_2020 | ratio_2021 | ratio_2022
            9        | 6        | 3        | 1.12       | 1.08       | 1.04
            9        | 9.1      | 9        | 1.12       | 1.12       | 1.12
            3        | 6        | 9        | 1.04       | 1.08       | 1.12
            9        | missing  | missing  | 1.12       | 1.08       | 1.04
            """,
            "(lambda found: (found.direction, found.periods_used))(gap_trends(years(2020, 3), "
            "around([gap_2020, [one or nan for one in gap_2021], [one or nan for one in gap_2022]], 0.7), "
            "around([ratio_2020, ratio_2021, ratio_2022], 0.01), polarity=higher_is_better))",
            """
            verdict | periods
            narrowing | 3
            no clear change | 3
            widening | 3
            cannot tell | 1
            """,
        ),
    ),
    when_not_to_use="Not for the effect of an action: a gap can narrow for other reasons. See the room on impact.",
    literature=(
        "King NB, Harper S, Young ME (2012). Use of relative and absolute effect measures. BMJ 345: e5774.",
        "Zou GY, Donner A (2008). Construction of confidence limits about effect measures. Stat Med 27: 1693-1702.",
    ),
)

TRENDS = Chapter(
    slug="trends",
    title="Trends in short series",
    text="""
For values with intervals, Fingertips' marker: a weighted line through the last five annual points must be steeper than
chance makes one line in 500, and must keep its direction whichever point is left out. For counts, Cochran-Armitage. For
bare values, Mann-Kendall with Sen's slope; fewer than five points can never show a trend.
""",
    formula=r"\chi^2 = \frac{[\sum w(t - \bar t)y]^2}{\sum w(t - \bar t)^2} > 9.5495",
    functions=(recent_trend, recent_trend_of_counts, weighted_trend, cochran_armitage, mann_kendall),
    examples=(
        Example(
            "Fingertips' marker",
            """
            year | value | lower | upper
            2014 | 24.67 | 23.16 | 26.25
            2015 | 24.60 | 23.15 | 26.19
            2016 | 28.00 | 26.44 | 29.64
            2017 | 30.20 | 28.63 | 31.90
            2018 | 30.60 | 28.98 | 32.25
            """,
            "(recent_trend(year, value, lower, upper).marker, recent_trend(year, value, lower, upper).chi_square)",
            """
            marker     | chi_square
            increasing | 46.76
            """,
            text="Fingertips' own test; it prints 46.77, having taken z for 1.96.",
        ),
        Example(
            "Shares from counts",
            """
            time | count | people
            0    | 10    | 100
            1    | 15    | 100
            2    | 20    | 100
            """,
            "cochran_armitage(time, count, people).chi_square",
            """
            chi_square
            3.9216
            """,
        ),
        Example(
            "Fingertips' marker of shares from counts",
            """
            year | count | people
            2018 | 50    | 200
            2019 | 60    | 200
            2020 | 70    | 200
            2021 | 80    | 200
            2022 | 90    | 200
            """,
            "(recent_trend_of_counts(year, count, people).marker, "
            "recent_trend_of_counts(year, count, people).chi_square)",
            """
            marker | chi_square
            increasing | 21.98
            """,
        ),
        Example(
            "A line through values of known standard error",
            """
            year | value | error
            2020 | 10    | 1
            2021 | 12    | 1
            2022 | 14    | 2
            """,
            "(weighted_trend(year, value, error).slope, weighted_trend(year, value, error).standard_error)",
            """
            slope | standard_error
            2 | 1.000
            """,
        ),
        Example(
            "Bare values",
            """
            year | value
            2018 | 10
            2019 | 11
            2020 | 13
            2021 | 14
            2022 | 18
            """,
            "(mann_kendall(year, value).p, mann_kendall(year, value).slope)",
            """
            p      | slope
            0.0167 | 1.75
            """,
        ),
    ),
    when_not_to_use="Not for overlapping averages, and not across a change of definition: cut the series there.",
    literature=(
        "Office for Health Improvement and Disparities. Fingertips technical guidance: recent trends.",
        "Armitage P (1955). Tests for linear trends in proportions and frequencies. Biometrics 11: 375-386.",
        "Sen PK (1968). Estimates of the regression coefficient based on Kendall's tau. JASA 63: 1379-1389.",
    ),
)

MANY = Chapter(
    slug="trends-of-many-places",
    title="Trends of many places in one call",
    text="""
The same tests for thousands of series at once: a series a row, the times once for all or a row each. Each series leaves
out its own missing points; a place without enough of them is missing, with the reason, and keeps no other from its
answer. What is impossible (more people with it than people, a time given twice) is refused, as for one series.
""",
    formula=r"S = \sum_{i<j} \operatorname{sign}(y_j - y_i)",
    functions=(recent_trends, recent_trends_of_counts, weighted_trends, cochran_armitage_trends, mann_kendall_trends),
    names=HIGHER,
    examples=(
        Example(
            "Fingertips' markers of three places",
            """
            y2018 | y2019 | y2020 | y2021 | y2022
            50    | 52    | 54    | 56    | 58
            58    | 56    | 54    | 52    | 50
            50    | 50    | 50    | 50    | missing
            """,
            "(lambda rows: (lambda found: (found.marker, found.why))(recent_trends(range(5), rows, "
            "[[one and one - 2 for one in row] for row in rows], [[one and one + 2 for one in row] for row in rows])))"
            "(list(zip(y2018, y2019, y2020, y2021, y2022)))",
            """
            marker | why
            increasing | the change over five points is larger than chance would make it
            decreasing | the change over five points is larger than chance would make it
            cannot be calculated | only 4 of the five points it needs have a value
            """,
        ),
        Example(
            "Markers of shares, of the same people each year",
            """
            y2018 | y2019 | y2020 | y2021 | y2022
            50    | 60    | 70    | 80    | 90
            1     | 2     | 1     | 0     | 2
            """,
            "recent_trends_of_counts(range(5), list(zip(y2018, y2019, y2020, y2021, y2022)), [200] * 5).marker",
            """
            marker
            increasing
            cannot be calculated
            """,
        ),
        Example(
            "Cochran-Armitage of two places, 100 people each year",
            """
            y2020 | y2021 | y2022
            10    | 15    | 20
            7     | 7     | missing
            """,
            "(lambda found: (found.slope, found.p))"
            "(cochran_armitage_trends(range(3), list(zip(y2020, y2021, y2022)), [100] * 3))",
            """
            slope | p
            0.05 | 0.0477
            0 | 1
            """,
        ),
        Example(
            "Mann-Kendall and Sen's slope",
            """
            y2018 | y2019 | y2020 | y2021 | y2022
            10    | 11    | 13    | 14    | 18
            3     | 1     | missing | missing | missing
            """,
            "(lambda found: (found.score, found.p, found.slope))"
            "(mann_kendall_trends(range(5), list(zip(y2018, y2019, y2020, y2021, y2022))))",
            """
            score | p | slope
            10 | 0.0167 | 1.75
            -1 | 1 | -2
            """,
        ),
        Example(
            "Lines through values of standard error 1",
            """
            y2020 | y2021   | y2022
            10    | 12      | 14
            5     | missing | 4
            7     | missing | missing
            """,
            "(lambda found: (found.slope, found.points))"
            "(weighted_trends(range(3), list(zip(y2020, y2021, y2022)), [1, 1, 1]))",
            """
            slope | points
            2 | 3
            -0.5 | 2
            missing | 1
            """,
        ),
    ),
    when_not_to_use="""
Not to look for the one place of a thousand that shows a trend: at 95% fifty of them show one by chance. Fingertips'
99.8% still gives two; hold false alarms to a stated share with control_false_discoveries.
""",
    literature=(
        "Office for Health Improvement and Disparities. Fingertips technical guidance: recent trends.",
        "Sen PK (1968). Estimates of the regression coefficient based on Kendall's tau. JASA 63: 1379-1389.",
    ),
)

FUNNELS = Chapter(
    slug="benchmarks",
    title="Against a benchmark",
    text="""
Small places scatter more than large ones by chance alone; the limits of a funnel say how much. A place beyond the inner
limits would be there by chance one time in twenty, beyond the outer one in 500. Where all places scatter more than
chance, the limits are widened (over-dispersion) so that not half the map is an alarm.
""",
    formula=(
        r"z = \frac{x/n - \pi}{\sqrt{\varphi\,\pi(1-\pi)/n}}, \qquad \varphi = \frac1I\sum z_i^2"
        r" \text{ (winsorised)}"
    ),
    functions=(
        compare_with_benchmark,
        funnel_limits_of_proportions,
        funnel_of_proportions,
        funnel_of_ratios,
        overdispersion,
    ),
    examples=(
        Example(
            "Places that scatter more than chance, from their scores",
            """
            score
            0.5
            -1
            2.5
            -3
            1.8
            -2.2
            0.3
            4
            """,
            "(overdispersion(score).multiplicative, overdispersion(score).is_clear)",
            """
            times | clear
            3.791 | True
            """,
            text="Limits are drawn wider by the square root of it.",
        ),
        Example(
            "The limits narrow as places grow",
            """
            people
            100
            400
            """,
            "funnel_limits_of_proportions(people, 0.5)",
            """
            lower | upper
            0.402 | 0.598
            0.451 | 0.549
            """,
        ),
        Example(
            "Places against a half",
            """
            count | people
            50    | 100
            70    | 100
            62    | 100
            """,
            "funnel_of_proportions(count, people, 0.5).label",
            """
            label
            not significant
            high (beyond 99.8% limits)
            high (beyond 95% limits)
            """,
        ),
        Example(
            "Events against those expected",
            """
            observed | expected
            20       | 25
            50       | 25
            """,
            "funnel_of_ratios(observed, expected).label",
            """
            label
            not significant
            high (beyond 99.8% limits)
            """,
        ),
        Example(
            "Overlap with the benchmark, which is approximate",
            """
            lower | upper
            1     | 3
            4     | 6
            7     | 9
            """,
            "compare_with_benchmark(lower, upper, 5)",
            """
            label
            lower
            similar
            higher
            """,
        ),
    ),
    when_not_to_use="Not as a league table: most ranks within the limits are chance.",
    literature=(
        "Spiegelhalter DJ (2005). Funnel plots for comparing institutional performance. Stat Med 24: 1185-1202.",
        "Spiegelhalter DJ (2005). Handling over-dispersion of performance indicators. Qual Saf Health "
        "Care 14: 347-351.",
    ),
    divergences=(
        Divergence(
            "PHEindicatormethods finds its Poisson limits by iteration, right to about five figures; here exact.",
            "tests/unit/core/test_intervals.py::test_exact_poisson_limits_are_where_the_tails_reach_a_fortieth",
        ),
    ),
)

TARGETS = Chapter(
    slug="targets-and-floors",
    title="Targets and floors",
    text="""
How many people it would take to reach a target, with the fewest and the most the uncertainty allows; and, for a floor
that no area should be below, which areas reliably meet it, which reliably do not, and which cannot be told. Of many
areas some fall below by chance: false alarms are held to a stated share.
""",
    formula=r"\lceil n\max(0, t - y)\rceil",
    functions=(people_needed, floor_status, control_false_discoveries),
    names=HIGHER,
    examples=(
        Example(
            "From 45% of 1,000 people to a half",
            """
            count | people | target
            450   | 1000   | 0.5
            """,
            "people_needed(count, people, target, polarity=higher_is_better).people",
            """
            people
            50
            """,
        ),
        Example(
            "A floor of 80",
            """
            lower | upper
            70    | 76
            78    | 86
            85    | 92
            """,
            "floor_status(lower, upper, 80, polarity=higher_is_better)",
            """
            status
            reliably below
            uncertain
            reliably met
            """,
        ),
        Example(
            "Which of four alarms to act on",
            """
            p
            0.001
            0.012
            0.03
            0.2
            """,
            "control_false_discoveries(p)",
            """
            act_on
            True
            True
            True
            False
            """,
        ),
    ),
    when_not_to_use="Not to set a target: the arithmetic says what it takes, not what is right.",
    literature=("Benjamini Y, Hochberg Y (1995). Controlling the false discovery rate. JRSS B 57: 289-300.",),
)

CHAPTERS = (VERDICT, TRENDS, MANY, FUNNELS, TARGETS)
