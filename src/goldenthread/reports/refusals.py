"""How the editor says that a page is not published, whichever of its buttons was pressed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from wagtail.admin import messages

from goldenthread.reports.stories.standing import PublicationRefused


def say_why_not(request: HttpRequest, sentences: Iterable[str]) -> None:
    """Leave a message for each thing that stands against the page."""
    messages.error(request, "It is kept as a draft and not published:")
    for sentence in sentences:
        messages.error(request, sentence)


class RefusalMiddleware:
    """Turns a refusal that comes out of the editor (an approval, a bulk action, a translation) into its sentences."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Back to the page's editor, with why."""
        if not isinstance(exception, PublicationRefused) or not request.path.startswith(settings.EDITOR_PREFIX):
            return None
        say_why_not(request, [each.sentence for each in exception.standing])
        return redirect("wagtailadmin_pages:edit", exception.page_key)
