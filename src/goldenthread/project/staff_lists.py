"""The lists of staff that programs may read with a key, in the read API.

A list has one address, one permission and one set of filters, whether a person reads it as a page or a program as JSON:
the API names the lists, and each answers where its page is.
"""

from typing import Any

from django.http import HttpRequest
from django.urls import get_resolver
from ninja import Router, Schema
from ninja.security import HttpBearer

from goldenthread.accounts.permissions import check_can_enter_staff_pages
from goldenthread.frontend.downloads import KINDS

LISTS = {
    "accounts:all_api_keys": "API keys",
    "accounts:audit_log": "Audit log",
    "accounts:people": "People",
    "accounts:teams": "Teams",
    "assessments:staff_assessments": "Equality impact assessments",
    "assessments:staff_decisions": "Decisions that come and were taken",
    "evidence:staff_facts": "Facts that claims are bound to",
    "messages:outbox": "Messages",
    "messages:problems": "Problems with pages",
    "plan:staff_away": "Who is away",
    "plan:staff_changes": "What changed since a meeting",
    "plan:staff_chase": "What the chaser would do in a round",
    "plan:staff_committees": "Committees",
    "plan:staff_cycle": "A round of updates: who was asked, reminded, silent",
    "plan:staff_cycles": "Rounds of updates",
    "plan:staff_duties": "Duties and when they are due",
    "plan:staff_escalation": "Who hears of silence",
    "plan:staff_freezes": "Elections and when publishing stops",
    "plan:staff_group_asks": "What groups asked, and the replies",
    "plan:staff_groups": "Groups",
    "plan:staff_meetings": "Meetings of groups",
    "plan:staff_mine": "My actions",
    "plan:staff_oversight": "Actions: overdue, unowned, slipping, blocked",
    "plan:staff_partners": "Partners, and who signs in for them",
    "plan:staff_past_import": "A file brought in, row by row",
    "plan:staff_past_imports": "Files brought in",
    "plan:staff_plans": "Plans",
    "plan:staff_promises": "Promises and what became of them",
    "plan:staff_register_reminders": "Reminders of registers",
    "plan:staff_registers": "Registers",
    "plan:staff_release_page": "A quarterly release and its sign-offs",
    "plan:staff_releases": "Quarterly releases",
    "plan:staff_scrutiny": "The scrutiny pack",
    "plan:staff_seats": "Seats of groups, and whose term ends",
    "plan:staff_source": "The sentences of a report, and what was decided",
    "plan:staff_sources": "Reports that promises were read from",
    "plan:staff_workforce": "Tables of staff",
    "reports:staff_checks": "What is wrong with a report's text",
    "reports:staff_consents": "Consents",
    "reports:staff_stories": "Stories and quotations",
}
"""Names of addresses, and what is listed there."""


class StaffKey(HttpBearer):
    """A person who has signed in, or whose key ApiKeyMiddleware has looked at before the API is asked."""

    def __call__(self, request: HttpRequest) -> Any:
        return self.authenticate(request, "")

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        return request.user if request.user.is_authenticated else None


class StaffListOut(Schema):
    title: str
    address: str
    parts: list[str]


class StaffListsOut(Schema):
    forms: list[str]
    lists: list[StaffListOut]


router = Router()


@router.get("/staff/lists", response=StaffListsOut, auth=StaffKey(), summary="Lists of staff, for a program with a key")
def list_staff_lists(request: HttpRequest) -> dict[str, Any]:
    """Each list answers at its address with `?as=json`, and takes the filters that its page has.

    In curly brackets, named in `parts`: what stands in the address of one thing, as its page shows it. What a list
    shows depends on the roles of the person who made the key.
    """
    check_can_enter_staff_pages(request.user)
    found = [{"title": title, **address_of(name)} for name, title in LISTS.items()]
    return {"forms": list(KINDS), "lists": sorted(found, key=lambda each: str(each["address"]))}


def address_of(name: str) -> dict[str, Any]:
    """The address of a list, and the parts of it that have to be filled in."""
    namespace, _, view = name.partition(":")
    prefix, resolver = get_resolver().namespace_dict[namespace]
    [(pattern, parts)] = resolver.reverse_dict.getlist(view)[0][0]
    return {"address": "/" + prefix + pattern % {part: f"{{{part}}}" for part in parts}, "parts": parts}
