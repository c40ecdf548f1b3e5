"""What happens before and while a site is served."""

import os
import signal
import socket
import sqlite3
import stat
import sys
import time

import pytest

from goldenthread.project import preparing, readiness, server, web_process
from goldenthread.project.keys import kept_secret
from goldenthread.project.sign_ins import SignIn, keep, kept


def test_a_secret_is_made_once_and_kept_for_its_owner_alone(tmp_path):
    file = tmp_path / "deep" / "secret-key"
    secret = kept_secret(file)
    assert len(secret) >= 50
    assert kept_secret(file) == secret
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_sign_ins_are_kept_for_the_next_start(tmp_path):
    file = tmp_path / "sign-ins.json"
    assert kept(file) == []
    people = [SignIn("analyst", "ada@alderbrook.example", "three random words")]
    keep(file, people)
    assert kept(file) == people


def test_a_port_in_use_is_said_before_anything_is_done():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(server.CannotStart, match="choose another port"):
            server.Address("127.0.0.1", taken.getsockname()[1]).check_is_free()


def test_an_address_nobody_listens_at_does_not_answer():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = server.Address("127.0.0.1", probe.getsockname()[1])
    free.check_is_free()
    assert not free.answers()


def test_the_address_that_is_shown_can_be_opened():
    assert server.Address("0.0.0.0", 8000).url == "http://127.0.0.1:8000"
    assert server.Address("127.0.0.1", 8001).url == "http://127.0.0.1:8001"


def test_the_web_server_begins_each_process_the_way_the_site_says():
    command = server.web_command(server.Address("127.0.0.1", 8000))
    assert command[command.index("--config") + 1] == f"python:{web_process.__name__}"
    assert "--config" not in server.web_command(server.Address("127.0.0.1", 8000), "other:application", ())


@pytest.mark.parametrize(("asked", "number"), [("3", 3), ("12", 12), ("0", None), ("many", None), ("", None)])
def test_the_number_of_web_processes_can_be_set(monkeypatch, asked, number):
    monkeypatch.setenv("WEB_CONCURRENCY", asked)
    assert server.number_of_web_processes() == number or (number is None and 2 <= server.number_of_web_processes() <= 8)


def test_when_one_process_ends_the_others_are_ended_too():
    sleeping = [sys.executable, "-c", "import time; time.sleep(60)"]
    ending = [sys.executable, "-c", "raise SystemExit(3)"]
    started = []
    begun = time.monotonic()
    assert server.serve([sleeping, ending], {}, started.extend) == 3
    assert time.monotonic() - begun < 20
    assert [process.poll() is not None for process in started] == [True, True]


def test_what_can_wait_is_started_once_the_site_answers(tmp_path):
    mark = tmp_path / "answered"
    looking = [sys.executable, "-c", f"import pathlib, sys; sys.exit(4 if pathlib.Path({str(mark)!r}).exists() else 5)"]
    sleeping = [sys.executable, "-c", "import time; time.sleep(60)"]

    def answered(processes):
        assert len(processes) == 1
        mark.touch()

    assert server.serve([sleeping], {}, answered, later=[looking]) == 4


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_while_starting_nothing_is_left_running(number):
    started = []
    before = signal.getsignal(number)

    def asked_to_stop(processes):
        started.extend(processes)
        os.kill(os.getpid(), number)

    assert server.serve([[sys.executable, "-c", "import time; time.sleep(60)"]], {}, asked_to_stop) == 0
    assert [process.poll() is not None for process in started] == [True]
    assert signal.getsignal(number) is before


def test_a_server_that_ends_at_once_is_said():
    (ended,) = server.start([[sys.executable, "-c", "raise SystemExit(1)"]], {})
    ended.wait()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = server.Address("127.0.0.1", probe.getsockname()[1])
    with pytest.raises(server.CannotStart, match="ended as soon as it began"):
        server.wait_until_it_answers(address, ended)


def test_static_files_are_collected_again_only_when_one_has_changed(tmp_path):
    style, script = tmp_path / "a.css", tmp_path / "b.js"
    style.write_text("a")
    script.write_text("b")
    before = preparing.fingerprint([style, script])
    assert preparing.fingerprint([script, style]) == before
    script.write_text("bb")
    after = preparing.fingerprint([style, script])
    assert after != before
    assert preparing.fingerprint([style]) != after


@pytest.fixture
def ready(tmp_path, monkeypatch):
    """A site that is ready, and our code in a folder of its own."""
    home, code = tmp_path / "home", tmp_path / "code"
    (home / "static").mkdir(parents=True)
    (home / "static" / ".collected").write_text("all")
    code.mkdir()
    (code / "room.py").write_text("1")
    with sqlite3.connect(home / "db.sqlite3") as database:
        database.execute("CREATE TABLE django_migrations (app, name)")
    monkeypatch.setattr(readiness, "CODE", code)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    readiness.remember(home)
    return home


def test_a_site_on_which_nothing_has_changed_starts_without_looking_at_everything(ready):
    assert readiness.is_as_it_was(ready)


def change_code(home):
    (readiness.CODE / "room.py").write_text("22")


def add_a_file(home):
    (readiness.CODE / "another.py").write_text("")


def take_an_older_database(home):
    with sqlite3.connect(home / "db.sqlite3") as database:
        database.execute("INSERT INTO django_migrations VALUES ('plan', '0001')")


def damage_the_database(home):
    (home / "db.sqlite3").write_bytes(b"no database" * 1000)


def lose_the_database(home):
    (home / "db.sqlite3").unlink()


def lose_the_static_files(home):
    (home / "static" / ".collected").unlink()


@pytest.mark.parametrize(
    "change",
    [change_code, add_a_file, take_an_older_database, damage_the_database, lose_the_database, lose_the_static_files],
)
def test_a_site_on_which_something_has_changed_is_made_ready_again(ready, change):
    change(ready)
    assert not readiness.is_as_it_was(ready)


def test_a_database_elsewhere_is_always_looked_at(ready, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/site")
    assert not readiness.is_as_it_was(ready)
    readiness.remember(ready)
    assert not readiness.is_as_it_was(ready)
