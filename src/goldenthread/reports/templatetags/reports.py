"""What the pages that editors write are filled up with."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page
from wagtail.rich_text import RichText

from goldenthread.publishing.document import Document
from goldenthread.reports.easy_reading import find_easy_read
from goldenthread.reports.labels import Label, language_of, write_label
from goldenthread.reports.models import CheckedPage, HomePage, StoryPage
from goldenthread.reports.presenters.document_page import make_document_view
from goldenthread.reports.presenters.home import Home, make_home
from goldenthread.reports.presenters.placed_page import make_placed_views
from goldenthread.reports.presenters.report import ReportPage
from goldenthread.reports.rich_text import expand, read_known

register = template.Library()


@register.simple_tag
def front_page(page: HomePage) -> Home:
    """The front page as it is today, with what editors left empty filled in."""
    return make_home(page, on=timezone.localdate())


@register.simple_tag
def written_document(document: Document) -> SafeString:
    """A document of the publishing room, drawn as part of a page under the page's own title."""
    return render_to_string("reports/document/document.html", {"document": make_document_view(document)})


@register.simple_tag
def placed_in(page: ReportPage, place: str) -> SafeString:
    """The quotations and maps after the words of a place."""
    return _draw_placed(page, place, is_told=False)


@register.simple_tag
def told_in(page: ReportPage, place: str) -> SafeString:
    """The case studies of a place, whose headings end what stands under its own."""
    return _draw_placed(page, place, is_told=True)


def _draw_placed(page: ReportPage, place: str, *, is_told: bool) -> SafeString:
    if not page.has_blocks(place):
        return SafeString("")
    return render_to_string("reports/_placed.html", make_placed_views(page, place, is_told=is_told))


@register.simple_tag(takes_context=True)
def claimed(context: template.Context, value: RichText | str) -> SafeString:
    """Rich text with its claims as data, and after each block the way to how we know it.

    What the claims stand on is asked once for all texts of the page.
    """
    page = context.get("page")
    known = None
    if isinstance(page, CheckedPage):
        known = page.known_claims = page.known_claims or read_known(page.rich_texts, language_of(page))
    # Wagtail keeps of rich text only what its features allow; our own pieces are escaped where they are made.
    return mark_safe(expand(value, known))  # noqa: S308


@register.simple_tag(takes_context=True)
def label(context: template.Context, our_words: str, **filled: object) -> Label:
    """Words of ours in the language of the page that they stand in."""
    page = context.get("page")
    return write_label(our_words, language_of(page) if isinstance(page, Page) else "", filled)


@dataclass(frozen=True, slots=True)
class Other:
    """The same page in another language."""

    code: str
    name: str
    href: str


@register.simple_tag
def written_in(page: Page) -> SafeString:
    """The attributes that say in which language a translated page is written, and in which direction it is read."""
    code = language_of(page)
    if not code:
        return SafeString("")
    direction = "rtl" if code.partition("-")[0] in settings.LANGUAGES_BIDI else "ltr"
    return format_html(' lang="{}" dir="{}"', code, direction)


@register.simple_tag
def translations_of(page: StoryPage) -> list[Other]:
    """The languages that a story can be read in today beside its own, by their own names."""
    names = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
    told = StoryPage.objects.shown(on=timezone.localdate()).filter(translation_key=page.translation_key)
    found = told.exclude(pk=page.pk).select_related("locale").order_by("locale__language_code")
    return [
        Other(each.locale.language_code, names.get(each.locale.language_code, ""), each.get_url() or "")
        for each in found
    ]


@register.simple_tag
def easy_read_of(report_slug: str) -> str:
    """The address of a report's Easy Read edition; empty where it has none."""
    page = find_easy_read(report_slug)
    return page.get_url() or "" if page is not None else ""
