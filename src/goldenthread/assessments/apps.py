"""The assessments room."""

from django.apps import AppConfig
from django.http import HttpRequest


class AssessmentsConfig(AppConfig):
    name = "goldenthread.assessments"
    label = "assessments"
    verbose_name = "Equality impact assessments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from goldenthread.assessments import actions, fillings, wording
        from goldenthread.assessments.actions.publication import PAGE_LINK
        from goldenthread.frontend import slots
        from goldenthread.frontend.navigation import navigation_link
        from goldenthread.messages import delivery
        from goldenthread.messages.wording import add_wording
        from goldenthread.plan import daily

        for words in wording.ALL:
            add_wording(words)
        delivery.make_links_with(PAGE_LINK, fillings.page_path)
        daily.also_each_day(
            "Reminding people to review assessments", lambda at: len(actions.remind_of_reviews(by=None, at=at))
        )
        slots.fill("action.assessments", fillings.assessments_of_action)
        slots.fill("staff.home", fillings.decisions_at_home, order=25)
        slots.add_waiting(fillings.waiting_for)
        slots.fill("navigation", navigation_link("Decisions", "assessments:decisions"), order=45)
        assessments = navigation_link("Assessments", "assessments:staff_assessments", visible=_may_read)
        decisions = navigation_link("Decisions", "assessments:staff_decisions", visible=_may_read)
        slots.fill("staff.navigation", assessments, order=25)
        slots.fill("staff.navigation", decisions, order=26)


def _may_read(request: HttpRequest) -> bool:
    from goldenthread.assessments import permissions

    return permissions.can_read_drafts(request.user)
