"""A report as the rules see it: its sentences, its period, and what it is checked against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from goldenthread.checking.consents import Consent
from goldenthread.checking.dates import Deadline, find_deadlines
from goldenthread.checking.documents.model import Document
from goldenthread.checking.facts import Fact
from goldenthread.checking.figures import Figure, find_figures
from goldenthread.checking.names import own_places
from goldenthread.checking.passages import Flow, Passage, make_flows, make_passages
from goldenthread.checking.periods import ReportPeriod, guess_period
from goldenthread.checking.promises import find_promises
from goldenthread.checking.quoted import Quotation, find_quotations
from goldenthread.core.claims.bands import DEFAULT_BANDS, Bands
from goldenthread.core.disclosure.suppression import THRESHOLD


@dataclass(frozen=True)
class Settings:
    """What a council may set, each with its default."""

    small_count: int = THRESHOLD  # counts of people under this are small: the threshold of disclosure control
    least_per_head: float = 1.0  # money for each person that is less than this is not plausible ...
    most_per_head: float = 50_000.0  # ... nor more than this, which is what a year of residential care costs
    bands: Bands = DEFAULT_BANDS  # in which wordings are true
    alike: float = 0.6  # how much of the shorter of two quotations has to stand in the other for them to be one


@dataclass(frozen=True)
class Subject:
    """The report that is checked, on what day, against which facts and consents (None: none were handed in)."""

    document: Document
    today: date
    period: ReportPeriod | None = None
    facts: Mapping[str, Fact] | None = None
    consents: Sequence[Consent] | None = None
    settings: Settings = field(default_factory=Settings)

    @cached_property
    def about(self) -> ReportPeriod | None:
        """The period the report is about: as handed in, or as it says itself."""
        return self.period or guess_period(self.document)

    @cached_property
    def flows(self) -> tuple[Flow, ...]:
        """The words in the pieces in which they are read."""
        return make_flows(self.document)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The sentences."""
        return make_passages(self.flows)

    @cached_property
    def _promising(self) -> frozenset[tuple[int, int]]:
        return frozenset((each.block, each.start) for each in find_promises(self.document, self.about).proposals)

    def is_promise(self, passage: Passage) -> bool:
        """Does a sentence promise something, or say what is to come?"""
        block, at = passage.flow.place_of(passage.start)
        return (block.number, at) in self._promising

    @cached_property
    def own_places(self) -> frozenset[str]:
        """Names of the council's whole area and of larger ones, which tell of nobody in particular."""
        return own_places(self.document)

    def of_flow(self, flow: Flow) -> tuple[Passage, ...]:
        """The sentences of a flow."""
        return self._by_flow[flow.number]

    @cached_property
    def _by_flow(self) -> tuple[tuple[Passage, ...], ...]:
        found: list[list[Passage]] = [[] for _ in self.flows]
        for passage in self.passages:
            found[passage.flow.number].append(passage)
        return tuple(tuple(each) for each in found)

    @cached_property
    def figures(self) -> tuple[tuple[Figure, ...], ...]:
        """The figures of each sentence, by the number of the sentence."""
        return tuple(find_figures(each) for each in self.passages)

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """Who is quoted with which words, six and more."""
        return tuple(each for each in self.short_and_long_quotations if each.is_long)

    @cached_property
    def short_and_long_quotations(self) -> tuple[Quotation, ...]:
        """The same, four and five words too."""
        return find_quotations(self.flows)

    @cached_property
    def promised_times(self) -> tuple[tuple[Passage, tuple[Deadline, ...]], ...]:
        """Each sentence that promises something, with the times that it names."""
        promising = (each for each in self.passages if self.is_promise(each))
        return tuple((each, find_deadlines(each.text, self.about)) for each in promising)

    def passage_at(self, flow: Flow, at: int) -> Passage:
        """The sentence of a flow that a letter stands in."""
        passages = self.of_flow(flow)
        return next((each for each in reversed(passages) if each.start <= at), passages[0])
