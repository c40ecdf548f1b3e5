"""Files are fetched whole, with their checksum, or not at all; every failure is a sentence."""

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from goldenthread.sources import fetching
from goldenthread.sources.fetching import checksum_of, fetch_file, fetch_source, kept_checksums
from goldenthread.sources.source import Download, Source, SourceError

CONTENT = b"area,value\n" + b"E06000001,1\n" * 20_000


class Publisher(BaseHTTPRequestHandler):
    """A publisher with one good file, one that breaks off, and nothing else."""

    def do_GET(self) -> None:
        if self.path == "/good.csv":
            self.send_response(200)
            self.send_header("Content-Length", str(len(CONTENT)))
            self.end_headers()
            self.wfile.write(CONTENT)
        elif self.path == "/unannounced.csv":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(CONTENT)
        elif self.path == "/breaks.csv":
            self.send_response(200)
            self.send_header("Content-Length", str(len(CONTENT)))
            self.end_headers()
            self.wfile.write(CONTENT[:1000])
        elif self.path == "/slow.csv":
            threading.Event().wait(1)
        else:
            self.send_error(404)

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


def test_a_file_is_fetched_whole_with_progress_and_its_checksum(publisher: str, tmp_path: Path) -> None:
    seen: list[tuple[str, int, int | None]] = []
    path = fetch_file(Download(f"{publisher}/good.csv", "kept.csv"), tmp_path / "new", lambda *step: seen.append(step))
    assert path.read_bytes() == CONTENT
    assert seen[-1] == ("kept.csv", len(CONTENT), len(CONTENT))
    assert len(seen) > 1
    assert [received for _, received, _ in seen] == sorted(received for _, received, _ in seen)
    expected = hashlib.sha256(CONTENT).hexdigest()
    assert kept_checksums(tmp_path / "new") == {"kept.csv": expected}
    assert checksum_of(path) == expected


def test_a_length_that_is_not_announced_is_unknown_to_progress(publisher: str, tmp_path: Path) -> None:
    seen: list[int | None] = []
    fetch_file(Download(f"{publisher}/unannounced.csv", "a.csv"), tmp_path, lambda _f, _r, total: seen.append(total))
    assert set(seen) == {None}


def test_checksums_of_several_files_stand_side_by_side(publisher: str, tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", "b.csv"):
        fetch_file(Download(f"{publisher}/good.csv", name), tmp_path)
    assert list(kept_checksums(tmp_path)) == ["a.csv", "b.csv"]


def test_a_source_fetches_all_its_files(publisher: str, tmp_path: Path) -> None:
    source = Source(
        "x",
        "X",
        "P",
        "L",
        "https://example.org/",
        publisher,
        "A row.",
        "2024",
        (),
        ("*.csv",),
        downloads=(Download(f"{publisher}/good.csv", "a.csv"), Download(f"{publisher}/good.csv", "b.csv")),
    )
    assert [path.name for path in fetch_source(source, tmp_path)] == ["a.csv", "b.csv"]


def left_alone(folder: Path) -> bool:
    return [path.name for path in folder.iterdir()] == ["kept.csv"] and (folder / "kept.csv").read_text() == "old"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "kept.csv").write_text("old")
    return tmp_path


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("absent.csv", "answered 404"),
        ("breaks.csv", "stopped|could not be reached"),
        ("slow.csv", "could not be reached"),
    ],
)
def test_what_does_not_arrive_leaves_the_folder_as_it_was(
    publisher: str, folder: Path, path: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "PATIENCE_SECONDS", 0.2)
    with pytest.raises(SourceError, match=sentence):
        fetch_file(Download(f"{publisher}/{path}", "kept.csv"), folder)
    assert left_alone(folder)


def test_a_wrong_checksum_is_refused(publisher: str, folder: Path) -> None:
    with pytest.raises(SourceError, match="changed or damaged on its way"):
        fetch_file(Download(f"{publisher}/good.csv", "kept.csv", sha256="0" * 64), folder)
    assert left_alone(folder)


def test_no_network_is_said_with_what_to_do_instead(folder: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Publisher) as server:
        closed = f"http://127.0.0.1:{server.server_address[1]}/good.csv"
    with pytest.raises(SourceError, match=r"could not be reached .* check the network, or download .* by hand"):
        fetch_file(Download(closed, "kept.csv"), folder)
    assert left_alone(folder)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://example.org/a.csv", "nowhere"])
def test_only_web_addresses_are_fetched(folder: Path, address: str) -> None:
    with pytest.raises(SourceError, match="is not a web address"):
        fetch_file(Download(address, "kept.csv"), folder)
    assert left_alone(folder)
