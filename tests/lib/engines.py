"""The other engines that tests need: asked for, or skipped with the reason."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from tests.conftest import missing


@contextmanager
def postgres_address() -> Iterator[str]:
    """The address of an empty PostgreSQL database, which is removed afterwards."""
    server = os.environ.get("GOLDENTHREAD_TEST_POSTGRES")
    if not server:
        missing(
            "A PostgreSQL server (GOLDENTHREAD_TEST_POSTGRES)",
            "Run the tests beside one: python -m tests.lib.with_postgres pytest tests/engines",
        )
    psycopg = pytest.importorskip("psycopg")
    from goldenthread.engine.engines.postgresql import close_all

    name = f"evidence_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name}")
        try:
            yield f"{str(server).rsplit('/', 1)[0]}/{name}"
        finally:
            close_all()
            connection.execute(f"drop database {name}")


def need_java() -> None:
    """Skip the test where Spark cannot run."""
    if shutil.which("java") is None:
        missing("A Java runtime", "Install it with: apt-get install openjdk-17-jre-headless")


def stop_spark() -> None:
    """End the one Spark of this process."""
    from goldenthread.engine.engines import spark

    spark.stop()
