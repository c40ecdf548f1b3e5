"""What editors write in Wagtail: the front page, and stories with the consent of the people in them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail.url_routing import RouteResult

from goldenthread.reports.models.consent import Consent
from goldenthread.reports.stories.consenting import why_not_told
from goldenthread.reports.stories.kinds import Channel

PLAIN_FEATURES = ["bold", "claim", "link", "ol", "ul"]
"""What a resident's page needs of rich text; headings come from blocks, so that no level is skipped."""


class ReasonBlock(blocks.StructBlock):
    """Why words are published that are loose, vague or stale: by name, and shown."""

    words = blocks.CharBlock(max_length=300, help_text="The words as they stand in the text.")
    reason = blocks.CharBlock(max_length=600, help_text="Why they are published all the same. Readers see it.")
    by = blocks.CharBlock(max_length=150, label="who answers for them", help_text="Name or role. Readers see it.")

    class Meta:
        icon = "warning"
        label = "Words that somebody answers for"


class CheckedPage(models.Model):
    """A page that is not published while something stands against it: a claim, and for a story more than that."""

    claim_reasons = StreamField(
        [("reason", ReasonBlock())],
        blank=True,
        verbose_name="words that somebody answers for",
        help_text="Only where the site says that words are loose, vague or stale, and they are to stay.",
    )

    known_claims: Any = None
    """What its claims stand on, once it was asked for to show the page."""

    reason_panels = [FieldPanel("claim_reasons")]

    class Meta:
        abstract = True

    @property
    def rich_texts(self) -> list[str]:
        """Every text in which words may be bound to facts, as it is kept."""
        return []

    def publish(self, revision: Any, user: Any = None, **options: Any) -> Any:
        """Publish a revision, whichever button was pressed; refused, in sentences, while anything stands against it."""
        from goldenthread.reports.stories.standing import refuse_what_stands  # it reads these models

        refuse_what_stands(revision.as_object(), on=timezone.localdate())
        return super().publish(revision, user=user, **options)  # type: ignore[misc]


class HomePage(CheckedPage, Page):  # type: ignore[django-manager-missing]
    """The front page: what this site is, and the doors into it. What editors leave empty is said by the site."""

    heading = models.CharField(max_length=120, blank=True, help_text="Leave empty for: How fair is (the place)?")
    lede = models.CharField(
        "first sentence", max_length=300, blank=True, help_text="What somebody finds here, in one sentence."
    )
    body = RichTextField(
        "more words", blank=True, features=PLAIN_FEATURES, help_text="Shown below the doors, for example news."
    )

    content_panels = [*Page.content_panels, FieldPanel("heading"), FieldPanel("lede"), FieldPanel("body")]
    content_panels += CheckedPage.reason_panels
    search_fields = [*Page.search_fields, index.SearchField("body")]
    template = "reports/home.html"
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["reports.StoryIndexPage", "reports.EasyReadPage"]

    class Meta:
        verbose_name = "front page"

    @property
    def rich_texts(self) -> list[str]:
        """What stands below the doors."""
        return [self.body]


class StoryIndexPage(Page):
    """The list of stories."""

    lede = models.CharField("first sentence", max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lede")]
    template = "reports/stories.html"
    max_count = 1
    parent_page_types = ["reports.HomePage"]
    subpage_types = ["reports.StoryPage"]

    class Meta:
        verbose_name = "list of stories"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["stories"] = StoryPage.objects.child_of(self).shown(on=timezone.localdate())
        return context


class QuoteBlock(blocks.StructBlock):
    """What somebody said."""

    words = blocks.TextBlock(help_text="Their own words, without quotation marks.")
    who = blocks.CharBlock(required=False, help_text="As they agreed to be named: “Annie, 62, from Mill Hill”.")

    class Meta:
        icon = "openquote"
        template = "reports/blocks/quote.html"
        label = "Something somebody said"


class StoryBlocks(blocks.StreamBlock):
    """What a story is made of."""

    heading = blocks.CharBlock(icon="title", template="reports/blocks/heading.html", max_length=120)
    words = blocks.RichTextBlock(features=PLAIN_FEATURES, icon="pilcrow", template="reports/blocks/words.html")
    quote = QuoteBlock()
    picture = ImageBlock(template="reports/blocks/picture.html")


class StoryPageQuerySet(PageQuerySet):
    def shown(self, *, on: date) -> StoryPageQuerySet:
        """Live stories, the newest first, whose people agree on the day to their being told on the website.

        A translation stands on the consents of the story that it translates.
        """
        agreed = StoryPage.objects.filter(consents__isnull=False)
        refused = agreed.filter(Q(consents__in=Consent.objects.not_live(on=on)) | Q(consents__on_website=False))
        return (
            self.live()
            .filter(Q(is_about_a_person=False) | Q(translation_key__in=agreed.values("translation_key")))
            .exclude(translation_key__in=refused.values("translation_key"))
            .order_by("-told_on", "-pk")
        )

    def as_first_told(self) -> StoryPageQuerySet:
        """Stories in the site's own language, translations left out."""
        return self.filter(locale__language_code=settings.LANGUAGE_CODE)

    def standing_on(self, consent: Consent) -> StoryPageQuerySet:
        """Stories that stand on a consent, and their translations."""
        own = StoryPage.objects.filter(consents=consent)
        return self.filter(translation_key__in=own.values("translation_key"))


class StoryPage(CheckedPage, Page):
    """What a promise meant to somebody. Shown only as long as the people in it agree."""

    summary = models.CharField(max_length=300, help_text="The story in a sentence: it is what lists show.")
    told_on = models.DateField("told on", default=timezone.localdate)
    body = StreamField(StoryBlocks())

    is_about_a_person = models.BooleanField(
        "somebody can be recognised in it", default=True, help_text="By name, picture, voice or what happened to them."
    )
    shows_somebody = models.BooleanField(
        "somebody can be recognised in its pictures",
        default=True,
        help_text="Take the tick away for a picture of a hall or a garden.",
    )
    is_name_changed = models.BooleanField("their name has been changed", default=False)
    consents = ParentalManyToManyField(
        Consent,
        blank=True,
        related_name="stories",
        help_text="Who agreed, from the register of consents (staff pages, Stories). Only the alias is ever shown.",
    )

    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("told_on"), FieldPanel("body")]
    content_panels += CheckedPage.reason_panels
    consent_panels = [
        HelpPanel(
            content="<p>None of this is shown to readers but that a name was changed. A story is published on its page "
            "under Staff, Stories, by somebody who did not write it.</p>"
        ),
        MultiFieldPanel(
            [
                FieldPanel("is_about_a_person"),
                FieldPanel("shows_somebody"),
                FieldPanel("is_name_changed"),
                FieldPanel("consents", widget=CheckboxSelectMultiple),
            ],
            heading="Do the people in it agree?",
        ),
    ]
    promote_panels = [*consent_panels, *Page.promote_panels]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    template = "reports/story.html"
    parent_page_types = ["reports.StoryIndexPage"]
    subpage_types: list[str] = []

    objects = PageManager.from_queryset(StoryPageQuerySet)()  # type: ignore[django-manager-missing]

    class Meta:
        verbose_name = "story"
        verbose_name_plural = "stories"

    agreed_elsewhere: list[Consent] | None = None
    """The consents of all its translations, where whoever lists many has asked for them in one query."""

    @property
    def rich_texts(self) -> list[str]:
        """The paragraphs."""
        return [str(block.value.source) for block in self.body if block.block_type == "words"]

    @property
    def quoted(self) -> list[str]:
        """Whom it quotes, as they are named; empty words for somebody who is not."""
        return [str(block.value["who"] or "").strip() for block in self.body if block.block_type == "quote"]

    @property
    def has_pictures(self) -> bool:
        """Whether somebody could be recognised in a picture of it."""
        return self.shows_somebody and any(block.block_type == "picture" for block in self.body)

    @property
    def agreed(self) -> list[Consent]:
        """The consents it stands on: its own, and for a translation those of the story that it translates."""
        own = list(self.consents.all())
        if self.pk is None or self.locale.language_code == settings.LANGUAGE_CODE:
            return own
        of_others = self.agreed_elsewhere
        if of_others is None:
            agreed = Consent.objects.filter(stories__translation_key=self.translation_key)
            of_others = list(agreed.select_related("alias"))
        return list({consent.pk: consent for consent in [*own, *of_others]}.values())

    def why_not_told(self, *, on: date, channel: Channel = Channel.WEBSITE) -> tuple[str, ...]:
        """Why it may not be told in a place on a day, in sentences; empty when everybody in it agrees."""
        return why_not_told(
            self.agreed,
            quoted=self.quoted,
            has_pictures=self.has_pictures,
            is_about_a_person=self.is_about_a_person,
            channel=channel,
            on=on,
        )

    def has_consent(self, *, on: date, channel: Channel = Channel.WEBSITE) -> bool:
        """May the story be told there on the day?"""
        return not self.why_not_told(on=on, channel=channel)

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """A story that was taken down still answers at its address: that it is no longer shown, and nothing else."""
        if not path_components and not self.live and self.first_published_at is not None:
            return RouteResult(self)
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_looked_at_in_the_editor = getattr(request, "is_preview", False)
        if not is_looked_at_in_the_editor and not (self.live and self.has_consent(on=timezone.localdate())):
            gone = render(request, "reports/story_gone.html", status=410)
            gone["X-Robots-Tag"] = "noindex"
            return gone
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return response
