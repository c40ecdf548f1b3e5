"""The glossary, for everybody: words that residents may not know, and what we write instead."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.accounts.filters import FilterForm
from goldenthread.definitions.word import Word, load_words
from goldenthread.frontend.downloads import as_download

COLUMNS = ("Word", "What it means", "What we write", "Other forms")


class WordFilter(FilterForm):
    """Which words are shown; it lives in the address."""

    q = forms.CharField(label="Find a word", required=False)

    def narrow(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """The words in which the letters stand: in the word, its other forms, or what it means."""
        self.full_clean()
        wanted = str(self.cleaned_data.get("q") or "").strip().casefold()
        return tuple(word for word in words if wanted in " ".join((*word.forms, word.meaning)).casefold())


@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """Every word of the glossary, in the order of the alphabet."""
    filters = WordFilter(request.GET)
    found = filters.narrow(load_words())
    rows = ((word.term, word.meaning, word.instead, ", ".join(word.also)) for word in found)
    wanted = request.GET.get("as", "")
    sent = as_download(wanted, name="words-explained", title="Words explained", columns=COLUMNS, rows=lambda: rows)
    return sent or render(request, "reports/words.html", {"filters": filters, "words": found})
