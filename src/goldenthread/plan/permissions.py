"""Who may do what with a plan. Each check raises a sentence the person may read; its twin answers yes or no."""

from __future__ import annotations

from goldenthread.accounts.models import Person
from goldenthread.accounts.permissions import (
    Actor,
    NotAllowed,
    check_can_enter_staff_pages,
    check_has_a_role,
    check_holds,
    holds,
    is_allowed,
    is_partner,
)
from goldenthread.accounts.roles import Role
from goldenthread.plan.models import Action, AskedAction, Asking, Plan, ProgressMeasure, Promise


def check_can_read_drafts(actor: Actor | None) -> None:
    """Anybody of the council with a role reads working copies."""
    check_can_enter_staff_pages(actor)


def can_read_drafts(actor: Actor | None) -> bool:
    return is_allowed(check_can_read_drafts, actor)


def check_can_see_own_work(actor: Actor | None) -> None:
    """Anybody with a role sees the actions they work on, partners' people too."""
    check_has_a_role(actor)


def can_see_own_work(actor: Actor | None) -> bool:
    return is_allowed(check_can_see_own_work, actor)


def check_can_read_action(actor: Actor | None, action: Action) -> None:
    """Whoever reads working copies; partners' people what names their partner, or them, and nothing else."""
    if isinstance(actor, Person) and is_partner(actor):
        check_can_see_own_work(actor)
        if not _is_theirs(actor, action):
            raise NotAllowed("You can see the actions that name your organisation, and this one does not.")
    else:
        check_can_read_drafts(actor)


def can_read_action(actor: Actor | None, action: Action) -> bool:
    return is_allowed(check_can_read_action, actor, action)


def check_can_read_measure(actor: Actor | None, measure: ProgressMeasure) -> None:
    """Whoever reads working copies; partners' people the measures they own and those of actions they read."""
    if not isinstance(actor, Person) or not is_partner(actor):
        check_can_read_drafts(actor)
    elif measure.owner_id != actor.pk:
        if measure.action is None:
            raise NotAllowed("You can see the measures of the actions that name your organisation, and no others.")
        check_can_read_action(actor, measure.action)


def can_read_measure(actor: Actor | None, measure: ProgressMeasure) -> bool:
    return is_allowed(check_can_read_measure, actor, measure)


def check_can_edit_plans(actor: Actor | None) -> None:
    """Plan owners and administrators write plans."""
    check_holds(actor, Role.PLAN_OWNER, Role.ADMINISTRATOR, to="change what a plan says")


def can_edit_plans(actor: Actor | None) -> bool:
    return is_allowed(check_can_edit_plans, actor)


def check_can_bind_measures(actor: Actor | None) -> None:
    """Analysts may change measures too: they answer for the numbers."""
    check_holds(actor, Role.PLAN_OWNER, Role.ANALYST, Role.ADMINISTRATOR, to="change a progress measure")


def can_bind_measures(actor: Actor | None) -> bool:
    return is_allowed(check_can_bind_measures, actor)


def check_can_update_action(actor: Actor | None, action: Action) -> None:
    """Whoever leads the action, works in its team or for a partner, or was asked; plan owners and administrators."""
    if holds(actor, Role.PLAN_OWNER, Role.ADMINISTRATOR):
        return
    if isinstance(actor, Person) and (_is_asked(actor, action) or (actor.can_write and _is_theirs(actor, action))):
        return
    raise NotAllowed("Only the person or team that leads this action, its partners and plan owners can update it.")


def can_update_action(actor: Actor | None, action: Action) -> bool:
    return is_allowed(check_can_update_action, actor, action)


def check_can_record_progress(actor: Actor | None, measure: ProgressMeasure) -> None:
    """Whoever owns the measure, may update its action, or answers for numbers."""
    if holds(actor, Role.PLAN_OWNER, Role.ANALYST, Role.ADMINISTRATOR):
        return
    if isinstance(actor, Person) and actor.can_write:
        if measure.owner_id == actor.pk:
            return
        if measure.action and _is_theirs(actor, measure.action):
            return
    if isinstance(actor, Person) and measure.action and _is_asked(actor, measure.action):
        return
    if isinstance(actor, Person) and measure.section_id and _is_asked_for_figure(actor, measure):
        return
    raise NotAllowed("Only the owner of this measure, those who lead its action, and analysts can record a figure.")


def can_record_progress(actor: Actor | None, measure: ProgressMeasure) -> bool:
    return is_allowed(check_can_record_progress, actor, measure)


def check_can_submit(actor: Actor | None, plan: Plan) -> None:
    """Whoever writes plans may ask for review."""
    check_holds(actor, Role.PLAN_OWNER, Role.ADMINISTRATOR, to=f"send “{plan.title}” for review")


def can_submit(actor: Actor | None, plan: Plan) -> bool:
    return is_allowed(check_can_submit, actor, plan)


def check_can_publish(actor: Actor | None, plan: Plan) -> None:
    """A plan owner or administrator other than the one who sent it for review."""
    check_holds(actor, Role.PLAN_OWNER, Role.ADMINISTRATOR, to=f"publish “{plan.title}”")
    if isinstance(actor, Person) and plan.submitted_by_id == actor.pk:
        raise NotAllowed("You sent this plan for review, so somebody else has to read and publish it.")


def can_publish(actor: Actor | None, plan: Plan) -> bool:
    return is_allowed(check_can_publish, actor, plan)


def check_can_release(actor: Actor | None, plan: Plan) -> None:
    """Plan owners and administrators decide when progress goes out."""
    check_holds(actor, Role.PLAN_OWNER, Role.ADMINISTRATOR, to=f"release progress on “{plan.title}”")


def can_release(actor: Actor | None, plan: Plan) -> bool:
    return is_allowed(check_can_release, actor, plan)


def check_can_override(actor: Actor | None) -> None:
    """Only an administrator publishes a plan that checks stand against, and says why in public."""
    check_holds(actor, Role.ADMINISTRATOR, to="publish a plan that checks stand against")


def can_override(actor: Actor | None) -> bool:
    return is_allowed(check_can_override, actor)


def check_can_run_cycles(actor: Actor | None) -> None:
    """Plan owners and administrators decide when everybody is asked, and who hears of silence."""
    check_holds(actor, Role.PLAN_OWNER, Role.ADMINISTRATOR, to="ask for updates")


def can_run_cycles(actor: Actor | None) -> bool:
    return is_allowed(check_can_run_cycles, actor)


def check_can_answer(actor: Actor | None, asking: Asking) -> None:
    """Only the person who was asked; everybody else writes on the action's own page."""
    if not isinstance(actor, Person) or not actor.is_active or actor.pk != asking.person_id:
        raise NotAllowed("Only the person who was asked can answer here.")


def can_answer(actor: Actor | None, asking: Asking) -> bool:
    return is_allowed(check_can_answer, actor, asking)


def check_can_set_absence(actor: Actor | None, person: Person) -> None:
    """People say themselves when they are away; plan owners and administrators say it for others."""
    if holds(actor, Role.PLAN_OWNER, Role.ADMINISTRATOR):
        return
    if isinstance(actor, Person) and actor.pk == person.pk and can_read_drafts(actor):
        return
    raise NotAllowed("You can say when you are away yourself; plan owners say it for others.")


def can_set_absence(actor: Actor | None, person: Person) -> bool:
    return is_allowed(check_can_set_absence, actor, person)


def check_can_harvest_promises(actor: Actor | None) -> None:
    """Plan owners, editors and administrators bring in last year's report and decide what it promised."""
    check_holds(
        actor, Role.PLAN_OWNER, Role.EDITOR, Role.ADMINISTRATOR, to="bring in a report and decide what it promised"
    )


def can_harvest_promises(actor: Actor | None) -> bool:
    return is_allowed(check_can_harvest_promises, actor)


def check_can_publish_promises(actor: Actor | None) -> None:
    """Plan owners and administrators let everybody read what was promised and what became of it."""
    check_holds(actor, Role.PLAN_OWNER, Role.ADMINISTRATOR, to="publish promises and their answers")


def can_publish_promises(actor: Actor | None) -> bool:
    return is_allowed(check_can_publish_promises, actor)


def check_can_answer_promise(actor: Actor | None, promise: Promise) -> None:
    """Whoever owns the promise or works in its team, plan owners, editors and administrators."""
    if holds(actor, Role.PLAN_OWNER, Role.EDITOR, Role.ADMINISTRATOR):
        return
    if isinstance(actor, Person) and actor.is_active and actor.can_write:
        in_team = actor.team_id is not None and actor.team_id == promise.team_id
        if in_team or actor.pk == promise.owner_id:
            return
    raise NotAllowed("Only the person or team that owns this promise, plan owners and editors can answer it.")


def can_answer_promise(actor: Actor | None, promise: Promise) -> bool:
    return is_allowed(check_can_answer_promise, actor, promise)


def _is_asked(person: Person, action: Action) -> bool:
    asked = AskedAction.objects.unanswered().filter(asking__person=person, action=action)
    return person.is_active and asked.filter(cycle__closed_at__isnull=True).exists()


def _is_asked_for_figure(person: Person, measure: ProgressMeasure) -> bool:
    """Was the person asked in a round that runs, as whoever owns the measure or stands in for them?"""
    of_plan = Asking.objects.filter(cycle__closed_at__isnull=True, cycle__plans=measure.plan_id)
    if not person.is_active or not of_plan.waiting().filter(person=person).exists():
        return False
    return measure.owner_id == person.pk or of_plan.handed_on(to=person).filter(person=measure.owner_id).exists()


def _is_theirs(person: Person, action: Action) -> bool:
    if action.owner_id == person.pk:
        return True
    if person.team_id is None:
        return False
    if action.team_id == person.team_id:
        return True
    return action.partners.filter(team_id=person.team_id).exists()
