"""Update cycles: starting one, chasing, handing over, and what happens when an answer comes or does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from goldenthread.accounts.models import Person, Team
from goldenthread.frontend.council import this_council
from goldenthread.messages import actions as message_actions
from goldenthread.messages import links
from goldenthread.messages.models import Channel, SignedLink
from goldenthread.messages.texts import room_beside_link
from goldenthread.messages.wording import Wording
from goldenthread.plan import permissions, wording
from goldenthread.plan.actions.keeping import lock, write_down
from goldenthread.plan.cycles.chaser import Move, Surroundings, closes_on, expires_at, plan_moves
from goldenthread.plan.cycles.states import ASKING_TRANSITIONS, OPEN_ASKINGS, AskingState
from goldenthread.plan.models import (
    Absence,
    Action,
    AskedAction,
    Asking,
    EscalationLine,
    Plan,
    ProgressMeasure,
    Update,
    UpdateCycle,
)
from goldenthread.plan.states import NotPossible, PlanStage, check_transition
from goldenthread.plan.working_days import nation_of

LINK_PURPOSE = "plan.update"
LINK_OBJECT = "plan.asking"
PAGE_LINK = "plan.cycle_page"


def nation() -> str:
    """Whose bank holidays the chaser keeps: the nation the settings name, or that of the council's code."""
    return settings.NATION or nation_of(this_council().code)


@transaction.atomic
def start_cycle(
    *,
    title: str,
    period_starts_on: date,
    period_ends_on: date,
    opens_on: date,
    due_on: date,
    plans: Sequence[Plan],
    by: Person,
    at: datetime,
) -> UpdateCycle:
    """Want an update on every open action of the plans. Nobody is written to before the chaser runs."""
    permissions.check_can_run_cycles(by)
    if not plans:
        raise NotPossible("Choose at least one plan.")
    for plan in plans:
        if UpdateCycle.objects.running().filter(plans=plan).exists():
            raise NotPossible(f"“{plan.title}” is in a cycle that is still running. Close that one first.")
    cycle = UpdateCycle(
        title=title.strip(),
        period_starts_on=period_starts_on,
        period_ends_on=period_ends_on,
        opens_on=opens_on,
        due_on=due_on,
        started_by=by,
        started_at=at,
    )
    cycle.full_clean(exclude=["plans"])
    cycle.save()
    cycle.plans.set(plans)
    by_owner: dict[Person | None, list[Action]] = defaultdict(list)
    for action in Action.objects.open().filter(plan__in=plans).select_related("owner"):
        by_owner[action.owner if action.owner and action.owner.is_active else None].append(action)
    of_aims = ProgressMeasure.objects.typed_of_aims().filter(plan__in=plans)
    for owner in Person.objects.active().filter(pk__in=of_aims.order_by().values("owner")):
        by_owner.setdefault(owner, [])
    if not by_owner:
        raise NotPossible("These plans have no open action and no figure to ask for.")
    owners = [owner for owner in by_owner if owner is not None]
    askings = Asking.objects.bulk_create([Asking(cycle=cycle, person=owner, moved_at=at) for owner in owners])
    asking_of = {asking.person_id: asking for asking in askings}
    AskedAction.objects.bulk_create(
        [
            AskedAction(cycle=cycle, action=action, asking=asking_of[owner.pk] if owner else None)
            for owner, actions in by_owner.items()
            for action in actions
        ],
        batch_size=500,
    )
    after = {"people": len(owners), "actions": sum(map(len, by_owner.values())), "due_on": due_on}
    write_down("started the", cycle, by=by, at=at, after=after)
    return cycle


def moves_due(cycle: UpdateCycle, *, on: date) -> list[Move]:
    """What the chaser would do on the day: the dry run."""
    if cycle.closed_at is not None:
        return []
    askings = cycle.askings.waiting().select_related("person__team", "cycle")
    return plan_moves(cycle, askings, Surroundings.read(on=on), on=on, nation=nation())


@transaction.atomic
def chase(*, cycle: UpdateCycle, by: Person | None, at: datetime) -> list[Move]:
    """Do what is due today: ask, remind, escalate, note silence, close. `by` is None when the clock runs it."""
    if by is not None:
        permissions.check_can_run_cycles(by)
    lock(cycle)
    on = timezone.localdate(at)
    moves = moves_due(cycle, on=on)
    fresh: dict[int, Asking] = {}
    for move in moves:
        if move.after is AskingState.HANDED_OVER and move.tell is not None:
            received = _give(move.asking, list(_unanswered(move.asking)), to=move.tell, by=by, at=at)
            fresh[received.pk] = received
    for move in moves:
        fresh.pop(move.asking.pk, None)
        if move.after is not AskingState.HANDED_OVER:
            _make_move(move, by=by, at=at)
    for asking in fresh.values():
        if asking.state == AskingState.TO_ASK:
            _make_move(Move(asking, AskingState.ASKED, asking.person, on), by=by, at=at)
        else:
            _write(
                wording.HANDED_OVER, asking, to=asking.person, by=by, at=at, giver="A colleague who is away", note=""
            )
    if cycle.closed_at is None and on >= closes_on(cycle, nation=nation()) and not cycle.askings.waiting().exists():
        _close(cycle, by=by, at=at)
    return moves


@transaction.atomic
def close_cycle(*, cycle: UpdateCycle, by: Person, at: datetime) -> UpdateCycle:
    """End the waiting now: what has not been answered has been missed."""
    permissions.check_can_run_cycles(by)
    lock(cycle)
    if cycle.closed_at is not None:
        raise NotPossible(f"{cycle} was closed on {timezone.localdate(cycle.closed_at):%-d %B %Y}.")
    for asking in cycle.askings.waiting().select_related("person", "cycle"):
        _enter(asking, AskingState.SILENT, by=by, at=at)
    _close(cycle, by=by, at=at)
    return cycle


@transaction.atomic
def send_again(*, asking: Asking, by: Person, at: datetime) -> Asking:
    """Send a new link to somebody who has lost theirs. It is theirs alone, and the ones before stop working."""
    permissions.check_can_run_cycles(by)
    lock(asking)
    _check_still_open(asking.cycle)
    state = AskingState(asking.state)
    if state is AskingState.TO_ASK:
        raise NotPossible(f"{asking.person} has not been asked yet. The chaser sends the first link.")
    if state not in OPEN_ASKINGS:
        raise NotPossible(f"Nothing waits for {asking.person}: {state.value}.")
    before = SignedLink.objects.open_for(LINK_PURPOSE, at=at)
    before.filter(object_type=LINK_OBJECT, object_id=str(asking.pk)).update(revoked_at=at)
    words = wording.ASKED if state is AskingState.ASKED else wording.REMINDED
    _write(words, asking, to=asking.person, by=by, at=at)
    write_down("sent a new link to", asking, by=by, at=at)
    return asking


@transaction.atomic
def hand_over(
    *, asking: Asking, asked: Sequence[AskedAction], to: Person, note: str = "", by: Person, at: datetime
) -> Asking:
    """Have a colleague answer for some actions, this once. Who leads them does not change."""
    lock(asking)
    permissions.check_can_answer(by, asking)
    _check_still_open(asking.cycle)
    wanted = {item.pk for item in asked}
    items = [item for item in _unanswered(asking) if item.pk in wanted]
    if not items:
        raise NotPossible("Choose at least one action that waits for you.")
    if not to.is_active or to.pk == asking.person_id:
        raise NotPossible("Choose a colleague who can sign in here.")
    received = _give(asking, items, to=to, by=by, at=at)
    if received.state == AskingState.TO_ASK:
        _enter(received, AskingState.ASKED, by=by, at=at)
    said = f" They wrote: {note.strip()}" if note.strip() else ""
    count = len(items)
    _write(wording.HANDED_OVER, received, to=to, by=by, at=at, giver=asking.person.name, note=said, number=count)
    return received


@transaction.atomic
def set_absence(
    *, person: Person, proxy: Person, starts_on: date, ends_on: date | None, by: Person, at: datetime
) -> Absence:
    """Say that somebody is away, and who answers for them. Without a last day the proxy stands until it is ended."""
    permissions.check_can_set_absence(by, person)
    if not proxy.is_active or proxy.pk == person.pk:
        raise NotPossible("Choose a colleague who can sign in here.")
    absence = Absence(person=person, proxy=proxy, starts_on=starts_on, ends_on=ends_on)
    absence.full_clean()
    absence.save()
    write_down("set a proxy:", absence, by=by, at=at, after={"proxy": proxy.pk, "from": starts_on, "until": ends_on})
    return absence


@transaction.atomic
def end_absence(*, absence: Absence, by: Person, at: datetime) -> None:
    """Have the person asked themselves again."""
    permissions.check_can_set_absence(by, absence.person)
    write_down("ended a proxy:", absence, by=by, at=at, before={"proxy": absence.proxy_id, "until": absence.ends_on})
    absence.delete()


@transaction.atomic
def set_escalation(
    *, team: Team, lead: Person | None, director: Person | None, by: Person, at: datetime
) -> EscalationLine:
    """Say who hears of a team's silence."""
    permissions.check_can_run_cycles(by)
    line = EscalationLine.objects.filter(team=team).first() or EscalationLine(team=team)
    before = {"lead": line.lead_id, "director": line.director_id}
    line.lead, line.director = lead, director
    line.full_clean()
    line.save()
    after = {"lead": line.lead_id, "director": line.director_id}
    if before != after:
        write_down("changed", line, by=by, at=at, before=before, after=after)
    return line


def figures_owed(asking: Asking) -> QuerySet[ProgressMeasure]:
    """The figures of aims the person answers for in the round, also for colleagues whose part they were given."""
    theirs = Q(owner=asking.person_id)
    given = Asking.objects.filter(cycle=asking.cycle_id).handed_on(to=asking.person).values("person")
    of_aims = ProgressMeasure.objects.typed_of_aims().filter(plan__update_cycles=asking.cycle_id)
    return of_aims.exclude(plan__stage=PlanStage.SUPERSEDED.value).filter(theirs | Q(owner__in=given))


def settle_figures(asking: Asking, *, by: Person, at: datetime) -> None:
    """Take what was said of figures as the answer of somebody who leads no action that waits."""
    asking.refresh_from_db()
    if AskingState(asking.state) in OPEN_ASKINGS and not _unanswered(asking).exists():
        _enter(asking, AskingState.ANSWERED, by=by, at=at)


def settle(action: Action, update: Update, *, by: Person, at: datetime) -> None:
    """Take an update as the answer to every asking for it, late ones included."""
    items = list(AskedAction.objects.unanswered().filter(action=action).select_related("asking__person"))
    if not items:
        return
    AskedAction.objects.filter(pk__in=[item.pk for item in items]).update(update=update)
    for asking in {item.asking.pk: item.asking for item in items if item.asking}.values():
        if AskingState(asking.state) in OPEN_ASKINGS | {AskingState.SILENT} and not _unanswered(asking).exists():
            _enter(asking, AskingState.ANSWERED, by=by, at=at)


def withdraw(action: Action, *, by: Person, at: datetime) -> None:
    """Want no update on an action that was taken out of its plan; what was answered stays."""
    items = list(AskedAction.objects.unanswered().filter(action=action).select_related("asking__person"))
    AskedAction.objects.filter(pk__in=[item.pk for item in items]).delete()
    for item in items:
        if item.asking:
            _let_go(item.asking, by=by, at=at)


def withdraw_plan(plan: Plan, *, by: Person, at: datetime) -> None:
    """Want nothing more about a plan that a later one has taken the place of; what was missed before stays."""
    asked = Asking.objects.waiting().filter(cycle__plans=plan, cycle__closed_at__isnull=True)
    waiting = list(asked.select_related("person", "cycle"))
    AskedAction.objects.unanswered().filter(action__plan=plan, cycle__closed_at__isnull=True).delete()
    for asking in waiting:
        _let_go(asking, by=by, at=at)


def follow_owner(action: Action, *, by: Person, at: datetime) -> None:
    """Want the update from whoever leads the action now; what was handed over stays with whom it was handed to."""
    items = AskedAction.objects.unanswered().filter(action=action, cycle__closed_at__isnull=True)
    owner = action.owner if action.owner and action.owner.is_active else None
    for item in items.filter(handed_over_by__isnull=True).select_related("asking__person", "cycle"):
        before = item.asking
        if (before.person_id if before else None) == (owner.pk if owner else None):
            continue
        received = None
        if owner is not None:
            received, _ = Asking.objects.get_or_create(cycle=item.cycle, person=owner, defaults={"moved_at": at})
        item.asking = received
        item.save(update_fields=["asking"])
        write_down(
            "wants another person to answer:", item, by=by, at=at,
            before={"person": before.person_id if before else None}, after={"person": owner.pk if owner else None},
        )  # fmt: skip
        if before is not None:
            _let_go(before, by=by, at=at)
        if received is not None and AskingState(received.state) not in OPEN_ASKINGS:
            _ask_again(received, by=by, at=at)


def _ask_again(asking: Asking, *, by: Person, at: datetime) -> None:
    """Somebody who had answered leads one more action now. Whoever was silent stays so: the round has given them up."""
    if AskingState(asking.state) is AskingState.SILENT:
        return
    _enter(asking, AskingState.ASKED, by=by, at=at)
    _write(wording.ASKED, asking, to=asking.person, by=by, at=at)


def _let_go(asking: Asking, *, by: Person, at: datetime) -> None:
    """Wait no longer for somebody of whom nothing more is wanted."""
    is_waiting = AskingState(asking.state) in OPEN_ASKINGS
    if is_waiting and not _unanswered(asking).exists() and not figures_owed(asking).exists():
        _enter(asking, AskingState.ANSWERED, by=by, at=at)


def _unanswered(asking: Asking) -> QuerySet[AskedAction]:
    return AskedAction.objects.unanswered().filter(asking=asking)


def _check_still_open(cycle: UpdateCycle) -> None:
    if cycle.closed_at is not None:
        raise NotPossible(f"{cycle} are closed. Write the update on the action’s own page.")


def _enter(asking: Asking, state: AskingState, *, by: Person | None, at: datetime, told: Person | None = None) -> None:
    before = AskingState(asking.state)
    check_transition(ASKING_TRANSITIONS, before, state, f"Asking {asking.person}")
    asking.state, asking.moved_at = state.value, at
    asking.told = told or asking.told
    asking.save(update_fields=["state", "moved_at", "told"])
    if state in {AskingState.ANSWERED, AskingState.HANDED_OVER, AskingState.SILENT}:
        open_links = SignedLink.objects.open_for(LINK_PURPOSE, at=at)
        ended = "used_at" if state is AskingState.ANSWERED else "revoked_at"
        open_links.filter(object_type=LINK_OBJECT, object_id=str(asking.pk)).update(**{ended: at})
    if state is AskingState.SILENT:
        asking.asked.unanswered().update(missed_at=at)
    write_down(
        f"moved to “{state.value}”:", asking, by=by, at=at,
        before={"state": before.value}, after={"state": state.value, "told": told.pk if told else None},
    )  # fmt: skip


def _give(asking: Asking, items: Sequence[AskedAction], *, to: Person, by: Person | None, at: datetime) -> Asking:
    """Move the actions to the asking of a colleague, which is made where there is none."""
    received, is_new = Asking.objects.select_related("person", "cycle").get_or_create(
        cycle=asking.cycle, person=to, defaults={"moved_at": at}
    )
    if AskingState(received.state) is AskingState.SILENT:
        raise NotPossible(f"{to} has not answered either. Choose another colleague.")
    giver = asking.person
    AskedAction.objects.filter(pk__in=[item.pk for item in items]).update(asking=received, handed_over_by=giver)
    numbers = [item.action_id for item in items]
    write_down("handed over", asking, by=by, at=at, after={"to": to.pk, "actions": numbers, "is_new": is_new})
    if AskingState(received.state) in {AskingState.ANSWERED, AskingState.HANDED_OVER}:
        _enter(received, AskingState.ASKED, by=by, at=at)
    if AskingState(asking.state) in OPEN_ASKINGS and not _unanswered(asking).exists():
        settled = AskingState.ANSWERED if asking.asked.exists() else AskingState.HANDED_OVER
        _enter(asking, settled, by=by, at=at, told=to)
    return received


def _make_move(move: Move, *, by: Person | None, at: datetime) -> None:
    asking = move.asking
    told = move.tell if move.after in {AskingState.WITH_LEAD, AskingState.WITH_DIRECTOR} else None
    _enter(asking, move.after, by=by, at=at, told=told)
    if move.tell is None:
        return
    if told is not None:
        _tell_superior(asking, told, by=by, at=at)
    else:
        words = wording.ASKED if move.after is AskingState.ASKED else wording.REMINDED
        _write(words, asking, to=asking.person, by=by, at=at)
    if move.is_texted:
        _write(wording.REMINDED, asking, to=asking.person, by=by, at=at, channel=Channel.TEXT)


def _write(
    words: Wording,
    asking: Asking,
    *,
    to: Person,
    by: Person | None,
    at: datetime,
    channel: Channel = Channel.EMAIL,
    number: int = 0,
    **values: str,
) -> None:
    """Write to whoever has to answer, with a link of their own for each message."""
    expires = expires_at(asking.cycle, at=at, nation=nation())
    link = links.prepare(
        purpose=LINK_PURPOSE, person=to, object_type=LINK_OBJECT, object_id=asking.pk, expires_at=expires, at=at
    )
    message_actions.send(
        wording=words.slug,
        to=message_actions.Recipient.by_text(to) if channel is Channel.TEXT else message_actions.Recipient.of(to),
        values={"name": to.name, "expires": _day(timezone.localdate(expires)), **_values(asking, number), **values},
        channel=channel,
        link=link,
        about=(LINK_OBJECT, asking.pk),
        by=by,
        at=at,
    )


def _tell_superior(asking: Asking, to: Person, *, by: Person | None, at: datetime) -> None:
    closes = _day(closes_on(asking.cycle, nation=nation()))
    message_actions.send(
        wording=wording.ESCALATED.slug,
        to=message_actions.Recipient.of(to),
        values={"name": to.name, "owner": asking.person.name, "closes": closes, **_values(asking)},
        link_kind=PAGE_LINK,
        about=("plan.updatecycle", asking.cycle_id),
        by=by,
        at=at,
    )


def _values(asking: Asking, number: int = 0) -> dict[str, str]:
    actions, figures = (number, 0) if number else (asking.asked.unanswered().count(), figures_owed(asking).count())
    said = " and ".join(
        f"{many} {noun}{'' if many == 1 else 's'}"
        for many, noun in ((actions, "action"), (figures, "figure"))
        if many or (noun == "action" and not figures)
    )
    return {
        **wording.in_a_text(asking.cycle.title, asking.cycle.due_on, room=room_beside_link(LINK_PURPOSE)),
        "cycle": asking.cycle.title,
        "count": said,
        "what": f"{said} {'is' if actions + figures == 1 else 'are'}",
        "due": _day(asking.cycle.due_on),
    }


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _close(cycle: UpdateCycle, *, by: Person | None, at: datetime) -> None:
    missed = cycle.asked.unanswered().filter(missed_at__isnull=True)
    missed.update(missed_at=at)
    cycle.closed_at = at
    cycle.save(update_fields=["closed_at"])
    after = {"missed": cycle.asked.missed().count(), "asked": cycle.asked.count()}
    write_down("closed the", cycle, by=by, at=at, after=after)
