"""The plan room."""

from datetime import date
from functools import lru_cache

from django.apps import AppConfig
from django.http import HttpRequest


class PlanConfig(AppConfig):
    name = "goldenthread.plan"
    label = "plan"
    verbose_name = "Plan"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from goldenthread.evidence import numbers
        from goldenthread.frontend import slots
        from goldenthread.frontend.navigation import navigation_link
        from goldenthread.messages import delivery, links
        from goldenthread.messages.wording import add_wording
        from goldenthread.plan import daily, figures, fillings, wording
        from goldenthread.plan.actions import asking, group_asks, registering, releasing
        from goldenthread.plan.groups import fillings as group_fillings
        from goldenthread.plan.promises import fillings as promise_fillings
        from goldenthread.plan.registers import fillings as register_fillings
        from goldenthread.plan.releases.replies import REPLY_PURPOSE
        from goldenthread.plan.workforce import fillings as workforce_fillings

        figures.answer_indicators_with(numbers.measure_figure, changed_on=_evidence_changed_on)
        for words in wording.ALL:
            add_wording(words)
        links.open_at(asking.LINK_PURPOSE, "plan:answer")
        links.open_at(REPLY_PURPOSE, "plan:reply")
        delivery.make_links_with(asking.PAGE_LINK, fillings.cycle_page_path)
        delivery.make_links_with(releasing.RELEASE_PAGE, fillings.release_page_path)
        delivery.make_links_with(group_asks.PAGE_LINK, group_fillings.ask_path)
        daily.also_each_day(
            "Reminding owners of the registers", lambda at: len(registering.send_reminders(by=None, at=at))
        )
        slots.fill("action.reasons", promise_fillings.promises_of_action, order=10)
        slots.fill("action.reasons", workforce_fillings.tables_of_action, order=20)
        slots.fill("area.promises", fillings.promises_in_area)
        slots.fill("indicator.measures", fillings.measures_of_indicator)
        slots.fill("staff.home", fillings.plans_at_home, order=20)
        slots.add_waiting(fillings.waiting_for)
        slots.add_waiting(group_fillings.asks_waiting_for)
        slots.add_waiting(register_fillings.registers_waiting_for)
        delivery.make_links_with(registering.REMINDER_LINK, register_fillings.reminder_path)
        slots.fill("navigation", navigation_link("Plans", "plan:plans"), order=40)
        slots.fill("navigation", navigation_link("Groups", "plan:groups"), order=45)
        slots.fill("footer.links", register_fillings.footer_link)
        for order, (text, url_name) in enumerate(
            [
                ("My actions", "plan:staff_mine"),
                ("Plans", "plan:staff_plans"),
                ("Updates", "plan:staff_cycles"),
                ("Promises", "plan:staff_promises"),
                ("Oversight", "plan:staff_oversight"),
                ("Releases", "plan:staff_releases"),
                ("Groups", "plan:staff_groups"),
                ("Registers", "plan:staff_registers"),
                ("Workforce", "plan:staff_workforce"),
            ],
            20,
        ):
            link = navigation_link(
                text,
                url_name,
                visible=_may_see_own_work if url_name == "plan:staff_mine" else _may_read_drafts,
                exact=url_name == "plan:staff_plans",
            )
            slots.fill("staff.navigation", link, order=order)


def _may_read_drafts(request: HttpRequest) -> bool:
    from goldenthread.plan import permissions

    return permissions.can_read_drafts(request.user)


def _may_see_own_work(request: HttpRequest) -> bool:
    from goldenthread.plan import permissions

    return permissions.can_see_own_work(request.user)


def _evidence_changed_on() -> date | None:
    """The latest day on which any source of the current snapshot was retrieved."""
    from goldenthread.evidence import numbers

    identity = numbers.snapshot_id()
    return _latest_retrieval(identity) if identity else None


@lru_cache(maxsize=4)
def _latest_retrieval(identity: str) -> date | None:
    from goldenthread.evidence import numbers

    days = [str(source.get("retrieved") or "")[:10] for source in numbers.current().manifest]
    return max((date.fromisoformat(day) for day in days if day), default=None)
