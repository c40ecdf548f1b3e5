"""A published annual report with its figures bound to facts, and the facts made from a list of its claims.

The list gives an illustrative value that keeps each wording. What it does not give is made up here and only here: how
many are in a table of ranks, and of how many “all” are all.
"""

import csv
import hashlib
import re
from pathlib import Path

import pytest

from goldenthread.checking.documents import Document, read_document
from goldenthread.checking.facts import Fact
from goldenthread.checking.facts_files import COLUMNS, read_facts

REPORT = "S4-fair-and-inclusive-annual-report.md"
SEED = "S4"

#: By the number of the claim in the list: the words of the report that are bound to it, in braces, and words beside
#: them that tell the place.
BOUND: dict[int, str] = {
    2: "{eighth most}",
    3: "{almost 11}",
    5: "{over 125}",
    6: " {ten}-",
    8: "{over 2,000}",
    10: "lead construction contractors for {three} major developments: the Transport",
    12: "{five}",
    13: "new jobs; {two} brickwork",
    20: "{All} Adult",
    23: " {68} ",
    24: "{around 200}",
    25: "{2311}",
    26: "{157}",
    27: " {1} ",
    28: " {7} ",
    29: " an additional {14} new affordable",
    30: "{£800,000}",
    31: "{£2.6m}",
    34: "have {3} key ",
    35: "year {27} schools",
    36: " {15} ",
    40: "{26} ",
    41: "{120}",
    42: "Outcomes: {4} people moved",
    43: " employment, {3} were offered",
    44: " {41} ",
    45: "onto training, {18} were supported",
    46: "{47}",
    48: " Scheme provided {14} places for young",
    49: " Programme supported {18} young people who are",
    50: " {six}-",
    51: "{almost 5.5K}",
    52: "{56,000+}",
    53: "within {10} miles ",
    57: " {17} ",
    58: " and so far {10} individuals",
    59: "{four}",
    62: "to reach {75%} vaccine ",
    63: "We achieved {75%} first dose ",
    64: "{70%}",
    70: "{4,255}",
    74: "playgrounds across Stockport: {5} mirage seats, 4 nest seats, 5",
    75: "mirage seats, {4} nest seats, 5",
    76: "seats, {5} ground",
    77: "trampoline, {3} accessible ",
    78: ", and {two} multi",
    80: " {eight} ",
    82: " Bank, {6} months",
    83: "{26%}",
    86: "{between 50 and 60}",
    87: "{hundreds}",
    89: "{sixteen}",
    90: "{over 300}",
    91: "{45}",
    92: "{35}",
    93: " {20} ",
    94: "Pride with {three} librarians",
    95: "{highest}",
    96: "{among the lowest}",
    97: "{132}",
    98: "{All} of",
    99: "{Everyone}",
    100: "{All} immunisations",
    101: "{All} refugees",
    102: "offered {three} days a ",
    103: "the Hardman Centre with {two} learners gaining awards",
    104: "{60+}",
    105: " 60+ parents in {two} primary schools",
    106: "{1,678}",
    107: "{82}",
    108: "{£286,604}",
    109: " hosted {two} holiday",
    111: "Forum with {10} parents of",
    112: "{100+}",
    114: "{633}",
    115: "{£49,185}",
    117: "{£328,531}",
    118: " {21} ",
    119: "{£79,256}",
    120: "A further {33} new claims",
    121: "{£87,862}",
    122: "{£90,417}",
    123: "{295,243}",
    124: "{6,307}",
    125: "{2.9%}",
    127: "{33,571}",
    128: "{8,256}",
    129: "{250}",
    130: "{115}",
    133: "{173}",
    134: "{683}",
    135: "{61}",
    136: "retendered {33} supported ",
    137: "{142}",
    138: " {25} ",
    139: "{4} family",
    140: " providers and {2} family members",
}
#: Figures that claim nothing: what an accreditation asks for, and what the Census counts by.
NO_CLAIMS = ("{more than 2} hours", "{8 or more} consecutive", "{2 or more} people")

#: Of how many “all” are all, where the report does not say.
DENOMINATORS = {20: 40, 98: 45, 99: 132, 100: 132, 101: 132}
#: How many are in the table of a rank, and from which end it is counted.
PEERS = {2: (309, "highest first"), 95: (21, "highest first"), 96: (21, "lowest first")}
#: The list gives no place for “among the lowest”.
VALUES = {96: "3"}


def rows(shared: Path) -> dict[int, dict[str, str]]:
    """The claims of the report in the list, by their number."""
    path = shared / "design" / "facts.csv"
    if not path.is_file() or not (shared / "seeds" / REPORT).is_file():
        pytest.skip(f"{REPORT} or {path.name} is not in the folder of published reports.")
    with path.open(encoding="utf-8", newline="") as opened:
        listed = [row for row in csv.DictReader(opened) if row["seed"] == SEED]
    return dict(enumerate(listed, 1))


def slug(number: int) -> str:
    """The name of a fact."""
    return f"claim-{number}"


def statistic(row: dict[str, str]) -> str:
    """The kind of a fact, by its unit in the list."""
    unit, value = row["unit"], row["evidence"]
    if ";" in value:
        return "range"
    if unit.startswith("percent"):
        return "all or none" if value == "100" else "share"
    if unit.startswith("GBP"):
        return "money a year" if "per year" in unit else "money once"
    if unit.startswith("rank"):
        return "rank"
    return "count" if float(value) == int(float(value)) else "gap"


def facts_file(shared: Path) -> bytes:
    """The facts behind the bound figures, as a council would write them."""
    listed = rows(shared)
    source = hashlib.sha256((shared / "design" / "facts.csv").read_bytes()).hexdigest()
    lines = [",".join(column.name for column in COLUMNS)]
    for number in BOUND:
        row = listed[number]
        kind = statistic(row) if number not in VALUES else "rank"
        value = VALUES.get(number, row["evidence"])
        cells = {
            "slug": slug(number),
            "subject": row["claim"],
            "statistic": kind,
            "series" if kind == "range" else "value": value,
            "place": row["place"],
            "period": row["period"],
            "owner": "Analyst",
            "verifier": "Another analyst",
            "source": "facts.csv",
            "sha256": source,
        }
        if number in DENOMINATORS:
            cells |= {"numerator": str(DENOMINATORS[number]), "denominator": str(DENOMINATORS[number])}
        if number in PEERS:
            cells |= {"peers": str(PEERS[number][0]), "order": PEERS[number][1]}
        lines.append(",".join('"' + cells.get(column.name, "").replace('"', '""') + '"' for column in COLUMNS))
    return "\n".join(lines).encode()


def facts(shared: Path) -> dict[str, Fact]:
    """The facts, read as the command reads them."""
    return read_facts("facts.csv", facts_file(shared))


def bound_text(shared: Path) -> str:
    """The report in Markdown with its figures bound."""
    rows(shared)
    text = (shared / "seeds" / REPORT).read_text(encoding="utf-8")
    targets = [(snippet, f"claim:{slug(number)}") for number, snippet in BOUND.items()]
    targets += [(snippet, "not-a-claim") for snippet in NO_CLAIMS]
    places = []
    for snippet, target in targets:
        before, words, after = re.split(r"[{}]", snippet)
        whole = before + words + after
        assert text.count(whole) == 1, f"“{whole}” stands {text.count(whole)} times in the report."
        start = text.index(whole) + len(before)
        places.append((start, start + len(words), target))
    for start, end, target in sorted(places, reverse=True):
        text = f"{text[:start]}[{text[start:end]}]({target}){text[end:]}"
    return text


def bound_report(shared: Path) -> Document:
    """The report with its figures bound, as a document."""
    return read_document("report.md", bound_text(shared).encode())
