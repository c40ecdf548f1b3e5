"""The page behind a link: opening it changes nothing; only the forms on it do, once the device is confirmed."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.accounts.models import Person
from goldenthread.messages import links
from goldenthread.messages.models import SignedLink
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.actions.answering import (
    CODE_LASTS,
    DEVICE_LASTS,
    AimFigures,
    Answer,
    AnswerRefused,
    FiguresRefused,
)
from goldenthread.plan.actions.asking import LINK_OBJECT, LINK_PURPOSE
from goldenthread.plan.cycles.figure_fields import AimFiguresForm
from goldenthread.plan.cycles.forms import AnswerForm, CodeForm, HandOverForm
from goldenthread.plan.cycles.states import OPEN_ASKINGS, AskingState
from goldenthread.plan.models import AskedAction, Asking, Occurrence, ProgressMeasure, Reading
from goldenthread.plan.states import NotPossible

DEVICE_COOKIE = "update_device"
BROWSER_COOKIE = "update_browser"
COOKIE_PATH = "/updates/"

Rest = ParamSpec("Rest")
LinkView = Callable[Concatenate[HttpRequest, SignedLink, str, Rest], HttpResponse]


def behind_link(view: LinkView) -> Callable[..., HttpResponse]:
    """Find the link, or say why it opens nothing. Nothing of it is kept by browsers or told to search engines."""

    @never_cache
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        signed_in = request.user if isinstance(request.user, Person) else None
        try:
            link = links.find(token, purpose=LINK_PURPOSE, at=timezone.now(), person=signed_in)
            if link.object_type != LINK_OBJECT:
                raise links.LinkRefused("This link does not open this page.")
            response = view(request, link, token)
        except links.LinkRefused as refusal:
            response = render(request, "plan/answer/refused.html", {"sentence": refusal.sentence}, status=410)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "same-origin"
        return response

    return opened


def is_known(request: HttpRequest, link: SignedLink) -> bool:
    """Has this person signed in here, or confirmed this device before?"""
    if link.person is None:
        return False
    if isinstance(request.user, Person):
        return bool(request.user.pk == link.person.pk)
    secret = request.COOKIES.get(DEVICE_COOKIE, "")
    return plan_actions.is_confirmed(person=link.person, secret=secret, at=timezone.now())


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def answer(request: HttpRequest, link: SignedLink, token: str) -> HttpResponse:
    """Everything the person was asked, on one page."""
    if not is_known(request, link):
        return render(request, "plan/answer/confirm.html", _about(link, token), status=_unknown(request))
    asking = _asking(link)
    sheet = _sheet(request, asking)
    if request.method == "POST":
        done = _keep(request, link, token, sheet)
        if done is not None:
            return done
    return _page(request, link, token, sheet)


@require_POST
@behind_link
def send_code(request: HttpRequest, link: SignedLink, token: str) -> HttpResponse:
    """Send a code to the work address the link was sent to."""
    browser = request.COOKIES.get(BROWSER_COOKIE) or secrets.token_urlsafe(16)
    try:
        plan_actions.send_code(link=link, browser=browser, at=timezone.now())
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    response = redirect("plan:answer_code", token)
    _set_cookie(request, response, BROWSER_COOKIE, browser, int(CODE_LASTS.total_seconds()))
    return response


@sensitive_post_parameters("figures")
@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def confirm(request: HttpRequest, link: SignedLink, token: str) -> HttpResponse:
    """Type the code; the device is known from then on."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            secret = plan_actions.confirm_device(
                link=link,
                browser=request.COOKIES.get(BROWSER_COOKIE, ""),
                figures=form.cleaned_data["figures"],
                at=timezone.now(),
            )
        except NotPossible as refusal:
            form.add_error("figures", str(refusal))
        else:
            response = redirect("plan:answer", token)
            _set_cookie(request, response, DEVICE_COOKIE, secret, int(DEVICE_LASTS.total_seconds()))
            response.delete_cookie(BROWSER_COOKIE, path=COOKIE_PATH)
            return response
    context = {"form": form, **_about(link, token)}
    return render(request, "plan/answer/code.html", context, status=400 if form.errors else 200)


@require_POST
@behind_link
def hand_over(request: HttpRequest, link: SignedLink, token: str) -> HttpResponse:
    """Have a colleague answer for some of it."""
    if not is_known(request, link) or link.person is None:
        return render(request, "plan/answer/confirm.html", _about(link, token), status=403)
    asking = _asking(link)
    items = list(asking.asked.all())
    form = HandOverForm(request.POST, items=items, prefix="hand")
    if form.is_valid():
        chosen = set(form.cleaned_data["asked"].values_list("pk", flat=True))
        try:
            plan_actions.hand_over(
                asking=asking,
                asked=[item for item in items if item.pk in chosen],
                to=form.cleaned_data["to"],
                note=form.cleaned_data["note"],
                by=link.person,
                at=timezone.now(),
            )
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            return _after(request, link, token, f"Handed over to {form.cleaned_data['to']}, who has been written to.")
    return _page(request, link, token, _sheet(None, asking), hand_over_form=form)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """Nothing more is wanted."""
    return render(request, "plan/answer/thanks.html")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one person was asked: a form for each action, and one for the figures of aims they answer for."""

    asking: Asking
    forms: list[AnswerForm]
    aims: AimFiguresForm

    @property
    def all_forms(self) -> list[AnswerForm | AimFiguresForm]:
        """Every form of the page."""
        return [*self.forms, self.aims]


@dataclass(frozen=True, slots=True)
class Said:
    """What came back: answers about actions, and figures of aims where something was said of them."""

    answers: list[Answer]
    of_aims: AimFigures | None = None

    @property
    def words(self) -> str:
        """What the page says when it has been kept."""
        said = []
        if count := len(self.answers):
            said.append("1 action has been updated" if count == 1 else f"{count} actions have been updated")
        if self.of_aims is not None:
            said.append("your figures have been kept" if self.of_aims.is_new else "no figure is new")
        words = ", and ".join(said)
        return f"Thank you. {words[:1].upper()}{words[1:]}."


def _keep(request: HttpRequest, link: SignedLink, token: str, sheet: Sheet) -> HttpResponse | None:
    """Keep what the page says; None where something has to be put right first."""
    said = _read(request, sheet)
    if said is None or link.person is None:
        return None
    try:
        plan_actions.answer_asking(
            asking=sheet.asking, answers=said.answers, of_aims=said.of_aims, by=link.person, at=timezone.now()
        )
    except AnswerRefused as refusal:
        form = next(each for each in sheet.forms if each.asked.pk == refusal.asked.pk)
        form.is_valid()
        form.add_error("why" if request.POST.get("no_change") else None, str(refusal))
        return None
    except FiguresRefused as refusal:
        sheet.aims.is_valid()
        sheet.aims.add_error(None, str(refusal))
        return None
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return None
    kept = {answer.asked.pk for answer in said.answers}
    is_left = any(form.says_something and form.asked.pk not in kept for form in sheet.forms)
    if is_left or (sheet.aims.says_something and said.of_aims is None):
        rest = Asking.objects.get(pk=sheet.asking.pk)
        if AskingState(rest.state) in OPEN_ASKINGS:
            messages.success(request, f"{said.words} What else you have written is still here, and not sent yet.")
            return _page(request, link, token, _sheet(request, _asking(link)))
    return _after(request, link, token, said.words)


def _read(request: HttpRequest, sheet: Sheet) -> Said | None:
    """What was said: "no change" to one or to all, or what was written about some; None where that cannot be told."""
    chosen = request.POST.get("no_change", "")
    if chosen:
        return _read_no_change(request, sheet, chosen)
    written = [form for form in sheet.forms if form.says_something]
    unchanged = [form.no_change() for form in sheet.forms if form.says_only_why]
    has_figures = sheet.aims.says_something
    if not written and not unchanged and not has_figures:
        messages.error(request, "Nothing was changed on the page. Write something, or choose “no change”.")
        return None
    sent = [*written, sheet.aims] if has_figures else written
    if [form for form in sent if not form.is_valid()]:  # every form is judged, so that all errors are shown
        return None
    of_aims = AimFigures(sheet.aims.figures(), sheet.aims.held()) if has_figures else None
    return Said([*unchanged, *(form.answer() for form in written)], of_aims)


def _read_no_change(request: HttpRequest, sheet: Sheet, chosen: str) -> Said | None:
    same = [form for form in sheet.forms if chosen in {"all", str(form.asked.pk)}]
    is_last = len(same) == len(sheet.forms)
    if any(form.says_something for form in same) or (sheet.aims.says_something and is_last):
        messages.error(
            request, "You have written something, and said that nothing has changed. Send what you have written."
        )
        return None
    if not same and chosen != "figures":
        return None
    return Said([form.no_change() for form in same], AimFigures() if chosen == "figures" else None)


def _after(request: HttpRequest, link: SignedLink, token: str, said: str) -> HttpResponse:
    if AskedAction.objects.unanswered().filter(asking_id=int(link.object_id)).exists():
        messages.success(request, said)
        return redirect("plan:answer", token)
    return redirect("plan:answer_thanks")


def _asking(link: SignedLink) -> Asking:
    items = AskedAction.objects.unanswered().select_related(
        "action__plan", "action__owner", "action__latest_update", "handed_over_by"
    )
    items = items.prefetch_related("action__milestones")
    asking = get_object_or_404(
        Asking.objects.select_related("cycle", "person").prefetch_related(Prefetch("asked", items)),
        pk=int(link.object_id),
    )
    if asking.person_id != link.person_id:
        raise links.LinkRefused("This was handed over to somebody else, who has a link of their own.")
    return asking


def _sheet(request: HttpRequest | None, asking: Asking) -> Sheet:
    """The forms of the page, with what was sent in them."""
    items = list(asking.asked.all())
    for item in items:
        item.cycle = asking.cycle
    measures: dict[int | None, list[ProgressMeasure]] = defaultdict(list)
    period = (asking.cycle.period_starts_on, asking.cycle.period_ends_on)
    held = Prefetch("occurrences", Occurrence.objects.filter(held_on__range=period))
    readings = Prefetch("readings", Reading.objects.standing())
    known = ProgressMeasure.objects.current().filter(action__in=[item.action_id for item in items])
    for measure in known.prefetch_related(readings, held):
        measures[measure.action_id].append(measure)
    is_sent = request is not None and request.method == "POST"
    data, files = (request.POST, request.FILES) if request is not None and is_sent else (None, None)
    return Sheet(
        asking=asking,
        forms=[AnswerForm(data, files, asked=item, measures=measures[item.action_id]) for item in items],
        aims=AimFiguresForm(
            data,
            measures=list(plan_actions.figures_owed(asking).prefetch_related(readings, held)),
            cycle=asking.cycle,
        ),
    )


def _page(
    request: HttpRequest, link: SignedLink, token: str, sheet: Sheet, *, hand_over_form: HandOverForm | None = None
) -> HttpResponse:
    wrong = [form for form in sheet.all_forms if form.is_bound and form.was_judged]
    for form in sheet.all_forms:
        if form.is_bound:
            form.show_unjudged()
    is_refused = bool(wrong) or bool(hand_over_form and hand_over_form.errors)
    items = [form.asked for form in sheet.forms]
    context = {
        **_about(link, token),
        "asking": sheet.asking,
        "forms": sheet.forms,
        "aims": sheet.aims,
        "wrong": wrong,
        "hand_over_form": hand_over_form or HandOverForm(items=items, prefix="hand"),
        "can_say_none_changed": len(sheet.forms) > 1 and not any(form.needs_a_sentence for form in sheet.forms),
    }
    return render(request, "plan/answer/page.html", context, status=400 if is_refused else 200)


def _about(link: SignedLink, token: str) -> dict[str, object]:
    return {"link": link, "token": token, "person": link.person, "address": _veiled(link)}


def _veiled(link: SignedLink) -> str:
    """Enough of the address to know it by: a stranger with the link learns little."""
    name, _, host = (link.person.email if link.person else "").partition("@")
    return f"{name[:1]}…@{host}" if host else ""


def _unknown(request: HttpRequest) -> int:
    return 403 if request.method == "POST" else 200


def _set_cookie(request: HttpRequest, response: HttpResponse, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        name, value, max_age=seconds, path=COOKIE_PATH, secure=request.is_secure(), httponly=True, samesite="Lax"
    )
