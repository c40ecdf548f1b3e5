"""The annual report with its texts and frozen figures, and the pages that editors write."""

from goldenthread.reports.models.pages import HomePage, StoryIndexPage, StoryPage
from goldenthread.reports.models.report import AnnualReport, FigureKind, ReportFigure, ReportText

__all__ = [
    "AnnualReport",
    "FigureKind",
    "HomePage",
    "ReportFigure",
    "ReportText",
    "StoryIndexPage",
    "StoryPage",
]
