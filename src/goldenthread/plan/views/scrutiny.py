"""What changed since the last meeting, the scrutiny pack in one click, and the committees it is for."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.accounts.filters import FilterForm
from goldenthread.frontend.build import BUILT
from goldenthread.frontend.council import this_council
from goldenthread.frontend.downloads import PDF, as_download, send
from goldenthread.frontend.widgets import DayField
from goldenthread.plan import change_lines, permissions, scrutiny, scrutiny_document
from goldenthread.plan.actions import committees as committee_actions
from goldenthread.plan.changes import MOST_SHOWN, changes_since
from goldenthread.plan.models import Action, Committee, CommitteeMeeting, Section
from goldenthread.plan.oversight import CONCERNS, SinceFilter, address_of_part
from goldenthread.plan.views.asking import ask, who
from goldenthread.publishing.pdf import PdfStyle, render_pdf

question = require_http_methods(["GET", "HEAD", "POST"])


class CommitteeForm(forms.Form):
    """A committee and what reports to it."""

    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Enter its name."})
    sections = forms.ModelMultipleChoiceField(
        Section.objects.none(), label="Which aims report to it?", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="With all that stands within them.",
    )  # fmt: skip
    numbers = forms.CharField(
        label="Single actions that report to it",
        required=False,
        help_text="The plan’s address and the action’s number, one a line: fairer-alderbrook 4",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_active = forms.BooleanField(label="It still meets", required=False, initial=True)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        field = self.fields["sections"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = (
                Section.objects.current().exclude(plan__stage="superseded").order_by("plan__title", "position", "pk")
            )

    def clean_numbers(self) -> list[Action]:
        found = []
        for line in str(self.cleaned_data["numbers"]).splitlines():
            slug, _, number = line.strip().rpartition(" ")
            if not line.strip():
                continue
            action = Action.objects.current().filter(plan__slug=slug.strip(), number=number).first()
            if action is None:
                raise forms.ValidationError(f"There is no action “{line.strip()}”. Write the plan and the number.")
            found.append(action)
        return found


class MeetingForm(forms.Form):
    """A day on which it meets."""

    held_on = DayField(label="When does it meet, or did it?", error_messages={"required": "Enter the day."})


class CommitteeFilter(FilterForm):
    """Which committees are listed."""

    q = forms.CharField(label="Name", required=False)
    sort = forms.ChoiceField(
        label="Order", required=False, choices=[("", "Name"), ("sections", "Most aims"), ("actions", "Most actions")]
    )


@require_safe
@login_required
def changes(request: HttpRequest) -> HttpResponse:
    """What happened since a day, or since a committee's last meeting."""
    permissions.check_can_read_drafts(request.user)
    today = timezone.localdate()
    filters = SinceFilter(request.GET)
    filters.full_clean()
    wanted = request.GET.get("as", "")
    most = None if wanted else MOST_SHOWN
    since = scrutiny.since_of(filters, on=today)
    found = changes_since(filters.within(scrutiny.all_actions()), since, on=today, most=most)
    download = as_download(
        wanted,
        name=f"changes-since-{found.since}",
        title="Changes",
        columns=change_lines.COLUMNS,
        rows=lambda: change_lines.write_rows(found),
    )
    if download is not None:
        return download
    context = {
        "filters": filters,
        "changes": found,
        "groups": change_lines.make_groups(found),
        "title": scrutiny.title_of(filters),
    }
    return render(request, "plan/staff/changes.html", context)


@require_safe
@login_required
def pack(request: HttpRequest) -> HttpResponse:
    """The pack for a meeting: to read here, as a PDF, or as a list."""
    permissions.check_can_read_drafts(request.user)
    filters = SinceFilter(request.GET)
    wanted = request.GET.get("as", "")
    most = scrutiny.MOST_ON_PAPER if wanted else scrutiny.MOST_ON_A_PAGE
    made = scrutiny.make_pack(filters, on=timezone.localdate(), most=most)
    if wanted == "pdf":
        return _as_pdf(made)
    download = as_download(
        wanted,
        name=f"scrutiny-{slugify(made.title)}-{made.on}",
        title="Scrutiny pack",
        columns=scrutiny.COLUMNS,
        rows=lambda: scrutiny.write_rows(made),
    )
    if download is not None:
        return download
    context = {
        "filters": filters,
        "pack": made,
        "changes": made.changes,
        "groups": change_lines.make_groups(made.changes),
        "concern_names": list(CONCERNS.values()),
        "where": address_of_part(filters),
    }
    return render(request, "plan/staff/scrutiny.html", context)


def _as_pdf(made: scrutiny.Pack) -> HttpResponse:
    council = this_council()
    notice = f"{council.short_name} does not exist. Its people, promises and numbers are made up."
    document = scrutiny_document.make_document(made, council=council.name, notice=notice if council.is_invented else "")
    fonts = tuple(sorted(BUILT.glob("atkinson-*.woff2")))
    content = render_pdf(document, PdfStyle(accent=council.accent, web_fonts=fonts))
    return send(content, PDF, f"scrutiny-{slugify(made.title)}-{made.on}.pdf")


# ── committees ───────────────────────────────────────────────────────────────────────────────────────
@require_safe
@login_required
def committees(request: HttpRequest) -> HttpResponse:
    """The committees, and how much reports to each."""
    permissions.check_can_read_drafts(request.user)
    filters = CommitteeFilter(request.GET)
    filters.full_clean()
    listed = Committee.objects.annotate(
        section_count=Count("sections", distinct=True), action_count=Count("actions", distinct=True)
    )
    if words := filters.cleaned_data.get("q"):
        listed = listed.filter(name__icontains=words)
    sorts = {"sections": ("-section_count", "name"), "actions": ("-action_count", "name")}
    listed = listed.order_by(*sorts.get(filters.cleaned_data.get("sort") or "", ("name",)))
    download = as_download(
        request.GET.get("as", ""),
        name="committees",
        title="Committees",
        columns=("Name", "Meets", "Aims", "Single actions"),
        rows=lambda: (
            [each.name, "yes" if each.is_active else "no", str(each.section_count), str(each.action_count)]
            for each in listed
        ),
    )
    if download is not None:
        return download
    context = {"filters": filters, "committees": listed, "can_edit": permissions.can_edit_plans(request.user)}
    return render(request, "plan/staff/committees.html", context)


@require_safe
@login_required
def committee(request: HttpRequest, slug: str) -> HttpResponse:
    """One committee: what reports to it, when it meets, its pack in one click."""
    permissions.check_can_read_drafts(request.user)
    one = get_object_or_404(Committee, slug=slug)
    today = timezone.localdate()
    context = {
        "committee": one,
        "sections": one.sections.current().select_related("plan")[:200],
        "actions": one.actions.current().select_related("plan")[:200],
        "meetings": one.meetings.all()[:24],
        "last": one.last_met_before(today),
        "can_edit": permissions.can_edit_plans(request.user),
    }
    return render(request, "plan/staff/committee.html", context)


@question
@login_required
def new_committee(request: HttpRequest) -> HttpResponse:
    """Add a committee."""
    permissions.check_can_edit_plans(request.user)
    form = CommitteeForm(request.POST or None)

    def add() -> None:
        one = committee_actions.add_committee(name=form.cleaned_data["name"], by=who(request), at=timezone.now())
        _set_remit(request, one, form)

    return ask(
        request, form, add, heading="Add a committee", back=reverse("plan:staff_committees"), done="Added.",
    )  # fmt: skip


@question
@login_required
def edit_committee(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a committee and what reports to it."""
    permissions.check_can_edit_plans(request.user)
    one = get_object_or_404(Committee, slug=slug)
    numbers = [f"{each.plan.slug} {each.number}" for each in one.actions.select_related("plan")]
    shown = {
        "name": one.name,
        "is_active": one.is_active,
        "sections": list(one.sections.values_list("pk", flat=True)),
        "numbers": "\n".join(numbers),
    }
    form = CommitteeForm(request.POST or None, initial=shown)

    def change() -> None:
        wanted = {name: form.cleaned_data[name] for name in ("name", "is_active")}
        committee_actions.change_committee(committee=one, **wanted, by=who(request), at=timezone.now())
        _set_remit(request, one, form)

    return ask(request, form, change, heading=f"Change {one}", back=one.get_absolute_url(), done="Saved.")


def _set_remit(request: HttpRequest, one: Committee, form: CommitteeForm) -> None:
    committee_actions.set_remit(
        committee=one,
        sections=list(form.cleaned_data["sections"]),
        actions=form.cleaned_data["numbers"],
        by=who(request),
        at=timezone.now(),
    )


@question
@login_required
def new_meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down a meeting."""
    permissions.check_can_edit_plans(request.user)
    one = get_object_or_404(Committee, slug=slug)
    form = MeetingForm(request.POST or None)
    return ask(
        request,
        form,
        lambda: committee_actions.record_meeting(
            committee=one, **form.cleaned_data, by=who(request), at=timezone.now()
        ),
        heading=f"A meeting of {one}",
        back=one.get_absolute_url(),
        done="Saved.",
    )


@require_POST
@login_required
def remove_meeting(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a meeting away."""
    meeting = get_object_or_404(CommitteeMeeting.objects.select_related("committee"), pk=pk, committee__slug=slug)
    committee_actions.remove_meeting(meeting=meeting, by=who(request), at=timezone.now())
    return redirect(meeting.committee)
