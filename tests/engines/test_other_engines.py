"""The questions' expressions give the same rows on DuckDB, PostgreSQL and Spark: numbers as they are, counts whole."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import ibis
import pandas as pd
import pytest
from tests.conftest import missing
from tests.factories.snapshots import COUNTRY, PLACE, WARDS, write_snapshot

from goldenthread.engine.connection import open_parquet, unbound
from goldenthread.engine.questions.area_profile import values_for_all
from goldenthread.engine.questions.area_values import with_names
from goldenthread.engine.questions.data_quality import counts_of
from goldenthread.engine.questions.small_areas import value_rows
from goldenthread.engine.store import Snapshot
from goldenthread.engine.tables import SNAPSHOT

# Neither Ibis nor PySpark is quiet about what their own dependencies will retire.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

EXPRESSIONS: dict[str, Callable[[Callable[[str], Any]], Any]] = {
    "values with the names of their areas": lambda table: with_names(table("values"), table("areas")),
    "values of a ward, its place and its country": lambda table: values_for_all(
        table("values"), table("areas"), (WARDS[0], PLACE, COUNTRY)
    ),
    "values of small areas": lambda table: value_rows(
        table("values"), ["poor-health", "greenery"], ["lsoa21"], period="2024"
    ),
    "how many values are known": counts_of,
}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return write_snapshot(tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module")
def postgres(snapshot: Snapshot) -> Iterator[Any]:
    """PostgreSQL with the snapshot's tables in a schema of their own."""
    address = os.environ.get("GOLDENTHREAD_TEST_POSTGRES")
    if not address:
        missing(
            "A PostgreSQL server (GOLDENTHREAD_TEST_POSTGRES)",
            "Run the tests beside one: python -m tests.lib.with_postgres pytest tests/engines",
        )
    pytest.importorskip("psycopg")
    connection = ibis.connect(str(address).replace("postgres://", "postgresql://"))
    for name in SNAPSHOT:
        connection.create_table(name, snapshot.table(name), temp=True)
    yield connection
    connection.disconnect()


@pytest.fixture(scope="module")
def spark(snapshot: Snapshot) -> Iterator[Any]:
    """Spark on this machine, one session and one partition, with the snapshot's Parquet files as views."""
    if shutil.which("java") is None:
        missing("A Java runtime", "Install it with: apt-get install openjdk-17-jre-headless")
    sql = pytest.importorskip("pyspark.sql")
    session = (
        sql.SparkSession.builder.master("local[1]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    for name in SNAPSHOT:
        session.read.parquet(str(snapshot.directory / f"{name}.parquet")).createOrReplaceTempView(name)
    yield ibis.pyspark.connect(session)
    session.stop()


def plain(found: pd.DataFrame) -> list[tuple[Any, ...]]:
    """The rows as tuples, in order, whatever an engine calls a missing cell or a date."""
    ordered = found[sorted(found.columns)]
    rows = [
        tuple(None if pd.isna(cell) else str(cell)[:10] if hasattr(cell, "year") else cell for cell in row)
        for row in ordered.itertuples(index=False)
    ]
    return sorted(rows, key=repr)


def expected(snapshot: Snapshot, name: str) -> list[tuple[Any, ...]]:
    """What DuckDB answers."""
    answer = open_parquet(Path(snapshot.directory)).answer(EXPRESSIONS[name](unbound))
    rows = plain(answer.to_pandas())
    assert rows
    return rows


@pytest.mark.postgres
@pytest.mark.parametrize("name", EXPRESSIONS)
def test_postgresql_answers_as_duckdb_does(snapshot: Snapshot, postgres: Any, name: str) -> None:
    assert plain(postgres.execute(EXPRESSIONS[name](unbound))) == expected(snapshot, name)


@pytest.mark.spark
@pytest.mark.parametrize("name", EXPRESSIONS)
def test_spark_answers_as_duckdb_does(snapshot: Snapshot, spark: Any, name: str) -> None:
    assert plain(spark.execute(EXPRESSIONS[name](unbound))) == expected(snapshot, name)
