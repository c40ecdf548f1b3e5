"""The bands in which wordings are true, as this council set them: never changed, only followed by others."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q

from goldenthread.accounts.models import Person


class ClaimBandsQuerySet(models.QuerySet["ClaimBands"]):
    def latest_first(self) -> ClaimBandsQuerySet:
        """Those in force first, then those before them."""
        return self.order_by("-at", "-pk")


class ClaimBands(models.Model):
    """What differs from the default bands, from a moment on, and why."""

    values = models.JSONField(default=dict, blank=True, help_text="Only what differs from the default.")
    reason = models.CharField(max_length=600)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ClaimBandsQuerySet.as_manager()

    class Meta:
        verbose_name = "bands of wordings"
        verbose_name_plural = "bands of wordings"
        constraints = [CheckConstraint(condition=~Q(reason=""), name="claim_bands_have_a_reason")]

    def __str__(self) -> str:
        return f"Bands of wordings from {self.at:%-d %B %Y}"
