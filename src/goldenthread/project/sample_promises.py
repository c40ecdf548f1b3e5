"""The sample council's earlier report: brought in, decided sentence by sentence, published, answered."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from goldenthread.checking.documents import read_document
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.models import Plan, SourceReport
from goldenthread.plan.promises.states import PromiseState
from goldenthread.samples.alderbrook.promises_content import SampleHarvest, SamplePromise

if TYPE_CHECKING:
    from collections.abc import Callable

    from goldenthread.project.sample import Staff


def add_promises(content: SampleHarvest, plan: Plan, staff: Staff, *, at_noon: Callable[[date], datetime]) -> None:
    """Bring the report in, accept what it promises and reject the rest, publish that, and answer."""
    editor, owner, at = staff.by_key["editor"], staff.by_key["owner"], at_noon(content.brought_in_on)
    source = plan_actions.upload_source(
        title=content.title,
        name=content.file,
        content=content.content,
        starts_on=content.starts_on,
        ends_on=content.ends_on,
        by=editor,
        at=at,
        read_later=lambda _: None,
    )
    plan_actions.read_source(pk=source.pk, at=at, read=read_document)
    source.refresh_from_db()
    answered_at = at_noon(content.published_on)
    for promise in content.promises:
        _add(promise, source, plan, staff, at=at, answered_at=answered_at)
    for sentence in source.sentences.undecided():
        plan_actions.reject_sentence(sentence=sentence, by=editor, at=at)
    plan_actions.publish_promises(source=source, by=owner, at=answered_at + timedelta(hours=1))


def _add(
    content: SamplePromise, source: SourceReport, plan: Plan, staff: Staff, *, at: datetime, answered_at: datetime
) -> None:
    editor, owner = staff.by_key["editor"], staff.by_key[content.owner]
    promise = plan_actions.accept_sentence(
        sentence=source.sentences.select_related("source").get(text__contains=content.sentence),
        text=content.text,
        owner=owner,
        owner_role=owner.job_title,
        team=owner.team,
        by=editor,
        at=at,
    )
    if content.action:
        action = plan.actions.get(number=content.action)
        plan_actions.edit_promise(promise=promise, actions=[action], by=editor, at=at)
    if content.state:
        state = PromiseState(content.state)
        plan_actions.answer_promise(
            promise=promise, state=state, reason=content.reason, evidence_url="", by=owner, at=answered_at
        )
