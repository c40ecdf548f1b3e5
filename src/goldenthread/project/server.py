"""The processes of a running site: the web server and the worker that does what can be done later."""

import http
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 180.0
"""Seconds the web server may take until it answers: a slow and busy machine needs more than a minute the first time."""


class CannotStart(Exception):
    """The site could not be started; the message says why and what to do."""


@dataclass(frozen=True)
class Address:
    """Where the site listens."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        shown = "127.0.0.1" if self.host in {"0.0.0.0", ""} else self.host  # noqa: S104 compared, not bound
        return f"http://{shown}:{self.port}"

    def check_is_free(self) -> None:
        """Refuse to start where something else listens already."""
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                raise CannotStart(
                    f"Something else is using {self}: stop it, or choose another port with --port."
                ) from error

    def answers(self) -> bool:
        """Whether a request gets an answer here, even "go elsewhere" or "not this name", but not a failure."""
        connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=10)
        try:
            connection.request("GET", "/contact/")
            return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
        except OSError:
            return False
        finally:
            connection.close()


def number_of_web_processes() -> int:
    """Two for each core, as pages wait for the database half of the time, but no more than eight by default."""
    asked = os.environ.get("WEB_CONCURRENCY", "")
    return int(asked) if asked.isdecimal() and int(asked) > 0 else min(8, 2 * (os.cpu_count() or 1))


SITE = "goldenthread.project.wsgi:application"
CONFIGURATION = ("--config", "python:goldenthread.project.web_process")


def web_command(address: Address, application: str = SITE, configuration: Sequence[str] = CONFIGURATION) -> list[str]:
    """How the web server is started."""
    return [
        *(sys.executable, "-m", "gunicorn", application, *configuration),
        *("--bind", str(address)),
        *("--workers", str(number_of_web_processes())),
        # A process that answered so many requests is replaced, so that no leak can grow.
        *("--max-requests", "20000", "--max-requests-jitter", "2000"),
        *("--timeout", "60", "--graceful-timeout", "10", "--backlog", "512"),
        *("--preload", "--no-control-socket", "--log-level", "warning"),
    ]


def worker_command() -> list[str]:
    """How the worker is started."""
    return [sys.executable, "-m", "django", "db_worker", "--interval", "1", "--no-startup-delay", "--verbosity", "0"]


def start(commands: Sequence[Sequence[str]], environment: Mapping[str, str]) -> list["subprocess.Popen[bytes]"]:
    """Start processes in groups of their own, so that one signal to each ends it with its children."""
    return [
        subprocess.Popen(list(command), env=dict(environment), start_new_session=True)  # noqa: S603 written above
        for command in commands
    ]


def wait_until_it_answers(address: Address, web: "subprocess.Popen[bytes]") -> None:
    """Wait for the first accepted connection, or say that the server ended."""
    deadline = time.monotonic() + PATIENCE
    while not address.answers():
        if web.poll() is not None:
            raise CannotStart("The web server ended as soon as it began; what it said is above.")
        if time.monotonic() > deadline:
            raise CannotStart(f"The web server did not answer at {address} within {PATIENCE:.0f} seconds.")
        time.sleep(0.1)


def stop(processes: Sequence["subprocess.Popen[bytes]"]) -> None:
    """Ask each process to finish what it is doing, and end those that take longer than ten seconds."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    for process in processes:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def stopping_when_asked() -> Iterator[None]:
    """Turn both ways of asking a process to stop into a KeyboardInterrupt for as long as this lasts."""

    def leave(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    # Both, explicitly: a shell that starts a command in the background has it ignore the interrupt.
    before = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def serve(
    commands: Sequence[Sequence[str]],
    environment: Mapping[str, str],
    when_started: Callable[[Sequence["subprocess.Popen[bytes]"]], None],
    *,
    later: Sequence[Sequence[str]] = (),
) -> int:
    """Start processes and keep them until one ends or somebody asks to stop; then end them all. The exit code.

    Those of `later` are started once `when_started` is done, so that nobody waits for them.
    """
    processes: list[subprocess.Popen[bytes]] = []
    with stopping_when_asked():
        try:
            processes += start(commands, environment)
            when_started(processes)
            processes += start(later, environment)
            while True:
                for process in processes:
                    if process.poll() is not None:
                        return process.returncode or 0
                time.sleep(0.3)
        except KeyboardInterrupt:
            return 0
        finally:
            stop(processes)


def environment_for(settings_module: str, home: Path) -> dict[str, str]:
    """What the processes find around them."""
    return {**os.environ, "DJANGO_SETTINGS_MODULE": settings_module, "GOLDENTHREAD_HOME": str(home)}
