"""Wagtail's editor offers what is written here — pages, pictures, documents — and the way back to the staff pages."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

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
