"""Components that long lists show by the hundred, drawn without a template: it would take most of such a page's time.

Whatever is written is escaped here, as a template does it.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from django.forms import Select
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

TAG_COLOURS = ("grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow")


class Line(Protocol):
    """One thing in a long list: what it is called, more about it, and how it stands."""

    @property
    def label(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def href(self) -> str: ...
    @property
    def notes(self) -> Sequence[tuple[str, str]]: ...  # strong words, and the text of a further line
    @property
    def marks(self) -> Sequence[tuple[str, str]]: ...  # the words and colours of tags


class LinkLine(Protocol):
    """One thing in a plain list."""

    @property
    def title(self) -> str: ...
    @property
    def more(self) -> str: ...
    @property
    def href(self) -> str: ...


class AimLine(Protocol):
    """An aim of which no more is shown than a link to what belongs to it."""

    @property
    def label(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def href(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def depth(self) -> int: ...
    @property
    def to(self) -> str: ...  # where what belongs to it is; empty where nothing does
    @property
    def see(self) -> str: ...
    @property
    def heard(self) -> str: ...  # after those words, for those who hear them alone


def write(text: Any) -> str:
    """A text as it may stand in a page."""
    return str(text.__html__()) if hasattr(text, "__html__") else html.escape(str(text))


def draw_tag(text: str, colour: str = "") -> SafeString:
    """A status in a word or two."""
    if colour and colour not in TAG_COLOURS:
        raise ValueError(f"There is no tag of the colour {colour!r}; there are {TAG_COLOURS}.")
    return SafeString(f'<strong class="govuk-tag{f" govuk-tag--{colour}" if colour else ""}">{write(text)}</strong>\n')


def draw_line(line: Line, *, more: str, is_linked: bool) -> SafeString:
    """One thing in a long list; `more` is what is said below its title."""
    named = f'span class="gt-promise__title">{write(line.title)}</span>'
    if is_linked:
        named = f'a class="govuk-link gt-promise__title" href="{write(line.href)}">{write(line.title)}</a>'
    lines = [f'<p class="gt-promise__more">{write(more)}</p>\n'] if more else []
    lines += [
        f'<p class="gt-promise__more"><strong>{write(word)}</strong> {write(text)}</p>\n' for word, text in line.notes
    ]
    marks = " ".join(draw_tag(words, colour) for words, colour in line.marks)
    return SafeString(
        '<li class="gt-promise"><div class="gt-promise__words">\n'
        f'<span class="gt-promise__label">{write(line.label)}</span>\n<{named}\n{"".join(lines)}</div>\n'
        f'<p class="gt-promise__state">{marks}</p></li>\n'
    )


def draw_aim(aim: AimLine, *, is_linked: bool) -> SafeString:
    """An aim and the link to what belongs to it; with a number it can be pointed to, its heading as deep as it."""
    number = write(aim.number)
    named = write(aim.title)
    if is_linked and aim.href:
        named = f'<a class="govuk-link govuk-link--no-visited-state" href="{write(aim.href)}">{named}</a>'
    level, size = ("h3", "m") if number and aim.depth else ("h2", "l" if number else "m")
    labelled, marked = (f' aria-labelledby="aim-{number}"', f' id="aim-{number}"') if number else ("", "")
    heard = f'<span class="govuk-visually-hidden">{write(aim.heard)}</span>' if aim.heard else ""
    link = f'<p class="govuk-body"><a class="govuk-link" href="{write(aim.to)}">{write(aim.see)}{heard}</a></p>\n'
    return SafeString(
        f'<section class="gt-aim{" gt-aim--inner" if aim.depth else ""}"{labelled}>\n'
        f'<{level} class="govuk-heading-{size}"{marked}><span class="gt-aim__label">{write(aim.label)}</span>'
        f"{named}</{level}>\n{link if aim.to else ''}</section>\n"
    )


def draw_link(line: LinkLine) -> SafeString:
    """One thing in a plain list: a link, and what is said after it."""
    link = f'<a class="govuk-link" href="{write(line.href)}">{write(line.title)}</a>'
    return SafeString(f"<li>{link}{write(line.more)}</li>\n")


def draw_counts(name: str, numbers: Iterable[int]) -> SafeString:
    """A row of a table of counts: a name and whole numbers."""
    cells = "".join(f'<td class="govuk-table__cell govuk-table__cell--numeric">{number:d}</td>' for number in numbers)
    return SafeString(
        '<tr class="govuk-table__row"><th scope="row" class="govuk-table__header gt-table__row-name">'
        f"{write(name)}</th>{cells}</tr>\n"
    )


def draw_select(widget: Mapping[str, Any]) -> SafeString:
    """A list to choose from."""
    named = f'<select name="{write(widget["name"])}"{_draw_attributes(widget["attrs"].items())}>'
    return SafeString(f"{named}{draw_options(widget)}\n</select>")


def draw_input(widget: Mapping[str, Any]) -> SafeString:
    """A box of one line."""
    value = "" if widget["value"] is None else f' value="{write(widget["value"])}"'
    return SafeString(
        f'<input type="{write(widget["type"])}" name="{write(widget["name"])}"{value}'
        f"{_draw_attributes(widget['attrs'].items())}>"
    )


def draw_options(widget: Mapping[str, Any]) -> SafeString:
    """What a list offers to choose from: forms offer every person and every team there is."""
    drawn = []
    for group, choices, _ in widget["optgroups"]:
        inner = "".join(map(_draw_option, choices))
        drawn.append(f'\n  <optgroup label="{write(group)}">{inner}\n  </optgroup>' if group else inner)
    return SafeString("".join(drawn))


def _draw_option(option: Mapping[str, Any]) -> str:
    if option["template_name"] != Select.option_template_name:
        return render_to_string(option["template_name"], {"widget": option})
    attributes = _draw_attributes([("value", str(option["value"])), *option["attrs"].items()])
    return f"\n  <option{attributes}>{write(option['label'])}</option>"


def _draw_attributes(said: Iterable[tuple[str, Any]]) -> str:
    return "".join(
        f" {write(name)}" if value is True else f' {write(name)}="{write(value)}"'
        for name, value in said
        if value is not False
    )
