"""Did it work? What an action changed, and how far that can be believed.

``from goldenthread import impact`` (with ``pip install 'goldenthread[impact]'``) gives, by what there is to look at:

1. *Several places reached, others not*: :func:`difference_in_differences`, :func:`event_study`.
2. *One place, and others like it*: :func:`synthetic_control`.
3. *One long series and nobody to compare with*: :func:`interrupted_series`.
4. *Places chosen for being worst*: :func:`regression_to_the_mean`, :func:`reliability`.
5. *How strong that is as evidence*: :func:`strength_of_evidence`.

Columns go in (lists, NumPy arrays, columns of pandas, polars or Arrow); a result prints its sentences and its table and
turns into columns with ``as_columns()``. What cannot be evaluated is refused with a sentence, :class:`ImpactError`.
"""

try:
    import statsmodels.regression.linear_model  # noqa: F401
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        f"goldenthread.impact needs statsmodels, and {error.name} is not installed: pip install 'goldenthread[impact]'",
        name=error.name,
    ) from error

from goldenthread.impact.difference_in_differences import DifferenceInDifferences, difference_in_differences
from goldenthread.impact.errors import ImpactError
from goldenthread.impact.event_study import EventStudy, Moment, event_study
from goldenthread.impact.interrupted_series import InterruptedSeries, interrupted_series
from goldenthread.impact.panel import LeftOut, Panel
from goldenthread.impact.pre_trends import PreTrend
from goldenthread.impact.regression_to_the_mean import RegressionToTheMean, regression_to_the_mean, reliability
from goldenthread.impact.results import Check, Design, EffectTable, Evaluation
from goldenthread.impact.strength import LEVELS, SCALE, SOURCE, StrengthOfEvidence, strength_of_evidence
from goldenthread.impact.synthetic_control import SyntheticControl, Weight, nearest_mix, synthetic_control

__all__ = [
    "LEVELS",
    "SCALE",
    "SOURCE",
    "Check",
    "Design",
    "DifferenceInDifferences",
    "EffectTable",
    "Evaluation",
    "EventStudy",
    "ImpactError",
    "InterruptedSeries",
    "LeftOut",
    "Moment",
    "Panel",
    "PreTrend",
    "RegressionToTheMean",
    "StrengthOfEvidence",
    "SyntheticControl",
    "Weight",
    "difference_in_differences",
    "event_study",
    "interrupted_series",
    "nearest_mix",
    "regression_to_the_mean",
    "reliability",
    "strength_of_evidence",
    "synthetic_control",
]
