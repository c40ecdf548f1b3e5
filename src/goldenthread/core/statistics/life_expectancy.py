"""How long people live, how long in good health, and which ages a gap comes from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldenthread.core.statistics.checks import FloatArray, as_numbers, check_counts, normal_quantile, refuse
from goldenthread.core.statistics.intervals import ValueWithLimits
from goldenthread.core.statistics.results import Result

#: Below this many person-years life expectancy is not given (Office for National Statistics; Toson and Baker 2003).
FEWEST_PERSON_YEARS = 5_000
#: Share of its band that a person who dies in it lives on average; babies die early in their first year (Chiang).
HALF, FIRST_YEAR = 0.5, 0.1


@dataclass(frozen=True, slots=True)
class LifeTables(Result):
    """Abridged life tables, one a place, ages along the last axis.

    Attributes
    ----------
    expectancy
        Years left at the start of each band, with limits; NaN where `reason` says why.
    survivors
        Of 1 born, those alive at the start of each band (l).
    years_lived
        Years lived in each band by 1 born (L).
    death_variance
        Variance of the probability of dying in each band (of expectancy itself for the open band, times survivors).
    reason
        A sentence for each place without life expectancy, else empty.
    """

    expectancy: ValueWithLimits
    survivors: FloatArray
    years_lived: FloatArray
    death_variance: FloatArray
    share_lived: FloatArray
    widths: FloatArray
    reason: NDArray[np.str_]


def life_expectancy(
    start_ages: ArrayLike,
    deaths: ArrayLike,
    populations: ArrayLike,
    *,
    level: ArrayLike = 0.95,
    fewest_person_years: float = FEWEST_PERSON_YEARS,
) -> LifeTables:
    r"""Return life expectancy at every age by Chiang's abridged method (II), with Silcocks' variance.

    With death rate :math:`M = D/P` in a band of *n* years of which those who die live the share *a*:

    .. math::
        q = \frac{nM}{1 + n(1-a)M}, \quad l_{i+1} = l_i(1 - q_i), \quad L = n(l_{i+1} + a\,l_i q_i), \quad
        e_i = \frac{1}{l_i}\sum_{j \ge i} L_j

    and in the open top band :math:`L = l/M`. The variance is
    :math:`\frac{1}{l_i^2}\sum_{j \ge i} l_j^2[(1-a)n + e_{j+1}]^2 \operatorname{Var}(q_j)` with
    :math:`\operatorname{Var}(q) = q^2(1-q)/D`, and :math:`l^2/(D M^2)` for the open band, which adds Silcocks' term.

    Parameters
    ----------
    start_ages
        First age of each band, rising from any age; the last band is open. Any banding: 0, 1, 5, … 90 or 0, 5, … 85.
    deaths, populations
        Deaths and person-years by band: shape (places, bands), or (bands,) for one place. They must cover the
        same years: three years of deaths need three years of population.
    level
        Confidence level between 0 and 1.
    fewest_person_years
        Below this life expectancy is withheld.

    Returns
    -------
    Life tables; a place that cannot have one carries the reason, and does not stop the others.

    Raises
    ------
    ValueError
        If ages do not rise, shapes differ, or a count is negative.

    References
    ----------
    Chiang CL (1968). Introduction to stochastic processes in biostatistics. Silcocks PBS, Jenner DA, Reza R (2001).
    Life expectancy as a summary of mortality in a population. J Epidemiol Community Health 55: 38-43.

    Examples
    --------
    >>> tables = life_expectancy([0, 1, 40, 80], [5, 40, 300, 400], [1000, 40_000, 30_000, 4000])
    >>> [round(float(limit[0]), 2) for limit in tables.expectancy]
    [77.34, 76.01, 78.66]
    """
    ages = as_numbers(start_ages, "start ages")
    died, lived = check_counts(deaths, "deaths"), check_counts(populations, "populations")
    _check_shapes(ages, died, lived)
    reason = _refusals(died, lived, fewest_person_years)
    good = reason == ""
    died, lived = (np.where(good[..., None], part, np.nan) for part in (died, lived))
    widths = np.append(np.diff(ages), np.nan)
    share = np.where((ages == 0) & (widths == 1), FIRST_YEAR, HALF)
    rate = died / lived
    n, a = widths[:-1], share[:-1]
    dying = np.minimum(n * rate[..., :-1] / (1 + n * (1 - a) * rate[..., :-1]), 1.0)
    survivors = np.concatenate([np.ones((*died.shape[:-1], 1)), np.cumprod(1 - dying, axis=-1)], axis=-1)
    survivors = np.where(good[..., None], survivors, np.nan)
    alive = survivors[..., :-1]
    years = np.concatenate(
        [n * (survivors[..., 1:] + a * alive * dying), survivors[..., -1:] / rate[..., -1:]], axis=-1
    )
    with np.errstate(divide="ignore", invalid="ignore"):  # nobody left alive: no expectancy from there on
        expectancy = _from_here(years) / survivors
        variance = np.where(died[..., :-1] > 0, dying**2 * (1 - dying) / died[..., :-1], 0.0)
        gain = (1 - a) * n + np.where(survivors[..., 1:] > 0, expectancy[..., 1:], 0.0)
        open_band = survivors[..., -1:] ** 2 / (died[..., -1:] * rate[..., -1:] ** 2)
        parts = np.concatenate([alive**2 * gain**2 * variance, open_band], axis=-1)
        error = np.sqrt(_from_here(parts)) / survivors
    half = normal_quantile(level) * error
    return LifeTables(
        expectancy=ValueWithLimits(expectancy, expectancy - half, expectancy + half),
        survivors=survivors,
        years_lived=years,
        death_variance=np.concatenate([variance, open_band], axis=-1),
        share_lived=share,
        widths=widths,
        reason=reason,
    )


def _from_here(parts: FloatArray) -> FloatArray:
    return np.flip(np.cumsum(np.flip(parts, axis=-1), axis=-1), axis=-1)


def _check_shapes(ages: FloatArray, died: FloatArray, lived: FloatArray) -> None:
    if ages.ndim != 1 or len(ages) < 2:
        raise ValueError("A life table needs at least two bands of ages.")
    refuse(np.diff(ages) <= 0, "start ages", "is not below the next", ages[:-1])
    if died.shape != lived.shape or died.shape[-1] != len(ages):
        raise ValueError(f"Deaths {died.shape} and populations {lived.shape} must have {len(ages)} bands of ages.")


def _refusals(died: FloatArray, lived: FloatArray, fewest: float) -> NDArray[np.str_]:
    conditions = [
        (np.isnan(died) | np.isnan(lived)).any(axis=-1),
        (lived <= 0).any(axis=-1),
        (died > lived).any(axis=-1),
        lived.sum(axis=-1) < fewest,
        died[..., -1] == 0,
    ]
    sentences = [
        "The deaths or the population of a band of ages are missing.",
        "A band of ages has no population.",
        "A band of ages has more deaths than people.",
        f"There are fewer than {fewest:,.0f} person-years.",
        "Nobody died in the open top band, so it has no end.",
    ]
    return np.select(conditions, sentences, default="")


def healthy_life_expectancy(
    tables: LifeTables, healthy: ArrayLike, respondents: ArrayLike, level: ArrayLike = 0.95
) -> ValueWithLimits:
    r"""Return the years lived in good health from each age, by Sullivan's method.

    .. math:: h_i = \frac{1}{l_i}\sum_{j \ge i} L_j \pi_j

    with the variance of the shares, :math:`L^2\pi(1-\pi)/N`, and of mortality,
    :math:`l^2[(1-a)n\pi + h_{j+1}]^2\operatorname{Var}(q)`.

    Parameters
    ----------
    tables
        From :func:`life_expectancy`.
    healthy
        Share in good health in each band, 0 to 1, shaped like the tables.
    respondents
        People asked in each band, above zero (use a large number for a census).
    level
        Confidence level between 0 and 1.

    Raises
    ------
    ValueError
        If a share is not between 0 and 1, a number of respondents is not above zero, or shapes differ.

    References
    ----------
    Sullivan DF (1971). A single index of mortality and morbidity. HSMHA Health Reports 86: 347-354.
    Jagger C, Van Oyen H, Robine J-M (2014). Health expectancy calculation by the Sullivan method: a practical guide.

    Examples
    --------
    >>> tables = life_expectancy([0, 1, 40, 80], [5, 40, 300, 400], [1000, 40_000, 30_000, 4000])
    >>> found = healthy_life_expectancy(tables, [0.98, 0.95, 0.8, 0.5], [500, 800, 900, 300])
    >>> round(float(found.value[0]), 2) < round(float(tables.expectancy.value[0]), 2)
    True
    """
    share, asked = as_numbers(healthy, "healthy shares"), as_numbers(respondents, "respondents")
    refuse((share < 0) | (share > 1), "healthy shares", "is not between 0 and 1", share)
    refuse(asked <= 0, "respondents", "is not above zero", asked)
    if share.shape[-1] != len(tables.widths) or asked.shape[-1] != len(tables.widths):
        raise ValueError(f"The shares and respondents must have the {len(tables.widths)} bands of the life tables.")
    alive = tables.survivors
    with np.errstate(invalid="ignore"):  # nobody left alive: no expectancy from there on
        value = _from_here(tables.years_lived * share) / alive
    n, a = tables.widths[:-1], tables.share_lived[:-1]
    gain = (1 - a) * n * share[..., :-1] + np.where(alive[..., 1:] > 0, value[..., 1:], 0.0)
    mortality = np.concatenate(
        [
            alive[..., :-1] ** 2 * gain**2 * tables.death_variance[..., :-1],
            share[..., -1:] ** 2 * tables.death_variance[..., -1:],
        ],
        axis=-1,
    )
    health = tables.years_lived**2 * share * (1 - share) / asked
    with np.errstate(invalid="ignore"):
        half = normal_quantile(level) * np.sqrt(_from_here(mortality + health)) / alive
    return ValueWithLimits(value, value - half, value + half)


def decompose_gap_by_age(lower: LifeTables, higher: LifeTables) -> FloatArray:
    r"""Return the years that each band of ages adds to the gap in life expectancy at the first age (Arriaga).

    .. math::
        \Delta_i = l_i\left(\frac{L'_i}{l'_i} - \frac{L_i}{l_i}\right)
        + T'_{i+1}\left(\frac{l_i}{l'_i} - \frac{l_{i+1}}{l'_{i+1}}\right)

    and in the open band :math:`l(T'/l' - T/l)`, primes marking `higher`. The parts add up to the gap
    ``higher - lower`` exactly; a negative part is an age at which `lower` does better. Where nobody of `higher` is left
    alive, what `lower` still lives counts against it.

    Raises
    ------
    ValueError
        If the two have different bands of ages.

    References
    ----------
    Arriaga EE (1984). Measuring and explaining the change in life expectancies. Demography 21: 83-96.

    Examples
    --------
    >>> ages, people = [0, 1, 40, 80], [1000, 40_000, 30_000, 4000]
    >>> poorer, richer = (life_expectancy(ages, deaths, people) for deaths in ([8, 60, 400, 450], [4, 40, 250, 400]))
    >>> parts = decompose_gap_by_age(poorer, richer)
    >>> bool(abs(parts.sum() - (richer.expectancy.value[0] - poorer.expectancy.value[0])) < 1e-9)
    True
    """
    if not np.array_equal(lower.widths, higher.widths, equal_nan=True):
        raise ValueError("The two life tables have different bands of ages.")
    alive, alive_2 = lower.survivors, higher.survivors
    kept = np.divide(alive, alive_2, out=np.zeros(np.broadcast_shapes(alive.shape, alive_2.shape)), where=alive_2 != 0)
    direct = kept * higher.years_lived - lower.years_lived
    later = _from_here(higher.years_lived)[..., 1:]
    indirect = later * (kept[..., :-1] - kept[..., 1:])
    parts: FloatArray = direct + np.concatenate([indirect, np.zeros_like(indirect[..., :1])], axis=-1)
    return parts
