"""Who has signed in, read with their team: most pages ask whether they work for the council or for a partner."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from goldenthread.accounts.models import Person


class PeopleBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Signs people in as allauth does."""

    def get_user(self, user_id: Any) -> Person | None:
        """The person of this key who may sign in, with their team."""
        person = Person.objects.select_related("team").filter(pk=user_id).first()
        return person if person is not None and self.user_can_authenticate(person) else None
