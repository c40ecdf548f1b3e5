"""Every question has the same answer on PostgreSQL and on Spark as on the embedded engine, for a generated borough."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.lib.engines import need_java, postgres_address, stop_spark

from goldenthread.cli.printing import as_plain
from goldenthread.engine import questions
from goldenthread.engine.errors import StoreError
from goldenthread.engine.questions.neighbours import models
from goldenthread.engine.questions.postcode import has_postcodes
from goldenthread.engine.store import Snapshot, Store
from goldenthread.engine.tables import SNAPSHOT
from goldenthread.samples.alderbrook.evidence import SampleEvidence, make_evidence
from goldenthread.samples.alderbrook.geography import PLACE_CODE

# Neither Ibis nor PySpark is quiet about what their own dependencies will retire.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


WARD = "X05000003"


def of_indicators(ask: Callable[[Snapshot, str], Any]) -> Callable[[Snapshot], Any]:
    """The answers for the first and last indicators of the snapshot and one that has groups."""

    def asked(snapshot: Snapshot) -> Any:
        slugs = sorted(snapshot.definitions)
        grouped = next(slug for slug in slugs if snapshot.definitions[slug].breakdowns)
        return [ask(snapshot, slug) for slug in dict.fromkeys((slugs[0], slugs[-1], grouped))]

    return asked


QUESTIONS: dict[str, Callable[[Snapshot], Any]] = {
    "all_values": of_indicators(questions.all_values),
    "area": lambda snapshot: questions.area(snapshot, WARD),
    "area_profile": lambda snapshot: questions.area_profile(snapshot, WARD),
    "area_values": of_indicators(lambda snapshot, slug: questions.area_values(snapshot, slug, kind="lsoa21")),
    "areas": lambda snapshot: questions.areas(snapshot),
    "characteristics_with_values": questions.characteristics_with_values,
    "children": lambda snapshot: questions.children(snapshot, WARD),
    "chosen_values": of_indicators(
        lambda snapshot, slug: questions.chosen_values(snapshot, slug, kind="ward24", period="latest", first=2, most=7)
    ),
    "data_quality": questions.data_quality,
    "deprivation_fifths": of_indicators(questions.deprivation_fifths),
    "gap": of_indicators(lambda snapshot, slug: questions.gap(snapshot, slug, quantiles="national")),
    "gap_table": questions.gap_table,
    "group_gaps": of_indicators(questions.group_gaps),
    "group_values": of_indicators(questions.group_values),
    "kinds_with_values": questions.kinds_with_values,
    "latest_value": of_indicators(questions.latest_value),
    "latest_values": lambda snapshot: questions.latest_values(snapshot, WARD),
    "neighbours": of_indicators(
        lambda snapshot, slug: [questions.neighbours(snapshot, slug, model=model) for model in models(snapshot)]
    ),
    "outline_kinds": questions.outline_kinds,
    "outlines": lambda snapshot: questions.outlines(snapshot, "ward24"),
    "parents": lambda snapshot: questions.parents(snapshot, WARD),
    "place_summary": questions.place_summary,
    "polarisation": questions.polarisation,
    "postcode": lambda snapshot: [
        has_postcodes(snapshot),
        questions.postcode(snapshot, snapshot.table("postcodes")["postcode"][0].as_py()),
        questions.postcode(snapshot, "ZZ99 9ZZ"),
    ],
    "provenance": of_indicators(questions.provenance),
    "rank": of_indicators(questions.rank),
    "rank_table": lambda snapshot: [
        questions.rank_table(snapshot),
        questions.rank_table(snapshot, among="neighbours"),
    ],
    "value_series": of_indicators(questions.value_series),
    "ward_gap": of_indicators(questions.ward_gap),
}


def answer(snapshot: Snapshot, name: str) -> str:
    """What a question comes to, to the last digit, as text."""
    return json.dumps(as_plain(QUESTIONS[name](snapshot)), indent=0)


def write(evidence: SampleEvidence, store: Store) -> Snapshot:
    return store.place(evidence.code).write(evidence.tables, evidence.manifest, evidence.definitions)


@pytest.fixture(scope="module")
def evidence() -> SampleEvidence:
    return make_evidence()


@pytest.fixture(scope="module")
def embedded(evidence: SampleEvidence, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return write(evidence, Store(tmp_path_factory.mktemp("store"), "duckdb://"))


@pytest.fixture(scope="module")
def postgres(evidence: SampleEvidence, embedded: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The same evidence read from PostgreSQL by one who has no folder."""
    with postgres_address() as url:
        write(evidence, Store(tmp_path_factory.mktemp("written"), url))
        yield Store(Path("nowhere"), url).place(PLACE_CODE).current()


@pytest.fixture(scope="module")
def spark(embedded: Snapshot) -> Iterator[Any]:
    """The same Parquet files, read by Spark."""
    need_java()
    pytest.importorskip("pyspark")
    folder = embedded.directory.parent.parent.parent
    yield Store(folder, "spark://local").place(PLACE_CODE).current()
    stop_spark()


def test_every_question_is_put_to_every_engine(embedded: Snapshot) -> None:
    assert sorted(QUESTIONS) == sorted(questions.__all__)
    empty = [name for name in QUESTIONS if answer(embedded, name) in ("null", "[]", "{}")]
    assert empty == []


@pytest.mark.postgres
@pytest.mark.parametrize("name", QUESTIONS)
def test_postgresql_answers_as_the_embedded_engine_does(embedded: Snapshot, postgres: Snapshot, name: str) -> None:
    assert answer(postgres, name) == answer(embedded, name)


@pytest.mark.postgres
@pytest.mark.parametrize("name", SNAPSHOT)
def test_postgresql_gives_every_table_back_row_by_row(embedded: Snapshot, postgres: Snapshot, name: str) -> None:
    assert postgres.table(name).equals(embedded.table(name))


@pytest.mark.spark
@pytest.mark.parametrize("name", QUESTIONS)
def test_spark_answers_as_the_embedded_engine_does(embedded: Snapshot, spark: Snapshot, name: str) -> None:
    assert answer(spark, name) == answer(embedded, name)


@pytest.mark.spark
def test_one_process_knows_one_spark_and_says_so(spark: Snapshot) -> None:
    elsewhere = Store(spark.directory.parent.parent.parent, "spark://127.0.0.1:1").place(PLACE_CODE).current()
    with pytest.raises(StoreError, match="Another Spark, at spark://local, runs in this process already"):
        questions.areas(elsewhere)
