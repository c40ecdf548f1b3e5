"""The lists of consents and stories: filtered and ordered by the address."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Count, F, Q, QuerySet

from goldenthread.accounts.filters import FilterForm
from goldenthread.reports.models import Consent, StoryPage
from goldenthread.reports.stories.forms import CHANNELS, SCOPES
from goldenthread.reports.stories.kinds import Channel, ConsentState, Scope

CONSENT_ORDERS: dict[str, tuple[Any, ...]] = {
    "": (F("withdrawn_on").asc(nulls_first=True), F("until").asc(nulls_last=True), "reference"),
    "reference": ("reference",),
    "alias": ("alias__name", "reference"),
    "newest": ("-given_on", "reference"),
}
STORY_ORDERS: dict[str, tuple[Any, ...]] = {
    "": ("-latest_revision_created_at", "-pk"),
    "title": ("title", "pk"),
    "told": ("-told_on", "-pk"),
}
ENDING = "ending"


class ConsentFilter(FilterForm):
    """Which consents are shown; it lives in the address."""

    q = forms.CharField(label="Words", required=False)
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            ("", "Any"),
            *((state.value, state.value.capitalize()) for state in ConsentState if state is not ConsentState.NOT_YET),
            (ENDING, "Ends within 60 days"),
        ],
    )
    scope = forms.ChoiceField(
        label="Covers", required=False, choices=[("", "Any"), *((each.value, words) for each, words in SCOPES.items())]
    )
    channel = forms.ChoiceField(
        label="Where", required=False, choices=[("", "Any"), *((each.value, words) for each, words in CHANNELS.items())]
    )
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[("", "Ends first"), ("reference", "Reference"), ("alias", "Alias"), ("newest", "Newest first")],
    )

    def narrow(self, consents: QuerySet[Consent], *, on: date) -> QuerySet[Consent]:
        """The consents that the filters let through, in the order asked for."""
        self.full_clean()
        wanted = self.cleaned_data
        every = Consent.objects.all()
        if words := wanted.get("q"):
            consents = consents.filter(Q(reference__icontains=words) | Q(alias__name__icontains=words))
        in_state = {
            ConsentState.LIVE.value: every.live(on=on),
            ConsentState.ENDED.value: every.ended(on=on),
            ConsentState.WITHDRAWN.value: every.withdrawn(on=on),
            ENDING: every.ending(on=on),
        }
        if state := wanted.get("state"):
            consents = consents.filter(pk__in=in_state[state].values("pk"))
        if scope := wanted.get("scope"):
            consents = consents.filter(**{Scope(scope).field: True})
        if channel := wanted.get("channel"):
            consents = consents.filter(**{Channel(channel).field: True})
        return consents.order_by(*CONSENT_ORDERS[wanted.get("sort") or ""])


class StoryFilter(FilterForm):
    """Which stories are shown; it lives in the address."""

    q = forms.CharField(label="Words", required=False)
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "Any"), ("live", "Published"), ("draft", "Not published"), ("waiting", "Waiting for approval")],
    )
    sort = forms.ChoiceField(
        label="Order", required=False, choices=[("", "Changed last"), ("title", "Title"), ("told", "Told last")]
    )

    def narrow(self, stories: QuerySet[StoryPage]) -> QuerySet[StoryPage]:
        """The stories that the filters let through, in the order asked for."""
        self.full_clean()
        wanted = self.cleaned_data
        if words := wanted.get("q"):
            stories = stories.filter(Q(title__icontains=words) | Q(summary__icontains=words))
        if state := wanted.get("state"):
            if state == "waiting":
                stories = stories.filter(has_unpublished_changes=True)
            else:
                stories = stories.filter(live=state == "live")
        return stories.order_by(*STORY_ORDERS[wanted.get("sort") or ""])


def consents_with_uses() -> QuerySet[Consent]:
    """Consents with whose they are and how many stories stand on them."""
    found: QuerySet[Consent] = Consent.objects.select_related("alias").annotate(story_count=Count("stories"))
    return found


def stories_with_consents() -> QuerySet[StoryPage]:
    """Stories with the consents that they stand on."""
    found: QuerySet[StoryPage] = StoryPage.objects.select_related("latest_revision__user", "locale").prefetch_related(
        "consents__alias"
    )
    return found


def with_consents_of_translations(stories: Iterable[StoryPage]) -> list[StoryPage]:
    """The stories, each knowing the consents of whatever it translates, in one query."""
    listed = list(stories)
    keys = {story.translation_key for story in listed}
    found: dict[Any, list[Consent]] = {key: [] for key in keys}
    agreed = Consent.objects.filter(stories__translation_key__in=keys).select_related("alias")
    for consent in agreed.annotate(told_in=F("stories__translation_key")):
        found[consent.told_in].append(consent)
    for story in listed:
        story.agreed_elsewhere = found[story.translation_key]
    return listed
