"""The pages of the workforce equality plan. Nobody's page reads the counts themselves, only what may be shown."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.frontend.downloads import KINDS, as_download, send_table
from goldenthread.plan import actions as plan_actions
from goldenthread.plan import short_lists
from goldenthread.plan.models import Action, EditionItem, ItemKind, PopulationBinding, WorkforceTable
from goldenthread.plan.permissions import can_edit_plans, check_can_edit_plans, check_can_read_drafts
from goldenthread.plan.presenters import make_status
from goldenthread.plan.views.asking import ask, who
from goldenthread.plan.workforce import forms, permissions, presenters
from goldenthread.plan.workforce.protecting import NOT_STATED, load_blocks
from goldenthread.plan.workforce.reading import WorkforceKind
from goldenthread.plan.workforce.residents import residents_of

question = require_http_methods(["GET", "HEAD", "POST"])
TABLES_ON_A_PAGE = 50


def _bindings() -> QuerySet[PopulationBinding]:
    return PopulationBinding.objects.select_related("indicator")


def _download(request: HttpRequest, table: WorkforceTable) -> HttpResponse | None:
    wanted = request.GET.get("as", "")
    return (
        send_table(presenters.table_to_take_away(table), wanted, f"workforce-{table.pk}") if wanted in KINDS else None
    )


@require_safe
def public_tables(request: HttpRequest) -> HttpResponse:
    """Every table that is published, the latest on top."""
    return _list(request, "plan/workforce/tables.html", WorkforceTable.objects.published())


@require_safe
def public_table(request: HttpRequest, pk: int) -> HttpResponse:
    """One table: who works here beside who lives here, or who took something up, and what is done about it."""
    table = get_object_or_404(WorkforceTable.objects.published(), pk=pk)
    if (download := _download(request, table)) is not None:
        return download
    items = EditionItem.objects.public().filter(kind=ItemKind.ACTION)
    wanted = set(table.actions.values_list("plan__slug", "number"))
    documents = items.filter(number__in=[number for _, number in wanted]).select_related("edition")
    actions = [
        (reverse("plan:action", args=key), item.document["title"], make_status(item.document["progress"]["status"]))
        for item in documents
        if (key := (str(item.edition.document["slug"]), item.number)) in wanted
    ]
    page = presenters.make_table_page(table, residents_of(_bindings()))
    context = {
        "table": table,
        "page": page,
        "actions": actions,
        "others": WorkforceTable.objects.published().beside(table),
    }
    return render(request, "plan/workforce/table.html", context)


@require_safe
@login_required
def tables(request: HttpRequest) -> HttpResponse:
    """Every table, and who may bring one in."""
    check_can_read_drafts(request.user)
    tables = WorkforceTable.objects.standing().select_related("uploaded_by")
    can_upload = permissions.can_upload_workforce(request.user)
    return _list(request, "plan/staff/workforce/tables.html", tables, can_upload=can_upload)


def _list(request: HttpRequest, template: str, tables: QuerySet[WorkforceTable], **context: object) -> HttpResponse:
    """A list of tables: filtered and ordered, a page at a time, or to take away."""
    filters = short_lists.WorkforceFilter(request.GET)
    found = filters.narrow(tables)
    download = as_download(
        request.GET.get("as", ""),
        name="workforce-tables",
        title="Tables of staff",
        columns=short_lists.WORKFORCE_COLUMNS,
        rows=lambda: map(short_lists.write_workforce, found),
    )
    if download is not None:
        return download
    page = Paginator(found, TABLES_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, template, {"filters": filters, "page": page, "tables": page.object_list, **context})


@require_safe
@login_required
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """One table as it may be shown, with what it is compared with and what is done about it."""
    check_can_read_drafts(request.user)
    one = get_object_or_404(WorkforceTable.objects.standing().select_related("uploaded_by"), pk=pk)
    if (download := _download(request, one)) is not None:
        return download
    bindings = list(_bindings())
    bound = {(each.characteristic.casefold(), each.group.casefold()): each.indicator for each in bindings}
    groups = [
        (block.characteristic, row.group, bound.get((block.characteristic.casefold(), row.group.casefold())))
        for block in load_blocks(one.shown)
        for row in block.groups
        if row.group.casefold() not in NOT_STATED
    ]
    context = {
        "table": one,
        "page": presenters.make_table_page(one, residents_of(bindings)),
        "actions": one.actions.select_related("plan"),
        "others": WorkforceTable.objects.standing().beside(one),
        "groups": list(dict.fromkeys(groups)) if one.kind == WorkforceKind.STAFF else [],
        "can_upload": permissions.can_upload_workforce(request.user),
        "can_publish": permissions.can_publish_workforce(request.user),
        "can_link": permissions.can_publish_workforce(request.user) and can_edit_plans(request.user),
    }
    return render(request, "plan/staff/workforce/table.html", context)


@question
@login_required
def upload(request: HttpRequest) -> HttpResponse:
    """Bring in a table of counts of groups."""
    permissions.check_can_upload_workforce(request.user)
    form = forms.UploadForm(request.POST or None, request.FILES or None)

    def do() -> None:
        words = {name: form.cleaned_data[name] for name in ("title", "as_of", "source", "question", "content")}
        kind = WorkforceKind(form.cleaned_data["kind"])
        plan_actions.upload_workforce_table(**words, kind=kind, by=who(request), at=timezone.now())

    return ask(
        request,
        form,
        do,
        heading="Bring in counts of staff",
        lede="Groups only. A file in which a row is a person is refused, and the file itself is not kept.",
        back=reverse("plan:staff_workforce"),
        done="The table is in. Small numbers are hidden. Residents see it once it is published.",
        button="Bring it in",
    )


@require_POST
@login_required
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Let residents read a table."""
    one = get_object_or_404(WorkforceTable.objects.standing(), pk=pk)
    plan_actions.publish_workforce_table(table=one, by=who(request), at=timezone.now())
    messages.success(request, "Residents can read it now.")
    return redirect("plan:staff_workforce_table", pk)


@question
@login_required
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a table off every page."""
    permissions.check_can_publish_workforce(request.user)
    one = get_object_or_404(WorkforceTable.objects.standing(), pk=pk)
    form = forms.BecauseForm(request.POST or None)
    return ask(
        request,
        form,
        lambda: plan_actions.take_back_workforce_table(
            table=one, **form.cleaned_data, by=who(request), at=timezone.now()
        ),
        heading=f"Take back “{one.title}”",
        back=reverse("plan:staff_workforce_table", args=[pk]),
        then=reverse("plan:staff_workforce"),
        done="It is on no page any more.",
        button="Take it back",
    )


@question
@login_required
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which actions answer to a table."""
    permissions.check_can_publish_workforce(request.user)
    check_can_edit_plans(request.user)
    one = get_object_or_404(WorkforceTable.objects.standing(), pk=pk)
    linked = Action.objects.filter(workforce_tables=one).select_related("plan")
    shown = "\n".join(f"{action.plan.slug} {action.number}" for action in linked)
    form = forms.LinkForm(request.POST or None, initial={"actions": shown})
    return ask(
        request,
        form,
        lambda: plan_actions.link_workforce_actions(
            table=one, actions=form.cleaned_data["actions"], by=who(request), at=timezone.now()
        ),
        heading="Which actions answer to this?",
        back=reverse("plan:staff_workforce_table", args=[pk]),
        done="Saved.",
    )


@question
@login_required
def bind(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which residents a group of staff is compared with."""
    permissions.check_can_upload_workforce(request.user)
    one = get_object_or_404(WorkforceTable.objects.standing(), pk=pk)
    characteristic, group = request.GET.get("characteristic", ""), request.GET.get("group", "")
    known = {(block.characteristic, row.group) for block in load_blocks(one.shown) for row in block.groups}
    if (characteristic, group) not in known:
        raise Http404("The table has no such group.")
    binding = _bindings().filter(characteristic=characteristic, group=group).first()
    form = forms.BindForm(request.POST or None, initial={"indicator": binding.indicator if binding else None})
    return ask(
        request,
        form,
        lambda: plan_actions.bind_population(
            characteristic=characteristic, group=group, **form.cleaned_data, by=who(request), at=timezone.now()
        ),
        heading=f"Whom do we compare “{group}” with?",
        back=reverse("plan:staff_workforce_table", args=[pk]),
        done="Saved.",
    )
