"""The staff pages of the outbox."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from goldenthread.accounts.permissions import signed_in
from goldenthread.frontend.downloads import as_download
from goldenthread.messages import actions, permissions, presenters
from goldenthread.messages.forms import OutboxFilter
from goldenthread.messages.models import Channel, Message, MessageStatus, MoveNotAllowed
from goldenthread.messages.wording import purpose_of

MESSAGES_ON_A_PAGE = 50


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """What was sent to whom, the latest on top."""
    permissions.check_can_see_outbox(request.user)
    filters = OutboxFilter(request.GET)
    found = filters.narrow(Message.objects.newest_first())
    download = as_download(
        request.GET.get("as", ""),
        name=f"messages-{timezone.localdate()}",
        title="Messages",
        columns=presenters.MESSAGE_COLUMNS,
        rows=lambda: (
            presenters.write_message(presenters.make_message_row(each)) for each in found.iterator(chunk_size=500)
        ),
    )
    if download is not None:
        return download
    page = Paginator(found, MESSAGES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "rows": [presenters.make_message_row(message) for message in page],
        "failed_count": Message.objects.failed().count(),
    }
    return render(request, "messages/outbox.html", context)


@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message, as it was worded: where its link was there is only a mark."""
    permissions.check_can_see_outbox(request.user)
    one = get_object_or_404(Message.objects.select_related("link"), pk=pk)
    is_letter = one.channel == Channel.LETTER
    context = {
        "message": one,
        "purpose": purpose_of(one.wording),
        "status": presenters.make_message_status(one),
        "can_post": is_letter and one.status == MessageStatus.WAITING,
        "can_try_again": one.status == MessageStatus.FAILED,
        "can_cancel": one.status in {MessageStatus.WAITING, MessageStatus.FAILED},
    }
    return render(request, "messages/message.html", context)


#: What a button on a message's page does, and what is said when it is done.
DEEDS = {
    "try-again": (actions.try_again, "The message is on its way again."),
    "cancel": (actions.cancel, "The message has been cancelled."),
    "posted": (actions.mark_as_posted, "The letter is marked as posted."),
}


@require_POST
def do_to_message(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Do what a button on a message's page says."""
    permissions.check_can_manage_outbox(request.user)
    one = get_object_or_404(Message, pk=pk)
    action, outcome = DEEDS[deed]
    try:
        action(message=one, by=signed_in(request.user), at=timezone.now())
    except (MoveNotAllowed, actions.CannotSend) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, outcome)
    return redirect(one)
