"""`goldenthread-site plan import FILE` and `plan export SLUG FILE`: the same as the pages, on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from goldenthread.accounts.models import Person
    from goldenthread.plan.models import Plan

REMARKS_SHOWN = 50

app = typer.Typer(no_args_is_help=True, help="Bring a plan in from a file, or take one away as a file.")
terminal = Console(highlight=False)


@app.command("import")
def bring_in(
    file: Annotated[Path, typer.Argument(help="A spreadsheet, a CSV file, or a plan in our own form.")],
    by: Annotated[str, typer.Option(help="E-mail address of the plan owner who does this.")],
    plan: Annotated[str, typer.Option(help="Short name of the plan; without it the file has to describe one.")] = "",
    sheet: Annotated[str, typer.Option(help="The sheet of a workbook; by default the most likely one.")] = "",
    heading_row: Annotated[int, typer.Option(help="The row of the headings; 0 to have it found.", min=0)] = 0,
    decision: Annotated[str, typer.Option(help="Who decided the targets that change, and where.")] = "",
    reason: Annotated[str, typer.Option(help="Why targets change.")] = "",
    dry_run: Annotated[bool, typer.Option(help="Say what would happen, and change nothing.")] = False,
) -> None:
    """Bring a plan in: everything, or nothing. Columns, words and people are taken as they are proposed."""
    from goldenthread.project.console import own_site, stop_with

    content = _read(file)
    own_site()
    from django.utils import timezone

    from goldenthread.accounts.models import Person
    from goldenthread.accounts.permissions import NotAllowed
    from goldenthread.plan import actions, copying
    from goldenthread.plan.importing import opening
    from goldenthread.plan.importing.incoming import FileFault
    from goldenthread.plan.importing.names import Known
    from goldenthread.plan.importing.steps import settle_known

    person, known_plan = _find_person(by), _find_plan(plan) if plan else None
    try:
        opened = opening.open_file(file.name, content)
        reading = opening.TableReading(sheet, heading_row or None)
        if not opened.is_form:
            proposed = opening.propose_reading(opening.pick_table(opened, reading))
            reading = replace(proposed, sheet=proposed.sheet, heading_row=heading_row or None)
            for heading, column in reading.columns.items():
                terminal.print(f"  {heading}: {column}", soft_wrap=True)
        known = copying.copy_plan(known_plan) if known_plan else None
        incoming = opening.take(opened, reading, known=known, on=timezone.localdate())
        people = [Known(each.pk, each.name, each.email, each.job_title) for each in Person.objects.active()]
        settled = replace(settle_known(incoming.owners.values(), people), decision=decision, reason=reason)
        done = actions.bring_in(
            incoming=incoming, settled=settled, file_name=file.name, content=content, plan=known_plan,
            is_dry_run=dry_run, by=person, at=timezone.now(),
        )  # fmt: skip
    except FileFault as wrong:
        _show("[red]✗[/red]", [str(remark) for remark in wrong.remarks])
        stop_with("Nothing was brought in.")
    except NotAllowed as refusal:
        stop_with(str(refusal))
    _show("[yellow]·[/yellow]", [str(doubt) for doubt in done.doubts])
    for step in done.steps[:REMARKS_SHOWN]:
        changes = ", ".join(f"{each.name}: {each.before} → {each.after}" for each in step.changes)
        what = "new" if step.is_new else changes
        terminal.print(f"  {step.label}: {what}", soft_wrap=True, markup=False)
    verb = "would be" if dry_run else "were"
    counts = f"{done.source.added} parts {verb} added and {done.source.changed} changed"
    terminal.print(f"[green]✓[/green] {counts} in “{done.plan.title}”", soft_wrap=True)


@app.command("export")
def take_away(
    plan: Annotated[str, typer.Argument(help="Short name of the plan.")],
    file: Annotated[Path, typer.Argument(help="Where to write it; the name ends in .xlsx, .yaml, .md or .csv.")],
    published: Annotated[bool, typer.Option(help="What the public reads, instead of the working copy.")] = False,
) -> None:
    """Take a plan away as a file: the working copy with its owners, or what is published."""
    from goldenthread.project.console import own_site, stop_with

    own_site()
    from goldenthread.plan import actions, copying, editions
    from goldenthread.plan.exporting import FILES
    from goldenthread.plan.importing.records import Private

    names = {".xlsx": "plan.xlsx", ".yaml": "plan.yaml", ".yml": "plan.yaml", ".md": "plan.md", ".csv": "actions.csv"}
    name = names.get(file.suffix.lower())
    if name is None:
        stop_with(f"A plan can be written to a file that ends in {', '.join(names)}.")
    found = _find_plan(plan)
    if published:
        if found.current_edition is None:
            stop_with(f"“{found.title}” has not been published.")
        content, private = editions.read_edition(found.current_edition), Private()
    else:
        content, private = copying.copy_plan(found), actions.read_private(found)
    file.write_bytes(FILES[name][1](content, private))
    terminal.print(f"[green]✓[/green] “{found.title}” is in {file}", soft_wrap=True)


def _read(file: Path) -> bytes:
    from goldenthread.project.console import stop_with

    try:
        return file.read_bytes()
    except OSError as error:
        stop_with(f"{file} cannot be read: {error.strerror}.")


def _find_person(email: str) -> Person:
    from goldenthread.accounts.models import Person
    from goldenthread.project.console import stop_with

    person: Person | None = Person.objects.active().filter(email__iexact=email).first()
    if person is None:
        stop_with(f"Nobody here has the e-mail address {email}.")
    return person


def _find_plan(slug: str) -> Plan:
    from goldenthread.plan.models import Plan
    from goldenthread.project.console import stop_with

    found = Plan.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Plan.objects.values_list("slug", flat=True)) or "none"
        stop_with(f"There is no plan “{slug}” here. There is: {known}.")
    return found


def _show(mark: str, sentences: Sequence[str]) -> None:
    from rich.markup import escape

    for sentence in sentences[:REMARKS_SHOWN]:
        terminal.print(f"{mark} {escape(sentence)}", soft_wrap=True)
    if len(sentences) > REMARKS_SHOWN:
        terminal.print(f"{mark} and {len(sentences) - REMARKS_SHOWN} more")
