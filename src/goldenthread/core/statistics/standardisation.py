"""Rates as they would be if every place had people of the same ages."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldenthread.core.statistics.checks import (
    FloatArray,
    as_numbers,
    check_counts,
    check_denominators,
    normal_quantile,
    refuse,
)
from goldenthread.core.statistics.intervals import ValueWithLimits
from goldenthread.core.statistics.rates import byar_interval, poisson_interval
from goldenthread.core.statistics.results import Result

_FIVES = [f"{age}-{age + 4}" for age in range(0, 90, 5)]

#: European Standard Population 2013 (Eurostat, Revision of the European Standard Population, 2013), bands 0-4 to 90+.
EUROPEAN_STANDARD_POPULATION_2013: Mapping[str, int] = MappingProxyType(
    dict(
        zip(
            [*_FIVES, "90+"],
            [5000, *[5500] * 3, *[6000] * 2, 6500, *[7000] * 4, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000],
            strict=True,
        )
    )
)
#: European Standard Population 1976 (Waterhouse J et al, Cancer Incidence in Five Continents III), bands 0-4 to 85+.
EUROPEAN_STANDARD_POPULATION_1976: Mapping[str, int] = MappingProxyType(
    dict(
        zip(
            [*_FIVES[:-1], "85+"],
            [8000, *[7000] * 10, 6000, 5000, 4000, 3000, 2000, 1000, 1000],
            strict=True,
        )
    )
)

#: Fewer events than this and a directly standardised rate is not given (Fingertips; Dobson's method fails there).
FEWEST_EVENTS = 10
TOO_FEW = "too few"
INPUT_MISSING = "not published"


def age_band(name: str) -> tuple[int, int | None]:
    """Return the first and last age of a band by its name; None for an open top band.

    Raises
    ------
    ValueError
        If the name is not understood.

    Examples
    --------
    >>> age_band("00-04"), age_band("5 to 9"), age_band("90+"), age_band("85 and over"), age_band("under 1")
    ((0, 4), (5, 9), (90, None), (85, None), (0, 0))
    """
    text = (
        name.strip().lower().removeprefix("aged").removeprefix("age").removesuffix("years").removesuffix("yrs").strip()
    )
    if found := re.fullmatch(r"(\d+)\s*(?:-|–|to)\s*(\d+)", text):
        first, last = int(found[1]), int(found[2])
        if last >= first:
            return first, last
    if found := re.fullmatch(r"(\d+)\s*(?:\+|plus|and over|and above|or over|years and over)", text):
        return int(found[1]), None
    if found := re.fullmatch(r"(?:under|<)\s*(\d+)", text):
        return 0, int(found[1]) - 1
    if text.isdigit():
        return int(text), int(text)
    raise ValueError(f"“{name}” is not a band of ages; write 0-4, 5 to 9 or 90+.")


def standard_weights(bands: Sequence[str], standard: Mapping[str, float]) -> FloatArray:
    """Return the standard population in each of `bands`, joined by the ages in the name and never by position.

    A band that joins several of the standard's (0-14, or 85+ where the standard has 85-89 and 90+) takes their sum.

    Parameters
    ----------
    bands
        Names of the bands of your data, in any order.
    standard
        People in each band of the standard, by name.

    Raises
    ------
    ValueError
        If a band repeats or overlaps another, cuts through a band of the standard, or the bands do not cover it.

    Examples
    --------
    >>> standard_weights(["15-64", "0-14", "65 and over"], EUROPEAN_STANDARD_POPULATION_2013)
    array([64500., 16000., 19500.])
    """
    spans = [age_band(band) for band in bands]
    weights = np.zeros(len(bands))
    for name, people in standard.items():
        first, last = age_band(name)
        homes = [i for i, span in enumerate(spans) if _contains(span, (first, last))]
        if len(homes) != 1:
            what = "in none" if not homes else "in more than one"
            raise ValueError(f"Ages {name} of the standard population lie {what} of the bands {', '.join(bands)}.")
        weights[homes[0]] += people
    empty = [band for band, weight in zip(bands, weights, strict=True) if weight == 0]
    if empty:
        raise ValueError(f"The standard population has nobody in {', '.join(empty)} that is not in another band.")
    return weights


def _contains(outer: tuple[int, int | None], inner: tuple[int, int | None]) -> bool:
    if inner[0] < outer[0]:
        return False
    return outer[1] is None or (inner[1] is not None and inner[1] <= outer[1])


@dataclass(frozen=True, slots=True)
class StandardisedRates(Result):
    """Standardised rates: one number a place, NaN with a `reason` ("too few", "not published") where withheld."""

    rate: ValueWithLimits
    total_count: FloatArray
    total_population: FloatArray
    reason: NDArray[np.str_]


def directly_standardised_rate(
    counts: ArrayLike,
    populations: ArrayLike,
    standard: ArrayLike,
    *,
    multiplier: float = 100_000,
    level: ArrayLike = 0.95,
    event_counts: ArrayLike | None = None,
) -> StandardisedRates:
    r"""Return the rate each place would have with the ages of the standard population, with Dobson's interval.

    .. math::
        D = \frac{\sum w_i x_i/n_i}{\sum w_i}, \quad V = \frac{\sum w_i^2 x_i/n_i^2}{(\sum w_i)^2}, \quad
        D + \sqrt{V/X}\,(X_{L,U} - X)

    with :math:`X_{L,U}` Byar's limits of all events X. Where one person can have several events (admissions) they are
    not independent: given the persons with 1, 2, … events, :math:`x_i` in V becomes :math:`\sum_f f^2 x_{if}`.

    Parameters
    ----------
    counts, populations
        Events and people by band of age along the last axis: shape (places, bands).
    standard
        The standard population of the same bands: from :func:`standard_weights`, which joins by name.
    multiplier
        People the rate is given per.
    level
        Confidence level: one number, or one a place.
    event_counts
        Persons with 1, 2, … events along an extra last axis: shape (places, bands, most events). `counts` must then be
        the events they add up to.

    Returns
    -------
    Rates and limits; withheld as "too few" under 10 events, and as "not published" where a count or population is
    missing. Missing is not zero: fill in zeros yourself where a blank means none.

    Raises
    ------
    ValueError
        If a count is negative, a population is not above zero, shapes differ, or events do not add up.

    References
    ----------
    Dobson AJ, Kuulasmaa K, Eberle E, Scherer J (1991). Confidence intervals for weighted sums of Poisson parameters.
    Statistics in Medicine 10: 457-462.

    Examples
    --------
    >>> found = directly_standardised_rate([[30, 60]], [[1000, 500]], [8000, 2000], multiplier=1_000)
    >>> [round(float(x[0]), 2) for x in found.rate]
    [48.0, 38.03, 59.67]
    """
    x, n = check_counts(counts), check_denominators(populations, "populations")
    w = check_counts(standard, "standard population")
    if x.shape != n.shape or x.shape[-1:] != w.shape[-1:]:
        raise ValueError(f"Counts {x.shape}, populations {n.shape} and standard population {w.shape} must share bands.")
    variance_counts = x if event_counts is None else _squared_events(event_counts, x)
    weights = w / w.sum(axis=-1, keepdims=True)
    value = (weights * x / n).sum(axis=-1)
    variance = (weights**2 * variance_counts / n**2).sum(axis=-1)
    total = x.sum(axis=-1)
    gone, few = np.isnan(value), total < FEWEST_EVENTS
    reason = np.where(gone, INPUT_MISSING, np.where(few, TOO_FEW, ""))
    shown = np.where(gone | few, np.nan, total)
    lower, upper = byar_interval(shown, level)
    scale = np.sqrt(variance / shown)
    rate = np.where(np.isnan(shown), np.nan, value)
    limits = ((rate + scale * (limit - shown)) * multiplier for limit in (lower, upper))
    return StandardisedRates(ValueWithLimits(rate * multiplier, *limits), total, n.sum(axis=-1), reason)


def _squared_events(event_counts: ArrayLike, x: FloatArray) -> FloatArray:
    persons = np.nan_to_num(check_counts(event_counts, "persons by number of events"))
    events = np.arange(1, persons.shape[-1] + 1)
    added = (persons * events).sum(axis=-1)
    refuse(np.abs(added - x) > 1e-6 * np.maximum(1, x), "counts", "is not the sum of persons times events", x)
    squared: FloatArray = (persons * events**2).sum(axis=-1)
    return squared


@dataclass(frozen=True, slots=True)
class IndirectlyStandardised(Result):
    """Observed against expected events: the ratio (1 is as expected) and the rate, each with limits."""

    ratio: ValueWithLimits
    rate: ValueWithLimits
    observed: FloatArray
    expected: FloatArray
    reference_rate: float


def indirectly_standardised(
    observed: ArrayLike,
    populations: ArrayLike,
    reference_counts: ArrayLike,
    reference_populations: ArrayLike,
    *,
    multiplier: float = 100_000,
    level: ArrayLike = 0.95,
) -> IndirectlyStandardised:
    r"""Return observed over expected events, and the indirectly standardised rate.

    .. math::
        E = \sum n_i \frac{X_i}{N_i}, \quad \text{ratio} = O/E, \quad
        \text{rate} = \frac{O}{E}\cdot m\,\frac{\sum X_i}{\sum N_i}

    with the limits of O exact below 10 events and Byar's from there on.

    Parameters
    ----------
    observed
        Events in each place (all ages together).
    populations
        People by band of age along the last axis: shape (places, bands). A band can be empty.
    reference_counts, reference_populations
        Events and people in the same bands of the reference population.
    multiplier
        People the rate is given per.
    level
        Confidence level; broadcasts with `observed`.

    Raises
    ------
    ValueError
        If a count or population is negative, a reference population is not above zero, bands differ, or nothing is
        expected.

    References
    ----------
    Breslow NE, Day NE (1987). Statistical methods in cancer research, volume II. IARC, chapter 2.

    Examples
    --------
    >>> found = indirectly_standardised([12], [[1000, 500]], [20, 40], [10_000, 5_000])
    >>> float(found.expected[0]), float(found.ratio.value[0])
    (6.0, 2.0)
    """
    o, n = check_counts(observed, "observed counts"), check_counts(populations, "populations")
    counts = check_counts(reference_counts, "reference counts")
    people = check_denominators(reference_populations, "reference populations")
    if counts.shape != people.shape or n.shape[-1:] != counts.shape[-1:]:
        raise ValueError(f"Populations {n.shape} and reference {counts.shape}, {people.shape} must share bands.")
    refuse(np.isnan(counts) | np.isnan(people), "reference bands", "is missing", counts)
    expected = (n * (counts / people)).sum(axis=-1)
    refuse(expected == 0, "expected counts", "is zero", expected)
    lower, upper = poisson_interval(o, level)
    reference_rate = float(counts.sum() / people.sum()) * multiplier
    ratio = ValueWithLimits(o / expected + np.zeros_like(lower), lower / expected, upper / expected)
    rate = ValueWithLimits(*(part * reference_rate for part in ratio))
    return IndirectlyStandardised(ratio, rate, o, expected, reference_rate)


def compare_rates(first: ValueWithLimits, second: ValueWithLimits, level: ArrayLike = 0.95) -> ValueWithLimits:
    r"""Return the ratio of two independent standardised rates, with the log-normal interval their limits imply.

    .. math::
        \exp\left(\log\frac{D_1}{D_2} \pm z\sqrt{v_1 + v_2}\right), \quad
        v = \left(\frac{\log U - \log L}{2z}\right)^2

    Parameters
    ----------
    first, second
        Rates with limits at `level`, as :func:`directly_standardised_rate` gives them.

    Raises
    ------
    ValueError
        If a rate or lower limit is not above zero.

    References
    ----------
    Katz D et al (1978). Biometrics 34: 469-474 (the log-normal interval of a ratio).

    Examples
    --------
    >>> rates = directly_standardised_rate([[90, 90], [60, 60]], [[1000, 1000], [1000, 1000]], [1, 1])
    >>> one, other = (ValueWithLimits(*(part[i] for part in rates.rate)) for i in (0, 1))
    >>> [round(float(x), 3) for x in compare_rates(one, other)]
    [1.5, 1.185, 1.899]
    """
    z = normal_quantile(level)
    variances = []
    for name, rates in (("first", first), ("second", second)):
        low = as_numbers(rates.lower, f"{name} lower limits")
        refuse(low <= 0, f"{name} lower limits", "is not above zero", low)
        variances.append(((np.log(rates.upper) - np.log(low)) / (2 * z)) ** 2)
    value = first.value / second.value
    factor = np.exp(z * np.sqrt(variances[0] + variances[1]))
    return ValueWithLimits(value, value / factor, value * factor)
