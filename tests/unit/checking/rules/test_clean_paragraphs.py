"""Paragraphs with nothing wrong, in which no rule may find anything."""

import pytest
from tests.factories.checked_reports import TODAY, subject_of

from goldenthread.checking.check import check_report
from goldenthread.checking.consents import Consent
from goldenthread.checking.facts_files import read_facts

FACTS = read_facts(
    "facts.csv",
    b"""slug,subject,statistic,value,numerator,denominator,disclosure,is_clear,period
hubs,Hubs open,count,12,,,,,2022-23
gap,Gap in attendance,gap,4.2,,,,,2022-23
walkers,Pupils who walk,share,,90,200,,,2022-23
won,Benefits won,money a year,82400,,,,,2022-23
staff,Staff trained,all or none,,310,310,,,2022-23
few,Tenants rehoused,count,3,,,cleared,,2022-23
""",
)
CLEAN = (
    "This year we opened [12 hubs](claim:hubs) with our partners, and residents tell us that they feel at home.",
    "The gap in attendance is [just over 4 points](claim:gap). We do not yet know why it has not closed.",
    "[45%](claim:walkers) of pupils walk to school.",
    "New claims are worth [over £80,000 a year](claim:won) to the families who made them.",
    "[All staff](claim:staff) have been trained, and the course is now part of every new starter's first week.",
    "In Leigh [3 tenants](claim:few) moved to a home without stairs.",
    "We will publish the next plan by 31 March 2025, after the budget has been agreed.",
    "Everyone should be able to get to a library, whatever their age, race or disability.",
    "Our aim is a borough in which all children are safe, and in which nobody is left behind.",
    "See [the plan](https://example.org/plan) and [our method](#our-method) for how we count.",
    "“I got my own front door, and I have slept well ever since then” – Carol, a tenant",
    "The team at Harbour House meets every Tuesday in Leigh. They work with the police, schools and the NHS.",
    "We have [three](not-a-claim) aims:\n\n- Warm homes\n- Clean air\n- Good work",
    "The Equality Act 2010 asks us to think ahead. In 2019 we set out how.",
    "Between May 2022 and March 2023 we met with the Youth Council, the Faith Forum and the Disability Panel.",
    "![Two children plant a tree in a park](tree.png)",
    "Some people asked for help more than once, so our counts are of visits and not of people.",
    "Residents can find out more on our website, in libraries and by telephone on 0161 496 0000.",
)
HEADING = """# Fair in Alderbrook

## Our method

In Alderbrook we count. Across Alderbrook we ask. For Alderbrook we act.

"""
CONSENTS = (Consent("Carol", TODAY),)


@pytest.mark.parametrize("paragraph", CLEAN)
def test_a_clean_paragraph_raises_nothing(paragraph: str) -> None:
    subject = subject_of(f"{HEADING}{paragraph}\n", facts=FACTS, consents=CONSENTS)
    outcome = check_report(subject)
    assert [(each.rule, each.message) for each in outcome.findings] == []
    assert not outcome.left_out


def test_all_of_them_together_raise_nothing() -> None:
    outcome = check_report(subject_of(HEADING + "\n\n".join(CLEAN), facts=FACTS, consents=CONSENTS))
    assert [(each.rule, each.message) for each in outcome.findings] == []
    assert outcome.claims == 6
