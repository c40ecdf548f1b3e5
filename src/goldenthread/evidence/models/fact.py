"""Facts that claims are bound to: what each is about, and every version of its value with what proves it."""

from __future__ import annotations

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, QuerySet, UniqueConstraint
from django.urls import reverse

from goldenthread.accounts.models import Person
from goldenthread.core.claims import Order, Statistic
from goldenthread.core.estimates import Polarity
from goldenthread.evidence.fact_kinds import STATISTIC_LABELS, Disclosure, FactQuestion
from goldenthread.evidence.models.indicator import Indicator

#: A word processor keeps no longer mark on the words that are bound to a fact.
LONGEST_SLUG = 58

SHA256 = RegexValidator(r"^[0-9a-f]{64}$", "A fingerprint is the 64 hexadecimal digits of a SHA-256.")


def statistic_choices() -> list[tuple[str, str]]:
    return [(each.value, STATISTIC_LABELS[each]) for each in Statistic]


def question_choices() -> list[tuple[str, str]]:
    return [(each.value, each.label) for each in FactQuestion]


def order_choices() -> list[tuple[str, str]]:
    return [(each.value, each.value.capitalize()) for each in Order]


def polarity_choices() -> list[tuple[str, str]]:
    return [(each.value, each.value.capitalize()) for each in Polarity]


def disclosure_choices() -> list[tuple[str, str]]:
    return [(each.value, each.value.capitalize()) for each in Disclosure]


class FactQuerySet(models.QuerySet["Fact"]):
    def in_use(self) -> FactQuerySet:
        """Facts that may be quoted: neither retired nor superseded."""
        return self.filter(retired_at__isnull=True, superseded_by__isnull=True)

    def computed(self) -> FactQuerySet:
        """Facts that are the answer to a question, asked anew on every refresh."""
        return self.exclude(question="")

    def recorded(self) -> FactQuerySet:
        """Facts that a person recorded from a document."""
        return self.filter(question="")

    def verified(self) -> FactQuerySet:
        """Facts whose current version was verified by somebody other than its author."""
        return self.filter(current__verified_by__isnull=False)

    def waiting_for_verification(self) -> FactQuerySet:
        """Facts in use that nobody has verified yet."""
        return self.in_use().filter(current__isnull=False, current__verified_by__isnull=True)

    def stale(self, *, on: date) -> FactQuerySet:
        """Facts in use whose last day has passed."""
        return self.in_use().filter(current__valid_until__lt=on)

    def owned_by(self, person: Person) -> FactQuerySet:
        """Facts that the person answers for."""
        return self.filter(owner=person)

    def public(self) -> FactQuerySet:
        """Facts that everybody may read: with a verified version, and nothing withheld."""
        return self.verified().exclude(current__disclosure=Disclosure.SUPPRESSED.value)

    def with_everything(self) -> FactQuerySet:
        """Facts with what a page or a judgement needs, in one query."""
        return self.select_related(
            "current__recorded_by", "current__verified_by", "current__document", "owner", "indicator", "superseded_by"
        ).defer("current__document__content")


class Fact(models.Model):
    """One thing that can be claimed, and who answers for it. Its values are its versions."""

    slug = models.SlugField(max_length=LONGEST_SLUG, unique=True)
    subject = models.CharField(max_length=200, help_text="What it is about, in words a resident knows.")
    statistic = models.CharField(max_length=20, choices=statistic_choices)
    question = models.CharField(max_length=30, choices=question_choices, blank=True)
    indicator = models.ForeignKey(Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="facts")
    area_code = models.CharField(max_length=12, blank=True, help_text="Empty for the place itself.")
    floor = models.FloatField(null=True, blank=True)
    next_release_on = models.DateField(null=True, blank=True)
    grace_days = models.PositiveSmallIntegerField(default=60)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="facts_owned")
    current = models.OneToOneField("FactVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="supersedes"
    )
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_because = models.CharField(max_length=300, blank=True)
    refreshed_at = models.DateTimeField(null=True, blank=True)
    refreshed_from = models.CharField(max_length=80, blank=True, help_text="The snapshot that was asked last.")
    changed_at = models.DateTimeField()

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["subject", "slug"]
        constraints = [
            CheckConstraint(condition=~Q(slug=""), name="fact_has_a_slug"),
            CheckConstraint(
                condition=Q(question="") | Q(indicator__isnull=False), name="fact_that_is_computed_names_its_indicator"
            ),
            CheckConstraint(
                condition=~Q(question=FactQuestion.WARDS_AT_FLOOR.value) | Q(floor__isnull=False),
                name="fact_about_a_floor_names_it",
            ),
            CheckConstraint(
                condition=Q(retired_at__isnull=True) | ~Q(retired_because=""), name="fact_that_is_retired_says_why"
            ),
            CheckConstraint(
                condition=Q(superseded_by__isnull=True) | ~Q(superseded_by=F("id")),
                name="fact_does_not_supersede_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("evidence:fact", args=[self.slug])

    @property
    def is_computed(self) -> bool:
        """Whether the evidence is asked for it; otherwise a person recorded it."""
        return bool(self.question)

    @property
    def is_in_use(self) -> bool:
        """Whether a claim may be bound to it."""
        return self.retired_at is None and self.superseded_by_id is None


class FactDocument(models.Model):
    """The document that a recorded value stands in."""

    title = models.CharField(max_length=200)
    where = models.CharField(max_length=120, blank=True, help_text="The page, table or paragraph.")
    address = models.URLField(max_length=400, blank=True)
    file_name = models.CharField(max_length=150, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    content = models.BinaryField(blank=True, default=bytes)
    sha256 = models.CharField(max_length=64, blank=True, validators=[SHA256])
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-added_at"]
        constraints = [
            CheckConstraint(
                condition=(~Q(file_name="") & ~Q(sha256="")) | (Q(file_name="") & Q(sha256="")),
                name="fact_document_file_has_its_fingerprint",
            ),
            CheckConstraint(
                condition=~Q(file_name="") | ~Q(address=""), name="fact_document_is_a_file_or_has_an_address"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.where}" if self.where else self.title


class FactVersionQuerySet(QuerySet["FactVersion"]):
    def newest_first(self) -> FactVersionQuerySet:
        """The latest version on top, with who made and who verified it."""
        return self.select_related("recorded_by", "verified_by", "document").order_by("-number")


class FactVersion(models.Model):
    """What a fact's value was from one day on, with what proves it. Never changed but for being verified."""

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()

    place = models.CharField(max_length=120, blank=True)
    boundary_year = models.PositiveSmallIntegerField(null=True, blank=True)
    group = models.CharField(max_length=120, blank=True)
    period = models.CharField(max_length=80, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    decimals = models.PositiveSmallIntegerField(default=0)

    value = models.FloatField(null=True, blank=True)
    lower = models.FloatField(null=True, blank=True)
    upper = models.FloatField(null=True, blank=True)
    numerator = models.FloatField(null=True, blank=True)
    denominator = models.FloatField(null=True, blank=True)
    series = models.JSONField(default=list, blank=True, help_text="Every value of a range; first and last of a change.")
    table = models.JSONField(default=list, blank=True, help_text="Of a rank: each peer and its value.")
    peers = models.PositiveIntegerField(null=True, blank=True)
    tied = models.PositiveIntegerField(default=0)
    order = models.CharField(max_length=20, choices=order_choices, blank=True)
    polarity = models.CharField(max_length=20, choices=polarity_choices, default=Polarity.NEITHER.value)
    is_clear = models.BooleanField(null=True, blank=True)
    criterion = models.CharField(max_length=400, blank=True)
    is_of_gap = models.BooleanField(null=True, blank=True)

    disclosure = models.CharField(max_length=12, choices=disclosure_choices, default=Disclosure.OPEN.value)
    missing = models.CharField(max_length=400, blank=True, help_text="Why there is no value.")
    caveat = models.TextField(blank=True)
    as_at = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    snapshot = models.CharField(max_length=80, blank=True)
    query = models.JSONField(default=dict, blank=True)
    source = models.CharField(max_length=200, blank=True)
    files = models.JSONField(default=list, blank=True)
    sha256 = models.CharField(max_length=64, validators=[SHA256])
    document = models.ForeignKey(FactDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="versions")

    note = models.CharField(max_length=400, blank=True, help_text="What changed, and why.")
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    verified_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)

    objects = FactVersionQuerySet.as_manager()

    class Meta:
        ordering = ["fact", "number"]
        constraints = [
            UniqueConstraint(fields=["fact", "number"], name="fact_version_has_its_number"),
            CheckConstraint(
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=F("recorded_by")),
                name="fact_is_not_verified_by_its_author",
            ),
            CheckConstraint(
                condition=Q(verified_by__isnull=True, verified_at__isnull=True)
                | Q(verified_by__isnull=False, verified_at__isnull=False),
                name="fact_version_says_who_verified_it_and_when",
            ),
            CheckConstraint(
                condition=Q(lower__isnull=True, upper__isnull=True) | Q(upper__gte=F("lower")),
                name="fact_interval_has_two_ends_in_order",
            ),
            CheckConstraint(
                condition=~Q(snapshot="") | Q(document__isnull=False), name="fact_version_says_where_it_comes_from"
            ),
            CheckConstraint(
                condition=~Q(disclosure=Disclosure.SUPPRESSED.value) | ~Q(missing=""),
                name="fact_that_is_withheld_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact}, version {self.number}"

    @property
    def is_withheld(self) -> bool:
        """Whether it must not be shown."""
        return self.disclosure == Disclosure.SUPPRESSED.value
