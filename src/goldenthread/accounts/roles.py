"""What a person may be trusted with. A role is a word the council would use, not a list of switches."""

from enum import StrEnum


class Role(StrEnum):
    """The seven roles. A person may hold several."""

    ADMINISTRATOR = "administrator"
    PLAN_OWNER = "plan_owner"
    MONITORING_OFFICER = "monitoring_officer"
    ANALYST = "analyst"
    EDITOR = "editor"
    CONTRIBUTOR = "contributor"
    VIEWER = "viewer"

    @property
    def label(self) -> str:
        """The role's name as it is shown: "Plan owner"."""
        return self.value.replace("_", " ").capitalize()

    @property
    def description(self) -> str:
        """What the role may do, in one sentence."""
        return _DESCRIPTIONS[self]


_DESCRIPTIONS = {
    Role.ADMINISTRATOR: "Invites people, gives and takes away roles, and reads the audit log.",
    Role.PLAN_OWNER: "Writes, reviews and adopts plans, and names who leads each action.",
    Role.MONITORING_OFFICER: (
        "Signs off equality impact assessments, and lets a decision go ahead without one, by name and with a reason."
    ),
    Role.ANALYST: "Brings in evidence, binds measures to it, and answers for the numbers.",
    Role.EDITOR: "Writes reports, stories and pages.",
    Role.CONTRIBUTOR: "Updates the actions and measures they or their team lead.",
    Role.VIEWER: "Reads what staff can read, and changes nothing.",
}

#: The roles that change something: they need a second factor to sign in.
WRITING_ROLES = frozenset(Role) - {Role.VIEWER}

#: With these alone, somebody who works for a partner sees what is theirs and nothing of anyone else's.
PARTNERS_ROLES = frozenset({Role.CONTRIBUTOR, Role.VIEWER})

#: The groups of the writing tool (Wagtail creates both) that a role brings with it.
WRITING_TOOL_GROUPS = {
    Role.ADMINISTRATOR: "Moderators",
    Role.PLAN_OWNER: "Moderators",
    Role.EDITOR: "Editors",
}
