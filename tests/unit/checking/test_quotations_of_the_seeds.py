"""How often the rule of typed quotations stops in five published texts, and that each time it is a resident's words."""

from datetime import date
from pathlib import Path

import pytest

from goldenthread.checking.check import check_report, choose_rules
from goldenthread.checking.documents import read_document
from goldenthread.checking.subject import Subject

#: By reading: how many quotations of residents there are in each, those that are printed twice counted twice.
RESIDENTS = {
    "S0-fair-borough-plan-page.md": (),
    "S1-city-plan-tackling-inequalities.md": (),
    "S2-fairer-action-plan-equality-aim-2.md": ("Involve local people", "If you’re going to be the best"),
    "S3-corporate-plan-our-purpose.md": (),
    "S4-fair-and-inclusive-annual-report.md": (
        "When I couldn't talk",
        "I am a Brinnington resident",
        "I really appreciate you",
        "The session was very",
        "The session was very",
        "I am a Brinnington resident",
        "I really appreciate you",
        "It’s lovely for the area",
        "I was nervous",
        "When I couldn't talk",
        "If you had told me",
    ),
}


@pytest.mark.parametrize("name", RESIDENTS)
def test_every_quotation_of_a_resident_is_stopped_at_and_nothing_else(shared: Path, name: str) -> None:
    path = shared / "seeds" / name
    subject = Subject(document=read_document(name, path.read_bytes()), today=date(2026, 1, 1), consents=())
    found = check_report(subject, choose_rules(["unagreed-quotation"])).findings
    assert len(found) == len(RESIDENTS[name]), [each.words for each in found]
    for each, begins in zip(found, RESIDENTS[name], strict=True):
        assert each.words.replace("’", "'").startswith(begins.replace("’", "'"))
