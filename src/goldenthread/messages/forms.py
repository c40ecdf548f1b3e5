"""The public form for problems, the staff's answer, and the filters of the staff lists."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from django import forms
from django.db.models import Q

from goldenthread.accounts.filters import FilterForm
from goldenthread.messages.models import (
    Channel,
    MessageQuerySet,
    MessageStatus,
    ProblemReportQuerySet,
    ProblemStatus,
)

LONGEST_ACCOUNT = 4000


class ProblemForm(forms.Form):
    """What a reader tells us. `website` is for machines: people do not see it."""

    doing = forms.CharField(
        label="What were you trying to do?",
        required=False,
        max_length=LONGEST_ACCOUNT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    what_happened = forms.CharField(
        label="What went wrong?",
        help_text="Please do not tell us anything private, such as your health or your bank details.",
        max_length=LONGEST_ACCOUNT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Tell us what went wrong",
            "max_length": f"Use {LONGEST_ACCOUNT} characters or fewer",
        },
    )
    email = forms.EmailField(
        label="Your e-mail address, if you would like an answer",
        help_text="We use it for this answer only.",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "Enter an e-mail address in full, like name@example.com, or leave it out"},
    )
    page = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    def clean_page(self) -> str:
        return page_on_this_site(self.cleaned_data["page"])

    @property
    def is_from_machine(self) -> bool:
        return bool(self.data.get("website"))


class AnswerForm(forms.Form):
    """What we say to the reader."""

    answer = forms.CharField(
        label="Your answer",
        max_length=LONGEST_ACCOUNT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Write an answer"},
    )


class OutboxFilter(FilterForm):
    """Which messages the outbox shows; it lives in the address."""

    q = forms.CharField(label="Recipient or subject", required=False)
    status = forms.ChoiceField(label="Status", required=False, choices=[("", "Any"), *MessageStatus.choices])
    channel = forms.ChoiceField(label="Sent by", required=False, choices=[("", "Any"), *Channel.choices])
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[("", "Latest first"), ("oldest", "Earliest first"), ("recipient", "Recipient")],
    )

    orders: ClassVar[Mapping[str, Sequence[str]]] = {
        "": ("-created_at", "-pk"),
        "oldest": ("created_at", "pk"),
        "recipient": ("recipient_name", "address", "-created_at", "pk"),
    }

    def narrow(self, messages: MessageQuerySet) -> MessageQuerySet:
        """The messages that the filters let through."""
        self.full_clean()
        wanted = self.cleaned_data
        if words := wanted.get("q"):
            messages = messages.filter(
                Q(recipient_name__icontains=words) | Q(address__icontains=words) | Q(subject__icontains=words)
            )
        if status := wanted.get("status"):
            messages = messages.filter(status=status)
        if channel := wanted.get("channel"):
            messages = messages.filter(channel=channel)
        return messages.order_by(*self.orders[wanted.get("sort") or ""])


class ProblemFilter(FilterForm):
    """Which problems the list shows; it lives in the address."""

    q = forms.CharField(label="Page or words", required=False)
    status = forms.ChoiceField(label="Status", required=False, choices=[("", "Any"), *ProblemStatus.choices])
    sort = forms.ChoiceField(
        label="Order", required=False, choices=[("", "Latest first"), ("oldest", "Earliest first"), ("page", "Page")]
    )

    orders: ClassVar[Mapping[str, Sequence[str]]] = {
        "": ("-created_at", "-pk"),
        "oldest": ("created_at", "pk"),
        "page": ("page", "-created_at", "-pk"),
    }

    def narrow(self, problems: ProblemReportQuerySet) -> ProblemReportQuerySet:
        """The problems that the filters let through."""
        self.full_clean()
        wanted = self.cleaned_data
        if words := wanted.get("q"):
            problems = problems.filter(Q(page__icontains=words) | Q(what_happened__icontains=words))
        if status := wanted.get("status"):
            problems = problems.filter(status=status)
        return problems.order_by(*self.orders[wanted.get("sort") or ""])


def page_on_this_site(address: str) -> str:
    """The address if it is one of this site's pages, else nothing: it becomes a link that staff may follow."""
    address = address.strip()
    is_path = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address[:500] if is_path and address.isprintable() else ""
