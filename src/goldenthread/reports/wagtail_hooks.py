"""Wagtail's editor offers what is written here, binds words to facts, and shows the way back to the staff pages."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils import timezone
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.models import Page

from goldenthread.reports import rich_text
from goldenthread.reports.easy_reading import find_advice
from goldenthread.reports.models import EasyReadPage, StoryPage
from goldenthread.reports.refusals import say_why_not
from goldenthread.reports.stories.standing import Approvable, Ground, find_standing
from goldenthread.reports.views import choosing

OFFERED = frozenset({"explorer", "images", "documents", "staff-pages"})
"""Everything else the editor can do is done elsewhere here: people and roles, plans, reports, the audit log."""


@hooks.register("register_admin_menu_item")
def staff_pages() -> MenuItem:
    """The way back."""
    return MenuItem("Staff pages", reverse("frontend:staff_home"), name="staff-pages", icon_name="arrow-left", order=0)


@hooks.register("construct_main_menu")
def offer_what_is_written(request: HttpRequest, menu_items: list[Any]) -> None:
    """Leave only what editors need in the menu."""
    menu_items[:] = [item for item in menu_items if item.name in OFFERED]


@hooks.register("construct_homepage_summary_items")
def count_pages_only(request: HttpRequest, items: list[Any]) -> None:
    """The editor's own front page counts what its menu offers."""
    shown: Sequence[str] = ("PagesSummaryItem", "ImagesSummaryItem", "DocumentsSummaryItem")
    items[:] = [item for item in items if type(item).__name__ in shown]


@hooks.register("before_publish_page")
def refuse_what_stands(request: HttpRequest, page: Page) -> HttpResponse | None:
    """What was written is kept as a draft; it is not published while anything stands against it."""
    standing = find_standing(page.get_latest_revision_as_object(), on=timezone.localdate())
    if not standing:
        return None
    say_why_not(request, [each.sentence for each in standing])
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def say_what_stands(request: HttpRequest, page: Page) -> None:
    """Whoever writes sees at once what would keep the page from being published."""
    if not page.has_unpublished_changes:
        return
    for each in find_standing(page.get_latest_revision_as_object(), on=timezone.localdate()):
        if each.ground is not Ground.APPROVAL:
            messages.warning(request, each.sentence)
    if isinstance(page, EasyReadPage):
        for advice in find_advice(page.get_latest_revision_as_object()):
            messages.warning(request, advice)
    if isinstance(page, Approvable):
        own = "reports:staff_story" if isinstance(page, StoryPage) else "reports:staff_easy_read"
        button = messages.button(reverse(own, args=[page.pk]), "See its checks")
        messages.warning(request, "Somebody who did not write it approves and publishes it.", buttons=[button])


@hooks.register("register_admin_urls")
def claim_chooser() -> list[URLPattern]:
    """Where the editor asks for facts."""
    return [
        path("claims/", choosing.choose, name="claim_chooser"),
        path("claims/<int:pk>/", choosing.chosen, name="claim_chosen"),
    ]


@hooks.register("register_rich_text_features")
def register_claims(features: Any) -> None:
    """Words that are bound to a fact: kept, edited, indexed."""
    features.register_link_type(rich_text.ClaimLinkHandler)
    features.register_editor_plugin(
        "draftail",
        rich_text.FEATURE,
        EntityFeature(
            {
                "type": rich_text.ENTITY,
                "icon": "check",
                "description": "Bind to a fact",
                "attributes": ["id", "slug", "subject", "value", "judge"],
                "chooserUrls": {"claimChooser": reverse_lazy("claim_chooser")},
            },
            js=["wagtailadmin/js/draftail.js", "reports/claim.js"],
            css={"all": ["reports/claim.css"]},
        ),
    )
    features.register_converter_rule("contentstate", rich_text.FEATURE, rich_text.CONVERSION_RULE)
