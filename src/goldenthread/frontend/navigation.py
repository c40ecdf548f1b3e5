"""Links in the site's navigation, which rooms put into the slots `navigation` and `staff.navigation`."""

from collections.abc import Callable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

VisibleTo = Callable[[HttpRequest], bool]


def navigation_link(
    text: str, url_name: str, *, visible: VisibleTo | None = None, exact: bool = False
) -> Callable[..., SafeString]:
    """A filling that shows one link, marked when the reader is on its page (or, unless exact, below it)."""

    def link(request: HttpRequest | None, **_: object) -> SafeString:
        if request is None or (visible is not None and not visible(request)):
            return SafeString("")
        href = reverse(url_name)
        is_here = request.path == href
        if not is_here and (exact or not request.path.startswith(href)):
            return format_html(
                '<li class="govuk-service-navigation__item">'
                '<a class="govuk-service-navigation__link" href="{}">{}</a></li>',
                href,
                text,
            )
        return format_html(
            '<li class="govuk-service-navigation__item govuk-service-navigation__item--active">'
            '<a class="govuk-service-navigation__link" href="{}" aria-current="{}">'
            '<strong class="govuk-service-navigation__active-fallback">{}</strong></a></li>',
            href,
            "page" if is_here else "true",
            text,
        )

    return link
