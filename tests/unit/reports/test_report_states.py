"""What may follow what on a report's way to the public."""

import itertools

import pytest

from goldenthread.plan.states import make_diagram
from goldenthread.reports.states import REPORT_TRANSITIONS, ReportStatus

ALLOWED = {
    ("draft", "checked"), ("checked", "draft"), ("checked", "right of reply"), ("checked", "in review"),
    ("right of reply", "draft"), ("right of reply", "in review"), ("in review", "draft"), ("in review", "approved"),
    ("approved", "draft"), ("approved", "published"), ("published", "draft"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), list(itertools.product(ReportStatus, repeat=2)))
def test_the_table_allows_these_steps_and_no_other(before, after):
    assert (after in REPORT_TRANSITIONS[before]) == ((before.value, after.value) in ALLOWED)


def test_every_status_is_in_the_table_and_can_be_reached():
    assert set(REPORT_TRANSITIONS) == set(ReportStatus)
    assert set().union(*REPORT_TRANSITIONS.values()) == set(ReportStatus)


def test_the_table_draws_its_own_diagram():
    assert "approved --> published" in make_diagram(REPORT_TRANSITIONS)
    assert "published --> draft" in make_diagram(REPORT_TRANSITIONS)
