"""Bringing in a table of one's own: choose the file, say what the columns are, say what it is, check, keep."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from goldenthread.accounts.permissions import signed_in
from goldenthread.engine.errors import StoreError
from goldenthread.evidence import numbers, uploads
from goldenthread.evidence.actions import uploads as actions
from goldenthread.evidence.models import UploadDraft
from goldenthread.evidence.permissions import check_can_bring_in_evidence
from goldenthread.evidence.presenters import uploads as presenter
from goldenthread.evidence.upload_forms import AboutForm, ColumnsForm, FileForm, about_initial
from goldenthread.evidence.views.public import needs_evidence
from goldenthread.sources.source import SourceError

either = require_http_methods(["GET", "HEAD", "POST"])


def _own_draft(request: HttpRequest, draft: uuid.UUID) -> UploadDraft:
    check_can_bring_in_evidence(request.user)
    return get_object_or_404(UploadDraft, pk=draft, person=signed_in(request.user))


def _status(form: AboutForm | ColumnsForm | FileForm) -> int:
    return 422 if form.errors else 200


@either
@needs_evidence
def choose_file(request: HttpRequest) -> HttpResponse:
    """The first question: which file."""
    check_can_bring_in_evidence(request.user)
    person = signed_in(request.user)
    sent = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if sent else FileForm()
    if sent and form.is_valid():
        draft = actions.begin_upload(
            file_name=form.cleaned_data["file"].name,
            content=form.cleaned_data["content"],
            sheet=form.cleaned_data["sheet"],
            by=person,
            at=timezone.now(),
        )
        return redirect("evidence:upload_columns", draft.pk)
    drafts = UploadDraft.objects.filter(person=person).defer("content")
    return render(request, "evidence/upload/file.html", {"form": form, "drafts": drafts}, status=_status(form))


@either
@needs_evidence
def map_columns(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """The second question: which column is what."""
    own = _own_draft(request, draft)
    table = uploads.table_of(own)
    sent = request.method == "POST"
    known = {**own.mapping, "leave_out_unmatched": own.leave_out_unmatched}
    form = ColumnsForm(request.POST, table=table) if sent else ColumnsForm(initial=known, table=table)
    if sent and form.is_valid():
        actions.map_columns(
            own,
            mapping=form.mapping(),
            leave_out_unmatched=form.cleaned_data["leave_out_unmatched"],
            by=signed_in(request.user),
        )
        return redirect("evidence:upload_check" if own.definition else "evidence:upload_about", own.pk)
    context = {"form": form, "draft": own, "preview": presenter.raw_preview(table)}
    return render(request, "evidence/upload/columns.html", context, status=_status(form))


@either
@needs_evidence
def describe(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """The third question: what the values are."""
    own = _own_draft(request, draft)
    sent = request.method == "POST"
    form = AboutForm(request.POST) if sent else AboutForm(initial=about_initial(own.definition))
    if sent and form.is_valid():
        actions.describe_upload(
            own, definition=form.definition_given, is_proportion=form.is_proportion, by=signed_in(request.user)
        )
        return redirect("evidence:upload_check", own.pk)
    context = {"form": form, "draft": own}
    return render(request, "evidence/upload/about.html", context, status=_status(form))


@either
@needs_evidence
def check(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """What keeping the table would do; nothing is kept until somebody says so here."""
    own = _own_draft(request, draft)
    if not own.definition:
        return redirect("evidence:upload_about", own.pk)
    if request.method == "POST":
        return _keep(request, own)
    return _check_page(request, own)


def _check_page(request: HttpRequest, draft: UploadDraft, refusal: str = "") -> HttpResponse:
    definition = uploads.definition_of(draft)
    earlier = numbers.definitions().get(definition.slug)
    replaces = earlier is not None and earlier.source == definition.source_id
    names = {area.code: area.name for area in numbers.every_area()}
    page = presenter.make_check(uploads.check_of(draft), definition, names, replaces=replaces)
    context = {"draft": draft, "page": page, "refusal": refusal}
    return render(request, "evidence/upload/check.html", context, status=422 if refusal else 200)


def _keep(request: HttpRequest, draft: UploadDraft) -> HttpResponse:
    try:
        indicator = actions.keep_upload(draft, by=signed_in(request.user), at=timezone.now())
    except (SourceError, StoreError) as wrong:
        return _check_page(request, draft, refusal=str(wrong))
    messages.success(request, f"“{indicator.plain_name}” is now part of the evidence.")
    return redirect("evidence:indicator", indicator.slug)


@require_POST
def drop(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """Throw a draft away."""
    own = _own_draft(request, draft)
    name = own.file_name
    actions.drop_upload(own, by=signed_in(request.user), at=timezone.now())
    messages.success(request, f"{name} was thrown away. Nothing of it was kept.")
    return redirect("evidence:upload")
