"""The messages room."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "goldenthread.messages"
    label = "outbox"
    verbose_name = "Messages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from goldenthread.accounts import invitations as accounts_invitations
        from goldenthread.frontend import slots
        from goldenthread.frontend.navigation import navigation_link
        from goldenthread.messages import delivery, invitations
        from goldenthread.messages import permissions as may
        from goldenthread.messages.waiting import waiting_for

        accounts_invitations.send_with(invitations.send_invitation)
        delivery.make_links_with(invitations.LINK_KIND, invitations.path_in)
        slots.add_waiting(waiting_for)
        slots.fill(
            "staff.navigation",
            navigation_link("Problems", "messages:problems", visible=lambda ask: may.can_answer_problems(ask.user)),
            order=70,
        )
        slots.fill(
            "staff.navigation",
            navigation_link("Messages", "messages:outbox", visible=lambda ask: may.can_see_outbox(ask.user)),
            order=71,
        )
