"""What the pages that editors write are filled up with."""

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import RichText

from goldenthread.publishing.document import Document
from goldenthread.reports.models import HomePage
from goldenthread.reports.presenters.document_page import make_document_view
from goldenthread.reports.presenters.home import Home, make_home
from goldenthread.reports.rich_text import expand

register = template.Library()


@register.simple_tag
def front_page(page: HomePage) -> Home:
    """The front page as it is today, with what editors left empty filled in."""
    return make_home(page, on=timezone.localdate())


@register.simple_tag
def written_document(document: Document) -> SafeString:
    """A document of the publishing room, drawn as part of a page under the page's own title."""
    return render_to_string("reports/document/document.html", {"document": make_document_view(document)})


@register.filter
def claimed(value: RichText | str) -> SafeString:
    """Rich text with its claims as data, and after each block the way to how we know it."""
    # Wagtail keeps of rich text only what its features allow; our own pieces are escaped where they are made.
    return mark_safe(expand(value))  # noqa: S308
