"""Writes the reference pages from the code, so that they cannot say anything else."""

import importlib
import inspect
import os
import pkgutil
import re
import sys
from collections.abc import Mapping
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[1]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.project.settings.test")


METHODS = "reference/methods/"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put a page for each chapter of the manual into the navigation, where its first page stands."""
    _find_the_code()
    from tests.spec.chapters import CHAPTERS

    pages = [{chapter.title: f"{METHODS}{chapter.slug}.md"} for chapter in CHAPTERS]
    for section in config.nav or ():
        for entries in section.values():
            for entry in entries if isinstance(entries, list) else ():
                for title, page in entry.items():
                    if page == f"{METHODS}index.md":
                        entry[title] = [page, *pages]
    return config


def _find_the_code() -> None:
    # Not at the head of the file: mkdocs puts the path back as it was once it has read this file.
    for folder in (str(ROOT), str(ROOT / "src")):
        if folder not in sys.path:
            sys.path.insert(0, folder)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add every generated page."""
    _find_the_code()
    for name, content in {
        "reference/checks.md": checks(),
        "reference/commands.md": commands(),
        "reference/indicators.md": indicators(),
        "reference/plan-form.md": plan_form(),
        "reference/sources.md": sources(),
        "reference/states.md": states(),
        "reference/statistics.md": statistics(),
        "reference/claims.md": claims(),
        "reference/impact.md": impact(),
        "reference/glossary.md": (ROOT / "GLOSSARY.md").read_text(encoding="utf-8"),
        "reference/coverage.md": coverage(),
        "decisions/index.md": decisions(),
        **methods(),
    }.items():
        files.append(File.generated(config, name, content=content))
    return files


def commands() -> str:
    """Return every command with its options, as the commands themselves say it."""
    import typer.main

    from goldenthread.cli.application import app as library
    from goldenthread.project.console import app as site

    lines = ["# Commands", ""]

    def describe(command: Any, path: str, depth: int) -> None:
        lines.append(f"{'#' * min(depth, 5)} `{path}`\n")
        lines.append(f"{inspect.cleandoc(command.help or '')}\n")
        rows = [
            (
                " / ".join((*parameter.opts, *parameter.secondary_opts))
                if parameter.param_type_name == "option"
                else parameter.metavar or parameter.name.upper(),
                getattr(parameter, "help", "") or "",
            )
            for parameter in command.params
            if parameter.name != "help"
        ]
        if rows:
            lines.append("| option | what it does |\n| --- | --- |")
            lines.extend(f"| `{name}` | {text} |" for name, text in rows)
            lines.append("")
        for name, child in getattr(command, "commands", {}).items():
            describe(child, f"{path} {name}", depth + 1)

    describe(typer.main.get_command(library), "goldenthread", 2)
    describe(typer.main.get_command(site), "goldenthread-site", 2)
    return "\n".join(lines)


def checks() -> str:
    """Return every rule that a report is checked by, and the form of a file of facts."""
    from goldenthread.checking.facts_files import COLUMNS
    from goldenthread.checking.findings import Severity
    from goldenthread.checking.rules import RULES

    lines = [
        "# Checks",
        "",
        "What `goldenthread check` looks for in a report, each rule a file in `src/goldenthread/checking/rules`.",
        "",
        "| what a rule says | means |",
        "| --- | --- |",
        *(f"| `{severity.value}` | {severity.means} |" for severity in Severity),
        "",
        "## The rules",
        "",
    ]
    for rule in RULES.values():
        lines += [f"### `{rule.name}`", "", rule.looks_for, ""]
        if rule.needs:
            lines += [f"Needs {' and '.join(rule.needs)}.", ""]
        # What a finding fills in is left open here.
        fix = re.sub(r"\{\w+\}", "…", rule.fix)
        lines += [f"Severity: `{rule.severity.value}`. {fix}", "", "```markdown", rule.example, "```", ""]
    lines += [
        "## The form of facts",
        "",
        "A CSV file has these columns, of which the first three are needed; a JSON or YAML file has a list of facts",
        "with these keys, alone or under `facts`. Numbers are kept exactly. A file with a mistake is not taken at all,",
        "and each mistake is told with its row and column.",
        "",
        "| column | holds |",
        "| --- | --- |",
        *(f"| `{column.name}` | {column.holds} |" for column in COLUMNS),
    ]
    return "\n".join(lines)


def indicators() -> str:
    """Return every indicator by theme with its definition."""
    from goldenthread.definitions import load_indicators

    ordered = sorted(load_indicators().values(), key=lambda each: (each.theme, each.plain_name))
    lines = ["# Indicators", "", f"{len(ordered)} indicators are defined in `definitions/indicators`.", ""]
    for theme, members in groupby(ordered, key=lambda each: each.theme):
        lines.append(f"## {theme}\n")
        for each in members:
            lines.append(f"### {each.plain_name}\n")
            lines.append(f"`{each.slug}`: {each.name}. {each.definition}\n")
            lines.append(f"Unit: {each.unit}. {each.polarity.value.capitalize()}.\n")
            lines.append(f"Counted: {each.numerator} Out of: {each.denominator}\n")
            lines.extend(f"- {caveat}" for caveat in each.caveats)
            lines.append("")
    return "\n".join(lines)


def sources() -> str:
    """Return every source with its publisher, licence, vintage and layout."""
    from goldenthread.sources import all_sources

    lines = [
        "# Sources",
        "",
        "Each is one file in `src/goldenthread/sources`.",
        "",
        "| source | publisher | licence | vintage |",
        "| --- | --- | --- | --- |",
    ]
    for module in all_sources().values():
        source = module.SOURCE
        lines.append(f"| {source.name} (`{source.id}`) | {source.publisher} | {source.licence} | {source.vintage} |")
    return "\n".join(lines)


def states() -> str:
    """Return each table of allowed transitions."""
    import django

    django.setup()
    lines = ["# State machines", "", "What may follow what, as the code allows it.", ""]
    for name in (
        "plan.states",
        "plan.cycles.states",
        "plan.releases.states",
        "plan.promises.states",
        "plan.groups.kinds",
        "assessments.states",
        "messages.models",
        "reports.states",
    ):
        try:
            module = importlib.import_module(f"goldenthread.{name}")
        except ModuleNotFoundError:
            continue
        for attribute, table in vars(module).items():
            if attribute.endswith("TRANSITIONS") and isinstance(table, Mapping):
                title = attribute.removesuffix("_TRANSITIONS").replace("_", " ").capitalize()
                lines += [f"## {title}\n", "| from | to |", "| --- | --- |"]
                for start, ends in table.items():
                    reached = ", ".join(sorted(_words(end) for end in ends)) or "nothing: it ends here"
                    lines.append(f"| {_words(start)} | {reached} |")
                lines.append("")
    return "\n".join(lines)


def _words(state: object) -> str:
    return state.value if isinstance(state, StrEnum) else str(state)


def statistics() -> str:
    """Return the pages of the core's statistics and disclosure control, read from their docstrings."""
    lines = ["# Statistics", ""]
    for package in ("goldenthread.core.statistics", "goldenthread.core.disclosure"):
        module = importlib.import_module(package)
        for found in pkgutil.iter_modules(module.__path__):
            lines.append(f"::: {package}.{found.name}\n")
    return "\n".join(lines)


def claims() -> str:
    """Return the page of what a sentence promises, and the table of its bands, read from the code."""
    from goldenthread.core import claims as room

    lines = ["# Claims", "", (room.__doc__ or "").split("\n", 1)[0], ""]
    lines += [f"::: goldenthread.core.claims.{found.name}\n" for found in pkgutil.iter_modules(room.__path__)]
    lines += ["## Where each setting comes from", "", "| setting | as it comes | why |", "| --- | --- | --- |"]
    for name, why in room.WHERE_FROM.items():
        value = getattr(room.DEFAULT_BANDS, name)
        shown = f"{value[0]:,} to {value[1]:,}" if isinstance(value, tuple) else room.write_number(value)
        lines.append(f"| `{name}` | {shown} | {why} |")
    return "\n".join([*lines, ""])


def impact() -> str:
    """Return the page of what tells whether an action worked, read from its docstrings."""
    from goldenthread import impact as room

    lines = ["# Impact", "", (room.__doc__ or "").split("\n", 1)[0], ""]
    lines += [f"::: goldenthread.impact.{found.name}\n" for found in pkgutil.iter_modules(room.__path__)]
    return "\n".join(lines)


def methods() -> dict[str, str]:
    """Return the pages of the methods manual: the chapters of tests/spec, which are tests as well."""
    from tests.spec.chapter import markdown
    from tests.spec.chapters import CHAPTERS

    index = [
        "# The methods manual",
        "",
        "A page a method: what it is for, its formula, examples, when not to use it, where it differs from other",
        "packages, how often its intervals hold the truth, and where it comes from. Every example is a test: it is run",
        "with every change, and these pages are written from it.",
        "",
        *(f"- [{chapter.title}]({chapter.slug}.md)" for chapter in CHAPTERS),
        "",
    ]
    pages = {f"{chapter.slug}.md": f"{_typeset(markdown(chapter))}\n{_functions(chapter)}" for chapter in CHAPTERS}
    return {f"{METHODS}{name}": page for name, page in {"index.md": "\n".join(index), **pages}.items()}


def _typeset(page: str) -> str:
    """The page with its formulas in MathML."""
    from docs.mathematics import mathml

    return re.sub(r"^\$\$\n(.*?)\n\$\$$", lambda found: mathml(found[1]), page, flags=re.S | re.M)


def _functions(chapter: Any) -> str:
    """The functions of a chapter with the first sentence of each, and how often their intervals hold the truth."""
    from tests.spec.coverage.record import recorded

    lines = ["## Functions", ""]
    for function in chapter.functions:
        sentence = (inspect.getdoc(function) or "").split("\n\n")[0].replace("\n", " ")
        plain = re.sub(r":\w+:`~?\.?([^`]*)`", r"`\1`", sentence)
        anchor = f"{function.__module__}.{function.__name__}"
        page = next((room for room in ("claims", "impact") if f".{room}." in anchor), "statistics")
        lines.append(f"- [`{function.__name__}`](../{page}.md#{anchor}): {plain}")
    names = {function.__name__ for function in chapter.functions}
    rows = [row for row in recorded() if row.function in names]
    if rows:
        lines += ["", "## How often the intervals hold the truth", ""]
        lines += ["| interval | situation | promised | held, % |", "| --- | --- | --- | --- |"]
        lines += [
            f"| `{row.function}`: {row.interval} | {row.situation} | {row.promise} | {row.covered:.2f} |"
            for row in rows
        ]
        lines += ["", "More in [coverage of every interval](../coverage.md)."]
    return "\n".join(lines) + "\n"


def coverage() -> str:
    """Return the page on how often every interval holds the truth."""
    from tests.spec.coverage.record import markdown

    return markdown()


def decisions() -> str:
    """Return the list of decision notes."""
    lines = ["# Decisions", "", "Why this and not that: one short note each.", ""]
    for path in sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md")):
        title = path.read_text(encoding="utf-8").splitlines()[0].lstrip("# ")
        lines.append(f"- [{title}]({path.name})")
    return "\n".join(lines)


def plan_form() -> str:
    """Return every field of the form in which a plan is written to a file."""
    from goldenthread.plan.importing import form

    lines = [
        "# The form of a plan",
        "",
        "In YAML and Markdown, and in a spreadsheet with a sheet for each part, a plan has these parts and fields. In",
        "YAML the word on the left is the key; in Markdown and in a spreadsheet it is the heading, with spaces and a",
        f"capital. A YAML file begins with `form: {form.FORM}` and `version: {form.VERSION}`.",
        "",
    ]

    def describe(title: str, fields: Any, level: str) -> None:
        lines.extend([f"{level} {title}", "", "| field | holds | |", "| --- | --- | --- |"])
        for field in fields:
            holds = "one of: " + ", ".join(field.choices) if field.choices else field.holds.value
            longest = f"{field.longest} characters at most." if field.longest else ""
            needed = "Needed." if field.is_needed else ""
            said = " ".join(filter(None, (needed, field.hint, longest)))
            lines.append(f"| `{field.key}` | {holds} | {said} |")
        lines.append("")

    for part in (form.PLAN, *form.PARTS):
        describe(f"`{part.kind.value}`", part.fields, "##")
        for items in part.items:
            describe(f"`{items.key}`, within {part.kind.value}", items.fields, "###")
    return "\n".join(lines)
