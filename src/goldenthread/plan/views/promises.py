"""The staff's pages of promises: bring in a report, decide on its sentences, answer what it promised."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.frontend.downloads import as_download, send_kept
from goldenthread.plan import actions as plan_actions
from goldenthread.plan import permissions, short_lists, tasks
from goldenthread.plan.models import HarvestedSentence, Promise, SourceReport
from goldenthread.plan.promises import register, sentences
from goldenthread.plan.promises.forms import (
    AnswerForm,
    PromiseFilter,
    PromiseForm,
    SentenceForm,
    SourceDetailsForm,
    SourceForm,
    WordsForm,
)
from goldenthread.plan.promises.presenters import SENTENCE_COLOURS, make_counts, make_surroundings, suggest_words
from goldenthread.plan.promises.sentences import SentenceFilter
from goldenthread.plan.promises.states import PromiseState, SentenceState
from goldenthread.plan.states import NotPossible
from goldenthread.plan.views.asking import ask, who

SENTENCES_ON_A_PAGE = 100
PROMISES_ON_A_PAGE = 50
question = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def promises(request: HttpRequest) -> HttpResponse:
    """Every promise, filtered and ordered; with what is overdue; to read and to download."""
    permissions.check_can_read_drafts(request.user)
    today = timezone.localdate()
    filters = PromiseFilter(request.GET)
    found = register.narrow(register.all_promises(), filters, on=today)
    download = as_download(
        request.GET.get("as", ""),
        name=f"promises-{today.isoformat()}",
        title="Promises",
        columns=register.STAFF_COLUMNS,
        rows=lambda: (register.write_staff_row(each, on=today) for each in found.iterator(chunk_size=500)),
    )
    if download is not None:
        return download
    page = Paginator(found, PROMISES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "rows": [(each, register.COLOURS[PromiseState(each.state)], each.is_overdue(on=today)) for each in page],
        "counts": make_counts(register.count_states(found)),
        "overdue": Promise.objects.overdue(on=today).count(),
        "can_harvest": permissions.can_harvest_promises(request.user),
    }
    return render(request, "plan/staff/promises.html", context)


@require_safe
@login_required
def sources(request: HttpRequest) -> HttpResponse:
    """Every report that was brought in, and how far its sentences are decided."""
    permissions.check_can_read_drafts(request.user)
    filters = short_lists.ReportFilter(request.GET)
    found = filters.narrow(SourceReport.objects.light().with_counts())
    download = as_download(
        request.GET.get("as", ""),
        name=f"reports-{timezone.localdate()}",
        title="Reports and their sentences",
        columns=short_lists.REPORT_COLUMNS,
        rows=lambda: map(short_lists.write_report, found),
    )
    if download is not None:
        return download
    context = {
        "filters": filters,
        "sources": found,
        "can_harvest": permissions.can_harvest_promises(request.user),
    }
    return render(request, "plan/staff/sources.html", context)


@question
@login_required
def bring_in(request: HttpRequest) -> HttpResponse:
    """Bring in a report as the file it is."""
    permissions.check_can_harvest_promises(request.user)
    form = SourceForm(request.POST, request.FILES) if request.method == "POST" else SourceForm()

    def do() -> None:
        given = {**form.cleaned_data}
        file = given.pop("file")
        plan_actions.upload_source(
            **given,
            name=file.name,
            content=file.read(),
            by=who(request),
            at=timezone.now(),
            read_later=tasks.read_report.enqueue,
        )

    return ask(
        request,
        form,
        do,
        heading="Bring in a report",
        back=reverse("plan:staff_sources"),
        done="Kept. It is read in the background: Word and Markdown take seconds, a long PDF a minute or two.",
        button="Bring it in",
        template="plan/staff/bring_in.html",
    )


def _source(pk: int) -> SourceReport:
    return get_object_or_404(SourceReport.objects.light().select_related("uploaded_by"), pk=pk)


@require_safe
@login_required
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: its sentences with what was decided, to be decided several at once or one beside the page."""
    permissions.check_can_read_drafts(request.user)
    one = _source(pk)
    filters = SentenceFilter(request.GET)
    found = filters.narrow(one.sentences.select_related("decided_by", "promise"))
    download = as_download(
        request.GET.get("as", ""),
        name=f"sentences-{one.slug}",
        title=f"Sentences of {one.title}",
        columns=sentences.COLUMNS,
        rows=lambda: map(sentences.write_sentence, found),
    )
    if download is not None:
        return download
    page = Paginator(found, SENTENCES_ON_A_PAGE).get_page(request.GET.get("page"))
    counts = {each.value: 0 for each in SentenceState}
    for each in one.sentences.order_by().values_list("state", flat=True):
        counts[each] += 1
    first = one.sentences.undecided().order_by("position").first()
    context = {
        "source": one,
        "page": page,
        "rows": [(each, SENTENCE_COLOURS[SentenceState(each.state)]) for each in page],
        "counts": list(counts.items()),
        "undecided": counts[SentenceState.PROPOSED.value],
        "can_tick": any(each.state != SentenceState.ACCEPTED.value for each in page),
        "filters": filters,
        "first": first,
        "words_form": WordsForm(),
        "can_harvest": permissions.can_harvest_promises(request.user),
        "can_publish": permissions.can_publish_promises(request.user) and one.published_at is None,
    }
    return render(request, "plan/staff/source.html", context)


@require_POST
@login_required
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or reject the sentences that are ticked."""
    one = _source(pk)
    positions = [int(each) for each in request.POST.getlist("sentence") if each.isdecimal()]
    accept = request.POST.get("decision") == "accept"
    try:
        decided = plan_actions.decide_many(
            source=one, positions=positions, accept=accept, by=who(request), at=timezone.now()
        )
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        noun = "sentence" if len(decided) == 1 else "sentences"
        messages.success(request, f"{len(decided)} {noun} {'accepted' if accept else 'rejected'}.")
    return redirect(one)


@require_POST
@login_required
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a sentence that the rules did not find."""
    permissions.check_can_harvest_promises(request.user)
    one = get_object_or_404(SourceReport.objects.defer("content"), pk=pk)
    form = WordsForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Copy the sentence from the report.")
        return redirect(one)
    try:
        sentence = plan_actions.choose_sentence(
            source=one, words=form.cleaned_data["words"], by=who(request), at=timezone.now()
        )
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect(one)
    return redirect(sentence)


@question
@login_required
def sentence(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """One sentence beside the page it stands on: accept it, with other words if need be, or reject it."""
    permissions.check_can_read_drafts(request.user)
    one = get_object_or_404(
        HarvestedSentence.objects.select_related("source", "promise", "decided_by").defer("source__content"),
        source_id=pk,
        position=position,
    )
    decision = request.POST.get("decision", "")
    initial = {"text": suggest_words(one), "due_on": one.due_on}
    is_accepting = request.method == "POST" and decision == "accept"
    form = SentenceForm(request.POST if is_accepting else None, initial=initial)
    if request.method == "POST":
        permissions.check_can_harvest_promises(request.user)
        try:
            if _decide(request, one, form, decision):
                return redirect(_next(one))
        except NotPossible as refusal:
            form = SentenceForm(initial=initial) if not form.is_bound else form
            messages.error(request, str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {
        "sentence": one,
        "source": one.source,
        "colour": SENTENCE_COLOURS[SentenceState(one.state)],
        "promise": getattr(one, "promise", None),
        "form": form,
        "shown": make_surroundings(one.source, one),
        "left": one.source.sentences.undecided().count(),
        "before": one.source.sentences.filter(position__lt=position).order_by("-position").first(),
        "after": one.source.sentences.filter(position__gt=position).order_by("position").first(),
        "can_harvest": permissions.can_harvest_promises(request.user),
    }
    return render(request, "plan/staff/sentence.html", context, status=400 if form.is_bound and form.errors else 200)


def _decide(request: HttpRequest, one: HarvestedSentence, form: SentenceForm, decision: str) -> bool:
    """Do what was decided; False where the form has to be shown again."""
    by, at = who(request), timezone.now()
    if decision == "accept":
        if not form.is_valid():
            return False
        promise = plan_actions.accept_sentence(sentence=one, keep_due=False, **form.cleaned_data, by=by, at=at)
        messages.success(request, f"Accepted as promise {promise.number}.")
    elif decision == "reject":
        plan_actions.reject_sentence(sentence=one, by=by, at=at)
        messages.success(request, "Rejected: it promises nothing.")
    elif decision == "take back":
        plan_actions.take_back(sentence=one, by=by, at=at)
        messages.success(request, "Taken back. It waits for a decision again.")
    else:
        raise NotPossible("Choose whether to accept or to reject it.")
    return True


def _next(one: HarvestedSentence) -> str:
    """The next sentence that waits for a decision, else the report."""
    waiting = one.source.sentences.undecided()
    following = waiting.filter(position__gt=one.position).first() or waiting.first()
    return following.get_absolute_url() if following else one.source.get_absolute_url()


@question
@login_required
def edit_source(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right a report's title or period."""
    permissions.check_can_harvest_promises(request.user)
    one = get_object_or_404(SourceReport.objects.light(), pk=pk)
    shown = {"title": one.title, "starts_on": one.starts_on, "ends_on": one.ends_on}
    form = SourceDetailsForm(request.POST or None, initial=shown)
    return ask(
        request,
        form,
        lambda: plan_actions.change_source(source=one, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading="Title and period",
        back=one.get_absolute_url(),
        done="Saved. Dates of sentences that nobody has decided on were found anew.",
    )


@require_POST
@login_required
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Let everybody read what the report promised and what became of it."""
    one = get_object_or_404(SourceReport.objects.light(), pk=pk)
    try:
        plan_actions.publish_promises(source=one, by=who(request), at=timezone.now())
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Published. Answers show from now on as soon as they are given.")
    return redirect(one)


@require_safe
@login_required
def source_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as the file it is, as a download: it is never shown inside this site."""
    permissions.check_can_read_drafts(request.user)
    one = get_object_or_404(SourceReport.objects.defer("blocks"), pk=pk)
    return send_kept(one)


@require_safe
@login_required
def promise(request: HttpRequest, number: int) -> HttpResponse:
    """One promise with its sentence, what keeps it, and every answer."""
    permissions.check_can_read_drafts(request.user)
    one = get_object_or_404(register.all_promises(), number=number)
    context = {
        "promise": one,
        "colour": register.COLOURS[PromiseState(one.state)],
        "is_overdue": one.is_overdue(on=timezone.localdate()),
        "answers": one.answers.select_related("written_by"),
        "actions": one.actions.select_related("plan"),
        "measures": one.measures.select_related("plan"),
        "can_edit": permissions.can_harvest_promises(request.user),
        "can_answer": permissions.can_answer_promise(request.user, one),
    }
    return render(request, "plan/staff/promise.html", context)


@question
@login_required
def edit_promise(request: HttpRequest, number: int) -> HttpResponse:
    """Change a promise's words, date, owner, or what keeps it."""
    permissions.check_can_harvest_promises(request.user)
    one = get_object_or_404(register.all_promises(), number=number)
    shown = {
        "text": one.text,
        "due_on": one.due_on,
        "owner": one.owner.email if one.owner else "",
        "owner_role": one.owner_role,
        "team": one.team_id,
        "actions": [action.pk for action in one.actions.all()],
        "measures": [measure.pk for measure in one.measures.all()],
    }
    form = PromiseForm(request.POST or None, initial=shown)

    def do() -> None:
        given = {**form.cleaned_data, "actions": list(form.cleaned_data["actions"])}
        given["measures"] = list(form.cleaned_data["measures"])
        plan_actions.edit_promise(promise=one, **given, by=who(request), at=timezone.now())

    return ask(
        request,
        form,
        do,
        heading=f"Promise {number}",
        back=reverse("plan:staff_promise", args=[number]),
        done="Saved.",
        lede=f"In the report: {one.sentence.text}",
    )


@question
@login_required
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Say what became of a promise."""
    one = get_object_or_404(register.all_promises(), number=number)
    permissions.check_can_answer_promise(request.user, one)
    form = AnswerForm(request.POST or None, promise=one, initial={"evidence_url": one.evidence_url})
    return ask(
        request,
        form,
        lambda: plan_actions.answer_promise(
            promise=one,
            state=PromiseState(form.cleaned_data["state"]),
            reason=form.cleaned_data["reason"],
            evidence_url=form.cleaned_data["evidence_url"],
            by=who(request),
            at=timezone.now(),
        ),
        heading=f"What became of promise {number}?",
        back=reverse("plan:staff_promise", args=[number]),
        done="Answered.",
        button="Answer",
        lede=one.text,
    )
