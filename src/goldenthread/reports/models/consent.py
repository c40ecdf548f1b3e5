"""Who agreed to what: aliases, who stands behind them, consents, approvals of stories, and what was withdrawn."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from simple_history.models import HistoricalRecords

from goldenthread.accounts.models import Person
from goldenthread.reports.models.edition import ReportEdition
from goldenthread.reports.stories.consenting import state_of
from goldenthread.reports.stories.kinds import ENDING_DAYS, Channel, ConsentState, Scope


class Alias(models.Model):
    """The name by which somebody is told of in public. It is never their own."""

    name = models.CharField(max_length=80, unique=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "aliases"

    def __str__(self) -> str:
        return self.name


class AliasHolder(models.Model):
    """Who stands behind an alias. Kept apart: no list, file, history, log or answer of the site reads this table.

    Nothing points at it, so that it can be emptied, row by row or whole, and everything else goes on.
    """

    alias = models.OneToOneField(Alias, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=150)
    contact = models.CharField(max_length=250, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Whoever stands behind “{self.alias}”"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def live(self, *, on: date) -> ConsentQuerySet:
        """Consents that hold on the day."""
        return self.exclude(self._withdrawn(on)).exclude(self._ended(on)).filter(given_on__lte=on)

    def not_live(self, *, on: date) -> ConsentQuerySet:
        """Consents that do not hold on the day: withdrawn, ended or not begun."""
        return self.filter(self._withdrawn(on) | self._ended(on) | Q(given_on__gt=on))

    def withdrawn(self, *, on: date) -> ConsentQuerySet:
        """Consents that were taken back."""
        return self.filter(self._withdrawn(on))

    def ended(self, *, on: date) -> ConsentQuerySet:
        """Consents whose last day has passed, and that nobody took back."""
        return self.exclude(self._withdrawn(on)).filter(self._ended(on))

    def ending(self, *, on: date) -> ConsentQuerySet:
        """Consents that hold and soon end: somebody has to ask again, or take a page down."""
        return self.live(on=on).filter(until__lte=on + timedelta(days=ENDING_DAYS))

    def for_channel(self, channel: Channel) -> ConsentQuerySet:
        """Consents that let something be used there."""
        return self.filter(**{channel.field: True})

    @staticmethod
    def _withdrawn(on: date) -> Q:
        return Q(withdrawn_on__isnull=False, withdrawn_on__lte=on)

    @staticmethod
    def _ended(on: date) -> Q:
        return Q(until__isnull=False, until__lt=on)


class Consent(models.Model):
    """That somebody, under an alias, lets something of theirs be used in some places, from a day, until a day."""

    reference = models.CharField(max_length=40, unique=True)
    alias = models.ForeignKey(Alias, on_delete=models.PROTECT, related_name="consents")
    covers_story = models.BooleanField("their story", default=False)
    covers_quote = models.BooleanField("their words", default=False)
    covers_picture = models.BooleanField("their picture", default=False)
    on_website = models.BooleanField("on the website", default=False)
    in_reports = models.BooleanField("in reports", default=False)
    on_social_media = models.BooleanField("on social media", default=False)
    words = models.CharField(max_length=600, blank=True, help_text="The very words that may be used, if only those.")
    wording = models.CharField(max_length=60, help_text="Which version of the form they signed.")
    form_reference = models.CharField(max_length=200, help_text="Where the signed form lies. Never published.")
    given_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_how = models.CharField(max_length=250, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    objects = ConsentQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed_at"])

    class Meta:
        ordering = ["-given_on", "reference"]
        constraints = [
            CheckConstraint(
                condition=Q(covers_story=True) | Q(covers_quote=True) | Q(covers_picture=True),
                name="consent_covers_something",
            ),
            CheckConstraint(
                condition=Q(on_website=True) | Q(in_reports=True) | Q(on_social_media=True),
                name="consent_is_for_somewhere",
            ),
            CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("given_on")), name="consent_ends_after_it_begins"
            ),
            CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_how=""), name="consent_withdrawn_says_how"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.alias.name}"

    def get_absolute_url(self) -> str:
        return reverse("reports:staff_consent", args=[self.pk])

    @property
    def public_name(self) -> str:
        """By which they are told of."""
        return self.alias.name

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """What it lets be used."""
        return tuple(scope for scope in Scope if getattr(self, scope.field))

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Where it lets it be used."""
        return tuple(channel for channel in Channel if getattr(self, channel.field))

    def state(self, *, on: date) -> ConsentState:
        """How it stands on a day."""
        return state_of(self, on=on)


class EditionWithdrawal(models.Model):
    """An edition holds words that somebody took back. It keeps them and its fingerprint; nobody is shown them."""

    edition = models.ForeignKey(ReportEdition, on_delete=models.PROTECT, related_name="withdrawals")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="edition_withdrawals")
    marks = models.JSONField(help_text="What is taken out: the stories and quotations as they are marked in the words.")
    sha256 = models.CharField(max_length=64, help_text="The edition's fingerprint on the day. It stays the same.")
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["edition", "recorded_at"]
        constraints = [UniqueConstraint(fields=["edition", "consent"], name="edition_withdrawal_is_recorded_once")]

    def __str__(self) -> str:
        return f"{self.edition}: {self.consent.reference}"
