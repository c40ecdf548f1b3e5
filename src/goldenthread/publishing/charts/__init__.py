"""One chart a file. Each takes plain numbers and returns a Figure drawn wide and narrow."""

from goldenthread.publishing.charts.dots import Dot, Reference, dot_and_interval
from goldenthread.publishing.charts.drawing import Caption
from goldenthread.publishing.charts.dumbbell import Ends, GapRow, dumbbell
from goldenthread.publishing.charts.fifths import FIFTH_NAMES, Bar, bars_by_fifth
from goldenthread.publishing.charts.icons import icon_array
from goldenthread.publishing.charts.milestones import Milestone, MilestoneState, milestone_line
from goldenthread.publishing.charts.neighbours import Neighbour, strip_of_neighbours
from goldenthread.publishing.charts.slope import FittedPoint, SlopeGroup, slope_plot
from goldenthread.publishing.charts.small_multiples import small_multiples
from goldenthread.publishing.charts.trend import Moment, Series, trend

__all__ = [
    "FIFTH_NAMES",
    "Bar",
    "Caption",
    "Dot",
    "Ends",
    "FittedPoint",
    "GapRow",
    "Milestone",
    "MilestoneState",
    "Moment",
    "Neighbour",
    "Reference",
    "Series",
    "SlopeGroup",
    "bars_by_fifth",
    "dot_and_interval",
    "dumbbell",
    "icon_array",
    "milestone_line",
    "slope_plot",
    "small_multiples",
    "strip_of_neighbours",
    "trend",
]
