"""What the site keeps of its evidence: indicators, tables on their way in, and facts that claims are bound to."""

from goldenthread.evidence.models.band import ClaimBands
from goldenthread.evidence.models.fact import Fact, FactDocument, FactVersion
from goldenthread.evidence.models.indicator import Indicator
from goldenthread.evidence.models.upload import UploadDraft

__all__ = ["ClaimBands", "Fact", "FactDocument", "FactVersion", "Indicator", "UploadDraft"]
