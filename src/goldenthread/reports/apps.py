"""The reports room."""

from django.apps import AppConfig
from django.http import HttpRequest


class ReportsConfig(AppConfig):
    name = "goldenthread.reports"
    label = "reports"
    verbose_name = "Reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from goldenthread.evidence import facts
        from goldenthread.frontend import page_cache, slots
        from goldenthread.frontend.navigation import navigation_link
        from goldenthread.plan import daily
        from goldenthread.reports import fillings, written
        from goldenthread.reports.actions import quoting

        page_cache.register_revision("written", written.latest_log_entry, in_database=True)
        facts.follow(quoting.judge_anew)
        daily.also_each_day("Judging claims whose facts have grown old", lambda at: quoting.judge_what_aged(at=at))
        slots.fill("fact.uses", fillings.uses_of_fact)
        slots.fill("thread.link", fillings.thread_link)
        slots.fill("staff.home", fillings.reports_at_home, order=30)
        slots.add_waiting(fillings.waiting_for)
        slots.fill("footer.links", fillings.words_link)
        slots.fill("navigation", navigation_link("Reports", "reports:reports"), order=50)
        reports = navigation_link("Reports", "reports:staff_reports", visible=_may_read)
        stories = navigation_link("Stories", "reports:staff_stories", visible=_may_read)
        pages = navigation_link("Editor", "wagtailadmin_home", visible=_may_write)
        slots.fill("staff.navigation", reports, order=30)
        slots.fill("staff.navigation", stories, order=31)
        slots.fill("staff.navigation", pages, order=32)


def _may_read(request: HttpRequest) -> bool:
    from goldenthread.reports import permissions

    return permissions.can_read_drafts(request.user)


def _may_write(request: HttpRequest) -> bool:
    from goldenthread.reports import permissions

    return permissions.can_write_reports(request.user)
