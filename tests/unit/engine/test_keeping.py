"""What was worked out from a snapshot is worked out once; one question for all answers as many questions do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.factories.snapshots import OTHERS, PLACE, value_row, write_snapshot, year
from tests.factories.testford import rows_of_testford

from goldenthread.engine import questions
from goldenthread.engine.errors import QuestionError, StoreError
from goldenthread.engine.keeping import Keeping
from goldenthread.engine.store import Snapshot


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    return write_snapshot(tmp_path, rows_of_testford())


def test_an_answer_is_found_once_and_the_oldest_is_forgotten_first() -> None:
    found: list[str] = []
    keeping = Keeping(most=2)

    def ask(what: str) -> str:
        return keeping.once(what, lambda: found.append(what) or what.upper())  # type: ignore[func-returns-value]

    assert [ask(what) for what in ("a", "b", "a")] == ["A", "B", "A"]
    assert found == ["a", "b"]
    ask("c")  # b was asked for longest ago
    ask("a")
    ask("b")
    assert found == ["a", "b", "c", "b"]


def test_an_error_is_not_kept() -> None:
    keeping = Keeping()
    with pytest.raises(ZeroDivisionError):
        keeping.once("x", lambda: 1 // 0)
    assert keeping.once("x", lambda: 7) == 7


def test_all_questions_about_one_indicator_read_it_once(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    ask = Snapshot.ask
    monkeypatch.setattr(Snapshot, "ask", lambda self, question: asked.append(question) or ask(self, question))
    questions.area_values(snapshot, "poor-health", kind="ward24")
    questions.value_series(snapshot, "poor-health")
    questions.group_gaps(snapshot, "poor-health")
    questions.ward_gap(snapshot, "poor-health")
    questions.rank(snapshot, "poor-health")
    questions.all_values(snapshot, "poor-health")
    questions.provenance(snapshot, "poor-health")
    # The values, and once for all indicators which wards rest on one or two small areas.
    assert len(asked) == 2
    questions.ward_gap(snapshot, "greenery")
    assert len(asked) == 3


def test_latest_values_are_those_asked_for_one_by_one(snapshot: Snapshot) -> None:
    for code in (PLACE, *OTHERS, "E92000001"):
        together = questions.latest_values(snapshot, code)
        assert together == {
            slug: value
            for slug in snapshot.definitions
            if (value := questions.latest_value(snapshot, slug, code)) is not None
        }


@pytest.mark.parametrize("among", ["districts", "neighbours"])
def test_ranks_are_those_asked_for_one_by_one(tmp_path: Path, among: str) -> None:
    rows = rows_of_testford()
    rows["values"].append(value_row("greenery", PLACE, "district", 30.0, **year(2023)))
    rows["values"].append(value_row("greenery", OTHERS[0], "district", 30.0, **year(2023)))
    rows["values"].append(value_row("greenery", OTHERS[1], "district", None, **year(2023)))
    snapshot = write_snapshot(tmp_path, rows)
    for code in (PLACE, OTHERS[0]):
        together = questions.rank_table(snapshot, code, among=among)
        assert together == {
            slug: rank
            for slug in snapshot.definitions
            if (rank := questions.rank(snapshot, slug, code, among=among)) is not None
        }
        assert "poor-health" in together


def test_nobody_is_ranked_among_what_is_not_known(snapshot: Snapshot) -> None:
    with pytest.raises(QuestionError, match="among districts or neighbours, not 'parishes'"):
        questions.rank_table(snapshot, among="parishes")


def test_values_are_chosen_and_given_a_part_at_a_time(snapshot: Snapshot) -> None:
    every = questions.all_values(snapshot, "poor-health")
    assert questions.chosen_values(snapshot, "poor-health") == (len(every), every)
    assert questions.chosen_values(snapshot, "poor-health", first=3, most=2) == (len(every), every[3:5])
    small = [value for value in every if value.area_kind == "lsoa21"]
    assert questions.chosen_values(snapshot, "poor-health", kind="lsoa21") == (60, small)
    latest = [value for value in small if value.period.label == "2024"]
    assert questions.chosen_values(snapshot, "poor-health", kind="lsoa21", period="latest") == (20, latest)
    with pytest.raises(QuestionError, match="'parish' is no kind of area"):
        questions.chosen_values(snapshot, "poor-health", kind="parish")


def test_kinds_with_values_are_those_of_the_place(snapshot: Snapshot) -> None:
    assert questions.kinds_with_values(snapshot) == {
        "poor-health": ("lsoa21", "ward24", "district"),
        "greenery": ("lsoa21",),
        "pay": ("district",),
        "nowhere": (),
    }
    assert questions.outline_kinds(snapshot) == ("ward24",)


def test_an_unknown_indicator_is_an_error_of_the_question_and_of_the_store(snapshot: Snapshot) -> None:
    for kind in (QuestionError, StoreError):
        with pytest.raises(kind, match="no indicator 'unheard'"):
            questions.all_values(snapshot, "unheard")


def test_characteristics_with_values_are_those_that_some_group_has_a_value_by(snapshot: Snapshot) -> None:
    found = questions.characteristics_with_values(snapshot)
    assert found == {"poor-health": ("ethnicity", "sex"), "greenery": (), "pay": (), "nowhere": ()}
    plain = {
        slug: tuple(
            sorted({row.characteristic for row in questions.group_values(snapshot, slug) if row.value is not None})
        )
        for slug in snapshot.definitions
    }
    assert found == plain
    assert questions.characteristics_with_values(snapshot, "E92000001")["poor-health"] == ()
