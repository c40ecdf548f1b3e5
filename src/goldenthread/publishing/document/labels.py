"""The few words that renderers add of their own, so that a report in Welsh has them in Welsh."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labels:
    """Every word that is not the author's. The default is English."""

    source: str = "Source"
    notes: str = "Notes"
    note: str = "Note"
    annex: str = "Annex"
    picture: str = "What the picture shows"
    case_study: str = "Case study"
    you_said: str = "You said"
    we_did: str = "We did"
    we_will: str = "We will"
    we_cannot: str = "We can’t, because"
    action: str = "Action"
    lead: str = "Who leads"
    due: str = "Due"
    status: str = "Status"
    how: str = "How do we know this?"
    evidence: str = "How we know"
    evidence_table: str = "Every figure in this document that stands on evidence"
    fact: str = "What it is about"
    value: str = "The figure (95% interval)"
    period: str = "Period"
    missing: str = "not available"

    def __post_init__(self) -> None:
        for name in self.__slots__:
            if not getattr(self, name).strip():
                raise ValueError(f"The label “{name}” is empty: readers would meet a gap where its words should be.")


ENGLISH = Labels()
