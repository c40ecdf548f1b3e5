"""Chapters on gaps: between two groups, across ordered groups, and between groups without order."""

from tests.spec.chapter import Chapter, Divergence, Example

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.concentration import concentration_indices
from goldenthread.core.statistics.count_slopes import slope_of_counts
from goldenthread.core.statistics.inequality import (
    Groups,
    between_group_variance,
    decompose_theil,
    mean_difference_from_mean,
    null_band,
    population_attributable_risk,
    theil_index,
)
from goldenthread.core.statistics.intervals import difference, ratio
from goldenthread.core.statistics.proportions import difference_of_proportions, ratio_of_proportions
from goldenthread.core.statistics.quantiles import describe_quantiles, equal_count_quantiles, population_quantiles
from goldenthread.core.statistics.slope_index import slope_index_of_inequality, slope_indices
from goldenthread.core.statistics.slope_index_scales import slope_indices_on_scale
from goldenthread.core.statistics.trend_tests import Scale

GOOD, BAD = {"higher_is_better": Polarity.HIGHER_IS_BETTER}, {"lower_is_better": Polarity.LOWER_IS_BETTER}

TWO_GROUPS = Chapter(
    slug="two-groups",
    title="A gap between two groups",
    text="""
Always both: the absolute gap (how many years, how many percentage points) and the relative one (how many times). The
most against the least deprived fifth uses the two ends only and is never called a slope index.
""",
    formula=r"d - \sqrt{(y_1 - l_1)^2 + (u_2 - y_2)^2}, \quad d + \sqrt{(u_1 - y_1)^2 + (y_2 - l_2)^2}",
    functions=(difference, ratio, difference_of_proportions, ratio_of_proportions),
    examples=(
        Example(
            "Two shares (Newcombe's own example)",
            """
            count_1 | people_1 | count_2 | people_2
            56      | 70       | 48      | 80
            """,
            "difference_of_proportions(count_1, people_1, count_2, people_2)",
            """
            value | lower  | upper
            0.2   | 0.0524 | 0.3339
            """,
        ),
        Example(
            "The same, as a ratio",
            """
            count_1 | people_1 | count_2 | people_2
            56      | 70       | 48      | 80
            """,
            "ratio_of_proportions(count_1, people_1, count_2, people_2)",
            """
            value  | lower  | upper
            1.3333 | 1.0766 | 1.6512
            """,
        ),
        Example(
            "Two rates with published limits, one over the other",
            """
            worst | worst_low | worst_high | best | best_low | best_high
            20    | 16        | 25         | 10   | 8        | 12.5
            """,
            "ratio(worst, (worst_low, worst_high), best, (best_low, best_high))",
            """
            value | lower | upper
            2     | 1.459 | 2.742
            """,
        ),
        Example(
            "Two life expectancies with published limits",
            """
            best | best_low | best_high | worst | worst_low | worst_high
            82   | 81       | 83        | 75    | 74        | 76
            """,
            "difference(best, (best_low, best_high), worst, (worst_low, worst_high))",
            """
            value | lower | upper
            7     | 5.586 | 8.414
            """,
        ),
    ),
    when_not_to_use="""
Not for groups that overlap (a ward and its borough are not independent), and not for the largest gap picked out of
many: noise alone makes it wide. See the null band.
""",
    literature=(
        "Newcombe RG (1998). Interval estimation for the difference between independent proportions. "
        "Stat Med 17: 873-890.",
        "Zou GY, Donner A (2008). Construction of confidence limits about effect measures. Stat Med 27: 1693-1702.",
        "Katz D et al (1978). Obtaining confidence intervals for the risk ratio in cohort studies. "
        "Biometrics 34: 469-474.",
    ),
)

FIFTHS = Chapter(
    slug="fifths",
    title="Fifths of deprivation",
    text="""
Areas are ordered from most to least deprived and cut into fifths of *people*, as nearly as whole areas allow: an area
belongs to the fifth its middle person falls in. Fifths within the council are the default for its own gap; national
ones may be missing, and then it is said which.
""",
    formula=r"1 + \left\lfloor q\,\frac{(N_{i-1} + N_i)/2}{N} \right\rfloor",
    functions=(population_quantiles, equal_count_quantiles, describe_quantiles),
    examples=(
        Example(
            "Halves by people",
            """
            score | people
            40    | 100
            30    | 100
            20    | 100
            10    | 300
            """,
            "population_quantiles(score, people, quantiles=2)",
            """
            half
            1
            1
            1
            2
            """,
        ),
        Example(
            "Thirds by number of areas",
            """
            value
            5
            1
            4
            2
            3
            6
            """,
            "equal_count_quantiles(value, quantiles=3)",
            """
            third
            1
            3
            2
            3
            2
            1
            """,
        ),
        Example(
            "A council without the two most deprived national fifths",
            """
            fifth
            3
            4
            5
            5
            """,
            "describe_quantiles(fifth).sentence",
            """
            sentence
            No area lies in quantiles 1, 2 of 5.
            """,
        ),
    ),
    when_not_to_use="""
Not across editions of a deprivation index: half of the small areas change their tenth from one to the next.
""",
    literature=("PHEindicatormethods 2.1.0, phe_quantile (for groups of as many areas).",),
    divergences=(
        Divergence(
            "By people where PHEindicatormethods cuts by number of areas; both are offered.",
            "tests/unit/core/test_manual_divergences.py::test_fifths_of_people_are_not_fifths_of_areas",
        ),
    ),
)

SLOPE = Chapter(
    slug="slope-index",
    title="The slope index of inequality",
    text="""
A straight line through all groups, each placed by the middle of its stretch of the people ranked from most (0) to least
deprived (1). The index is the difference between the line's two ends, so it uses everybody and not the ends alone. It
is a fixed linear combination of the groups' values, and so its interval is exact: no random numbers, half a
millisecond. A larger positive index is a larger gap to the disadvantage of the most deprived, whichever direction is
good. Three relative indices are in use; each number says which it is.
""",
    formula=(
        r"b = \sum w_i y_i, \quad w_i = \frac{p_i(r_i - \bar r)}{\sum p(r - \bar r)^2}, "
        r"\quad b \pm z\sqrt{\sum w_i^2 s_i^2}"
    ),
    functions=(slope_index_of_inequality, slope_indices),
    names=GOOD | BAD,
    examples=(
        Example(
            "Life expectancy across fifths",
            """
            years | people | error
            75    | 1      | 0.5
            77    | 1      | 0.5
            79    | 1      | 0.5
            80    | 1      | 0.5
            82    | 1      | 0.5
            """,
            "slope_indices(years, people, error, polarity=higher_is_better).slope",
            """
            value | lower | upper
            8.5   | 6.951 | 10.049
            """,
        ),
        Example(
            "The ratio of the line's ends, with Fieller's limits",
            """
            years | people | error
            75    | 1      | 0.5
            77    | 1      | 0.5
            79    | 1      | 0.5
            80    | 1      | 0.5
            82    | 1      | 0.5
            """,
            "slope_indices(years, people, error, polarity=higher_is_better).ratio",
            """
            value | lower | upper
            1.114 | 1.093 | 1.137
            """,
        ),
        Example(
            "Where lower is better the sign is the same: positive is worse for the most deprived",
            """
            rate | people | error
            30   | 1      | 1
            20   | 1      | 1
            10   | 1      | 1
            """,
            "slope_indices(rate, people, error, polarity=lower_is_better).slope",
            """
            value | lower | upper
            30    | 25.84 | 34.16
            """,
        ),
        Example(
            "A fifth that is missing is left out and said",
            """
            years   | people | error
            70      | 100    | 1
            missing | 100    | missing
            76      | 100    | 1
            78      | 100    | 1
            80      | 100    | 1
            """,
            "slope_index_of_inequality(years, people, error, polarity=higher_is_better).notes[0]",
            """
            note
            Worked out without group 2 of 5, which have no people or no value.
            """,
        ),
    ),
    when_not_to_use="""
Not where the values do not lie near a straight line: the lack-of-fit probability says so. Not for groups without order.
""",
    literature=(
        "Mackenbach JP, Kunst AE (1997). Measuring the magnitude of socio-economic inequalities. Soc "
        "Sci Med 44: 757-771.",
        "Pamuk ER (1985). Social class inequality in mortality. Population Studies 39: 17-31.",
        "Fieller EC (1954). Some problems in interval estimation. JRSS B 16: 175-185.",
    ),
    divergences=(
        Divergence(
            "PHEindicatormethods simulates the interval; its limits scatter about the exact ones.",
            "tests/unit/core/test_slope_divergences.py::test_limits_that_are_simulated_scatter_about_the_exact_ones",
        ),
        Divergence(
            "healthequal rounds populations up to whole people, which moves its index in the fifth figure.",
            "tests/unit/core/test_slope_divergences.py::test_rounding_people_up_moves_the_reference_and_not_the_truth",
        ),
        Divergence(
            "phe_sii with a log transform and a multiplier between 0 and 1 returns its limits in the wrong order.",
            "tests/unit/core/test_slope_divergences.py::test_a_multiplier_below_one_does_not_turn_our_limits_round",
        ),
    ),
)

SCALES = Chapter(
    slug="slope-index-of-rates",
    title="The slope index of rates and shares",
    text="""
The interval of a rate is symmetric on the log scale, that of a share on the logit scale. The distribution of a line
through such values is found by inverting its characteristic function: the same limits as a very long simulation, at
once, and always the same. The normal shortcut errs by up to a fifth of the interval.
""",
    formula=(
        r"F(x) = \tfrac12 - \tfrac1\pi\int_0^\infty"
        r" \frac{\operatorname{Im}[e^{-itx}\prod_j\varphi_j(w_j t)]}{t}\,dt"
    ),
    functions=(slope_indices_on_scale, slope_of_counts),
    names={"log": Scale.LOG} | BAD,
    examples=(
        Example(
            "Rates with errors on the log scale",
            """
            rate | people | error
            9.0  | 1      | 0.1
            7.0  | 1      | 0.1
            6.0  | 1      | 0.1
            5.5  | 1      | 0.1
            5.0  | 1      | 0.1
            """,
            "slope_indices_on_scale(rate, people, error, errors_on=log, polarity=lower_is_better).slope",
            """
            value | lower | upper
            4.75  | 2.63  | 7.06
            """,
        ),
        Example(
            "Straight from counts: a logistic line",
            """
            count | people
            30    | 100
            25    | 100
            20    | 100
            """,
            "slope_of_counts(count, people, polarity=lower_is_better).difference",
            """
            value | lower  | upper
            0.150 | -0.028 | 0.328
            """,
        ),
    ),
    when_not_to_use="Not for values whose errors are normal on their own scale (life expectancy): there it is exact.",
    literature=(
        "Gil-Pelaez J (1951). Note on the inversion theorem. Biometrika 38: 481-482.",
        "Moreno-Betancur M et al (2015). Relative index of inequality and slope index of inequality. "
        "Epidemiology 26: 518-527.",
    ),
    divergences=(
        Divergence(
            "healthequal weights its logistic line by population squared; here a group counts by its people.",
            "tests/unit/core/test_inequality_divergences.py::"
            "test_weighting_by_population_squared_wastes_what_the_smaller_groups_say",
        ),
        Divergence(
            "The normal shortcut for rates and shares errs by a good part of the interval; the inversion does not.",
            "tests/unit/core/test_slope_divergences.py::"
            "test_the_normal_shortcut_errs_by_a_good_part_of_the_interval_and_the_inversion_does_not",
        ),
    ),
)

CONCENTRATION = Chapter(
    slug="concentration",
    title="Concentration indices",
    text="""
How far a measure leans towards one end of the ranking: the absolute index in its own units, the relative one over the
mean, and the corrections of Erreygers and Wagstaff for measures with bounds. Signs as for the slope index.
""",
    formula=(
        r"A = \sum p_i(2r_i - 1)y_i, \quad R = A/\mu, \quad E = \frac{4A}{b - a}, "
        r"\quad W = \frac{(b-a)A}{(b-\mu)(\mu-a)}"
    ),
    functions=(concentration_indices,),
    names=GOOD,
    examples=(
        Example(
            "Three groups, in per cent",
            """
            percent | people | error
            70      | 1      | 1
            80      | 1      | 1
            90      | 1      | 1
            """,
            "concentration_indices(percent, people, error, polarity=higher_is_better, bounds=(0, 100)).absolute",
            """
            value | lower | upper
            4.444 | 3.828 | 5.060
            """,
        ),
    ),
    when_not_to_use="Not the relative index for a measure with bounds: it changes when one counts the lack instead.",
    literature=(
        "Kakwani N, Wagstaff A, van Doorslaer E (1997). Journal of Econometrics 77: 87-103.",
        "Erreygers G (2009). Correcting the concentration index. Journal of Health Economics 28: 504-515.",
        "Wagstaff A (2005). The bounds of the concentration index. Health Economics 14: 429-432.",
    ),
    divergences=(
        Divergence(
            "The relative index has Fieller's limits; healthequal takes the mean as known.",
            "tests/unit/core/test_manual_divergences.py::test_taking_the_mean_for_known_misses_the_relative_index",
        ),
    ),
)

UNORDERED = Chapter(
    slug="groups-without-order",
    title="Groups without order",
    text="""
Ethnic groups, wards and regions have no order. With the slope and concentration indices these measures are the 21 of
the World Health Organization's HEAT. Several can only be zero or more, so chance alone makes them positive, and the
widest gap among many groups is wide by chance: the null band says how wide it would be if all groups were equal.
""",
    formula=(
        r"\text{BGV} = \sum p(y - \mu)^2, \quad T = \sum p\frac{y}{\mu}\log\frac{y}{\mu}, "
        r"\quad \text{PAR} = y_{best} - \mu"
    ),
    functions=(
        between_group_variance,
        mean_difference_from_mean,
        theil_index,
        decompose_theil,
        population_attributable_risk,
        null_band,
    ),
    names={"Groups": Groups} | GOOD,
    examples=(
        Example(
            "The between-group variance",
            """
            value | people | error
            10    | 1      | 0.3
            14    | 1      | 0.4
            """,
            "between_group_variance(Groups.of(value, people, error))",
            """
            value | lower | upper
            4     | 2.03  | 5.97
            """,
        ),
        Example(
            "How far groups are from the mean on average: by people, and each group alike",
            """
            value | people | error
            10    | 3      | 0.3
            14    | 1      | 0.4
            """,
            "(mean_difference_from_mean(Groups.of(value, people, error), is_weighted=True).value, "
            "mean_difference_from_mean(Groups.of(value, people, error), is_weighted=False).value)",
            """
            weighted | unweighted
            1.50     | 2.00
            """,
        ),
        Example(
            "Theil's index, in thousandths",
            """
            value | people | error
            10    | 1      | 0.3
            14    | 1      | 0.4
            """,
            "theil_index(Groups.of(value, people, error))",
            """
            value | lower | upper
            13.95 | 7.31  | 20.59
            """,
        ),
        Example(
            "Theil's index over areas, split into between and within places",
            """
            value | people | place
            10    | 1000   | north
            14    | 1000   | north
            20    | 1000   | south
            24    | 1000   | south
            """,
            "(lambda parts: (parts.total, parts.between, parts.within))(decompose_theil(value, people, place))",
            """
            total | between | within
            51.50 | 43.90 | 7.60
            """,
        ),
        Example(
            "If everybody did as well as the best",
            """
            value | people | error
            10    | 1      | 0.3
            14    | 1      | 0.4
            """,
            "population_attributable_risk(Groups.of(value, people, error), polarity=higher_is_better).fraction",
            """
            value | lower | upper
            16.67 | 12.72 | 20.61
            """,
        ),
        Example(
            "How wide the widest gap among ten equal groups is",
            """
            value | people | error
            5     | 1      | 1
            5     | 1      | 1
            5     | 1      | 1
            5     | 1      | 1
            5     | 1      | 1
            5     | 1      | 1
            5     | 1      | 1
            5     | 1      | 1
            5     | 1      | 1
            5     | 1      | 1
            """,
            "null_band(Groups.of(value, people, error))",
            """
            median | upper
            3.02   | 4.47
            """,
        ),
    ),
    when_not_to_use="Not for ordered groups: the slope index says more. Not the entropy measures for values of zero.",
    literature=(
        "World Health Organization (2013). Handbook on health inequality monitoring.",
        "Theil H (1967). Economics and information theory.",
        "Walter SD (1978). Calculation of attributable risks. International Journal of Epidemiology 7: 175-182.",
    ),
    divergences=(
        Divergence(
            "healthequal and HEAT multiply Theil's index and the mean log deviation by 1,000 and not their standard "
            "errors: their intervals are about a thousand times too narrow.",
            "tests/unit/core/test_inequality_divergences.py::"
            "test_the_references_interval_of_entropy_is_a_thousand_times_too_narrow",
        ),
        Divergence(
            "Their interval of the attributable fraction is a hundred times too narrow, for the like reason.",
            "tests/unit/core/test_inequality_divergences.py::"
            "test_the_references_interval_of_the_attributable_fraction_is_a_hundred_times_too_narrow",
        ),
    ),
)

CHAPTERS = (TWO_GROUPS, FIFTHS, SLOPE, SCALES, CONCENTRATION, UNORDERED)
