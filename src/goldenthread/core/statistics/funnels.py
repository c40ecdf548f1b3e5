"""Is a place different from the benchmark by more than chance? Funnel limits, labels, over-dispersion and overlap."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldenthread.core.statistics.checks import (
    FloatArray,
    as_numbers,
    check_counts,
    check_denominators,
    check_same_length,
    normal_quantile,
    refuse,
)
from goldenthread.core.statistics.rates import exact_poisson_interval, poisson_interval
from goldenthread.core.statistics.results import Result

#: The two pairs of limits of a funnel: one in 40 and one in 1,000 on each side (2 and about 3 standard deviations).
WARNING_LEVEL, ALARM_LEVEL = 0.95, 0.998
#: Events below which a standardised rate has no label (its interval fails there).
FEWEST_EVENTS = 10


class Significance(StrEnum):
    """Where a place lies against the funnel's limits."""

    HIGH_999 = "high (beyond 99.8% limits)"
    HIGH_975 = "high (beyond 95% limits)"
    NOT_SIGNIFICANT = "not significant"
    LOW_975 = "low (beyond 95% limits)"
    LOW_999 = "low (beyond 99.8% limits)"
    TOO_FEW = "too few events"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class FunnelPoints(Result):
    """Places against a benchmark: their values, the benchmark, scores in standard deviations, and labels."""

    value: FloatArray
    baseline: float
    z: FloatArray
    label: NDArray[np.object_]
    dispersion: float  # φ: how many times chance's variance the places scatter


def funnel_limits_of_proportions(
    denominators: ArrayLike, baseline: float, level: ArrayLike = WARNING_LEVEL
) -> tuple[FloatArray, FloatArray]:
    r"""Return the limits of a funnel plot of proportions: :math:`\pi \pm z\sqrt{\pi(1-\pi)/n}`, cut to 0-1.

    A proportion is outside exactly when the baseline is outside its Wilson interval.

    Raises
    ------
    ValueError
        If a denominator is not above zero or the baseline is not between 0 and 1.

    References
    ----------
    Spiegelhalter DJ (2005). Funnel plots for comparing institutional performance. Statistics in Medicine 24: 1185-1202.

    Examples
    --------
    >>> lower, upper = funnel_limits_of_proportions([100, 400], 0.5)
    >>> lower.round(3), upper.round(3)
    (array([0.402, 0.451]), array([0.598, 0.549]))
    """
    n = check_denominators(denominators)
    if not 0 <= baseline <= 1:
        raise ValueError(f"The baseline of proportions lies between 0 and 1; got {baseline}.")
    half = normal_quantile(level) * np.sqrt(baseline * (1 - baseline) / n)
    return np.clip(baseline - half, 0, 1), np.clip(baseline + half, 0, 1)


@dataclass(frozen=True, slots=True)
class RateLimits(Result):
    """A funnel of rates by number of events: limits, and the yearly population each would take."""

    lower: FloatArray
    upper: FloatArray
    lower_population: FloatArray
    upper_population: FloatArray


def funnel_limits_of_rates(
    events: ArrayLike, baseline: float, *, multiplier: float = 100_000, years: float = 1, level: float = WARNING_LEVEL
) -> RateLimits:
    r"""Return the limits of a funnel plot of rates at each number of events.

    A place with *x* events is at the lower limit when so many people live there that the baseline lies at the upper
    exact Poisson limit of *x*, :math:`P = X_U/\text{baseline}`; and the other way round.

    Raises
    ------
    ValueError
        If events are not above zero or the baseline is not.

    References
    ----------
    PHEindicatormethods 2.1.0, known answers of ``calculate_funnel_limits``.

    Examples
    --------
    >>> limits = funnel_limits_of_rates([10, 100], 50.0)
    >>> limits.lower.round(1), limits.upper.round(1)
    (array([27.2, 41.1]), array([104.3,  61.5]))
    """
    x = check_denominators(events, "events")
    if baseline <= 0 or years <= 0 or multiplier <= 0:
        raise ValueError("The baseline, the multiplier and the number of years are above zero.")
    low, high = exact_poisson_interval(x, level)
    at_lower, at_upper = high / baseline * multiplier, low / baseline * multiplier
    return RateLimits(x / at_lower * multiplier, x / at_upper * multiplier, at_lower / years, at_upper / years)


def funnel_populations(
    events: ArrayLike, rates: ArrayLike, *, multiplier: float = 100_000, years: float = 1
) -> FloatArray:
    r"""Return the yearly population at which each place stands on a funnel of rates.

    .. math:: P = \frac{x}{\text{rate}} \cdot \frac{\text{multiplier}}{\text{years}}

    A standardised rate is not its events over its people, so a place is drawn where the funnel's limits expect so many
    events at that rate, and not at its own population.

    Parameters
    ----------
    events, rates
        Of each place.
    multiplier
        People the rates are given per.
    years
        Years the events were counted over.

    Returns
    -------
    Missing where a rate or number of events is missing or zero: no events say nothing of how many people there are.

    Raises
    ------
    ValueError
        If lengths differ, a number is negative, or the multiplier or the years are not above zero.

    References
    ----------
    PHEindicatormethods 2.1.0, known answers of ``calculate_funnel_points``.

    Examples
    --------
    >>> funnel_populations([414, 0], [184.0, 0.0], years=3)
    array([75000.,    nan])
    """
    x, rate = check_counts(events, "events"), check_counts(rates, "rates")
    check_same_length(events=x, rates=rate)
    if years <= 0 or multiplier <= 0:
        raise ValueError("The multiplier and the number of years are above zero.")
    is_known = (x > 0) & (rate > 0)
    return np.where(is_known, x, np.nan) / np.where(is_known, rate, 1.0) * multiplier / years


def funnel_limits_of_ratios(
    expected: ArrayLike, level: ArrayLike = WARNING_LEVEL, *, dispersion: float = 1.0
) -> tuple[FloatArray, FloatArray]:
    r"""Return the limits of a funnel plot of observed over expected events, at each number of expected events.

    .. math:: \left(\sqrt{E} \pm \tfrac{z}{2}\sqrt\varphi\right)^2 / E

    the lower one zero where so few are expected that no events would not be remarkable. They are those of the score of
    :func:`funnel_of_ratios`, whose labels follow the exact Poisson interval where φ is 1.

    Raises
    ------
    ValueError
        If an expected count is not above zero or the dispersion is below 1.

    References
    ----------
    Spiegelhalter DJ (2005). Funnel plots for comparing institutional performance. Statistics in Medicine 24: 1185-1202.

    Examples
    --------
    >>> lower, upper = funnel_limits_of_ratios([0.5, 25, 400])
    >>> lower.round(3), upper.round(3)
    (array([0.   , 0.646, 0.904]), array([5.693, 1.43 , 1.1  ]))
    """
    e = check_denominators(expected, "expected counts")
    if not dispersion >= 1:
        raise ValueError(f"The dispersion is 1 or more; got {dispersion}.")
    half = normal_quantile(level) / 2 * np.sqrt(dispersion)
    return np.maximum(np.sqrt(e) - half, 0.0) ** 2 / e, (np.sqrt(e) + half) ** 2 / e


def funnel_of_proportions(
    counts: ArrayLike, denominators: ArrayLike, baseline: float | None = None, *, dispersion: float = 1.0
) -> FunnelPoints:
    r"""Place proportions in a funnel: :math:`z = (x/n - \pi)/\sqrt{\varphi\,\pi(1-\pi)/n}`.

    Parameters
    ----------
    counts, denominators
        Of each place; missing (NaN) places are labelled so.
    baseline
        The benchmark, 0 to 1; all places together when not given.
    dispersion
        φ from :func:`overdispersion`, to widen the limits; 1 for chance alone.

    Raises
    ------
    ValueError
        If a count is above its denominator, lengths differ, or the baseline is not strictly between 0 and 1.

    Examples
    --------
    >>> [str(one) for one in funnel_of_proportions([50, 70, 62], [100, 100, 100], 0.5).label]
    ['not significant', 'high (beyond 99.8% limits)', 'high (beyond 95% limits)']
    """
    x, n = check_counts(counts), check_denominators(denominators)
    check_same_length(counts=x, denominators=n)
    refuse(x > n, "counts", "is above its denominator", x)
    known = ~(np.isnan(x) | np.isnan(n))
    centre = float(x[known].sum() / n[known].sum()) if baseline is None else baseline
    if not 0 < centre < 1:
        raise ValueError(f"A funnel needs a baseline strictly between 0 and 1; got {centre}.")
    z = (x / n - centre) / np.sqrt(centre * (1 - centre) / n)
    return _labelled(x / n, centre, z, dispersion)


def funnel_of_rates(
    counts: ArrayLike,
    populations: ArrayLike,
    baseline: float | None = None,
    *,
    multiplier: float = 100_000,
    is_standardised: bool = False,
    dispersion: float = 1.0,
) -> FunnelPoints:
    r"""Place rates in a funnel: outside when the baseline lies outside the Poisson interval of the events.

    Parameters
    ----------
    counts
        Events.
    populations
        Person-years; for a standardised rate the population it implies, events / rate · multiplier.
    baseline
        The benchmark rate; all places together when not given.
    multiplier
        People the rates are given per.
    is_standardised
        Standardised rates have no label under 10 events. Crude ones do: no events where many were expected is low.
    dispersion
        φ from :func:`overdispersion` of the scores, to widen the limits; 1 for chance alone.

    Raises
    ------
    ValueError
        If a count is negative, a population not above zero, lengths differ, or the baseline is not above zero.

    Examples
    --------
    >>> points = funnel_of_rates([0, 30, 12], [30_000, 10_000, 10_000], 100.0)
    >>> [str(one) for one in points.label]
    ['low (beyond 99.8% limits)', 'high (beyond 99.8% limits)', 'not significant']
    """
    x, n = check_counts(counts), check_denominators(populations, "populations")
    check_same_length(counts=x, populations=n)
    known = ~(np.isnan(x) | np.isnan(n))
    centre = float(x[known].sum() / n[known].sum()) * multiplier if baseline is None else baseline
    if centre <= 0:
        raise ValueError(f"A funnel of rates needs a baseline above zero; got {centre}.")
    points = funnel_of_ratios(x, n * centre / multiplier, dispersion=dispersion)
    label = np.where(x < FEWEST_EVENTS, Significance.TOO_FEW, points.label) if is_standardised else points.label
    return FunnelPoints(x / n * multiplier, centre, points.z, label.astype(np.object_), dispersion)


def funnel_of_ratios(observed: ArrayLike, expected: ArrayLike, *, dispersion: float = 1.0) -> FunnelPoints:
    r"""Place ratios of observed to expected events in a funnel around 1, by the Poisson interval of the observed.

    The score is :math:`z = 2(\sqrt{O} - \sqrt{E})`, which is nearly standard normal and used for over-dispersion: with
    a `dispersion` φ above 1 the labels are those of :math:`z/\sqrt\varphi`. No events where few were expected are not
    significant; where many were expected they are low.

    Raises
    ------
    ValueError
        If a count is negative, an expected count is not above zero, or lengths differ.

    Examples
    --------
    >>> [str(one) for one in funnel_of_ratios([20, 50], [25, 25]).label]
    ['not significant', 'high (beyond 99.8% limits)']
    """
    o, e = check_counts(observed, "observed counts"), check_denominators(expected, "expected counts")
    check_same_length(observed=o, expected=e)
    if dispersion != 1:
        return _labelled(o / e, 1.0, 2 * (np.sqrt(o) - np.sqrt(e)), dispersion)
    rank = np.zeros(o.shape)
    for level in (WARNING_LEVEL, ALARM_LEVEL):
        low, high = poisson_interval(o, level)
        rank += np.where(low > e, 1, np.where(high < e, -1, 0))
    z = 2 * (np.sqrt(o) - np.sqrt(e))
    return FunnelPoints(o / e, 1.0, z, _labels(rank, np.isnan(z)), 1.0)


def _labelled(value: FloatArray, baseline: float, z: FloatArray, dispersion: float) -> FunnelPoints:
    if not dispersion >= 1:
        raise ValueError(f"The dispersion is 1 or more; got {dispersion}.")
    scaled = z / np.sqrt(dispersion)
    rank = sum(np.sign(scaled) * (np.abs(scaled) > normal_quantile(level)) for level in (WARNING_LEVEL, ALARM_LEVEL))
    return FunnelPoints(value, baseline, scaled, _labels(np.asarray(rank), np.isnan(z)), dispersion)


def _labels(rank: FloatArray, missing: NDArray[np.bool_]) -> NDArray[np.object_]:
    by_rank = np.array(
        [
            Significance.LOW_999,
            Significance.LOW_975,
            Significance.NOT_SIGNIFICANT,
            Significance.HIGH_975,
            Significance.HIGH_999,
        ],
        dtype=np.object_,
    )
    labels = by_rank[np.nan_to_num(rank).astype(np.int64) + 2]
    labels[missing] = Significance.MISSING
    return labels


@dataclass(frozen=True, slots=True)
class Overdispersion(Result):
    """How far places scatter beyond chance: `multiplicative` φ (1 is chance) and whether φ is clearly above 1."""

    multiplicative: float
    is_clear: bool
    places: int


def overdispersion(z: ArrayLike, winsorised: float = 0.1) -> Overdispersion:
    r"""Return the over-dispersion of a funnel: :math:`\varphi = \frac1I\sum z_i^2` of winsorised scores.

    The extreme tenth of the scores on each side is pulled in to the tenth percentile, so that the very places one
    looks for do not hide themselves. Over-dispersion is clear when φ exceeds :math:`1 + 2\sqrt{2/I}`.

    Raises
    ------
    ValueError
        If fewer than two scores are given or `winsorised` is not from 0 to below a half.

    References
    ----------
    Spiegelhalter DJ (2005). Handling over-dispersion of performance indicators. Quality and Safety in Health Care
    14: 347-351.

    Examples
    --------
    >>> overdispersion([-4, -3, -2, -1, 0, 0, 1, 2, 3, 4]).is_clear
    True
    """
    if not 0 <= winsorised < 0.5:
        raise ValueError(f"The part winsorised on each side is from 0 to below a half; got {winsorised}.")
    scores = as_numbers(z, "scores")
    scores = scores[~np.isnan(scores)]
    if len(scores) < 2:
        raise ValueError(f"Over-dispersion needs at least two places; got {len(scores)}.")
    low, high = np.quantile(scores, [winsorised, 1 - winsorised])
    phi = float((np.clip(scores, low, high) ** 2).mean())
    return Overdispersion(max(phi, 1.0), bool(phi > 1 + 2 * np.sqrt(2 / len(scores))), len(scores))


class Comparison(StrEnum):
    """A value against a benchmark."""

    HIGHER = "higher"
    SIMILAR = "similar"
    LOWER = "lower"
    CANNOT_TELL = "cannot tell"


def compare_with_benchmark(
    lower: ArrayLike,
    upper: ArrayLike,
    benchmark: ArrayLike,
    benchmark_lower: ArrayLike | None = None,
    benchmark_upper: ArrayLike | None = None,
) -> NDArray[np.object_]:
    """Say whether values are higher than, lower than or similar to a benchmark, by overlap of intervals.

    With the benchmark's own limits, two intervals that do not overlap mean a clear difference; two that do may still
    hide one (overlap at 95% each is a test at about 99.5%): this is approximate, and a page that uses it says so.

    Parameters
    ----------
    lower, upper
        Limits of the values; missing ones give "cannot tell".
    benchmark
        The benchmark's value.
    benchmark_lower, benchmark_upper
        Its limits, where it is uncertain itself.

    Raises
    ------
    ValueError
        If a lower limit is above its upper limit.

    References
    ----------
    Schenker N, Gentleman JF (2001). On judging the significance of differences by examining the overlap between
    confidence intervals. The American Statistician 55: 182-186.

    Examples
    --------
    >>> [str(one) for one in compare_with_benchmark([1, 4, 7], [3, 6, 9], 5)]
    ['lower', 'similar', 'higher']
    """
    low, high = as_numbers(lower, "lower limits"), as_numbers(upper, "upper limits")
    refuse(low > high, "lower limits", "is above the upper limit", low)
    middle = as_numbers(benchmark, "benchmarks")
    below = middle if benchmark_lower is None else as_numbers(benchmark_lower, "lower limits of the benchmark")
    above = middle if benchmark_upper is None else as_numbers(benchmark_upper, "upper limits of the benchmark")
    refuse(below > above, "lower limits of the benchmark", "is above the upper limit", below)
    unknown = np.isnan(low) | np.isnan(high) | np.isnan(below) | np.isnan(above)
    words = np.select(
        [unknown, low > above, high < below],
        [Comparison.CANNOT_TELL, Comparison.HIGHER, Comparison.LOWER],
        default=Comparison.SIMILAR,
    )
    found = np.empty(words.shape, dtype=np.object_)
    found[...] = [Comparison(str(word)) for word in words.ravel()] if words.ndim else Comparison(str(words))
    return found
