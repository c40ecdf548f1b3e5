"""Alderbrook's earlier report: the rules find what its people decided on, and no sentence is answered without a why."""

from collections import Counter

from goldenthread.checking.documents import read_document
from goldenthread.checking.promises import find_promises
from goldenthread.samples.alderbrook.plan_content import load_plan
from goldenthread.samples.alderbrook.promises_content import load_promises


def test_every_promise_is_a_sentence_that_the_rules_find_and_no_other_is():
    content = load_promises()
    harvest = find_promises(read_document(content.file, content.content))
    assert (harvest.period.starts_on, harvest.period.ends_on) == (content.starts_on, content.ends_on)
    for promise in content.promises:
        assert sum(promise.sentence in each.sentence for each in harvest.proposals) == 1, promise.sentence
    assert len(harvest.proposals) == len(content.promises)
    assert len(harvest.passed_over) >= 3


def test_every_answer_is_shown_and_has_its_reason():
    content, people = load_promises(), {person.key for person in load_plan().people}
    states = Counter(promise.state for promise in content.promises)
    assert set(states) == {"", "kept", "late", "changed", "dropped"}
    assert all(bool(promise.reason) == bool(promise.state) for promise in content.promises)
    assert {promise.owner for promise in content.promises} <= people
