"""Bringing a plan in: choose the file, say which column is what, say who is who, see what would happen, do it."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from goldenthread.accounts.models import Person
from goldenthread.plan import actions as plan_actions
from goldenthread.plan import copying, permissions
from goldenthread.plan.importing import opening
from goldenthread.plan.importing import presenters as importing_presenters
from goldenthread.plan.importing.columns import Column
from goldenthread.plan.importing.incoming import FileFault, Incoming
from goldenthread.plan.importing.names import Known, propose_people
from goldenthread.plan.importing.opening import OpenedFile, TableReading
from goldenthread.plan.importing.steps import Settled, count_left, settle_known
from goldenthread.plan.importing.upload_forms import (
    NOBODY,
    POST,
    DecisionForm,
    ImportColumnsForm,
    ImportFileForm,
    SheetForm,
    WordsForm,
)
from goldenthread.plan.models import ImportDraft, Plan
from goldenthread.plan.views.asking import who

question = require_http_methods(["GET", "HEAD", "POST"])


@question
@login_required
def choose_file(request: HttpRequest) -> HttpResponse:
    """The first question: which file, for which plan."""
    permissions.check_can_edit_plans(request.user)
    sent = request.method == "POST"
    wanted = Plan.objects.filter(slug=request.GET.get("plan", "")).first()
    form = ImportFileForm(request.POST, request.FILES) if sent else ImportFileForm(initial={"plan": wanted})
    if sent and form.is_valid():
        opened: OpenedFile = form.cleaned_data["opened"]
        try:
            reading = {} if opened.is_form else _proposed(opened, TableReading())
        except FileFault:
            reading = {}  # the next page asks where the headings are
        draft = plan_actions.begin_import(
            file_name=opened.name,
            content=form.cleaned_data["content"],
            reading=reading,
            plan=form.cleaned_data["plan"],
            by=who(request),
            at=timezone.now(),
        )
        return redirect("plan:staff_import_check" if opened.is_form else "plan:staff_import_columns", draft.pk)
    drafts = ImportDraft.objects.filter(person=who(request)).defer("content")
    context = {"form": form, "drafts": drafts, "wanted": wanted}
    return render(request, "plan/staff/import/file.html", context, status=422 if form.errors else 200)


@question
@login_required
def columns(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """The second question: which column is what."""
    own = _own(request, draft)
    opened, reading = _opened(own), _reading(own)
    looked_at = {"sheet": reading.sheet, "heading_row": reading.heading_row}
    is_looking = request.method == "POST" and "look" in request.POST
    sheets = SheetForm(request.POST if is_looking else None, sheets=opened.sheets, initial=looked_at)
    if is_looking and sheets.is_valid():
        try:
            chosen = TableReading(sheets.cleaned_data.get("sheet", ""), sheets.cleaned_data["heading_row"])
            plan_actions.settle_import(draft=own, settled=_proposed(opened, chosen), by=who(request))
        except FileFault as wrong:
            sheets.add_error("heading_row", str(wrong))
        else:
            return redirect("plan:staff_import_columns", own.pk)
    try:
        table = opening.pick_table(opened, reading)
    except FileFault as wrong:
        context = {"draft": own, "sheets": sheets, "refusal": str(wrong)}
        return render(request, "plan/staff/import/columns.html", context, status=422)
    answers = request.POST if request.method == "POST" and not is_looking else None
    form = ImportColumnsForm(answers, table=table, reading=reading)
    if form.is_bound and form.is_valid():
        chosen_columns = form.columns()
        as_columns = {heading: Column(value) for heading, value in chosen_columns.items()}
        statuses = opening.propose_statuses(table, as_columns)
        statuses |= {word: status for word, status in reading.statuses.items() if word in statuses and status}
        settled = {"columns": chosen_columns, "statuses": statuses, "clear_empty": form.clears_empty()}
        plan_actions.settle_import(draft=own, settled=settled, by=who(request))
        return redirect("plan:staff_import_words", own.pk)
    context = {"form": form, "draft": own, "sheets": sheets, "table": table}
    is_wrong = bool(form.errors or sheets.errors)
    return render(request, "plan/staff/import/columns.html", context, status=422 if is_wrong else 200)


@question
@login_required
def words(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """The third question: what the words mean, and who is who."""
    own = _own(request, draft)
    reading = _reading(own)
    try:
        incoming = _take(own, _opened(own), reading)
    except FileFault:
        return redirect("plan:staff_import_check", own.pk)  # which says what is wrong
    known = _known_people()
    proposals = propose_people(incoming.owners.values(), known)
    candidates = Person.objects.in_bulk([key for proposal in proposals for key in proposal.candidates])
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        statuses={} if incoming.is_whole else reading.statuses,
        proposals=proposals,
        people=candidates,
    )
    if not form.fields:
        return redirect("plan:staff_import_check", own.pk)
    if form.is_bound and form.is_valid():
        settled: dict[str, Any] = {"people": form.people()}
        if not incoming.is_whole:
            settled["statuses"] = form.statuses()
        plan_actions.settle_import(draft=own, settled=settled, by=who(request))
        return redirect("plan:staff_import_check", own.pk)
    context = {"form": form, "draft": own, "is_form": _opened(own).is_form}
    return render(request, "plan/staff/import/words.html", context, status=422 if form.errors else 200)


@question
@login_required
def check(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """What would happen, row by row: a dry run. Nothing is written until somebody says so here."""
    own = _own(request, draft)
    opened, reading = _opened(own), _reading(own)
    if not opened.is_form and not reading.columns:
        return redirect("plan:staff_import_columns", own.pk)
    try:
        incoming = _take(own, opened, reading)
    except FileFault as wrong:
        context = {"draft": own, "page": importing_presenters.make_faulty(wrong.remarks), "is_form": opened.is_form}
        return render(request, "plan/staff/import/check.html", {**context, "plan": own.plan}, status=422)
    settled = _settled(own, incoming)
    decision = DecisionForm(request.POST if request.method == "POST" else None, initial=own.reading)
    faults, steps, doubts = _try(request, own, incoming, settled)
    known = copying.copy_plan(own.plan) if own.plan else None
    page = importing_presenters.make_check(
        incoming, steps, faults=faults, doubts=doubts, left=count_left(incoming, known) if known else 0,
        page=_page_number(request),
    )  # fmt: skip
    if request.method == "POST" and page.is_ready and (not page.needs_decision or decision.is_valid()):
        if page.needs_decision:
            plan_actions.settle_import(draft=own, settled=decision.cleaned_data, by=who(request))
        try:
            done = plan_actions.keep_import(
                draft=own, incoming=incoming, settled=_settled(own, incoming), by=who(request), at=timezone.now()
            )
        except FileFault as wrong:
            messages.error(request, f"Nothing was brought in. {wrong}")
            return redirect("plan:staff_import_check", draft)
        messages.success(request, f"Brought in: {done.source.added} new, {done.source.changed} changed.")
        return redirect("plan:staff_plan", done.plan.slug)
    context = {"draft": own, "page": page, "decision": decision, "is_form": opened.is_form, "plan": own.plan}
    status = 422 if request.method == "POST" or page.faults else 200
    return render(request, "plan/staff/import/check.html", context, status=status)


@require_POST
@login_required
def drop(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """Throw a file away before anything of it is in a plan."""
    own = _own(request, draft)
    name = own.file_name
    plan_actions.drop_import(draft=own, by=who(request), at=timezone.now())
    messages.success(request, f"{name} was thrown away. Nothing of it was kept.")
    return redirect("plan:staff_import")


# ── inside ───────────────────────────────────────────────────────────────────────────────────────────
def _own(request: HttpRequest, draft: uuid.UUID) -> ImportDraft:
    permissions.check_can_edit_plans(request.user)
    return get_object_or_404(ImportDraft.objects.select_related("plan"), pk=draft, person=who(request))


def _opened(draft: ImportDraft) -> OpenedFile:
    return opening.open_file(draft.file_name, bytes(draft.content))


def _reading(draft: ImportDraft) -> TableReading:
    names = ("sheet", "heading_row", "columns", "statuses", "clear_empty")
    return TableReading(**{name: draft.reading[name] for name in names if name in draft.reading})


def _proposed(opened: OpenedFile, chosen: TableReading) -> dict[str, Any]:
    table = opening.pick_table(opened, chosen)
    return {**asdict(opening.propose_reading(table)), "sheet": table.sheet, "heading_row": chosen.heading_row}


def _take(draft: ImportDraft, opened: OpenedFile, reading: TableReading) -> Incoming:
    known = copying.copy_plan(draft.plan) if draft.plan else None
    return opening.take(opened, reading, known=known, on=timezone.localdate())


def _known_people() -> list[Known]:
    people = Person.objects.active().values_list("pk", "name", "email", "job_title")
    return [Known(pk, name, email, job_title) for pk, name, email, job_title in people]


def _settled(draft: ImportDraft, incoming: Incoming) -> Settled:
    """What is certain, and what was chosen."""
    certain = settle_known(incoming.owners.values(), _known_people())
    chosen: dict[str, str] = draft.reading.get("people", {})
    people = {name: key for name, key in certain.people.items() if name not in chosen}
    posts = {name for name in certain.posts if name not in chosen}
    for name, choice in chosen.items():
        if choice == POST:
            posts.add(name)
        elif choice != NOBODY:
            people[name] = int(choice)
    decision, reason = draft.reading.get("decision", ""), draft.reading.get("reason", "")
    return Settled(people=people, posts=frozenset(posts), decision=decision, reason=reason)


def _try(request: HttpRequest, draft: ImportDraft, incoming: Incoming, settled: Settled) -> tuple[Any, Any, Any]:
    """The dry run: what stands in the way, what would be done, what to look at."""
    tried = Settled(
        people=settled.people,
        posts=settled.posts,
        decision=settled.decision or "To be said",
        reason=settled.reason or "To be said",  # asked on this very page where a target changes
    )
    try:
        done = plan_actions.bring_in(
            incoming=incoming, settled=tried, file_name=draft.file_name, content=bytes(draft.content), plan=draft.plan,
            is_dry_run=True, by=who(request), at=timezone.now(),
        )  # fmt: skip
    except FileFault as wrong:
        return wrong.remarks, (), incoming.doubts
    return (), done.steps, done.doubts


def _page_number(request: HttpRequest) -> int:
    wanted = request.GET.get("page", "1")
    return int(wanted) if wanted.isdecimal() else 1
