"""The difference and the ratio of two values, with an interval where both have one."""

from math import isfinite

from goldenthread.core.estimates import Estimate, Limits, Polarity
from goldenthread.core.statistics.intervals import difference, ratio

DIFFERENCE_METHOD = "from the intervals of the two values (Newcombe; Zou and Donner)"
RATIO_METHOD = "from the intervals of the two values, on a log scale"


def difference_of(first: Estimate, second: Estimate) -> Estimate:
    """`first` minus `second`."""
    if first.limits is None or second.limits is None:
        return Estimate(first.value - second.value, None, reason=first.reason or second.reason)
    found = difference(first.value, first.limits, second.value, second.limits)
    limits = Limits(float(found.lower), float(found.upper), first.limits.level)
    return Estimate(float(found.value), limits, method=DIFFERENCE_METHOD)


def ratio_of(first: Estimate, second: Estimate) -> Estimate | None:
    """`first` over `second`; None where either is not above zero, because then a ratio means nothing."""
    if first.value <= 0 or second.value <= 0:
        return None
    value = first.value / second.value
    if first.limits is None or second.limits is None:
        return Estimate(value, None, reason=first.reason or second.reason)
    if first.limits.lower < 0 or second.limits.lower < 0:
        return Estimate(value, None, reason="The interval of one of the values reaches below zero.")
    found = ratio(first.value, first.limits, second.value, second.limits)
    if not isfinite(float(found.upper)):
        return Estimate(value, None, reason="The smaller value may be zero, so its ratio has no upper limit.")
    return Estimate(value, Limits(float(found.lower), float(found.upper), first.limits.level), method=RATIO_METHOD)


def gap_between(worst: Estimate, best: Estimate, polarity: Polarity) -> Estimate:
    """The difference between two ends, positive where `worst` is at a disadvantage.

    Where neither direction is better a higher value of `worst` counts as positive.
    """
    return difference_of(best, worst) if polarity is Polarity.HIGHER_IS_BETTER else difference_of(worst, best)


def ratio_between(worst: Estimate, best: Estimate, polarity: Polarity) -> Estimate | None:
    """The ratio of two ends, above 1 where `worst` is at a disadvantage."""
    return ratio_of(best, worst) if polarity is Polarity.HIGHER_IS_BETTER else ratio_of(worst, best)
