"""A report in Easy Read: an edition of its own, written anew, a sentence and a picture a line."""

from __future__ import annotations

from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page
from wagtail.search import index

from goldenthread.reports.models.pages import CheckedPage
from goldenthread.reports.models.report import AnnualReport


class EasyReadLine(blocks.StructBlock):
    """One sentence and the picture that goes with it."""

    sentence = blocks.RichTextBlock(
        features=["bold", "claim"], help_text="One sentence of at most fifteen words, with one idea in it."
    )
    picture = ImageBlock(help_text="It shows what the sentence says. Write what can be seen in it.")

    class Meta:
        icon = "image"
        label = "A sentence with its picture"


class HardWord(blocks.StructBlock):
    """A word that has to be explained."""

    word = blocks.CharBlock(max_length=60)
    meaning = blocks.CharBlock(max_length=160, help_text="In easier words.")

    class Meta:
        icon = "help"
        label = "A hard word"


class EasyReadBlocks(blocks.StreamBlock):
    """What an Easy Read edition is made of."""

    heading = blocks.CharBlock(icon="title", max_length=80)
    line = EasyReadLine()
    hard_word = HardWord()


class EasyReadPage(CheckedPage, Page):  # type: ignore[django-manager-missing]
    """An annual report for people who read with difficulty: large letters, short sentences, a picture for each."""

    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="+")
    lines = StreamField(EasyReadBlocks())

    content_panels = [
        *Page.content_panels,
        HelpPanel(
            content="<p>Write it with people who use Easy Read, and have them read it. It is refused without words for "
            "each picture. It is published on its page under Staff, Reports, by somebody who did not write it.</p>"
        ),
        FieldPanel("report"),
        FieldPanel("lines"),
        *CheckedPage.reason_panels,
    ]
    search_fields = [*Page.search_fields, index.SearchField("lines")]
    template = "reports/easy_read.html"
    parent_page_types = ["reports.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "report in Easy Read"
        verbose_name_plural = "reports in Easy Read"

    @property
    def rich_texts(self) -> list[str]:
        """The sentences."""
        return [str(line["sentence"].source) for line in self.sentences_with_pictures]

    @property
    def sentences_with_pictures(self) -> list[Any]:
        """The lines, without headings and explanations."""
        return [block.value for block in self.lines if block.block_type == "line"]
