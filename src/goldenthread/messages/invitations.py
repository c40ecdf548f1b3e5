"""How invitations travel: the accounts room, a floor below, has them sent from here."""

from __future__ import annotations

from datetime import datetime

from goldenthread.accounts import invitations as accounts_invitations
from goldenthread.accounts.models import Person
from goldenthread.messages import actions
from goldenthread.messages.models import Message

LINK_KIND = "accounts.invitation"


def send_invitation(person: Person, invited_by: Person, at: datetime) -> None:
    """Put an invitation into the outbox."""
    actions.send(
        wording="invitation",
        to=actions.Recipient.of(person),
        values={"name": person.name, "inviter": invited_by.name},
        link_kind=LINK_KIND,
        about=("accounts.person", person.pk),
        by=invited_by,
        at=at,
    )


def path_in(message: Message) -> str:
    """The address at which the person a message goes to chooses a password."""
    if message.person is None:
        raise LookupError("The person who was invited is no longer here.")
    return accounts_invitations.path_for(message.person)
