"""The right of reply: staff ask for one, and the page behind the link, which shows only what concerns its reader."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.messages import links
from goldenthread.messages.models import SignedLink
from goldenthread.plan import presenters
from goldenthread.plan.actions import replying
from goldenthread.plan.actions.asking import nation
from goldenthread.plan.models import Release, ReleasedPlan, Reply
from goldenthread.plan.releases import permissions as release_permissions
from goldenthread.plan.releases.forms import AskForReplyForm, ReasonForm, ReplyForm
from goldenthread.plan.releases.prepared import read_concerning
from goldenthread.plan.releases.replies import REPLY_OBJECT, REPLY_PURPOSE
from goldenthread.plan.states import NotPossible
from goldenthread.plan.views.asking import ask, who
from goldenthread.plan.working_days import add_working_days

question = require_http_methods(["GET", "HEAD", "POST"])


@question
@login_required
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a partner or a network for a reply."""
    release_permissions.check_can_plan_releases(request.user)
    release = get_object_or_404(Release, pk=pk)
    due_on = add_working_days(release.publish_on, -2, nation=nation())
    form = AskForReplyForm(request.POST or None, release=release, initial={"due_on": due_on})
    return ask(
        request,
        form,
        lambda: replying.ask_for_reply(release=release, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading="Ask for a reply",
        back=release.get_absolute_url(),
        done="Asked. Their link shows only what concerns them.",
        button="Send the link",
        lede="They read what the release says of their part before anybody else, and can reply until the day you name.",
    )


@question
@login_required
def withdraw(request: HttpRequest, pk: int, reply: int) -> HttpResponse:
    """Ask no longer."""
    release_permissions.check_can_plan_releases(request.user)
    one = get_object_or_404(Reply.objects.select_related("release"), pk=reply, release=pk)
    form = ReasonForm(request.POST or None)
    return ask(
        request,
        form,
        lambda: replying.withdraw_reply(reply=one, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Leave out the reply of {one.name}",
        back=one.release.get_absolute_url(),
        done="Left out. Their link opens nothing now.",
        button="Leave it out",
    )


def behind_reply_link(view: Callable[[HttpRequest, SignedLink, str], HttpResponse]) -> Callable[..., HttpResponse]:
    """Find the link, or say why it opens nothing. Nothing of it is kept by browsers or told to search engines."""

    @never_cache
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        try:
            link = links.find(token, purpose=REPLY_PURPOSE, at=timezone.now())
            if link.object_type != REPLY_OBJECT:
                raise links.LinkRefused("This link does not open this page.")
            response = view(request, link, token)
        except links.LinkRefused as refusal:
            response = render(request, "plan/reply/refused.html", {"sentence": refusal.sentence}, status=410)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "same-origin"
        return response

    return opened


@question
@behind_reply_link
def reply(request: HttpRequest, link: SignedLink, token: str) -> HttpResponse:
    """What the release says of what concerns them, and room for a reply. Opening it changes nothing."""
    one = get_object_or_404(Reply.objects.select_related("release", "plan"), pk=int(link.object_id))
    released = ReleasedPlan.objects.select_related("base", "release").filter(release=one.release, plan=one.plan).first()
    if released is None or released.base is None:
        raise links.LinkRefused("What this link was about is being prepared anew. We will send you another.")
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            replying.give_reply(reply=one, link=link, text=form.cleaned_data["text"], at=timezone.now())
        except NotPossible as refusal:
            form.add_error("text", str(refusal))
        else:
            return redirect("plan:reply_thanks")
    prepared = read_concerning(released, one.numbers)
    shown = [
        presenters.make_action_page(prepared, action.number, on=one.release.publish_on)
        for action in prepared.content.actions
    ]
    context = {"reply": one, "form": form, "shown": shown, "plan": prepared.content.plan}
    return render(request, "plan/reply/page.html", context, status=400 if form.errors else 200)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """The reply is kept."""
    return render(request, "plan/reply/thanks.html")
