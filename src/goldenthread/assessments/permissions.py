"""Who may do what with an assessment or a decision. Checks raise a sentence; their twins answer yes or no."""

from __future__ import annotations

from goldenthread.accounts.models import AuditEvent, Person
from goldenthread.accounts.permissions import (
    Actor,
    NotAllowed,
    check_can_enter_staff_pages,
    check_holds,
    holds,
    is_allowed,
)
from goldenthread.accounts.roles import Role
from goldenthread.assessments.models import Assessment

WRITERS = (Role.CONTRIBUTOR, Role.ANALYST, Role.EDITOR, Role.PLAN_OWNER, Role.MONITORING_OFFICER, Role.ADMINISTRATOR)
SIGNERS = (Role.PLAN_OWNER, Role.MONITORING_OFFICER, Role.ADMINISTRATOR)
#: What the audit log calls a change to what an assessment says.
WRITING = (
    "began", "changed", "said the impact in", "took an impact out of", "added evidence to", "took evidence out of",
    "added engagement to", "changed engagement in", "took engagement out of", "added a mitigation to",
    "took a mitigation out of",
)  # fmt: skip


def check_can_read_drafts(actor: Actor | None) -> None:
    """Anybody with a role reads assessments that are not published yet."""
    check_can_enter_staff_pages(actor)


def can_read_drafts(actor: Actor | None) -> bool:
    return is_allowed(check_can_read_drafts, actor)


def check_can_begin(actor: Actor | None) -> None:
    """Whoever proposes something assesses it: everybody who may write anything here."""
    check_holds(actor, *WRITERS, to="begin an equality impact assessment")


def can_begin(actor: Actor | None) -> bool:
    return is_allowed(check_can_begin, actor)


def check_can_write(actor: Actor | None, assessment: Assessment) -> None:
    """Its author, colleagues of the author's team, plan owners and administrators."""
    if holds(actor, Role.PLAN_OWNER, Role.ADMINISTRATOR):
        return
    if isinstance(actor, Person) and actor.can_write:
        if assessment.author_id == actor.pk:
            return
        if assessment.team_id is not None and assessment.team_id == actor.team_id:
            return
    raise NotAllowed("Only the author, colleagues of the same team and plan owners can change this assessment.")


def can_write(actor: Actor | None, assessment: Assessment) -> bool:
    return is_allowed(check_can_write, actor, assessment)


def check_can_submit(actor: Actor | None, assessment: Assessment) -> None:
    """Whoever may write in it may send it for sign-off."""
    check_can_write(actor, assessment)


def can_submit(actor: Actor | None, assessment: Assessment) -> bool:
    return is_allowed(check_can_submit, actor, assessment)


def writers_of(assessment: Assessment) -> frozenset[int]:
    """The keys of everybody who wrote in it or sent it for sign-off, as the audit log has it."""
    deeds = AuditEvent.objects.about(assessment._meta.label_lower, assessment.pk).filter(verb__in=WRITING)
    found = {assessment.author_id, assessment.submitted_by_id, *deeds.values_list("actor_id", flat=True)}
    return frozenset(key for key in found if key is not None)


def check_can_sign(actor: Actor | None, assessment: Assessment) -> None:
    """A plan owner, monitoring officer or administrator who wrote nothing in it and did not send it."""
    check_holds(actor, *SIGNERS, to=f"sign off “{assessment.title}”")
    if isinstance(actor, Person) and actor.pk in writers_of(assessment):
        raise NotAllowed("You wrote in this assessment or sent it for sign-off, so somebody else has to sign it.")


def can_sign(actor: Actor | None, assessment: Assessment) -> bool:
    return is_allowed(check_can_sign, actor, assessment)


def check_can_return(actor: Actor | None, assessment: Assessment) -> None:
    """Whoever could sign an assessment may ask for it to be changed, its author too: nothing is hidden by that."""
    check_holds(actor, *SIGNERS, to=f"return “{assessment.title}” to its author")


def can_return(actor: Actor | None, assessment: Assessment) -> bool:
    return is_allowed(check_can_return, actor, assessment)


def check_can_publish(actor: Actor | None, assessment: Assessment) -> None:
    """Plan owners, monitoring officers and administrators publish what was signed."""
    check_holds(actor, *SIGNERS, to=f"publish “{assessment.title}”")


def can_publish(actor: Actor | None, assessment: Assessment) -> bool:
    return is_allowed(check_can_publish, actor, assessment)


def check_can_keep_decisions(actor: Actor | None) -> None:
    """Plan owners, monitoring officers and administrators keep the list of decisions and record what was decided."""
    check_holds(actor, *SIGNERS, to="change the list of decisions")


def can_keep_decisions(actor: Actor | None) -> bool:
    return is_allowed(check_can_keep_decisions, actor)


def check_can_override(actor: Actor | None) -> None:
    """Only the monitoring officer lets a decision be taken unassessed. It is done by name and in public."""
    check_holds(actor, Role.MONITORING_OFFICER, to="let a decision be taken before its assessment is signed")


def can_override(actor: Actor | None) -> bool:
    return is_allowed(check_can_override, actor)
