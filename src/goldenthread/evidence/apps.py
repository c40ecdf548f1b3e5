"""The evidence room."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "goldenthread.evidence"
    label = "evidence"
    verbose_name = "Evidence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from goldenthread.evidence import fillings, numbers, permissions
        from goldenthread.frontend import page_cache, slots
        from goldenthread.frontend.navigation import navigation_link

        page_cache.register_revision("evidence", numbers.snapshot_id)
        for order, (text, url_name) in enumerate(
            [("The place", "evidence:place"), ("My area", "evidence:my_area")],
            start=10,
        ):
            slots.fill("navigation", navigation_link(text, url_name), order=order)
        bring_in = navigation_link(
            "Bring in figures",
            "evidence:upload",
            visible=lambda request: permissions.can_bring_in_evidence(request.user),
        )
        slots.fill("staff.navigation", bring_in, order=60)
        facts = navigation_link(
            "Facts", "evidence:staff_facts", visible=lambda request: permissions.can_see_facts(request.user)
        )
        slots.fill("staff.navigation", facts, order=32)
        slots.add_waiting(fillings.facts_waiting_for)
