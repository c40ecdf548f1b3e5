"""Files come from their publishers on a command: whole, with their checksums; or one sentence says why not."""

import hashlib
import json
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from goldenthread.cli import main, printing
from goldenthread.sources import all_sources, direct_downloads, fingertips
from goldenthread.sources.fetching import fetch_source, kept_checksums
from goldenthread.sources.source import Download, SourceTables

CONTENT = b"area,value\n" + b"E06000001,1\n" * 20_000
OFFERED, BY_HAND = "ons_neighbours", "boundaries_ltla24"

Run = Callable[..., tuple[int, str, str]]


class Publisher(BaseHTTPRequestHandler):
    """A publisher of one file under any address that does not say it is gone."""

    def do_GET(self) -> None:
        if "gone" in self.path:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT)))
        self.end_headers()
        self.wfile.write(CONTENT)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def publisher() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Publisher) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture
def offer(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes the source with the id OFFERED offer these addresses; the source BY_HAND has its page only."""

    def offered(*addresses: str) -> None:
        downloads = tuple(Download(address, f"part{number}.csv") for number, address in enumerate(addresses, 1))
        source = replace(all_sources()[OFFERED].SOURCE, downloads=downloads)
        module = SimpleNamespace(
            SOURCE=source,
            fetch=lambda folder, progress=None: fetch_source(source, folder, progress),
            read=lambda folder, issues: SourceTables(),
        )
        known = {OFFERED: module, BY_HAND: all_sources()[BY_HAND]}
        monkeypatch.setattr(direct_downloads, "all_sources", lambda: known)
        monkeypatch.setattr("goldenthread.cli.data_fetch.all_sources", lambda: known)
        monkeypatch.setattr("goldenthread.sources.place_build.all_sources", lambda: known)

    return offered


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["goldenthread", *arguments])
        capsys.readouterr()
        code: Any = 0
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
        printed = capsys.readouterr()
        return int(code), printed.out, printed.err

    return command


def test_all_that_is_offered_is_fetched_with_its_checksum_and_the_rest_is_named_with_its_page(
    run: Run, offer: Callable[..., None], publisher: str, tmp_path: Path
) -> None:
    offer(f"{publisher}/a", f"{publisher}/b")
    code, out, err = run("data", "fetch", "--to", "files")
    assert (code, err) == (0, "")
    checksum = hashlib.sha256(CONTENT).hexdigest()
    assert kept_checksums(tmp_path / "files") == {"part1.csv": checksum, "part2.csv": checksum}
    assert "2 files in files" in out
    assert f"{len(CONTENT):,}" in out
    assert checksum[:16] in out
    assert all_sources()[BY_HAND].SOURCE.address in out
    assert max(len(line) for line in out.splitlines()) <= 100


def test_one_source_is_fetched_by_its_id_and_answers_in_json(
    run: Run, offer: Callable[..., None], publisher: str
) -> None:
    offer(f"{publisher}/a")
    code, out, err = run("data", "fetch", OFFERED, "--to", "files", "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["files"] == [
        {"file": "part1.csv", "bytes": len(CONTENT), "sha256": hashlib.sha256(CONTENT).hexdigest()}
    ]
    assert found["by_hand"] == []


def test_fingertips_indicators_are_fetched_by_their_numbers(
    run: Run, publisher: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(fingertips, "API", publisher)
    code, _, err = run("data", "fetch", "--to", "files", "--fingertips", "40401", "--fingertips", "92443")
    assert (code, err) == (0, "")
    assert (tmp_path / "files" / "fingertips_40401_92443.csv").read_bytes() == CONTENT


def test_without_a_network_one_sentence_says_so_and_what_to_do(
    run: Run, offer: Callable[..., None], tmp_path: Path
) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Publisher) as server:
        closed = f"http://127.0.0.1:{server.server_address[1]}/a"
    offer(closed)
    code, out, err = run("data", "fetch", "--to", "files")
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert f"check the network, or download {closed} by hand" in err
    assert list((tmp_path / "files").iterdir()) == []


def test_a_source_without_a_direct_address_names_its_publishers_page(run: Run, offer: Callable[..., None]) -> None:
    offer()
    code, out, err = run("data", "fetch", BY_HAND, "--to", "files")
    source = all_sources()[BY_HAND].SOURCE
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert f"{source.publisher} offers this only through its page, {source.address}" in err


def test_a_file_the_publisher_has_moved_keeps_what_came_before_it(
    run: Run, offer: Callable[..., None], publisher: str, tmp_path: Path
) -> None:
    offer(f"{publisher}/a", f"{publisher}/gone")
    code, _, err = run("data", "fetch", OFFERED, "--to", "files")
    assert code == 1
    assert "answered 404" in err
    assert list(kept_checksums(tmp_path / "files")) == ["part1.csv"]


def test_a_source_nobody_knows_is_refused(run: Run) -> None:
    code, _, err = run("data", "fetch", "nobodys", "--to", "files")
    assert code == 1
    assert err.startswith("Error: nobodys: This is no source we know.")


def test_building_fetches_first_what_the_folder_lacks(
    run: Run, offer: Callable[..., None], publisher: str, tmp_path: Path
) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "part1.csv.gz").write_bytes(b"kept")
    offer(f"{publisher}/a", f"{publisher}/b")
    code, _, err = run("place", "build", "E08000007", "--from", "files", "--fetch", "--store", "store")
    assert code == 1
    assert "goldenthread data fetch --to files" in err
    assert sorted(path.name for path in (tmp_path / "files").iterdir()) == [
        "checksums.sha256",
        "part1.csv.gz",
        "part2.csv",
    ]


def test_on_a_terminal_the_bytes_are_shown_as_they_come(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    with printing.fetching(shown=True) as progress:
        assert progress is not None
        progress("big.csv", 500, 1000)
        progress("big.csv", 1000, 1000)
        progress("unannounced.csv", 10, None)
    shown = capsys.readouterr().err
    assert "big.csv" in shown
    assert "1.0/1.0 kB" in shown
    with printing.fetching(shown=False) as silent:
        assert silent is None
