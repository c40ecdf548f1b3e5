"""Finished pages shared by the processes of one start."""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from django.http import HttpResponse

from goldenthread.frontend.kept_page import KeptPage
from goldenthread.frontend.page_folder import PageFolder


def page(text):
    return KeptPage.of(HttpResponse(text, headers={"X-Robots-Tag": "noindex"}))


def test_another_process_finds_the_very_page(tmp_path):
    kept = page("one thread " * 100)
    PageFolder(tmp_path / "start", 1_000_000).put("key", kept)
    assert PageFolder(tmp_path / "start", 1_000_000).get("key") == kept


def test_of_many_who_ask_at_once_for_a_new_page_one_makes_it(tmp_path):
    made, all_here = [], threading.Barrier(6)

    def ask(number):
        folder = PageFolder(tmp_path / "start", 1_000_000)  # of its own, as each process has
        all_here.wait()
        with folder.turn("key"):
            if folder.get("key") is None:
                time.sleep(0.05)
                made.append(number)
                folder.put("key", page(f"made by {number}"))
        return folder.get("key")

    with ThreadPoolExecutor(6) as readers:
        read = {kept.plain for kept in readers.map(ask, range(6))}
    assert read == {f"made by {made[0]}".encode()}
    assert len(made) == 1


def test_a_page_that_fails_lets_the_next_one_try(tmp_path):
    folder = PageFolder(tmp_path / "start", 1_000_000)
    for _ in range(2):
        with suppress(ZeroDivisionError), folder.turn("key"):
            1 / 0  # noqa: B018 the page that could not be made
    with folder.turn("key"):
        assert folder.get("key") is None


def test_a_page_that_is_not_there_or_is_damaged_is_none(tmp_path):
    folder = PageFolder(tmp_path / "start", 1_000_000)
    assert folder.get("key") is None
    folder.put("key", page("words " * 100))
    file = tmp_path / "start" / "key"
    whole = file.read_bytes()
    for damaged in (whole[:-1], b"", b"no json\n", b"[]\n", b'{"sizes": [1]}\nx'):
        file.write_bytes(damaged)
        assert folder.get("key") is None


def test_a_full_folder_loses_what_was_made_longest_ago(tmp_path):
    folder = PageFolder(tmp_path, 1_000_000)
    for number in range(3):
        folder.put(str(number), page(str(number) * 1000))
        os.utime(tmp_path / str(number), ns=(number, number))
    folder.capacity = sum(file.stat().st_size for file in tmp_path.iterdir()) - 1
    folder.remove_oldest()
    assert [folder.get(str(number)) is None for number in range(3)] == [True, False, False]


def test_without_room_nothing_is_kept(tmp_path):
    folder = PageFolder(tmp_path, 0)
    folder.put("key", page("words"))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    folder = PageFolder(tmp_path / "file" / "start", 1_000_000)
    with folder.turn("key"):
        assert folder.get("key") is None
    folder.put("key", page("words"))
    assert folder.get("key") is None
    folder.remove_oldest()


def test_what_earlier_starts_left_is_removed(tmp_path):
    before, now = (PageFolder(tmp_path / name, 1_000_000) for name in ("before", "now"))
    before.put("key", page("old words"))
    now.put("key", page("new words"))
    now.remove_earlier()
    assert before.get("key") is None
    assert now.get("key") == page("new words")
