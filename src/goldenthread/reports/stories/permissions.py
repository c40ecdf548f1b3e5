"""Who may do what with stories, Easy Read and consents. Each check raises a sentence to read; its twin answers."""

from __future__ import annotations

from goldenthread.accounts.models import Person
from goldenthread.accounts.permissions import Actor, NotAllowed, check_holds, is_allowed
from goldenthread.accounts.roles import Role
from goldenthread.reports.models import EasyReadPage, StoryPage

KEEPERS = (Role.EDITOR, Role.PLAN_OWNER, Role.ADMINISTRATOR)


def check_can_read_consents(actor: Actor | None) -> None:
    """Whoever writes, and the monitoring officer, reads the register. It holds aliases and no names."""
    check_holds(actor, *KEEPERS, Role.MONITORING_OFFICER, to="read the register of consents")


def can_read_consents(actor: Actor | None) -> bool:
    return is_allowed(check_can_read_consents, actor)


def check_can_keep_consents(actor: Actor | None) -> None:
    """Whoever writes enters consents, and withdraws them when somebody asks."""
    check_holds(actor, *KEEPERS, to="enter or withdraw a consent")


def can_keep_consents(actor: Actor | None) -> bool:
    return is_allowed(check_can_keep_consents, actor)


def check_can_see_who(actor: Actor | None) -> None:
    """A plan owner or the monitoring officer looks up who stands behind an alias.

    Not administrators: whoever gives out roles is not who reads names. Not editors: they write a name down once and
    have no need of it afterwards.
    """
    check_holds(actor, Role.PLAN_OWNER, Role.MONITORING_OFFICER, to="see who stands behind an alias")


def can_see_who(actor: Actor | None) -> bool:
    return is_allowed(check_can_see_who, actor)


def check_can_approve_story(actor: Actor | None, story: StoryPage) -> None:
    """A plan owner or administrator who wrote nothing of it since it was approved last."""
    check_holds(actor, Role.PLAN_OWNER, Role.ADMINISTRATOR, to=f"approve “{story.title}”")
    if isinstance(actor, Person) and _has_written(actor, story):
        raise NotAllowed("You wrote in this story, so somebody else has to read and approve it.")


def can_approve_story(actor: Actor | None, story: StoryPage) -> bool:
    return is_allowed(check_can_approve_story, actor, story)


def check_can_approve_easy_read(actor: Actor | None, page: EasyReadPage) -> None:
    """A plan owner or administrator who wrote nothing of it since it was approved last."""
    check_holds(actor, Role.PLAN_OWNER, Role.ADMINISTRATOR, to=f"approve “{page.title}”")
    if isinstance(actor, Person) and _has_written(actor, page):
        raise NotAllowed("You wrote in this edition, so somebody else has to read and approve it.")


def can_approve_easy_read(actor: Actor | None, page: EasyReadPage) -> bool:
    return is_allowed(check_can_approve_easy_read, actor, page)


def _has_written(person: Person, page: StoryPage | EasyReadPage) -> bool:
    latest = page.approvals.order_by("-at").first()
    since = page.revisions.all() if latest is None else page.revisions.filter(created_at__gt=latest.at)
    return since.filter(user=person).exists() or (latest is None and page.owner_id == person.pk)
