"""Answering an asking: confirming a device once, then updates, figures and files for all of it or none."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from goldenthread.accounts.models import Person
from goldenthread.frontend.attached_files import EvidenceFile
from goldenthread.messages import actions as message_actions
from goldenthread.messages.models import SignedLink
from goldenthread.plan import permissions, wording
from goldenthread.plan.actions.asking import settle_figures
from goldenthread.plan.actions.delivery import complete_milestone, post_update
from goldenthread.plan.actions.keeping import lock, write_down
from goldenthread.plan.actions.measuring import record_occurrence, record_reading
from goldenthread.plan.cycles.held_days import Held
from goldenthread.plan.models import (
    Action,
    AskedAction,
    Asking,
    ConfirmedDevice,
    DeviceCode,
    Milestone,
    ProgressMeasure,
    Update,
    UpdateEvidence,
)
from goldenthread.plan.states import ActionStatus, NotPossible

CODE_LASTS = timedelta(minutes=15)
CODES_AN_HOUR = 3
TRIES = 5
DEVICE_LASTS = timedelta(days=180)


class AnswerRefused(NotPossible):
    """One of the answers cannot be kept, so none was."""

    def __init__(self, asked: AskedAction, sentence: str) -> None:
        super().__init__(sentence)
        self.asked = asked


@dataclass(frozen=True, slots=True)
class Figure:
    """What was achieved by the end of the period, for one measure."""

    value: Decimal | None = None
    count: int | None = None
    denominator: int | None = None
    planned: int | None = None
    asked: int | None = None
    stage_counts: tuple[int, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody says about one action."""

    asked: AskedAction
    text: str = ""
    is_no_change: bool = False
    status: ActionStatus | None = None
    reason: str = ""
    forecast: ActionStatus | None = None
    next_step: str = ""
    in_the_way: str = ""
    help_wanted: str = ""
    figures: Mapping[ProgressMeasure, Figure] = field(default_factory=dict)
    held: Mapping[ProgressMeasure, Sequence[Held]] = field(default_factory=dict)
    reached: Mapping[Milestone, date] = field(default_factory=dict)
    file: EvidenceFile | None = None


@dataclass(frozen=True, slots=True)
class AimFigures:
    """What somebody says of the figures of aims they answer for; nothing in it says that there is none that is new."""

    figures: Mapping[ProgressMeasure, Figure] = field(default_factory=dict)
    held: Mapping[ProgressMeasure, Sequence[Held]] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """Is anything in it?"""
        return bool(self.figures or self.held)


class FiguresRefused(NotPossible):
    """One of the figures of aims cannot be kept, so nothing was."""


@transaction.atomic
def answer_asking(
    *, asking: Asking, answers: Sequence[Answer], of_aims: AimFigures | None = None, by: Person, at: datetime
) -> list[Update]:
    """Keep every answer. What is not answered yet goes on waiting; with the last answer the link stops working.

    Whoever leads nothing that waits has answered with the figures of aims, or with there being none that is new.
    """
    lock(asking)
    permissions.check_can_answer(by, asking)
    if asking.cycle.closed_at is not None:
        raise NotPossible(f"{asking.cycle} are closed. Write the update on the action’s own page.")
    if of_aims is not None:
        try:
            _record(asking, of_aims.figures, of_aims.held, by=by, at=at)
        except ValidationError as refusal:
            raise FiguresRefused(" ".join(refusal.messages)) from refusal
        except ValueError as refusal:
            raise FiguresRefused(str(refusal)) from refusal
    waiting = set(asking.asked.unanswered().values_list("pk", flat=True))
    updates = []
    for answer in answers:
        if answer.asked.pk not in waiting:
            raise AnswerRefused(answer.asked, "Somebody has updated this action already, or it was handed over.")
        try:
            updates.append(_keep(asking, answer, by=by, at=at))
        except ValidationError as refusal:
            raise AnswerRefused(answer.asked, " ".join(refusal.messages)) from refusal
        except ValueError as refusal:
            raise AnswerRefused(answer.asked, str(refusal)) from refusal
    asking.refresh_from_db()
    if of_aims is not None:
        settle_figures(asking, by=by, at=at)
    return updates


def _record(
    asking: Asking,
    figures: Mapping[ProgressMeasure, Figure],
    held: Mapping[ProgressMeasure, Sequence[Held]],
    *,
    by: Person,
    at: datetime,
) -> None:
    """Keep the figures as those of the round's period, and the days on which something regular was held."""
    last = min(asking.cycle.period_ends_on, at.date())
    for measure, figure in figures.items():
        record_reading(
            measure=measure,
            on=last,
            period=asking.cycle.title,
            value=figure.value,
            count=figure.count,
            denominator=figure.denominator,
            planned=figure.planned,
            asked=figure.asked,
            stage_counts=figure.stage_counts,
            text=figure.text,
            by=by,
            at=at,
        )
    for measure, days in held.items():
        for day in days:
            record_occurrence(measure=measure, held_on=day.on, place_code=day.place_code, by=by, at=at)


def _keep(asking: Asking, answer: Answer, *, by: Person, at: datetime) -> Update:
    action = answer.asked.action
    _record(asking, answer.figures, answer.held, by=by, at=at)
    for milestone, day_reached in answer.reached.items():
        complete_milestone(milestone=milestone, done_on=day_reached, by=by, at=at)
    update = post_update(
        action=action,
        text=answer.text,
        is_no_change=answer.is_no_change,
        status=answer.status,
        reason=answer.reason,
        forecast=answer.forecast,
        next_step=answer.next_step,
        in_the_way=answer.in_the_way,
        help_wanted=answer.help_wanted,
        by=by,
        at=at,
    )
    if answer.file is not None:
        attach_evidence(update=update, file=answer.file, by=by, at=at)
    return update


@transaction.atomic
def write_update(
    *, action: Action, said: Mapping[str, Any], file: EvidenceFile | None, by: Person, at: datetime
) -> Update:
    """Say how an action is going, as :func:`post_update` takes it, with the file that shows it or neither."""
    update = post_update(action=action, **said, by=by, at=at)
    if file is not None:
        attach_evidence(update=update, file=file, by=by, at=at)
    return update


@transaction.atomic
def attach_evidence(*, update: Update, file: EvidenceFile, by: Person, at: datetime) -> UpdateEvidence:
    """Keep a checked file with the update it shows. Only whoever wrote the update may."""
    if update.written_by_id != by.pk:
        raise NotPossible("Only whoever wrote an update can attach a file to it.")
    evidence = UpdateEvidence.objects.create(
        update=update,
        file_name=file.name,
        content_type=file.content_type,
        size=len(file.content),
        sha256=hashlib.sha256(file.content).hexdigest(),
        content=file.content,
        added_by=by,
        added_at=at,
    )
    write_down("attached a file to", update, by=by, at=at, after={"file": file.name, "sha256": evidence.sha256})
    return evidence


@transaction.atomic
def send_code(*, link: SignedLink, browser: str, at: datetime) -> DeviceCode:
    """Send a code to the work address of the link's person. It works in the browser that asked for it only."""
    person = _person_of(link)
    asked_lately = DeviceCode.objects.filter(link=link, asked_at__gt=at - timedelta(hours=1)).count()
    if asked_lately >= CODES_AN_HOUR:
        raise NotPossible("Three codes were sent within an hour. Wait an hour, or use the latest one.")
    figures = f"{secrets.randbelow(1_000_000):06}"
    code = DeviceCode.objects.create(
        link=link, code_hash=_hash_code(link, browser, figures), asked_at=at, expires_at=at + CODE_LASTS
    )
    minutes = int(CODE_LASTS.total_seconds() // 60)
    message_actions.send(
        wording=wording.CODE.slug,
        to=message_actions.Recipient.of(person),
        values={"name": person.name, "code": figures, "minutes": minutes},
        about=("accounts.person", person.pk),
        by=None,
        at=at,
    )
    return code


def confirm_device(*, link: SignedLink, browser: str, figures: str, at: datetime) -> str:
    """Confirm a browser with the code; returns the secret it keeps. A wrong code counts as a try."""
    person = _person_of(link)
    code = DeviceCode.objects.filter(link=link, used_at__isnull=True, expires_at__gt=at).first()
    if code is None:
        raise NotPossible("There is no code to type in, or it is too old. Ask for a new one.")
    tried = DeviceCode.objects.filter(pk=code.pk, used_at__isnull=True, tries__lt=TRIES)
    if not tried.update(tries=F("tries") + 1):
        raise NotPossible("Too many wrong codes. Ask for a new one.")
    given = "".join(figures.split())
    if not constant_time_compare(code.code_hash, _hash_code(link, browser, given)):
        raise NotPossible("That is not the code we sent to this browser. Check it, or ask for a new one.")
    return _keep_device(person, code, at=at)


@transaction.atomic
def _keep_device(person: Person, code: DeviceCode, *, at: datetime) -> str:
    if not DeviceCode.objects.filter(pk=code.pk, used_at__isnull=True).update(used_at=at):
        raise NotPossible("This code has been used already. Ask for a new one.")
    secret = secrets.token_urlsafe(32)
    device = ConfirmedDevice.objects.create(
        person=person, secret_hash=_hash_secret(secret), confirmed_at=at, expires_at=at + DEVICE_LASTS
    )
    write_down("confirmed", device, by=person, at=at)
    return secret


def is_confirmed(*, person: Person, secret: str, at: datetime) -> bool:
    """Has the person typed a code in the browser that holds this secret?"""
    if not secret:
        return False
    return ConfirmedDevice.objects.standing(at=at).filter(person=person, secret_hash=_hash_secret(secret)).exists()


def _person_of(link: SignedLink) -> Person:
    if link.person is None:
        raise NotPossible("This link was made for nobody, so there is no address for a code.")
    return link.person


def _hash_secret(secret: str) -> str:
    return hashlib.sha256(f"goldenthread.plan.device:{secret}".encode()).hexdigest()


def _hash_code(link: SignedLink, browser: str, figures: str) -> str:
    value = f"{link.pk}:{browser}:{figures}"
    return salted_hmac("goldenthread.plan.device_code", value, algorithm="sha256").hexdigest()
