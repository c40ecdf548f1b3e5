"""The annual report with its texts, claims, figures and editions, and the pages that editors write."""

from goldenthread.reports.models.approval import EasyReadApproval, StoryApproval
from goldenthread.reports.models.claim import ClaimUse, Clearance
from goldenthread.reports.models.consent import Alias, AliasHolder, Consent, EditionWithdrawal
from goldenthread.reports.models.easy_read import EasyReadPage
from goldenthread.reports.models.edition import ReportEdition, RightOfReply
from goldenthread.reports.models.pages import CheckedPage, HomePage, StoryIndexPage, StoryPage
from goldenthread.reports.models.report import AnnualReport, FigureKind, ReportFigure, ReportText
from goldenthread.reports.models.rounds import CommentRound, ReturnedFile

__all__ = [
    "Alias",
    "AliasHolder",
    "AnnualReport",
    "CheckedPage",
    "ClaimUse",
    "Clearance",
    "CommentRound",
    "Consent",
    "EasyReadApproval",
    "EasyReadPage",
    "EditionWithdrawal",
    "FigureKind",
    "HomePage",
    "ReportEdition",
    "ReportFigure",
    "ReportText",
    "ReturnedFile",
    "RightOfReply",
    "StoryApproval",
    "StoryIndexPage",
    "StoryPage",
]
