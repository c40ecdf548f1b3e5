"""What everybody can read about groups: seats and numbers rather than names, what they asked, what came of it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.frontend.downloads import KINDS, send_kept, send_table
from goldenthread.plan.actions.asking import nation
from goldenthread.plan.groups import lists, presenters
from goldenthread.plan.groups import meetings as calendar
from goldenthread.plan.models import Group, GroupAsk, Meeting, MeetingPaper
from goldenthread.plan.presenters import make_blocks
from goldenthread.plan.views.groups import find_meeting

ON_A_PAGE = 50
MEETINGS_SHOWN = 24


def _public_asks() -> QuerySet[GroupAsk]:
    return lists.with_published_action(GroupAsk.objects.public().with_words())


@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """Every group residents may read about."""
    today = timezone.localdate()
    filters = lists.GroupFilter(request.GET)
    listed = filters.narrow(Group.objects.public().with_counts(on=today))
    wanted = request.GET.get("as", "")
    if wanted in KINDS:
        return send_table(lists.table_of_groups(listed), wanted, "groups")
    page = Paginator(listed, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "rows": [(group, presenters.write_group_finding(group)) for group in page],
    }
    return render(request, "plan/groups/groups.html", context)


@require_safe
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """One group: what it is for, its seats, its meetings, what it asked."""
    today = timezone.localdate()
    one = get_object_or_404(Group.objects.public().with_counts(on=today).select_related("team"), slug=slug)
    members = one.members.sitting_on(today).select_related("person", "group")
    published = one.meetings.published()
    meetings = list(published[:MEETINGS_SHOWN])
    asks = _public_asks().filter(group=one).order_by("-asked_on", "-pk")
    context = {
        "group": one,
        "purpose": make_blocks(one.purpose),
        "finding": presenters.write_group_finding(one),
        "seats": presenters.make_seats(members, on=today, for_staff=False),
        "next_meetings": sorted((each for each in meetings if each.held_on >= today), key=lambda each: each.held_on),
        "meetings": [(each, presenters.write_attendance(each)) for each in meetings if each.held_on < today],
        "meeting_count": published.count(),
        "asks": [presenters.make_ask_line(each, on=today, nation=nation()) for each in asks[:ON_A_PAGE]],
        "ask_count": asks.count(),
    }
    return render(request, "plan/groups/group.html", context)


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """The calendar of every public group's published meetings."""
    today = timezone.localdate()
    filters = calendar.MeetingFilter(request.GET, groups=Group.objects.public())
    published = calendar.with_what_came_of_it(Meeting.objects.published(), for_staff=False)
    listed = filters.narrow(published, on=today)
    wanted = request.GET.get("as", "")
    if wanted in KINDS:
        return send_table(calendar.table_of_meetings(listed, for_staff=False), wanted, "meetings")
    page = Paginator(listed, ON_A_PAGE).get_page(request.GET.get("page"))
    lines = [calendar.make_meeting_line(each, on=today, for_staff=False) for each in page]
    return render(request, "plan/groups/meetings.html", {"filters": filters, "page": page, "lines": lines})


@require_safe
def meeting(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """One meeting: its agenda, how many came, what was decided and asked."""
    one = find_meeting(slug, day)
    if one.published_at is None or not one.group.is_public:
        raise Http404("There is no such meeting, or it has not been published.")
    today = timezone.localdate()
    asks = _public_asks().filter(meeting=one)
    context = {
        "group": one.group,
        "meeting": one,
        "agenda": [line.strip(" -") for line in one.agenda.splitlines() if line.strip(" -")],
        "notes": make_blocks(one.notes),
        "attendance": presenters.write_attendance(one),
        "papers": [paper for paper in one.papers.all() if paper.is_public],
        "asks": [presenters.make_ask_line(each, on=today, nation=nation()) for each in asks],
    }
    return render(request, "plan/groups/meeting.html", context)


@require_safe
def asks(request: HttpRequest) -> HttpResponse:
    """Everything groups asked, with what the council answered."""
    today = timezone.localdate()
    filters = lists.AskFilter(request.GET, groups=Group.objects.public())
    listed = filters.narrow(_public_asks(), on=today)
    wanted = request.GET.get("as", "")
    if wanted in KINDS:
        return send_table(lists.table_of_asks(listed, on=today, nation=nation(), for_staff=False), wanted, "asks")
    page = Paginator(listed, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "lines": [presenters.make_ask_line(each, on=today, nation=nation()) for each in page],
        "overdue": GroupAsk.objects.public().overdue(on=today).count(),
        "all": GroupAsk.objects.public().count(),
    }
    return render(request, "plan/groups/asks.html", context)


@require_safe
def ask(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """One ask with every reply."""
    one = get_object_or_404(_public_asks(), group__slug=slug, number=number)
    context = {
        "ask": one,
        "why": make_blocks(one.why),
        "line": presenters.make_ask_line(one, on=timezone.localdate(), nation=nation()),
        "replies": [(reply, presenters.make_ask_state(reply.state)) for reply in one.replies.all()],
        "meeting": one.meeting if one.meeting and one.meeting.published_at else None,
    }
    return render(request, "plan/groups/ask.html", context)


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A paper residents may read, as a download."""
    papers = MeetingPaper.objects.filter(
        is_public=True, meeting__published_at__isnull=False, meeting__group__is_public=True
    )
    return send_kept(get_object_or_404(papers, pk=pk))
