"""The annual report with its texts, blocks, claims, figures and editions, and the pages that editors write."""

from goldenthread.reports.models.approval import EasyReadApproval, StoryApproval
from goldenthread.reports.models.block import BlockKind, ReportBlock
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
    "BlockKind",
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
    "ReportBlock",
    "ReportEdition",
    "ReportFigure",
    "ReportText",
    "ReturnedFile",
    "RightOfReply",
    "StoryApproval",
    "StoryIndexPage",
    "StoryPage",
]
