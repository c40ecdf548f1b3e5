"""The components every page is made of. They are built in: a template needs no `load` for them.

Each draws one GOV.UK pattern with the council's own style from a template in `frontend/components/`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

from goldenthread.frontend import drawn, slots
from goldenthread.frontend.fields import FieldParts, parts_of
from goldenthread.frontend.navigation import navigation_link
from goldenthread.publishing.figures import Figure, Table

register = template.Library()

BUTTON_KINDS = ("", "secondary", "warning", "inverse", "start")


# ── places for other rooms ───────────────────────────────────────────────────────────────────────────
@register.simple_tag(takes_context=True)
def slot(context: Context, name: str, **arguments: Any) -> SafeString:
    """Everything that other rooms show in this place."""
    return slots.render(name, context.get("request"), **arguments)


@register.simple_tag(takes_context=True)
def navigation_item(context: Context, text: str, url_name: str, exact: bool = False) -> SafeString:
    """One link of the service navigation, marked when the reader is there (or, unless exact, below it)."""
    return navigation_link(text, url_name, exact=exact)(context.get("request"))


def _problem_address(request: HttpRequest | None) -> str:
    try:
        address = reverse(settings.REPORT_PROBLEM_URL_NAME)
    except NoReverseMatch:  # a site without that page has no such link
        return ""
    return f"{address}?page={quote(request.path)}" if request is not None else address


@register.simple_tag(takes_context=True)
def problem_link(context: Context) -> SafeString:
    """The footer's link for saying that something on this page is wrong."""
    address = _problem_address(context.get("request"))
    if not address:
        return SafeString("")
    return format_html(
        '<li><a href="{}" rel="nofollow">Report a problem with this page</a></li>',
        address,
    )


@register.simple_tag(takes_context=True)
def problem_sentence(context: Context) -> SafeString:
    """The same link as a sentence at the end of a resident's page."""
    address = _problem_address(context.get("request"))
    if not address:
        return SafeString("")
    return format_html(
        'Is something on this page wrong or hard to use? <a class="govuk-link" href="{}" rel="nofollow">'
        "Report a problem with this page</a>.",
        address,
    )


# ── buttons and links ────────────────────────────────────────────────────────────────────────────────
@register.inclusion_tag("frontend/components/button.html")
def button(
    text: str, href: str = "", kind: str = "", name: str = "", value: str = "", once: bool = True
) -> dict[str, Any]:
    """A button that sends the form it is in, or a link that looks like one when it has an address."""
    if kind not in BUTTON_KINDS:
        raise template.TemplateSyntaxError(f"There is no button of the kind {kind!r}; there are {BUTTON_KINDS}.")
    return {"text": text, "href": href, "kind": kind, "name": name, "value": value, "once": once}


@register.inclusion_tag("frontend/components/back_link.html")
def back_link(href: str, text: str = "Back") -> dict[str, str]:
    """The link above a page's heading that leads one step back."""
    return {"href": href, "text": text}


@register.inclusion_tag("frontend/components/breadcrumbs.html")
def breadcrumbs(*steps: str) -> dict[str, Any]:
    """Where this page is: text and address in turn, the last text without one.

    {% breadcrumbs "Home" "/" "Place" place_url "Life expectancy" %}
    """
    texts, addresses = steps[0::2], steps[1::2]
    padded = [*addresses, *[""] * (len(texts) - len(addresses))]
    return {"steps": list(zip(texts, padded, strict=True))}


@register.inclusion_tag("frontend/components/exit_this_page.html")
def exit_this_page() -> dict[str, str]:
    """A button for leaving a sensitive page at once; without scripts it is a link that does the same."""
    return {"href": reverse("frontend:exit")}


@register.inclusion_tag("frontend/components/pagination.html", takes_context=True)
def pagination(context: Context, page: "Page[Any]", parameter: str = "page", label: str = "Pages") -> dict[str, Any]:
    """The pages of a list, keeping the filters that are in the address."""
    request = context.get("request")
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [
        {"number": number, "href": _address_with(request, {parameter: number}), "is_current": number == page.number}
        if isinstance(number, int)
        else {"number": "", "href": "", "is_current": False}
        for number in numbers
    ]
    return {
        "links": links,
        "label": label,
        "page": page,
        "previous": _address_with(request, {parameter: page.number - 1}) if page.has_previous() else "",
        "next": _address_with(request, {parameter: page.number + 1}) if page.has_next() else "",
    }


@register.simple_tag(takes_context=True)
def address_with(context: Context, **changes: Any) -> str:
    """This page's address with some parameters changed; None or "" takes one out."""
    return _address_with(context.get("request"), changes)


def _address_with(request: HttpRequest | None, changes: Mapping[str, Any]) -> str:
    if request is None:
        return "?"
    parameters = request.GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            parameters.pop(name, None)
        else:
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}" if parameters else request.path


# ── forms ────────────────────────────────────────────────────────────────────────────────────────────
@register.inclusion_tag("frontend/components/field.html")
def field(bound_field: Any, size: str = "s", width: str = "", autocomplete: str = "") -> dict[str, FieldParts]:
    """One field of a form with its label, hint and error, in the pattern that fits its widget."""
    return {"field": parts_of(bound_field, size=size, width=width, autocomplete=autocomplete)}


register.inclusion_tag("frontend/components/field.html", name="input")(field)


@register.inclusion_tag("frontend/components/fields.html")
def form_fields(form: BaseForm) -> dict[str, BaseForm]:
    """All fields of a form, one under the other."""
    return {"form": form}


@register.inclusion_tag("frontend/components/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """Everything that is wrong with the forms of a page, each error leading to its field."""
    errors: list[tuple[str, str]] = []
    for form in forms:
        if not form.is_bound or form.is_valid():
            continue
        errors += [(str(message), "") for message in form.non_field_errors()]
        for name in form.errors:
            if name in form.fields:
                bound = form[name]
                errors += [(str(message), parts_of(bound).first_id) for message in bound.errors]
    return {"errors": errors}


# ── showing ──────────────────────────────────────────────────────────────────────────────────────────
@register.simple_tag
def tag(text: str, colour: str = "") -> SafeString:
    """A status in a word or two; the colour is never the only sign of it."""
    try:
        return drawn.draw_tag(text, colour)
    except ValueError as unknown:
        raise template.TemplateSyntaxError(str(unknown)) from None


@register.simple_tag
def promise(line: drawn.Line, more: str = "more", linked: bool = True) -> SafeString:
    """One thing in a long list; `more` names what is said below its title."""
    return drawn.draw_line(line, more=getattr(line, more), is_linked=linked)


@register.simple_tag
def aim_line(aim: drawn.AimLine, linked: bool = True) -> SafeString:
    """An aim of which no more is shown than a link to what belongs to it."""
    return drawn.draw_aim(aim, is_linked=linked)


@register.simple_tag
def link_line(line: drawn.LinkLine) -> SafeString:
    """One thing in a plain list: a link, and what is said after it."""
    return drawn.draw_link(line)


@register.simple_tag
def count_row(name: str, numbers: Iterable[int]) -> SafeString:
    """A row of a table of counts: a name and whole numbers."""
    return drawn.draw_counts(name, numbers)


@register.inclusion_tag("frontend/components/table.html")
def table(table: Table, size: str = "s", hide_caption: bool = False, links: Sequence[str] = ()) -> dict[str, Any]:
    """A table: text to the left, numbers to the right; `links` makes the first cell of each row a link."""
    addresses = [*links, *[""] * (len(table.rows) - len(links))]
    rows = [
        (
            address,
            row[0],
            [(cell, column.is_number) for cell, column in zip(row[1:], table.columns[1:], strict=True)],
        )
        for address, row in zip(addresses, table.written_rows(), strict=False)
    ]
    return {"table": table, "rows": rows, "size": size, "hide_caption": hide_caption}


@register.inclusion_tag("frontend/components/figure.html")
def figure(figure: Figure, level: int = 2, open_table: bool = False, how: str = "") -> dict[str, Any]:
    """A picture with its finding as title, its words, its table, and the way to how we know it."""
    return {
        "figure": figure,
        "heading": f"h{level}",
        "open_table": open_table,
        "how": how,
        # Drawn by our own publishing room, which escapes every text it writes.
        "wide": mark_safe(figure.svg_wide),  # noqa: S308
        "narrow": mark_safe(figure.svg_narrow),  # noqa: S308
    }


@register.inclusion_tag("frontend/components/summary_list.html")
def summary_list(rows: Iterable[Sequence[Any]], borders: bool = True) -> dict[str, Any]:
    """Keys and values; a row may end with the text and the address of something to do about it."""
    return {
        "rows": [
            {
                "key": row[0],
                "value": row[1],
                "action": row[2] if len(row) > 3 else "",
                "href": row[3] if len(row) > 3 else "",
            }
            for row in rows
        ],
        "borders": borders,
    }


@register.inclusion_tag("frontend/components/how_we_know.html")
def how_we_know(
    href: str,
    source: str = "",
    dates: str = "",
    method: str = "",
    interval: str = "",
    mended: str = "",
    download: str = "",
    vintage: str = "",
) -> dict[str, str]:
    """The end of every evidence page: where the figures come from, and the page that proves them."""
    return {
        "href": href,
        "source": source,
        "dates": dates or vintage,
        "method": method,
        "interval": interval,
        "mended": mended,
        "download": download,
    }


@register.inclusion_tag("frontend/components/phase_banner.html")
def phase_banner(phase: str, words: str) -> dict[str, str]:
    """How finished a page or service is, in a word and a sentence."""
    return {"phase": phase, "words": words}


@register.simple_block_tag
def details(content: str, summary: str, is_open: bool = False) -> SafeString:
    """Something more that a reader may open."""
    return _block("details", content, summary=summary, is_open=is_open)


@register.simple_block_tag
def inset(content: str) -> SafeString:
    """Words set apart from the text around them."""
    return _block("inset", content)


@register.simple_block_tag
def warning(content: str) -> SafeString:
    """Something the reader must not miss."""
    return _block("warning", content)


@register.simple_block_tag
def notification(content: str, title: str = "Important", kind: str = "") -> SafeString:
    """A banner about the whole page; the kind may be "success"."""
    return _block("notification", content, title=title, kind=kind)


def _block(component: str, content: str, **values: Any) -> SafeString:
    return render_to_string(f"frontend/components/{component}.html", {"content": content, **values})


@register.filter
def words_only(html: str) -> str:
    """HTML without its tags, for a description or a title."""
    return " ".join(strip_tags(str(html)).split())
