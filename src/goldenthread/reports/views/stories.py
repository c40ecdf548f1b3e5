"""Staff's pages of stories: what stands against each, by what somebody could be recognised, approving."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.checking.documents import DocumentRefused, read_apart
from goldenthread.checking.reidentification import find_verbatim
from goldenthread.frontend.downloads import KINDS, send_table
from goldenthread.plan.views.asking import ask, who
from goldenthread.reports import actions
from goldenthread.reports.actions.telling import find_recognition
from goldenthread.reports.models import StoryPage
from goldenthread.reports.permissions import can_write_reports, check_can_read_drafts, check_can_write_reports
from goldenthread.reports.stories import forms, lists, permissions, presenters
from goldenthread.reports.stories.reading import plain_words
from goldenthread.reports.stories.standing import find_approval, find_faults, latest_of
from goldenthread.reports.views.staff import asks_and_takes, sent_with

ON_A_PAGE = 50


@require_safe
@login_required
def stories(request: HttpRequest) -> HttpResponse:
    """Every story and how it stands."""
    check_can_read_drafts(request.user)
    today = timezone.localdate()
    filters = lists.StoryFilter(request.GET)
    listed = filters.narrow(lists.stories_with_consents())
    wanted = request.GET.get("as", "")
    if wanted in KINDS:
        return send_table(
            presenters.table_of_stories(lists.with_consents_of_translations(listed), on=today),
            wanted,
            f"stories-{today}",
        )
    page = Paginator(listed, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "lines": [presenters.make_story_line(each, on=today) for each in lists.with_consents_of_translations(page)],
        "can_write": can_write_reports(request.user),
        "can_read_consents": permissions.can_read_consents(request.user),
    }
    return render(request, "reports/staff/stories/stories.html", context)


@require_safe
@login_required
def story(request: HttpRequest, pk: int) -> HttpResponse:
    """One story as it was written last: what stands against it, and by what somebody could be recognised."""
    check_can_read_drafts(request.user)
    return _show(request, _find(pk), forms.CompareForm())


@asks_and_takes
@login_required
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether words of the story stand in a public document that somebody has at hand."""
    check_can_read_drafts(request.user)
    one = _find(pk)
    form = forms.CompareForm(sent_with(request), request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _show(request, one, form)
    file = form.cleaned_data["file"]
    try:
        document = read_apart(file.name, file.read())
    except DocumentRefused as refusal:
        form.add_error("file", str(refusal))
        return _show(request, one, form)
    text = "\n\n".join(block.text for block in document.blocks)
    return _show(
        request,
        one,
        form,
        {"compared": file.name, "shared": find_verbatim(plain_words(latest_of(one)), {file.name: text})},
    )


@asks_and_takes
@login_required
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve a story that somebody else wrote, and publish it."""
    one = _find(pk)
    permissions.check_can_approve_story(request.user, one)
    recognition = find_recognition(latest_of(one), on=timezone.localdate())
    form = forms.ApproveStoryForm(sent_with(request), is_to_be_weighed=recognition.is_to_be_weighed)
    return ask(
        request,
        form,
        lambda: actions.approve_story(
            story=one, weighed=form.cleaned_data.get("weighed", ""), by=who(request), at=timezone.now()
        ),
        heading=f"Approve and publish: {one.draft_title}",
        back=_home_of(one),
        button="Approve and publish",
        done="Approved and published.",
        template="reports/staff/stories/approve.html",
        recognition=recognition,
        story=one,
    )


@asks_and_takes
@login_required
def translate(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a translation; the editor then shows it sentence beside sentence."""
    check_can_write_reports(request.user)
    one = _find(pk)
    told = {page.locale.language_code for page in one.get_translations(inclusive=True).select_related("locale")}
    form = forms.TranslateForm(sent_with(request), without=told)
    made: list[StoryPage] = []
    return ask(
        request,
        form,
        lambda: made.append(
            actions.begin_translation(story=one, **form.cleaned_data, by=who(request), at=timezone.now())
        ),
        heading=f"Translate “{one.title}”",
        lede="A draft is made with every sentence beside its original. Somebody else reads and approves it.",
        back=_home_of(one),
        then=lambda: reverse("wagtailadmin_pages:edit", args=[made[0].pk]),
        button="Begin the translation",
        done="Begun. Translate each sentence, then have it approved on its page under Staff, Stories.",
    )


def _show(
    request: HttpRequest, one: StoryPage, form: forms.CompareForm, more: dict[str, object] | None = None
) -> HttpResponse:
    latest, today = latest_of(one), timezone.localdate()
    is_waiting = not one.live or one.has_unpublished_changes
    faults = find_faults(latest, on=today)
    context = {
        "story": one,
        "latest": latest,
        "status": presenters.story_status(one, on=today),
        "faults": faults,
        "recognition": find_recognition(latest, on=today),
        "approval": find_approval(latest),
        "consents": [presenters.make_consent_line(each, on=today, stories=0) for each in latest.agreed],
        "translations": list(one.get_translations().select_related("locale")),
        "is_first_told": one.locale.language_code == settings.LANGUAGE_CODE,
        "is_waiting": is_waiting,
        "can_write": can_write_reports(request.user),
        "can_approve": is_waiting and not faults and permissions.can_approve_story(request.user, one),
        "can_read_consents": permissions.can_read_consents(request.user),
        "form": form,
        **(more or {}),
    }
    return render(request, "reports/staff/stories/story.html", context, status=400 if form.errors else 200)


def _find(pk: int) -> StoryPage:
    return get_object_or_404(lists.stories_with_consents(), pk=pk)


def _home_of(story: StoryPage) -> str:
    return reverse("reports:staff_story", args=[story.pk])
