"""Checking a made report of 60 pages, beside a plain checker that looks each number up in the facts.

Run with ``python bench/checking.py``. The plain checker is what existing tools do: it finds digits by one expression
and looks for their value among the facts. It is shown for its speed and for what it misses: two true figures that were
swapped. Seconds are of the processor, so that what others do on the machine counts less.
"""

import re
import time
from collections.abc import Callable
from datetime import date

import numpy as np

from goldenthread.checking.check import check_report
from goldenthread.checking.documents import Document, read_document
from goldenthread.checking.facts import Fact
from goldenthread.checking.facts_files import read_facts
from goldenthread.checking.rules import RULES
from goldenthread.checking.subject import Subject

PAGES = 60
WORDS_A_PAGE = 450
TARGET = 2.0
TODAY = date(2023, 6, 30)
CLAIMED = (
    "We helped {} households with their bills and with claims for what was due to them.",
    "Over the year {} residents came to an event that was held near to where they live.",
    "Our partners at Harbour House gave advice to {} carers, and most of them came back.",
    "In Leigh and in Mill Ward {} young people joined a club that they had chosen themselves.",
)
SAID = (
    "We know that where people live, what they earn and how they are treated bear on their health and their chances.",
    "The service listens to residents, works with schools and the police, and tells councillors what it has learned.",
    "We will publish what we find by March 2025, and the next plan will be written with those whom it is about.",
    "“I felt at home there from the first day on, and I have told all my friends about it” – a visitor to the hub",
    "Equality impact assessments are used whenever a policy is made, changed or ended, as the law asks of us.",
    "Nobody should have to choose between a warm home and a hot meal, whatever their age, race or disability.",
)


def make_report(generator: np.random.Generator) -> tuple[Document, dict[str, Fact]]:
    """A report in Markdown of so many pages, three figures to a page bound to facts, and the facts."""
    text = ["# Fair in Alderbrook, 2022-23", ""]
    rows = ["slug,subject,statistic,value"]
    words = 0
    for page in range(PAGES):
        text.append(f"\n## Part {page + 1} of what we did\n")
        while words < WORDS_A_PAGE * (page + 1):
            lines = [SAID[int(each)] for each in generator.integers(0, len(SAID), 4)]
            if generator.random() < 0.5:
                value = int(generator.integers(40, 90_000))
                slug = f"fact-{len(rows)}"
                rows.append(f"{slug},What was counted,count,{value}")
                claimed = CLAIMED[int(generator.integers(0, len(CLAIMED)))]
                lines.insert(2, claimed.format(f"[{value:,}](claim:{slug})"))
            paragraph = " ".join(lines)
            words += len(paragraph.split())
            text.append(f"{paragraph}\n")
    document = read_document("report.md", "\n".join(text).encode())
    return document, read_facts("facts.csv", "\n".join(rows).encode())


def plain_check(document: Document, facts: dict[str, Fact]) -> int:
    """How many numbers of a report are no value of any fact."""
    known = {float(fact.evidence.value) for fact in facts.values() if fact.evidence.value is not None}
    numbers = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?")
    found = (float(each.replace(",", "")) for block in document.blocks for each in numbers.findall(block.text))
    return sum(1 for each in found if each not in known)


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """The quickest of a few runs."""
    taken = []
    for _ in range(times):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken)


def main() -> None:
    """Print what each step takes."""
    generator = np.random.default_rng(20230630)
    document, facts = make_report(generator)
    words = len(document.text().split())
    subject = Subject(document, TODAY, facts=facts, consents=())
    print(f"{words:,} words, {len(subject.passages):,} sentences, {len(facts)} claims, {len(RULES)} rules")

    def check() -> None:
        check_report(Subject(document, TODAY, facts=facts, consents=()))

    ours = seconds(check)
    plain = seconds(lambda: plain_check(document, facts))
    print(f"{'checking by every rule':40} {ours:8.3f} s  target {TARGET} s {'met' if ours < TARGET else 'MISSED'}")
    print(f"{'looking each number up in the facts':40} {plain:8.3f} s  1/{ours / plain:.0f} of it")
    for name, work in (
        ("parting it into sentences", lambda: Subject(document, TODAY).passages),
        ("finding its figures", lambda: Subject(document, TODAY).figures),
    ):
        print(f"{'... ' + name:40} {seconds(work):8.3f} s")
    swapped, missed, caught = swaps(document, facts)
    print(f"of {swapped} pairs of figures swapped, looking up notices {swapped - missed}, the rule on claims {caught}")


def swaps(document: Document, facts: dict[str, Fact]) -> tuple[int, int, int]:
    """Each fact given its neighbour's value: pairs, those the plain checker misses, and those ours notices."""
    slugs = list(facts)
    pairs = [(first, second) for first, second in zip(slugs[::2], slugs[1::2], strict=False)][:30]
    missed = caught = 0
    for first, second in pairs:
        turned = facts | {first: facts[second], second: facts[first]}
        missed += plain_check(document, turned) == plain_check(document, facts)
        found = check_report(Subject(document, TODAY, facts=turned), [RULES["claim"]]).findings
        caught += {each.claim for each in found} == {first, second}
    return len(pairs), missed, caught


if __name__ == "__main__":
    main()
