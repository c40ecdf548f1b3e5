"""EVIDENCE_URL chooses the engine; what cannot be had is said with the command that brings it."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.factories.snapshots import PLACE, write_snapshot

from goldenthread.engine import questions
from goldenthread.engine.connection import EMBEDDED, evidence_url, open_snapshot
from goldenthread.engine.errors import StoreError
from goldenthread.engine.store import Store


def test_without_an_address_the_embedded_engine_answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("EVIDENCE_URL", raising=False)
    assert evidence_url() == EMBEDDED
    monkeypatch.setenv("EVIDENCE_URL", "")
    assert write_snapshot(tmp_path).url == EMBEDDED


def test_the_address_in_the_environment_is_the_one_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write_snapshot(tmp_path)
    monkeypatch.setenv("EVIDENCE_URL", "oracle://somewhere")
    snapshot = Store(tmp_path, EMBEDDED).place(PLACE).current()
    assert questions.area(snapshot, PLACE).name == "Testford"
    with pytest.raises(StoreError, match="names no engine we know"):
        Store(tmp_path).places()


@pytest.mark.parametrize("url", ["oracle://host/name", "postgres", "://"])
def test_an_engine_that_nobody_knows_is_refused_with_those_there_are(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"duckdb://, spark://local, spark://host:7077 or postgres://user@host"):
        open_snapshot(url, PLACE, "00001-none", tmp_path)


@pytest.mark.parametrize(
    ("url", "package", "module", "extra"),
    [
        ("spark://local", "pyspark", "spark", "spark"),
        ("postgres://host/name", "psycopg", "postgresql", "postgres"),
        ("postgresql://host/name", "psycopg", "postgresql", "postgres"),
    ],
)
def test_a_missing_extra_is_said_with_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str, package: str, module: str, extra: str
) -> None:
    for name in [name for name in sys.modules if name == package or name.startswith(f"{package}.")]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.delitem(sys.modules, f"goldenthread.engine.engines.{module}", raising=False)
    with pytest.raises(StoreError, match=rf"needs {package}.*pip install 'goldenthread\[{extra}\]'"):
        open_snapshot(url, PLACE, "00001-none", tmp_path)


def test_a_database_that_does_not_answer_is_said(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError, match="PostgreSQL does not answer at the address EVIDENCE_URL names"):
        Store(tmp_path, "postgres://nobody@127.0.0.1:1/none").place(PLACE).current()


def test_what_asks_nothing_loads_no_engine(tmp_path: Path) -> None:
    write_snapshot(tmp_path)
    asked = (
        "import sys; from pathlib import Path; from goldenthread.engine.store import Store\n"
        "snapshot = Store(Path(sys.argv[1])).place(sys.argv[2]).current(); snapshot.table('areas')\n"
        "print([name for name in ('ibis', 'duckdb') if name in sys.modules])"
    )
    said = subprocess.check_output([sys.executable, "-c", asked, str(tmp_path), PLACE], text=True)
    assert said.strip() == "[]"
