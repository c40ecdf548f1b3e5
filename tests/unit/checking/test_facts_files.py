"""Facts from CSV, JSON and YAML: the same facts, exactly; each mistake with its place; all or none."""

import json
from datetime import date
from fractions import Fraction

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.checking.facts import Disclosure
from goldenthread.checking.facts_files import COLUMNS, FactsRefused, read_facts
from goldenthread.checking.periods import parse_period
from goldenthread.core.claims.evidence import Statistic

GAP = {
    "slug": "life-expectancy-gap",
    "subject": "Gap in life expectancy at birth",
    "statistic": "gap",
    "value": "10.8",
    "interval": "9.9 to 11.6",
    "place": "Alderbrook",
    "boundaries": "2017 wards",
    "group": "women",
    "period": "2016-20",
    "as_at": "2021-04-30",
    "valid_until": "2024-06-30",
    "owner": "Public health",
    "verifier": "Data team",
    "disclosure": "cleared",
    "caveat": "Best-fit wards.",
    "source": "ONS",
    "sha256": "ab" * 32,
}
HOMES = {"slug": "homes", "subject": "Homes", "statistic": "count", "value": "2063", "period": "2022-23"}
TRAINED = {"slug": "trained", "subject": "Staff", "statistic": "share", "numerator": "41", "denominator": "42"}
SERIES = {"slug": "meetings", "subject": "At meetings", "statistic": "range", "series": "52; 58; 55.5"}
ENTRIES = [GAP, HOMES, TRAINED, SERIES]


def as_csv(entries: list[dict[str, str]]) -> bytes:
    names = [each.name for each in COLUMNS]
    rows = [",".join(names), *(",".join(f'"{entry.get(name, "")}"' for name in names) for entry in entries)]
    return "\n".join(rows).encode()


FILES = {
    "facts.csv": as_csv(ENTRIES),
    "facts.json": json.dumps({"facts": ENTRIES}).encode(),
    "facts.yaml": yaml.safe_dump({"facts": ENTRIES}).encode(),
    "list.json": json.dumps(ENTRIES).encode(),
    "numbers.json": json.dumps(
        [GAP | {"value": 10.8}, HOMES | {"value": 2063}, TRAINED, SERIES | {"series": [52, 58, 55.5]}]
    ).encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_every_form_holds_the_same_facts(name: str) -> None:
    facts = read_facts(name, FILES[name])
    assert list(facts) == ["life-expectancy-gap", "homes", "trained", "meetings"]
    gap = facts["life-expectancy-gap"]
    assert gap.evidence.statistic is Statistic.GAP
    assert (gap.evidence.value, gap.evidence.lower, gap.evidence.upper) == (
        Fraction(108, 10),
        Fraction(99, 10),
        Fraction(116, 10),
    )
    assert (gap.place, gap.boundaries, gap.group, gap.owner, gap.verifier) == (
        "Alderbrook",
        "2017 wards",
        "women",
        "Public health",
        "Data team",
    )
    assert gap.evidence.valid_until == date(2024, 6, 30)
    assert gap.disclosure is Disclosure.CLEARED
    assert facts["homes"].covers == parse_period("2022-23")
    assert facts["trained"].evidence.value == Fraction(4100, 42)
    assert facts["meetings"].evidence.series == (52, 58, Fraction(111, 2))


@given(st.decimals(min_value=0, max_value=10**9, places=6))
def test_values_are_kept_exactly(value: object) -> None:
    for name, content in (
        ("f.csv", f"slug,subject,statistic,value\na,A,amount,{value}\n"),
        ("f.json", json.dumps([{"slug": "a", "subject": "A", "statistic": "amount"}])[:-2] + f', "value": {value}}}]'),
        ("f.yaml", f"- {{slug: a, subject: A, statistic: amount, value: {value}}}\n"),
    ):
        assert read_facts(name, content.encode())["a"].evidence.value == Fraction(str(value))


HEAD = (
    "slug,subject,statistic,value,numerator,denominator,interval,owner,verifier,disclosure,as_at,sha256,superseded_by\n"
)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "homes,Homes,count,ten",
            r"facts.csv, row 2, column value: “ten” is not a number. Write figures such as 10.8.",
        ),
        ("homes,,count,10", "row 2, column subject: it is empty"),
        ("homes,Homes,tally,10", "row 2, column statistic: “tally” is not one of: count, share"),
        ("Homes!,Homes,count,10", "row 2: “Homes!” is not a slug"),
        ("homes,Homes,count,-10", "row 2: A count is zero or more; got -10"),
        ("homes,Homes,share,130", "row 2: A share lies between 0 and 100 per cent"),
        ("homes,Homes,share,50,10,40", "row 2: 10 of 40 is 25.0%, not 50%"),
        ("homes,Homes,gap,10,,,9", "column interval: “9” is not an interval"),
        ("homes,Homes,gap,10,,,11 to 12", "row 2: The value 10 lies outside its interval"),
        ("homes,Homes,count,10,,,,Ann,ann", "row 2: Ann is both owner and verifier"),
        ("homes,Homes,count,10,,,,,,hidden", "column disclosure: “hidden” is not one of: cleared, suppressed"),
        ("homes,Homes,count,10,,,,,,,1 May", "column as_at: “1 May” is not a day"),
        ("homes,Homes,count,10,,,,,,,,abc", "“abc” is not a SHA-256"),
        ("homes,Homes,count,10,,,,,,,,,other", "superseded by “other”, which is not in the file"),
        ("homes,Homes,count,10,,,,,,,,,homes", "superseded by itself"),
        (
            "homes,Homes,count,10\nhomes,Homes,count,11",
            "row 3, column slug: “homes” is there already, at facts.csv, row 2",
        ),
        ("homes,Homes,count,1,2,3,4,5,6,7,8,9,10,11", "row 2 has 14 cells and the heading 13"),
    ],
)
def test_each_mistake_is_told_with_its_place(row: str, said: str) -> None:
    with pytest.raises(FactsRefused) as refused:
        read_facts("facts.csv", (HEAD + row + "\n").encode())
    assert said.replace("\\", "") in str(refused.value)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("f.csv", "slug,subject,statistic,colour\n", "row 1: “colour” is no column of facts"),
        ("f.csv", "slug,subject\n", "row 1: there is no statistic"),
        ("f.csv", "slug,subject,statistic,slug\n", "the column slug is there twice"),
        ("f.json", "{", "f.json, line 1, column 2: it is not JSON"),
        ("f.json", '{"x": 1}', "has no list of facts"),
        ("f.json", "[3]", "f.json, fact 1 is not a fact"),
        ("f.yaml", "facts: [", "f.yaml, line 1"),
        ("f.yaml", "- slug: a\n  subject: A\n  statistic: count\n  value: ten\n", "f.yaml, fact 1, value: “ten”"),
        ("f.yaml", "- !!python/object:os.system {slug: a}\n", "f.yaml"),
        ("f.xlsx", "", "not a file of facts"),
    ],
)
def test_a_file_in_no_form_is_refused_in_a_sentence(name: str, content: str, said: str) -> None:
    with pytest.raises(FactsRefused) as refused:
        read_facts(name, content.encode())
    assert said in str(refused.value)


def test_all_mistakes_are_told_at_once_and_nothing_is_taken() -> None:
    rows = "".join(f"fact-{number},Homes,count,ten\n" for number in range(30))
    with pytest.raises(FactsRefused) as refused:
        read_facts("facts.csv", f"{HEAD}good,Homes,count,10\n{rows}".encode())
    assert len(refused.value.problems) == 30
    assert str(refused.value).endswith("10 more like these.")
    with pytest.raises(FactsRefused, match="not in UTF-8"):
        read_facts("facts.csv", b"caf\xe9")


def test_a_hidden_value_is_known_to_be_hidden() -> None:
    facts = read_facts("f.csv", b"slug,subject,statistic,value,disclosure\na,A,count,3,suppressed\n")
    assert facts["a"].evidence.is_suppressed
