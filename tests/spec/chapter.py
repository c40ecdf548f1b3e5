"""What a chapter of the methods manual is: a small text table, a call, and the answer it must give.

The same chapters are run as tests (tests/spec/test_chapters.py) and rendered into docs/reference/methods, so the manual
cannot say anything that is not so.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Example:
    """One call on a small table. `call` may name the table's columns and the chapter's functions."""

    title: str
    table: str
    call: str
    answer: str  # a table: column names, then the numbers to the places they are printed with
    text: str = ""


@dataclass(frozen=True)
class Divergence:
    """Where a method differs from another package, and the test that shows which is right: `path::name`."""

    text: str
    proof: str


@dataclass(frozen=True)
class Chapter:
    """A method: what it is for, its formula, when not to use it, its literature and its divergences."""

    slug: str
    title: str
    text: str
    functions: tuple[Callable[..., Any], ...]
    examples: tuple[Example, ...]
    formula: str = ""
    when_not_to_use: str = ""
    literature: tuple[str, ...] = ()
    divergences: tuple[Divergence | str, ...] = ()  # in words alone where two definitions differ and neither is wrong
    names: dict[str, Any] = field(default_factory=dict)  # other names the calls use


def read_table(text: str) -> dict[str, list[Any]]:
    """Return the columns of a text table: names in the first line, cells parted by |, blanks as None."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    names, rows = lines[0], lines[1:]
    return {name: [_cell(row[i]) for row in rows] for i, name in enumerate(names)}


def _cell(text: str) -> Any:
    if text in {"", "missing"}:
        return None
    try:
        return float(text)
    except ValueError:
        return text


def answer(chapter: Chapter, example: Example) -> dict[str, list[Any]]:
    """Return what the call gives, in the columns of the expected answer."""
    names = {function.__name__: function for function in chapter.functions} | chapter.names
    found = eval(example.call, names, read_table(example.table) if example.table else {})
    parts = found if isinstance(found, tuple) else (found,)
    return {
        name: [value.item() if hasattr(value, "item") else value for value in np.atleast_1d(np.asarray(part)).ravel()]
        for name, part in zip(read_table(example.answer), parts, strict=True)
    }


def markdown(chapter: Chapter, level: int = 1) -> str:
    """Return the chapter as Markdown, its title a heading of that level."""
    lines = [f"# {chapter.title}", "", chapter.text.strip(), ""]
    if chapter.formula:
        lines += ["## Formula", "", "$$", chapter.formula.strip(), "$$", ""]
    for example in chapter.examples:
        lines += [f"## {example.title}", ""]
        lines += [example.text.strip(), ""] if example.text else []
        lines += [*_markdown_table(example.table), ""] if example.table else []
        lines += ["```text", example.call.strip(), "```", "", *_markdown_table(example.answer), ""]
    if chapter.when_not_to_use:
        lines += ["## When not to use it", "", chapter.when_not_to_use.strip(), ""]
    if chapter.divergences:
        lines += ["## Where it differs from other packages", ""]
        for one in chapter.divergences:
            if isinstance(one, str):
                lines.append(f"- {one}")
                continue
            path, _, name = one.proof.partition("::")
            lines.append(f"- {one.text} Shown by `{name}` in `{path}`.")
        lines.append("")
    if chapter.literature:
        lines += ["## Literature", "", *(f"- {one}" for one in chapter.literature), ""]
    deeper = "#" * (level - 1)
    return "\n".join(deeper + line if line.startswith("#") else line for line in lines)


def _markdown_table(text: str) -> list[str]:
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    shown = [f"| {' | '.join(row)} |" for row in rows]
    return [shown[0], f"|{' --- |' * len(rows[0])}", *shown[1:]]
