"""Rates, gaps, slopes and trends, each with its interval.

``from goldenthread.core import statistics as gs`` gives everything below, grouped by the step of the work. Functions
take numbers, lists, NumPy arrays and columns of pandas, polars or Arrow; most take many places at once.

1. *Values*: :func:`proportion`, :func:`crude_rate`, :func:`group_means`, and their intervals alone.
2. *Fair to age*: :func:`directly_standardised_rate`, :func:`indirectly_standardised`, :func:`life_expectancy`.
3. *Groups of areas*: :func:`population_quantiles`, :func:`equal_count_quantiles`, :func:`describe_quantiles`.
4. *Gaps between two groups*: :func:`difference`, :func:`ratio`, and those of proportions and rates.
5. *Across ordered groups*: :func:`slope_index_of_inequality`, :func:`slope_index_of_areas`, :func:`slope_indices`,
   :func:`slope_indices_of_areas`, :func:`slope_indices_on_scale`, :func:`concentration_indices`,
   :func:`slope_of_counts`, :func:`indices_of_survey`, :func:`indices_of_surveys`.
6. *Between groups without order*: :class:`Groups` and the measures that take it.
7. *Benchmarks*: :func:`funnel_of_proportions`, :func:`funnel_of_rates`, :func:`compare_with_benchmark`.
8. *Change*: :func:`gap_trend`, :func:`recent_trend`, :func:`mann_kendall`; of many places at once :func:`gap_trends`,
   :func:`recent_trends`, :func:`mann_kendall_trends`.
9. *What it would take, and who is served*: :func:`people_needed`, :func:`floor_status`, :func:`representation`.
10. *To read and to keep*: every result prints as a table; :func:`as_columns` makes columns of it for pandas, polars or
    Arrow.

Examples
--------
>>> from goldenthread.core import statistics as gs
>>> float(gs.people_needed(450, 1000, 0.5, polarity=gs.Polarity.HIGHER_IS_BETTER).people)
50.0
"""

from goldenthread.core.estimates import Estimate, Limits, Polarity
from goldenthread.core.statistics.concentration import concentration_indices
from goldenthread.core.statistics.count_slopes import slope_of_counts
from goldenthread.core.statistics.funnels import (
    Comparison,
    Significance,
    compare_with_benchmark,
    funnel_limits_of_proportions,
    funnel_limits_of_rates,
    funnel_limits_of_ratios,
    funnel_of_proportions,
    funnel_of_rates,
    funnel_of_ratios,
    funnel_populations,
    overdispersion,
)
from goldenthread.core.statistics.gap_trends_of_many import GapTrends, gap_trends
from goldenthread.core.statistics.inequality import (
    Groups,
    attributable_risk_of_counts,
    between_group_standard_deviation,
    between_group_variance,
    coefficient_of_variation,
    decompose_theil,
    difference_of_groups,
    index_of_disparity,
    mean_difference_from_best,
    mean_difference_from_mean,
    mean_difference_from_reference,
    mean_log_deviation,
    null_band,
    population_attributable_risk,
    ratio_of_groups,
    theil_index,
)
from goldenthread.core.statistics.intervals import (
    ValueWithLimits,
    difference,
    fieller_ratio,
    ratio,
    standard_error_from_limits,
)
from goldenthread.core.statistics.life_expectancy import (
    decompose_gap_by_age,
    healthy_life_expectancy,
    life_expectancy,
)
from goldenthread.core.statistics.means import group_means, mean_interval
from goldenthread.core.statistics.proportions import (
    difference_of_proportions,
    proportion,
    ratio_of_proportions,
    wilson_interval,
)
from goldenthread.core.statistics.quantiles import (
    describe_quantiles,
    equal_count_quantiles,
    population_quantiles,
)
from goldenthread.core.statistics.ranges import range_expected_by_chance
from goldenthread.core.statistics.rates import (
    byar_interval,
    crude_rate,
    difference_of_rates,
    exact_poisson_interval,
    poisson_interval,
    rate_ratio,
)
from goldenthread.core.statistics.representation import age_adjusted_representation, representation
from goldenthread.core.statistics.results import Result, as_columns, show
from goldenthread.core.statistics.shrinkage import shrink_proportions, shrink_rates
from goldenthread.core.statistics.slope_index import ridit_ranks, slope_index_of_inequality, slope_indices
from goldenthread.core.statistics.slope_index_areas import slope_index_of_areas, slope_indices_of_areas
from goldenthread.core.statistics.slope_index_robust import slope_indices_by_scatter
from goldenthread.core.statistics.slope_index_scales import slope_indices_on_scale
from goldenthread.core.statistics.standardisation import (
    EUROPEAN_STANDARD_POPULATION_1976,
    EUROPEAN_STANDARD_POPULATION_2013,
    age_band,
    compare_rates,
    directly_standardised_rate,
    indirectly_standardised,
    standard_weights,
)
from goldenthread.core.statistics.surveys import indices_of_survey, indices_of_surveys
from goldenthread.core.statistics.targets import (
    FloorStatus,
    below_floor_probability,
    control_false_discoveries,
    floor_status,
    people_needed,
)
from goldenthread.core.statistics.trend_tests import (
    Scale,
    TrendMarker,
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
from goldenthread.core.statistics.trends import Direction, Movement, Period, Verdict, gap_trend, independent_periods

__all__ = [
    "EUROPEAN_STANDARD_POPULATION_1976",
    "EUROPEAN_STANDARD_POPULATION_2013",
    "Comparison",
    "Direction",
    "Estimate",
    "FloorStatus",
    "GapTrends",
    "Groups",
    "Limits",
    "Movement",
    "Period",
    "Polarity",
    "Result",
    "Scale",
    "Significance",
    "TrendMarker",
    "ValueWithLimits",
    "Verdict",
    "age_adjusted_representation",
    "age_band",
    "as_columns",
    "attributable_risk_of_counts",
    "below_floor_probability",
    "between_group_standard_deviation",
    "between_group_variance",
    "byar_interval",
    "cochran_armitage",
    "cochran_armitage_trends",
    "coefficient_of_variation",
    "compare_rates",
    "compare_with_benchmark",
    "concentration_indices",
    "control_false_discoveries",
    "crude_rate",
    "decompose_gap_by_age",
    "decompose_theil",
    "describe_quantiles",
    "difference",
    "difference_of_groups",
    "difference_of_proportions",
    "difference_of_rates",
    "directly_standardised_rate",
    "equal_count_quantiles",
    "exact_poisson_interval",
    "fieller_ratio",
    "floor_status",
    "funnel_limits_of_proportions",
    "funnel_limits_of_rates",
    "funnel_limits_of_ratios",
    "funnel_of_proportions",
    "funnel_of_rates",
    "funnel_of_ratios",
    "funnel_populations",
    "gap_trend",
    "gap_trends",
    "group_means",
    "healthy_life_expectancy",
    "independent_periods",
    "index_of_disparity",
    "indices_of_survey",
    "indices_of_surveys",
    "indirectly_standardised",
    "life_expectancy",
    "mann_kendall",
    "mann_kendall_trends",
    "mean_difference_from_best",
    "mean_difference_from_mean",
    "mean_difference_from_reference",
    "mean_interval",
    "mean_log_deviation",
    "null_band",
    "overdispersion",
    "people_needed",
    "poisson_interval",
    "population_attributable_risk",
    "population_quantiles",
    "proportion",
    "range_expected_by_chance",
    "rate_ratio",
    "ratio",
    "ratio_of_groups",
    "ratio_of_proportions",
    "recent_trend",
    "recent_trend_of_counts",
    "recent_trends",
    "recent_trends_of_counts",
    "representation",
    "ridit_ranks",
    "show",
    "shrink_proportions",
    "shrink_rates",
    "slope_index_of_areas",
    "slope_index_of_inequality",
    "slope_indices",
    "slope_indices_by_scatter",
    "slope_indices_of_areas",
    "slope_indices_on_scale",
    "slope_of_counts",
    "standard_error_from_limits",
    "standard_weights",
    "theil_index",
    "weighted_trend",
    "weighted_trends",
    "wilson_interval",
]
