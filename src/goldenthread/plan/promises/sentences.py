"""The sentences of a report: filtered and ordered by the address, and as rows to take away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from goldenthread.accounts.filters import FilterForm
from goldenthread.plan.models import HarvestedSentence
from goldenthread.plan.promises.states import SentenceState

ORDERS: dict[str, tuple[Any, ...]] = {
    "": ("position",),
    "due": (F("due_on").asc(nulls_last=True), "position"),
    "rule": ("rule", "passed_over_because", "position"),
}


class SentenceFilter(FilterForm):
    """Which sentences are shown; it lives in the address."""

    q = forms.CharField(label="Words", required=False)
    state = forms.ChoiceField(
        label="What was decided",
        required=False,
        choices=[
            ("", "All but those passed over"),
            *((state.value, state.value.capitalize()) for state in SentenceState),
            ("all", "All"),
        ],
    )
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[("", "As in the report"), ("due", "Due first"), ("rule", "Why it was found or passed over")],
    )

    def narrow(self, sentences: QuerySet[HarvestedSentence]) -> QuerySet[HarvestedSentence]:
        """The sentences that the filters let through, in the order asked for."""
        self.full_clean()
        wanted = self.cleaned_data
        if words := wanted.get("q"):
            sentences = sentences.filter(Q(text__icontains=words) | Q(section__icontains=words))
        state = wanted.get("state")
        if not state:
            sentences = sentences.exclude(state=SentenceState.PASSED_OVER.value)
        elif state != "all":
            sentences = sentences.filter(state=state)
        return sentences.order_by(*ORDERS[wanted.get("sort") or ""])


COLUMNS = (
    "Number", "Sentence", "Under", "Section", "Page", "Paragraph", "Found by", "Passed over because", "Due on",
    "Words of the date", "How the date was worked out", "What was decided", "Decided by", "Decided on", "Promise",
)  # fmt: skip


def write_sentence(sentence: HarvestedSentence) -> list[str]:
    """The sentence as a row of a download."""
    promise = getattr(sentence, "promise", None)
    return [
        str(sentence.position), sentence.text, sentence.lead, sentence.section, str(sentence.page or ""),
        str(sentence.block), sentence.rule, sentence.passed_over_because,
        sentence.due_on.isoformat() if sentence.due_on else "", sentence.due_phrase, sentence.due_reason,
        sentence.state, sentence.decided_by.name if sentence.decided_by else "",
        timezone.localdate(sentence.decided_at).isoformat() if sentence.decided_at else "",
        str(promise.number) if promise else "",
    ]  # fmt: skip
