"""Further chapters: areas one by one, surveys, small areas, healthy life, what joins and compares what others show."""

from tests.spec.chapter import Chapter, Divergence, Example

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.funnels import (
    funnel_limits_of_rates,
    funnel_limits_of_ratios,
    funnel_of_rates,
    funnel_populations,
)
from goldenthread.core.statistics.inequality import (
    Groups,
    attributable_risk_of_counts,
    between_group_standard_deviation,
    coefficient_of_variation,
    difference_of_groups,
    index_of_disparity,
    mean_difference_from_best,
    mean_difference_from_reference,
    mean_log_deviation,
    ratio_of_groups,
)
from goldenthread.core.statistics.intervals import ValueWithLimits, fieller_ratio
from goldenthread.core.statistics.life_expectancy import healthy_life_expectancy, life_expectancy
from goldenthread.core.statistics.ranges import range_expected_by_chance
from goldenthread.core.statistics.rates import difference_of_rates, rate_ratio
from goldenthread.core.statistics.shrinkage import shrink_proportions, shrink_rates
from goldenthread.core.statistics.slope_index import ridit_ranks, slope_indices
from goldenthread.core.statistics.slope_index_areas import slope_index_of_areas, slope_indices_of_areas
from goldenthread.core.statistics.slope_index_robust import slope_indices_by_scatter
from goldenthread.core.statistics.standardisation import compare_rates
from goldenthread.core.statistics.surveys import indices_of_survey, indices_of_surveys
from goldenthread.core.statistics.targets import below_floor_probability

GOOD = {"higher_is_better": Polarity.HIGHER_IS_BETTER}
FIFTHS = """
    years | people | error
    75    | 1      | 0.5
    77    | 1      | 0.5
    79    | 1      | 0.5
    80    | 1      | 0.5
    82    | 1      | 0.5
"""
THREE = """
    value | people | error
    10    | 1      | 0.3
    14    | 1      | 0.4
    12    | 2      | 0.2
"""


def _measure(title: str, call: str, value: str) -> Example:
    """An example on the same three groups."""
    return Example(title, THREE, call, f"value | lower | upper\n{value}")


AREAS = Chapter(
    slug="areas-one-by-one",
    title="Single areas, and three relative indices",
    text="""
A slope needs ranks and people, not ten full groups. Areas with a score of deprivation go in as they are; those of equal
score share the middle of their stretch. The relative index has three definitions in use, and every number says which.
Where there are no standard errors the limits come from the scatter about the line.
""",
    formula=r"r_i = \sum_{j<i} p_j + p_i/2, \qquad \frac{\hat y(1)}{\hat y(0)}, \quad \frac{b}{\mu}, \quad "
    r"\frac{y_k - y_1}{\mu}",
    functions=(
        ridit_ranks,
        slope_index_of_areas,
        slope_indices_of_areas,
        slope_indices,
        slope_indices_by_scatter,
        fieller_ratio,
    ),
    names=GOOD,
    examples=(
        Example(
            "The ranks of three groups",
            "people\n1\n1\n2",
            "ridit_ranks(people)",
            "rank\n0.125\n0.375\n0.75",
        ),
        Example(
            "Five areas in no order",
            """
            years | people | score
            80    | 1      | 12.1
            75    | 1      | 55.0
            82    | 1      | 4.2
            77    | 1      | 41.3
            79    | 1      | 30.8
            """,
            "slope_index_of_areas(years, people, score, [0.5] * 5, polarity=higher_is_better).slope.value",
            "slope\n8.5",
        ),
        Example(
            "The areas of two towns in one call: Ely, then Ham",
            """
            town | years | people | score
            Ham  | 75    | 1      | 9
            Ely  | 70    | 2      | 8
            Ham  | 82    | 1      | 2
            Ely  | 85    | 1      | 1
            Ely  | 80    | 1      | 3
            """,
            "slope_indices_of_areas(years, people, score, town, [0.5] * 5, polarity=higher_is_better).slope",
            "value | lower | upper\n24.44 | 22.22 | 26.67\n14 | 11.23 | 16.77",
        ),
        Example(
            "Gap between the end groups over mean",
            FIFTHS,
            "slope_indices(years, people, error, polarity=higher_is_better).gap_ratio",
            "value | lower | upper\n0.0891 | 0.0714 | 0.1067",
        ),
        Example(
            "Limits from the scatter alone",
            "value | people\n70 | 1\n74 | 1\n75 | 1\n79 | 1\n80 | 1",
            "slope_indices_by_scatter(value, people, polarity=higher_is_better).slope",
            "value | lower | upper\n12.5 | 9.82 | 15.18",
        ),
        Example(
            "Any ratio of two estimates",
            "above | below | variance\n82 | 75 | 0.25",
            "fieller_ratio(above, below, variance, variance)",
            "value | lower | upper\n1.0933 | 1.0742 | 1.1129",
        ),
    ),
    when_not_to_use="Not the limits by scatter where standard errors are known: they rest on as few numbers as groups.",
    literature=(
        "Bross IDJ (1958). How to use ridit analysis. Biometrics 14: 18-38.",
        "White H (1980). A heteroskedasticity-consistent covariance matrix estimator. Econometrica 48: 817-838.",
        "Fieller EC (1954). Some problems in interval estimation. JRSS B 16: 175-185.",
    ),
    divergences=(
        Divergence(
            "healthequal rounds people up to whole numbers. Given shares of people, every group becomes the same size.",
            "tests/unit/core/test_slope_divergences.py::test_rounding_people_up_moves_the_reference_and_not_the_truth",
        ),
    ),
)

SURVEYS = Chapter(
    slug="surveys",
    title="A survey's answers, person by person",
    text="""
People of one sampling cluster are alike, so a survey of forty clusters tells less than as many strangers. The errors
are those between clusters within strata.
""",
    formula=r"V = \sum_h \frac{n_h}{n_h - 1}\sum_{c \in h} (z_{hc} - \bar z_h)^2",
    functions=(indices_of_survey, indices_of_surveys),
    names=GOOD,
    examples=(
        *(
            Example(
                title,
                """
            answer | group | weight | cluster
            0      | 1     | 1      | 1
            0      | 1     | 1      | 1
            1      | 1     | 1      | 2
            0      | 1     | 1      | 2
            1      | 2     | 1      | 3
            1      | 2     | 1      | 3
            0      | 2     | 1      | 4
            1      | 2     | 1      | 4
            """,
                f"indices_of_survey(answer, group, weight, cluster, polarity=higher_is_better).{part}",
                f"value | lower | upper\n{shown}",
            )
            for title, part, shown in (
                ("The absolute concentration index", "absolute", "0.125 | -0.016 | 0.266"),
                ("The logistic slope index", "slope", "0.800 | 0.257 | 1.343"),
            )
        ),
        Example(
            "Two years of it in one call: the slope of each, and none where one answer is all there is",
            """
            answer | group | weight | year
            0      | 1     | 1      | 2024
            0      | 1     | 1      | 2024
            1      | 1     | 1      | 2024
            0      | 1     | 1      | 2024
            1      | 2     | 1      | 2024
            1      | 2     | 1      | 2024
            0      | 2     | 1      | 2024
            1      | 2     | 1      | 2024
            1      | 1     | 1      | 2025
            1      | 2     | 1      | 2025
            """,
            "indices_of_surveys(answer, group, weight, year, polarity=higher_is_better).slope[:1]",
            "value\n0.800\nmissing",
        ),
    ),
    when_not_to_use="Not with one cluster in a stratum: nothing then says how clusters differ. Join strata first.",
    literature=(
        "Binder DA (1983). On the variances of asymptotically normal estimators from complex surveys. "
        "International Statistical Review 51: 279-292.",
    ),
    divergences=(
        Divergence(
            "The relative concentration index allows for the mean being an estimate; healthequal takes it for known.",
            "tests/unit/core/test_surveys.py::test_nineteen_intervals_in_twenty_hold_what_many_surveys_agree_on",
        ),
    ),
)

MEASURES = Chapter(
    slug="more-groups-without-order",
    title="The other measures of groups without order",
    text="""
The rest of the measures of the World Health Organization's HEAT, on the same three groups. Distances can only be zero
or more; their limits are those of their sampling distribution.
""",
    formula=r"\text{MLD} = -\sum p\log\frac{y}{\mu}, \quad \text{IDIS} = \frac{100}{\mu}\sum p|y - \mu|",
    functions=(
        between_group_standard_deviation,
        coefficient_of_variation,
        mean_log_deviation,
        index_of_disparity,
        mean_difference_from_best,
        mean_difference_from_reference,
        difference_of_groups,
        ratio_of_groups,
        attributable_risk_of_counts,
        range_expected_by_chance,
    ),
    names={"groups": lambda *columns: Groups.of(*columns)} | GOOD,
    examples=(
        _measure(
            "Between-group standard deviation",
            "between_group_standard_deviation(groups(value, people, error))",
            "1.414 | 1.081 | 1.769",
        ),
        _measure(
            "Coefficient of variation", "coefficient_of_variation(groups(value, people, error))", "11.79 | 9.01 | 14.74"
        ),
        _measure("Mean log deviation", "mean_log_deviation(groups(value, people, error))", "7.043 | 3.659 | 10.426"),
        _measure(
            "Index of disparity",
            "index_of_disparity(groups(value, people, error), is_weighted=True)",
            "8.33 | 6.68 | 11.05",
        ),
        _measure(
            "Mean distance from the best",
            "mean_difference_from_best(groups(value, people, error), polarity=higher_is_better, is_weighted=True)",
            "2 | 1.363 | 2.637",
        ),
        _measure(
            "Mean distance from a reference",
            "mean_difference_from_reference(groups(value, people, error), 0, is_weighted=True)",
            "2 | 1.479 | 2.521",
        ),
        _measure("Difference of two", "difference_of_groups(groups(value, people, error), 1, 0)", "4 | 3.02 | 4.98"),
        _measure("Ratio of two", "ratio_of_groups(groups(value, people, error), 1, 0)", "1.4 | 1.291 | 1.518"),
        Example(
            "Attributable fraction from counts",
            "with_it | people\n60 | 100\n80 | 100",
            "attributable_risk_of_counts(with_it, people, polarity=higher_is_better).fraction",
            "value | lower | upper\n14.29 | 4.82 | 23.75",
        ),
        Example(
            "How far apart ten equal groups are on average",
            "error\n" + "\n".join(["1"] * 10),
            "range_expected_by_chance(error)",
            "range\n3.078",
        ),
    ),
    when_not_to_use="Not many of them on one page: choose the one that answers the question before seeing answers.",
    literature=("World Health Organization (2013). Handbook on health inequality monitoring.",),
)

SMALL_AREAS = Chapter(
    slug="small-areas",
    title="Small areas",
    text="""
The extremes of a map are mostly its smallest areas, by chance. Each is drawn towards the mean of all as far as chance
asks for; the raw value is always shown beside it.
""",
    formula=r"\tilde p_i = \frac{x_i + a}{n_i + a + b}, \qquad \tilde\theta_i = \frac{O_i + \nu\mu}{E_i + \nu}",
    functions=(shrink_proportions, shrink_rates),
    examples=(
        Example(
            "One area of four people among larger ones",
            "count | people\n1 | 4\n30 | 100\n50 | 100\n10 | 100",
            "shrink_proportions(count, people).value.value",
            "share\n0.28\n0.30\n0.49\n0.11",
        ),
        Example(
            "Observed over expected",
            "observed | expected\n3 | 1\n40 | 50\n90 | 60\n60 | 60",
            "shrink_rates(observed, expected).value.value",
            "ratio\n1.25\n0.87\n1.43\n1.02",
        ),
    ),
    when_not_to_use="Not to say that one named area met a target, and not without the raw value beside it.",
    literature=(
        "Clayton D, Kaldor J (1987). Empirical Bayes estimates of age-standardized relative risks. Biometrics 43.",
    ),
)

COMPARED = Chapter(
    slug="rates-compared",
    title="Rates compared, rates in a funnel, and years in good health",
    text="Two rates apart and over each other; places against a benchmark; and the years lived in good health.",
    formula=r"h_i = \frac{1}{l_i}\sum_{j \ge i} L_j\pi_j",
    functions=(
        difference_of_rates,
        rate_ratio,
        compare_rates,
        funnel_of_rates,
        funnel_limits_of_rates,
        funnel_limits_of_ratios,
        funnel_populations,
        below_floor_probability,
        healthy_life_expectancy,
    ),
    names={"life_expectancy": life_expectancy, "ValueWithLimits": ValueWithLimits} | GOOD,
    examples=(
        Example(
            "The difference of two rates, for each 1,000",
            "events_1 | people_1 | events_2 | people_2\n120 | 10000 | 80 | 10000",
            "difference_of_rates(events_1, people_1, events_2, people_2, multiplier=1_000)",
            "value | lower | upper\n4 | 1.17 | 6.87",
        ),
        Example(
            "Their ratio",
            "events_1 | people_1 | events_2 | people_2\n120 | 10000 | 80 | 10000",
            "rate_ratio(events_1, people_1, events_2, people_2)",
            "value | lower | upper\n1.5 | 1.130 | 1.990",
        ),
        Example(
            "The ratio of two standardised rates",
            "rate_1 | low_1 | high_1 | rate_2 | low_2 | high_2\n48 | 38 | 60 | 32 | 26 | 39",
            "compare_rates(*(ValueWithLimits(*map(float, rate)) for rate in "
            "((rate_1[0], low_1[0], high_1[0]), (rate_2[0], low_2[0], high_2[0]))))",
            "value | lower | upper\n1.5 | 1.105 | 2.036",
        ),
        Example(
            "The limits of a funnel of rates, at a baseline of 50 per 100,000",
            "events\n10\n100",
            "(lambda limits: (limits.lower, limits.upper))(funnel_limits_of_rates(events, 50.0))",
            "lower | upper\n27.2 | 104.3\n41.1 | 61.5",
        ),
        Example(
            "Where on the funnel a place stands: the yearly population its rate and three years of events imply",
            "events | rate\n414 | 184\n462 | 102",
            "funnel_populations(events, rate, years=3)",
            "people\n75000.0\n150980.4",
        ),
        Example(
            "No events where thirty were expected is low",
            "events | people\n0 | 30000\n30 | 10000\n12 | 10000",
            "funnel_of_rates(events, people, 100.0).label",
            "label\nlow (beyond 99.8% limits)\nhigh (beyond 99.8% limits)\nnot significant",
        ),
        Example(
            "The limits of a funnel of ratios",
            "expected\n0.5\n25\n400",
            "funnel_limits_of_ratios(expected)",
            "lower | upper\n0 | 5.693\n0.646 | 1.430\n0.904 | 1.100",
        ),
        Example(
            "How likely a value so far under a floor of 80 is in a place that meets it",
            "value | error\n76 | 2\n80 | 2",
            "below_floor_probability(value, error, 80, polarity=higher_is_better)",
            "p\n0.0228\n0.5",
        ),
        Example(
            "Healthy life expectancy at birth",
            """
            age | deaths | people | healthy | asked
            0   | 5      | 1000   | 0.98    | 500
            1   | 40     | 40000  | 0.95    | 800
            40  | 300    | 30000  | 0.8     | 900
            80  | 400    | 4000   | 0.5     | 300
            """,
            "healthy_life_expectancy(life_expectancy(age, deaths, people), healthy, asked).value[0]",
            "years\n65.84",
        ),
    ),
    when_not_to_use="Not rates of places of different ages without standardising them first.",
    literature=(
        "Sullivan DF (1971). A single index of mortality and morbidity. HSMHA Health Reports 86: 347-354.",
        "Spiegelhalter DJ (2005). Funnel plots for comparing institutional performance. Stat Med 24: 1185-1202.",
        "Breslow NE, Day NE (1987). Statistical methods in cancer research, volume II. IARC.",
    ),
)

CHAPTERS = (AREAS, SURVEYS, MEASURES, SMALL_AREAS, COMPARED)
