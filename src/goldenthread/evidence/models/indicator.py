"""What the site knows of an indicator: enough to name it, bind to it and find its numbers."""

from django.db import models
from django.db.models import CheckConstraint, Q

from goldenthread.core.estimates import Polarity


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def active(self) -> "IndicatorQuerySet":
        """Indicators that are still defined and may be shown."""
        return self.filter(is_active=True)

    def headline(self) -> "IndicatorQuerySet":
        """Active indicators that stand at the head of a place's pages."""
        return self.active().filter(is_headline=True)


class Indicator(models.Model):
    """One indicator of `goldenthread.definitions`, mirrored so that a plan or a report can point at it."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=255, help_text="As the publisher says it.")
    plain_name = models.CharField(max_length=255, help_text="As a resident would say it.")
    definition = models.TextField()
    unit = models.CharField(max_length=60)
    polarity = models.CharField(max_length=20, choices=[(polarity.value, polarity.value) for polarity in Polarity])
    decimals = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(max_length=120, help_text="Id of the source in goldenthread.sources.")
    theme = models.CharField(max_length=120)
    marmot_principle = models.PositiveSmallIntegerField(null=True, blank=True)
    is_headline = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["theme", "plain_name"]
        constraints = [
            CheckConstraint(
                condition=Q(marmot_principle__isnull=True) | Q(marmot_principle__range=(1, 8)),
                name="evidence_indicator_marmot_principle_is_1_to_8",
            ),
            CheckConstraint(condition=~Q(slug=""), name="evidence_indicator_has_a_slug"),
        ]

    def __str__(self) -> str:
        return self.plain_name
