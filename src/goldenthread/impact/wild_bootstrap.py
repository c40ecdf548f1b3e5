r"""The wild cluster bootstrap, for comparisons of few clusters.

With few clusters the cluster-robust standard error is too small and its t-test finds effects that are not there. The
bootstrap asks instead how often a t as large would come about if the effect were what the null hypothesis says and the
residuals of each cluster had kept or changed their sign together (Rademacher weights). With up to
:data:`ENUMERATED_CLUSTERS` clusters every pattern of signs is gone through, so that nothing is left to dice.

Let :math:`w=(X'X)^{-1}a` for the combination :math:`a'\beta`, :math:`s_g=X_g'\tilde u_g` the scores of the restricted
residuals and :math:`h_g=X_g'X_gw`. Under weights :math:`v` the estimate moves by :math:`\sum_g v_gw's_g` and its
variance is :math:`\sum_g(v_gw's_g-h_g'(X'X)^{-1}\sum_jv_js_j)^2`: products of a matrix of signs and one of clusters,
and nothing is fitted again. Restricted residuals are linear in the hypothesis, so the variance of each draw is a
square of it, and the interval (all hypotheses that are not rejected) costs no new products either.

Literature: Cameron, Gelbach and Miller (2008), *Review of Economics and Statistics* 90(3), 414-427; Roodman, Nielsen,
MacKinnon and Webb (2019), *Stata Journal* 19(1), 4-60; MacKinnon and Webb (2017), *Journal of Applied Econometrics*
32(2), 233-254, on few treated clusters.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from goldenthread.core.statistics.checks import FloatArray

#: Up to here all patterns of signs are gone through: 2^12 = 4,096, of which half, since a pattern and its mirror image
#: give the same t up to its sign.
ENUMERATED_CLUSTERS = 12

#: Draws beyond that: (draws + 1) x 0.05 must be whole for the test to keep its level.
DRAWS = 9_999

#: A t² that differs less than this, in proportion, is a tie and counts against the effect.
TIE = 1e-9


@dataclass(frozen=True, slots=True)
class WildBootstrap:
    """The draws for one combination of coefficients, as functions of the value it is held to.

    The numerator of draw b is ``constant[b] + value * slope[b]``, its variance
    ``square[0][b] + 2 * value * square[1][b] + value**2 * square[2][b]``.
    """

    estimate: float
    variance: float
    constant: FloatArray
    slope: FloatArray
    square: tuple[FloatArray, FloatArray, FloatArray]
    is_enumerated: bool
    clusters: int

    @classmethod
    def of(
        cls,
        outcome: FloatArray,
        columns: FloatArray,
        clusters: NDArray[np.int64],
        combination: FloatArray,
        generator: np.random.Generator | None,
    ) -> Self:
        """The bootstrap of ``combination @ coefficients``; `clusters` are numbered from 0 without a gap."""
        count = int(clusters.max()) + 1
        bread = np.asarray(np.linalg.inv(columns.T @ columns), dtype=np.float64)
        coefficients = bread @ (columns.T @ outcome)
        estimate = float(combination @ coefficients)
        along = bread @ combination  # w
        push = columns @ (along / float(combination @ along))  # moves the fit along the restriction
        residuals = outcome - columns @ coefficients

        def by_cluster(rows: FloatArray) -> FloatArray:
            """Sums of the columns times `rows` within each cluster: one row a cluster."""
            sums = np.zeros((count, columns.shape[1]))
            np.add.at(sums, clusters, columns * rows[:, None])
            return sums

        moved = by_cluster(columns @ along)  # h
        kept, taken = by_cluster(residuals + estimate * push), by_cluster(-push)
        signs = _signs(count, generator)
        first, second = signs @ _spread(kept, moved, bread, along), signs @ _spread(taken, moved, bread, along)
        variance = float(((by_cluster(residuals) @ along) ** 2).sum())
        return cls(
            estimate,
            variance,
            signs @ (kept @ along),
            signs @ (taken @ along),
            ((first**2).sum(axis=1), (first * second).sum(axis=1), (second**2).sum(axis=1)),
            count <= ENUMERATED_CLUSTERS,
            count,
        )

    def p_value(self, value: float = 0.0) -> float:
        """How often chance alone gives a t as far from nought, were the combination equal to `value`."""
        numerators = (self.constant + value * self.slope) ** 2
        variances = self.square[0] + 2 * value * self.square[1] + value**2 * self.square[2]
        # t*² >= t² without dividing, since the variance of a draw can be nought.
        as_far = numerators * self.variance >= (self.estimate - value) ** 2 * variances * (1 - TIE)
        if self.is_enumerated:
            return float(as_far.mean())
        return float((1 + as_far.sum()) / (1 + len(as_far)))

    def limits(self, level: float) -> tuple[float, float] | None:
        """The outermost values not rejected at ``1 - level``; None where even the furthest are not rejected."""
        lower, upper = (self._limit(side, 1 - level) for side in (-1.0, 1.0))
        return None if lower is None or upper is None else (lower, upper)

    def _limit(self, side: float, alpha: float) -> float | None:
        step = side * float(np.sqrt(self.variance))
        inside, outside = 0.0, 1.0
        while self.p_value(self.estimate + outside * step) > alpha:
            inside, outside = outside, outside * 2
            if outside > 2**20:
                return None
        while outside - inside > 1e-7 * outside:
            middle = (inside + outside) / 2
            if self.p_value(self.estimate + middle * step) > alpha:
                inside = middle
            else:
                outside = middle
        return self.estimate + inside * step


def smallest_p_value(clusters: int) -> float:
    """The smallest p-value that the signs of so many clusters can give.

    Examples
    --------
    >>> smallest_p_value(5), smallest_p_value(8)
    (0.0625, 0.0078125)
    """
    return 2.0 ** (1 - clusters) if clusters <= ENUMERATED_CLUSTERS else 1 / (DRAWS + 1)


def _signs(clusters: int, generator: np.random.Generator | None) -> FloatArray:
    if clusters <= ENUMERATED_CLUSTERS:
        patterns = np.arange(2 ** (clusters - 1))[:, None] >> np.arange(clusters) & 1
        return np.asarray(1 - 2 * patterns, dtype=np.float64)
    if generator is None:
        raise ValueError(f"With {clusters} clusters the signs are drawn: hand in a numpy Generator.")
    return np.asarray(generator.integers(0, 2, (DRAWS, clusters)) * 2 - 1, dtype=np.float64)


def _spread(scores: FloatArray, moved: FloatArray, bread: FloatArray, along: FloatArray) -> FloatArray:
    """What turns a row of signs into each cluster's part of the standard deviation."""
    spread: FloatArray = np.diag(scores @ along) - (scores @ bread) @ moved.T
    return spread
