"""Claims judged in their sentence; figures that are bound to nothing."""

from datetime import date

import pytest
from tests.factories.checked_reports import found, subject_of, words

from goldenthread.checking.check import UnknownRule, check_report, choose_rules
from goldenthread.checking.facts_files import read_facts
from goldenthread.checking.findings import Severity
from goldenthread.checking.rules import RULES

FACTS = read_facts(
    "facts.csv",
    b"""slug,subject,statistic,value,numerator,denominator,disclosure,valid_until,superseded_by,is_clear
gap,Gap in life expectancy,gap,10.8,,,,,,
homes,Homes helped,count,2063,,,,,,
many,Homes helped,count,2900,,,,,,
packs,Packs,count,640,,,,,,
all,Contracts,all or none,,41,42,,,,
small,Residents,count,3,,,suppressed,,,
old,Jobs,count,14,,,,2023-01-31,,
was,Jobs,count,14,,,,,now,
now,Jobs,count,15,,,,,,
won,Benefits won,money a year,328531,,,,,,
rose,Uptake,change,2,,,,,,no
none,Nothing yet,count,,,,,,,
""",
)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("A gap of [almost 11 years](claim:gap).", None),
        ("A gap of almost [11](claim:gap) years.", None),
        ("A gap of [over 11 years](claim:gap).", "FALSE"),
        ("A gap of over [11 years](claim:gap).", "FALSE"),
        ("We helped [over 2,000](claim:homes) homes.", None),
        ("We helped [over 2,000](claim:many) homes.", "LOOSE"),
        ("We gave out [hundreds](claim:packs) of packs.", "VAGUE"),
        ("[All contracts](claim:all) have been checked.", "FALSE"),
        ("[3 residents](claim:small) came.", "SUPPRESSED"),
        ("We made [14 jobs](claim:old).", "STALE"),
        ("We made [14 jobs](claim:was).", "STALE"),
        ("We made [14 jobs](claim:gone).", "NO EVIDENCE"),
        ("We made [14 jobs](claim:none).", "NO EVIDENCE"),
        ("We won benefits worth [£328,531](claim:won) each year.", None),
        ("We won benefits worth [£328,531](claim:won).", "LOOSE"),
        ("We won [£328,531 a week](claim:won).", "FALSE"),
        ("Uptake [rose by 2 points](claim:rose).", "NO CLEAR CHANGE"),
        ("We made [some jobs](claim:now).", "UNPARSED"),
        ("We made [](claim:now) jobs.", None),
        ("We made [](claim:none) jobs.", "NO EVIDENCE"),
        ("We made [](claim:small) jobs.", "SUPPRESSED"),
    ],
)
def test_a_claim_gets_the_verdict_that_its_sentence_earns(text: str, verdict: str | None) -> None:
    result = found("claim", text, facts=FACTS)
    assert [each.verdict for each in result] == ([verdict] if verdict else [])
    blocking = {"FALSE", "NO EVIDENCE", "SUPPRESSED"}
    for each in result:
        assert each.severity is (Severity.BLOCK if verdict in blocking else Severity.REASON)
        assert each.message.startswith(f"{verdict}. ")
        assert each.claim


def test_two_claims_in_one_sentence_are_judged_each_by_its_own_fact() -> None:
    text = "We made [15 jobs](claim:now) and helped [2,063 homes](claim:homes)."
    assert found("claim", text, facts=FACTS) == []
    swapped = "We made [2,063 jobs](claim:now) and helped [15 homes](claim:homes)."
    assert [each.claim for each in found("claim", swapped, facts=FACTS)] == ["now", "homes"]


def test_figures_outside_claims_marks_dates_and_quotations_are_unbound() -> None:
    text = (
        "# 4. Goals\n\nIn 2022 we opened [15](claim:now) hubs with [3](not-a-claim) doors, 20 rooms and "
        "over half of the shelves on 1 May.\n\n“We saw 300 people there on the very first day,” said Huw.\n\n"
        "All staff have been trained.\n"
    )
    assert words("unbound-number", text, facts=FACTS) == ["20", "over half", "All"]


def test_without_facts_the_rules_on_figures_are_left_out() -> None:
    outcome = check_report(subject_of("We opened 20 hubs."))
    assert set(outcome.left_out) == {"claim", "unbound-number", "no-consent", "unagreed-quotation"}
    assert outcome.findings == ()
    assert not outcome.blocks


def test_an_outcome_counts_what_it_found() -> None:
    outcome = check_report(subject_of("We opened 20 hubs in [the plan](#), [14](claim:old).", facts=FACTS))
    assert outcome.blocks
    assert outcome.claims == 1
    assert outcome.count() == {Severity.BLOCK: 2, Severity.REASON: 1, Severity.WARN: 0}
    assert [each.rule for each in outcome.findings] == ["claim", "unbound-number", "dead-link"]


def test_a_rule_that_is_not_there_is_named() -> None:
    with pytest.raises(UnknownRule, match=r"no rule “spelling”\. The rules are: claim, unbound-number"):
        choose_rules(["dead-link", "spelling"])


@pytest.mark.parametrize("name", RULES)
def test_every_rule_says_what_it_is_for(name: str) -> None:
    rule = RULES[name]
    assert rule.name == name
    assert rule.looks_for.endswith((".", "…"))
    assert rule.message.endswith((".", "}"))
    assert rule.fix.endswith(".")
    assert rule.example


#: Rules whose example needs more than a sentence to stand in: a list, a fact, a register.
EXAMPLES = {
    "claim": {"facts": read_facts("f.csv", b"slug,subject,statistic,value\nlife-expectancy-gap,Gap,gap,10.8\n")},
    "unbound-number": {"facts": FACTS},
    "no-consent": {"consents": ()},
    "unagreed-quotation": {"consents": ()},
    "relative-deadline": {"today": date(2023, 6, 30)},
}


@pytest.mark.parametrize("name", RULES)
def test_the_example_of_a_rule_is_found_by_it(name: str) -> None:
    text = RULES[name].example.replace(" … ", "\n\n").partition("In a report on 2022-23: ")
    # A picture alone is no report.
    assert found(name, f"{text[2] or text[0]}\n\nWords.", **EXAMPLES.get(name, {}))
