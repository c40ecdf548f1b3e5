"""What editors write in Wagtail: the front page, and stories with the consent of the people in them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

PLAIN_FEATURES = ["bold", "claim", "link", "ol", "ul"]
"""What a resident's page needs of rich text; headings come from blocks, so that no level is skipped."""


class HomePage(Page):
    """The front page: what this site is, and the doors into it. What editors leave empty is said by the site."""

    heading = models.CharField(max_length=120, blank=True, help_text="Leave empty for: How fair is (the place)?")
    lede = models.CharField(
        "first sentence", max_length=300, blank=True, help_text="What somebody finds here, in one sentence."
    )
    body = RichTextField(
        "more words", blank=True, features=PLAIN_FEATURES, help_text="Shown below the doors, for example news."
    )

    content_panels = [*Page.content_panels, FieldPanel("heading"), FieldPanel("lede"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("body")]
    template = "reports/home.html"
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["reports.StoryIndexPage"]

    class Meta:
        verbose_name = "front page"


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
        """Live stories, the newest first, whose people still agree on the day."""
        return (
            self.live()
            .filter(Q(consent_until__isnull=True) | Q(consent_until__gte=on))
            .filter(Q(consent_withdrawn_on__isnull=True) | Q(consent_withdrawn_on__gt=on))
            .order_by("-told_on", "-pk")
        )


class StoryPage(Page):
    """What a promise meant to somebody. Shown only as long as the people in it agree."""

    summary = models.CharField(max_length=300, help_text="The story in a sentence: it is what lists show.")
    told_on = models.DateField("told on", default=timezone.localdate)
    body = StreamField(StoryBlocks())

    is_about_a_person = models.BooleanField(
        "somebody can be recognised in it", default=True, help_text="By name, picture, voice or what happened to them."
    )
    is_name_changed = models.BooleanField("their name has been changed", default=False)
    consent_reference = models.CharField(
        max_length=120, blank=True, help_text="Where their signed agreement is kept. Never published."
    )
    consent_given_on = models.DateField(null=True, blank=True)
    consent_until = models.DateField(
        null=True, blank=True, help_text="The last day on which they agree to be shown. The page closes by itself."
    )
    consent_withdrawn_on = models.DateField(
        null=True, blank=True, help_text="From this day nobody can read the story, whatever else is set."
    )

    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("told_on"), FieldPanel("body")]
    consent_panels = [
        HelpPanel(content="<p>None of this is shown to readers but that a name was changed.</p>"),
        MultiFieldPanel(
            [
                FieldPanel("is_about_a_person"),
                FieldPanel("is_name_changed"),
                FieldPanel("consent_reference"),
                FieldPanel("consent_given_on"),
                FieldPanel("consent_until"),
                FieldPanel("consent_withdrawn_on"),
            ],
            heading="Do the people in it agree?",
        ),
    ]
    promote_panels = [*consent_panels, *Page.promote_panels]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    template = "reports/story.html"
    parent_page_types = ["reports.StoryIndexPage"]
    subpage_types: list[str] = []

    objects = PageManager.from_queryset(StoryPageQuerySet)()

    class Meta:
        verbose_name = "story"
        verbose_name_plural = "stories"

    def clean(self) -> None:
        super().clean()
        wrong: dict[str, str] = {}
        if self.is_about_a_person:
            if not self.consent_reference.strip():
                wrong["consent_reference"] = "Say where their signed agreement is kept."
            if self.consent_given_on is None:
                wrong["consent_given_on"] = "Say on which day they agreed."
        if self.consent_given_on and self.consent_until and self.consent_until < self.consent_given_on:
            wrong["consent_until"] = "Their agreement cannot end before it was given."
        if wrong:
            raise ValidationError(wrong)

    def has_consent(self, *, on: date) -> bool:
        """May the story be shown on the day?"""
        if self.consent_withdrawn_on is not None and self.consent_withdrawn_on <= on:
            return False
        return self.consent_until is None or self.consent_until >= on

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.has_consent(on=timezone.localdate()):
            raise Http404("This story is no longer shown.")
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return response
