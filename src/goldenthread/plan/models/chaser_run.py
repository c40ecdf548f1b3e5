"""The days on which the chaser ran by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

#: A run that has neither ended nor failed for so long belongs to a worker that stopped half-way.
GIVEN_UP_AFTER = timedelta(hours=1)


class ChaserRunQuerySet(models.QuerySet["ChaserRun"]):
    def done(self) -> ChaserRunQuerySet:
        """Runs that came to their end."""
        return self.filter(ended_at__isnull=False)

    def abandoned(self, *, at: datetime) -> ChaserRunQuerySet:
        """Runs that nobody is at any more."""
        return self.filter(ended_at__isnull=True, began_at__lte=at - GIVEN_UP_AFTER)


class ChaserRun(models.Model):
    """The chaser's work on one day: whoever makes the row does it, so that of several workers one does."""

    day = models.DateField(unique=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    steps = models.PositiveIntegerField(default=0)
    published = models.PositiveIntegerField(default=0, help_text="Releases that went out.")
    failure = models.TextField(blank=True)

    objects = ChaserRunQuerySet.as_manager()

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("began_at")),
                name="plan_chaser_run_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"Chaser, {self.day:%-d %B %Y}"
