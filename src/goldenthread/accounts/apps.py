"""The accounts room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "goldenthread.accounts"
    label = "accounts"
    verbose_name = "Accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.account import signals as account_signals
        from allauth.mfa import signals as factor_signals

        from goldenthread.accounts import audit, permissions, sign_in
        from goldenthread.frontend import page_cache, slots
        from goldenthread.frontend.navigation import navigation_link

        page_cache.register_revision("content", audit.latest_position, in_database=True)
        # allauth offers no other way to hear of what people do on its own pages.
        factor_signals.authenticator_added.connect(sign_in.record_second_factor_added)
        factor_signals.authenticator_removed.connect(sign_in.record_second_factor_removed)
        factor_signals.authenticator_reset.connect(sign_in.record_second_factor_renewed)
        account_signals.password_changed.connect(sign_in.record_password_changed)
        account_signals.password_reset.connect(sign_in.record_password_changed)
        slots.fill(
            "staff.navigation",
            navigation_link("People", "accounts:people", visible=lambda ask: permissions.can_see_people(ask.user)),
            order=80,
        )
        slots.fill(
            "staff.navigation",
            navigation_link("Teams", "accounts:teams", visible=lambda ask: permissions.can_see_teams(ask.user)),
            order=81,
        )
        slots.fill(
            "staff.navigation",
            navigation_link(
                "Audit log", "accounts:audit_log", visible=lambda ask: permissions.can_read_audit_log(ask.user)
            ),
            order=82,
        )
