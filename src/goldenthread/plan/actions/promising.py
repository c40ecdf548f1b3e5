"""From last year's report to promises that are answered: bring it in, read it, decide, answer, publish."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from goldenthread.accounts.models import Person, Team
from goldenthread.checking.dates import resolve
from goldenthread.checking.documents import Document, DocumentRefused, read_apart
from goldenthread.checking.documents.reading import LARGEST_BYTES, file_name
from goldenthread.checking.periods import ReportPeriod
from goldenthread.checking.promises import Harvest, find_promises
from goldenthread.plan import permissions
from goldenthread.plan.actions.keeping import change_fields, keep, lock, write_down
from goldenthread.plan.models import (
    Action,
    HarvestedSentence,
    ProgressMeasure,
    Promise,
    PromiseAnswer,
    SourceReport,
)
from goldenthread.plan.promises.states import (
    PROMISE_TRANSITIONS,
    SENTENCE_TRANSITIONS,
    STATES_THAT_NEED_A_REASON,
    PromiseState,
    SentenceState,
)
from goldenthread.plan.states import NotPossible, check_transition

CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "md": "text/markdown",
    "markdown": "text/markdown",
    "txt": "text/plain",
}
BY_HAND = "chosen by a person"
#: Which parts of a promise may be changed after it was accepted.
CHANGEABLE = ("text", "due_on", "owner", "owner_role", "team")

Read = Callable[[str, bytes], Document]


@transaction.atomic
def upload_source(
    *,
    title: str,
    name: str,
    content: bytes,
    starts_on: date | None,
    ends_on: date | None,
    by: Person,
    at: datetime,
    read_later: Callable[[int], Any],
) -> SourceReport:
    """Keep a report as the file it is; `read_later` is called with its key once it is kept."""
    permissions.check_can_harvest_promises(by)
    name = file_name(name)[-150:]
    ending = name.rsplit(".", 1)[-1].lower()
    if ending not in CONTENT_TYPES:
        raise NotPossible("Choose a Word document (.docx), a PDF (.pdf) or a Markdown file (.md).")
    if not content:
        raise NotPossible(f"{name} is empty. Choose it again.")
    if len(content) > LARGEST_BYTES:
        limit = LARGEST_BYTES // 1_000_000
        raise NotPossible(f"{name} has {len(content) / 1e6:.0f} MB and the limit is {limit} MB. Save it smaller.")
    if (starts_on is None) != (ends_on is None):
        raise NotPossible("Give both the first and the last day the report is about, or neither.")
    digest = hashlib.sha256(content).hexdigest()
    same = SourceReport.objects.light().filter(sha256=digest).first()
    if same is not None:
        raise NotPossible(f"This very file is here already: “{same.title}”.")
    source = SourceReport(
        title=title.strip(),
        slug=_free_slug(title),
        starts_on=starts_on,
        ends_on=ends_on,
        file_name=name,
        content_type=CONTENT_TYPES[ending],
        size=len(content),
        sha256=digest,
        content=content,
        uploaded_by=by,
        uploaded_at=at,
    )
    source.full_clean(exclude=["blocks"])
    source.save()
    write_down("brought in", source, by=by, at=at, after={"file": name, "size": len(content), "sha256": digest})
    transaction.on_commit(partial(read_later, source.pk))
    return source


def _free_slug(title: str) -> str:
    stem = slugify(title)[:70] or "report"
    taken = set(SourceReport.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := stem if n == 1 else f"{stem}-{n}") not in taken)


def read_source(*, pk: int, at: datetime, read: Read = read_apart) -> SourceReport | None:
    """Read a report that was brought in and find what it promises. The clock does it; a second time nothing happens."""
    source = SourceReport.objects.filter(pk=pk, read_at__isnull=True).first()
    if source is None:
        return None
    try:
        document = read(source.file_name, bytes(source.content))
    except DocumentRefused as refused:
        return _keep_refusal(source, str(refused), at=at)
    period = ReportPeriod(source.starts_on, source.ends_on) if source.starts_on and source.ends_on else None
    return _keep_harvest(source, document, find_promises(document, period), at=at)


@transaction.atomic
def _keep_refusal(source: SourceReport, refusal: str, *, at: datetime) -> SourceReport:
    lock(source)
    if source.read_at is None:
        source.refusal, source.read_at = refusal, at
        source.save(update_fields=["refusal", "read_at"])
        write_down("could not read", source, by=None, at=at, after={"why": refusal})
    return source


@transaction.atomic
def _keep_harvest(source: SourceReport, document: Document, harvest: Harvest, *, at: datetime) -> SourceReport:
    lock(source)
    if source.read_at is not None:
        return source
    source.kind, source.pages, source.blocks = document.kind, document.pages, document.as_plain()["blocks"]
    if harvest.period and source.ends_on is None:
        source.starts_on, source.ends_on = harvest.period.starts_on, harvest.period.ends_on
    source.read_at = at
    source.save(update_fields=["kind", "pages", "blocks", "starts_on", "ends_on", "read_at"])
    found = [_proposed(each) for each in harvest.proposals] + [_passed(each) for each in harvest.passed_over]
    found.sort(key=lambda row: (row.block, row.start))
    for position, row in enumerate(found, 1):
        row.source, row.position = source, position
    HarvestedSentence.objects.bulk_create(found, batch_size=200)
    after = {"proposed": len(harvest.proposals), "passed over": len(harvest.passed_over)}
    write_down("read", source, by=None, at=at, after=after)
    return source


def _proposed(each: Any) -> HarvestedSentence:
    due = each.due
    return HarvestedSentence(
        **_placed(each),
        lead=each.lead,
        rule=each.rule,
        due_on=due.due_on if due else None,
        due_phrase=due.phrase[:120] if due else "",
        due_reason=due.reason[:250] if due else "",
        state=SentenceState.PROPOSED.value,
    )


def _passed(each: Any) -> HarvestedSentence:
    return HarvestedSentence(**_placed(each), passed_over_because=each.reason, state=SentenceState.PASSED_OVER.value)


def _placed(each: Any) -> dict[str, Any]:
    return {
        "block": each.block,
        "start": each.start,
        "text": each.sentence,
        "section": " › ".join(each.section),
        "page": each.page,
        "trigger": each.trigger,
    }


@transaction.atomic
def accept_sentence(
    *,
    sentence: HarvestedSentence,
    by: Person,
    at: datetime,
    text: str = "",
    due_on: date | None = None,
    keep_due: bool = True,
    owner: Person | None = None,
    team: Team | None = None,
    owner_role: str = "",
) -> Promise:
    """Make a promise of a sentence, in its own words or in words that can be read alone.

    With `keep_due` the date that the rules found stands; without it, `due_on` does, which may be none.
    """
    permissions.check_can_harvest_promises(by)
    _decide(sentence, SentenceState.ACCEPTED, by=by, at=at)
    number = (Promise.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    promise = Promise(
        number=number,
        source_id=sentence.source_id,
        sentence=sentence,
        text=text.strip() or sentence.text,
        due_on=sentence.due_on if keep_due else due_on,
        owner=owner,
        owner_role=owner_role.strip(),
        team=team,
    )
    keep(promise, by=by, at=at)
    write_down("accepted", promise, by=by, at=at, after={"sentence": sentence.pk, "due_on": promise.due_on})
    return promise


@transaction.atomic
def reject_sentence(*, sentence: HarvestedSentence, by: Person, at: datetime) -> HarvestedSentence:
    """Say that a sentence promises nothing."""
    permissions.check_can_harvest_promises(by)
    _decide(sentence, SentenceState.REJECTED, by=by, at=at)
    write_down("rejected", sentence, by=by, at=at)
    return sentence


@transaction.atomic
def take_back(*, sentence: HarvestedSentence, by: Person, at: datetime) -> HarvestedSentence:
    """Undo a decision: a rejected sentence is proposed again, an accepted one too while nobody has read of it."""
    permissions.check_can_harvest_promises(by)
    lock(sentence)
    promise = Promise.objects.filter(sentence=sentence).first()
    if promise is not None:
        if SourceReport.objects.published().filter(pk=sentence.source_id).exists():
            raise NotPossible(f"Promise {promise.number} is published. Answer it instead: “dropped”, with the reason.")
        if promise.answers.exists():
            raise NotPossible(f"Promise {promise.number} was answered already, so it stays.")
    _decide(sentence, SentenceState.PROPOSED, by=by, at=at)
    write_down("took back the decision on", sentence, by=by, at=at, before={"promise": promise and promise.number})
    if promise is not None:
        promise.delete()
    return sentence


@transaction.atomic
def decide_many(
    *, source: SourceReport, positions: Collection[int], accept: bool, by: Person, at: datetime
) -> list[HarvestedSentence]:
    """Accept or reject several sentences at once, all or none."""
    permissions.check_can_harvest_promises(by)
    chosen = list(source.sentences.filter(position__in=positions))
    if not chosen:
        raise NotPossible("Choose at least one sentence.")
    for sentence in chosen:
        if accept:
            accept_sentence(sentence=sentence, by=by, at=at)
        else:
            reject_sentence(sentence=sentence, by=by, at=at)
    return chosen


@transaction.atomic
def choose_sentence(*, source: SourceReport, words: str, by: Person, at: datetime) -> HarvestedSentence:
    """Propose words that the rules did not find. They have to stand in the report, letter for letter."""
    permissions.check_can_harvest_promises(by)
    lock(source)
    words = " ".join(words.split())
    document = Document.from_plain({"name": source.file_name, "kind": "", "pages": None, "blocks": source.blocks})
    found = next((block for block in document.blocks if words and words in block.text), None)
    if found is None:
        raise NotPossible("These words do not stand in the report. Copy them from the page, letter for letter.")
    start = found.text.index(words)
    if source.sentences.filter(block=found.number, start=start, text=words).exists():
        raise NotPossible("This sentence is in the list already.")
    period = ReportPeriod(source.starts_on, source.ends_on) if source.starts_on and source.ends_on else None
    due = resolve(words, period)
    last = source.sentences.aggregate(last=Max("position"))["last"] or 0
    sentence = HarvestedSentence.objects.create(
        source=source,
        position=last + 1,
        block=found.number,
        start=start,
        text=words,
        section=" › ".join(found.section),
        page=found.page,
        rule=BY_HAND,
        due_on=due.due_on if due else None,
        due_phrase=due.phrase[:120] if due else "",
        due_reason=due.reason[:250] if due else "",
        state=SentenceState.PROPOSED.value,
    )
    write_down("chose", sentence, by=by, at=at, after={"source": source.pk})
    return sentence


def _decide(sentence: HarvestedSentence, after: SentenceState, *, by: Person, at: datetime) -> None:
    lock(sentence)
    check_transition(SENTENCE_TRANSITIONS, SentenceState(sentence.state), after, f"“{sentence}”")
    sentence.state, sentence.decided_by, sentence.decided_at = after.value, by, at
    sentence.save(update_fields=["state", "decided_by", "decided_at"])


@transaction.atomic
def edit_promise(
    *,
    promise: Promise,
    by: Person,
    at: datetime,
    actions: Sequence[Action] | None = None,
    measures: Sequence[ProgressMeasure] | None = None,
    **changes: Any,
) -> Promise:
    """Change a promise's words, date, owner, or what it is linked to; the sentence it came from stays as it is."""
    permissions.check_can_harvest_promises(by)
    lock(promise)
    before, after = change_fields(promise, changes, CHANGEABLE)
    for name, rows in (("actions", actions), ("measures", measures)):
        if rows is None:
            continue
        had = sorted(getattr(promise, name).values_list("pk", flat=True))
        has = sorted(row.pk for row in rows)
        if had != has:
            getattr(promise, name).set(rows)
            before[name], after[name] = had, has
    if after:
        keep(promise, by=by, at=at)
        write_down("changed", promise, by=by, at=at, before=before, after=after)
    return promise


@transaction.atomic
def answer_promise(
    *, promise: Promise, state: PromiseState, reason: str, evidence_url: str, by: Person, at: datetime
) -> PromiseAnswer:
    """Say what became of a promise. Everything but "kept" needs the reason."""
    permissions.check_can_answer_promise(by, promise)
    lock(promise)
    before = PromiseState(promise.state)
    check_transition(PROMISE_TRANSITIONS, before, state, f"Promise {promise.number}")
    reason = reason.strip()
    if state in STATES_THAT_NEED_A_REASON and not reason:
        raise NotPossible(f"Say why it is {state.value}. Everybody reads the reason.")
    promise.state, promise.reason, promise.evidence_url = state.value, reason, evidence_url
    promise.answered_on = at.date() if state is not PromiseState.OPEN else None
    keep(promise, by=by, at=at)
    answer = PromiseAnswer(
        promise=promise, state=state.value, reason=reason, evidence_url=evidence_url, written_by=by, written_at=at
    )
    answer.full_clean()
    answer.save()
    write_down("answered", promise, by=by, at=at, before={"state": before}, after={"state": state, "reason": reason})
    return answer


@transaction.atomic
def publish_promises(*, source: SourceReport, by: Person, at: datetime) -> SourceReport:
    """Let everybody read what a report promised and what became of it, from now on as it stands."""
    permissions.check_can_publish_promises(by)
    lock(source)
    if source.published_at is not None:
        raise NotPossible(f"The promises of “{source.title}” are published already.")
    if source.ends_on is None:
        raise NotPossible("Say which period the report is about first: readers look for it by its year.")
    if waiting := source.sentences.undecided().count():
        noun = "sentence waits" if waiting == 1 else "sentences wait"
        raise NotPossible(f"{waiting} {noun} for a decision. Accept or reject every one first.")
    if not source.promises.exists():
        raise NotPossible("No sentence was accepted, so there is no promise to publish.")
    source.published_at = at
    source.save(update_fields=["published_at"])
    write_down("published the promises of", source, by=by, at=at, after={"promises": source.promises.count()})
    return source


@transaction.atomic
def change_source(
    *, source: SourceReport, title: str, starts_on: date, ends_on: date, by: Person, at: datetime
) -> SourceReport:
    """Put right a report's title or period. Dates that were found are found anew where nobody has decided yet."""
    permissions.check_can_harvest_promises(by)
    lock(source)
    before = {"title": source.title, "from": source.starts_on, "to": source.ends_on}
    source.title, source.starts_on, source.ends_on = title.strip(), starts_on, ends_on
    source.full_clean(exclude=["blocks", "content"])
    source.save(update_fields=["title", "starts_on", "ends_on"])
    period = ReportPeriod(starts_on, ends_on)
    changed = []
    for sentence in source.sentences.undecided():
        due = resolve(sentence.text, period) or (resolve(sentence.lead, period) if sentence.lead else None)
        sentence.due_on = due.due_on if due else None
        sentence.due_phrase, sentence.due_reason = (due.phrase[:120], due.reason[:250]) if due else ("", "")
        changed.append(sentence)
    HarvestedSentence.objects.bulk_update(changed, ["due_on", "due_phrase", "due_reason"], batch_size=200)
    write_down(
        "changed", source, by=by, at=at, before=before, after={"title": source.title, "from": starts_on, "to": ends_on}
    )
    return source
