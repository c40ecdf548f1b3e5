"""What the evidence can be asked: one question a file, named for its answer."""

from goldenthread.engine.questions.all_values import all_values
from goldenthread.engine.questions.area_profile import area_profile
from goldenthread.engine.questions.area_values import area_values
from goldenthread.engine.questions.areas import area, areas, children, parents
from goldenthread.engine.questions.characteristics_with_values import characteristics_with_values
from goldenthread.engine.questions.chosen_values import chosen_values
from goldenthread.engine.questions.data_quality import data_quality
from goldenthread.engine.questions.deprivation_fifths import deprivation_fifths
from goldenthread.engine.questions.gap import gap
from goldenthread.engine.questions.gap_table import gap_table
from goldenthread.engine.questions.group_gaps import group_gaps
from goldenthread.engine.questions.group_values import group_values
from goldenthread.engine.questions.kinds_with_values import kinds_with_values
from goldenthread.engine.questions.latest_value import latest_value
from goldenthread.engine.questions.latest_values import latest_values
from goldenthread.engine.questions.neighbours import neighbours
from goldenthread.engine.questions.outlines import outline_kinds, outlines
from goldenthread.engine.questions.place_summary import place_summary
from goldenthread.engine.questions.polarisation import polarisation
from goldenthread.engine.questions.postcode import postcode
from goldenthread.engine.questions.provenance import provenance
from goldenthread.engine.questions.rank import rank
from goldenthread.engine.questions.rank_table import rank_table
from goldenthread.engine.questions.value_series import value_series
from goldenthread.engine.questions.ward_gap import ward_gap

__all__ = [
    "all_values",
    "area",
    "area_profile",
    "area_values",
    "areas",
    "characteristics_with_values",
    "children",
    "chosen_values",
    "data_quality",
    "deprivation_fifths",
    "gap",
    "gap_table",
    "group_gaps",
    "group_values",
    "kinds_with_values",
    "latest_value",
    "latest_values",
    "neighbours",
    "outline_kinds",
    "outlines",
    "parents",
    "place_summary",
    "polarisation",
    "postcode",
    "provenance",
    "rank",
    "rank_table",
    "value_series",
    "ward_gap",
]
