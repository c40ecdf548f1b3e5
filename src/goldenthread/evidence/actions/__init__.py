"""What changes the evidence a site shows, and the facts that are taken from it."""

from goldenthread.evidence.actions.bands import set_bands
from goldenthread.evidence.actions.facts import (
    Recorded,
    SourceDocument,
    change_keeping,
    correct_fact,
    define_fact,
    record_fact,
    refresh_facts,
    retire_fact,
    supersede_fact,
    verify_fact,
)
from goldenthread.evidence.actions.snapshots import adopt_current_snapshot

__all__ = [
    "Recorded",
    "SourceDocument",
    "adopt_current_snapshot",
    "change_keeping",
    "correct_fact",
    "define_fact",
    "record_fact",
    "refresh_facts",
    "retire_fact",
    "set_bands",
    "supersede_fact",
    "verify_fact",
]
