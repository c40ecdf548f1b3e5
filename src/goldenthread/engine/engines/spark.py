"""Spark, over the same Parquet snapshots on storage that its workers share with us.

It is for where the data already lies, not for speed: a question takes seconds where the embedded engine takes
milliseconds.
"""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from goldenthread.engine.errors import StoreError
from goldenthread.engine.tables import SNAPSHOT

_starting = threading.Lock()
#: The one Spark of this process and what turns expressions into its SQL, by its address.
_running: dict[str, tuple[Any, Any]] = {}


@dataclass(frozen=True, slots=True)
class Spark:
    """A session of its own in the one Spark of this process: its views are one snapshot's tables."""

    session: Any
    ibis: Any

    def answer(self, expression: Any) -> pa.Table:
        """What an expression over unbound tables comes to, as Arrow in the types Ibis expects."""
        sql = str(self.ibis.compile(expression, pretty=False))
        wanted = expression.schema().to_pyarrow()
        return self.session.sql(sql).toArrow().select(wanted.names).cast(wanted)


def open_folder(url: str, folder: Path) -> Spark:
    """A connection in which every table of the snapshot in `folder` is a view on its Parquet file."""
    with _starting:
        if _running and url not in _running:
            raise StoreError(
                f"Another Spark, at {next(iter(_running))}, runs in this process already; one process knows one. "
                f"Start another for {url}."
            )
        if url not in _running:
            _running[url] = _start(url)
        root, compiler = _running[url]
    session = root.newSession()
    for name in SNAPSHOT:
        session.read.parquet(str(folder.resolve() / f"{name}.parquet")).createOrReplaceTempView(name)
    return Spark(session, compiler)


def stop() -> None:
    """End the Spark of this process; the next question starts one."""
    with _starting:
        while _running:
            _, (session, _) = _running.popitem()
            session.stop()


def _start(url: str) -> tuple[Any, Any]:
    is_local = url.removeprefix("spark://") in ("", "local")
    builder = SparkSession.builder.appName("goldenthread").master("local[*]" if is_local else url)
    settings = {"spark.sql.session.timeZone": "UTC", "spark.ui.enabled": "false", "spark.log.level": "ERROR"}
    if is_local:
        settings |= {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.shuffle.partitions": "1",
        }
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkException, OSError, TypeError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise StoreError(
            f"Spark at {url} does not start ({reason}). It needs a Java 17 runtime here "
            "(Debian: apt-get install openjdk-17-jre-headless) and, unless it is spark://local, a master that answers."
        ) from None
    return session, ibis.pyspark.connect(session)
