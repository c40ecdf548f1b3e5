"""The demonstration, started the way the README says, in a home of its own."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

#: A browser that asks nobody anything, wherever it is started.
BROWSER_ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
SECONDS_TO_START = 420


@dataclass(frozen=True)
class Site:
    """The site that is being looked at."""

    address: str
    sign_ins: dict[str, tuple[str, str]]
    """E-mail address and password by role."""


@contextmanager
def started(home: Path) -> Iterator[Site]:
    """Start the demonstration in a home of its own; stop it at the end."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    environment = {
        key: value for key, value in os.environ.items() if key not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}
    }
    environment |= {"GOLDENTHREAD_HOME": str(home), "GOLDENTHREAD_STORE": str(home / "evidence")}
    command = [str(Path(sys.executable).parent / "goldenthread-site"), "demo", "--port", str(port)]
    with (home / "log").open("w") as log:
        process = subprocess.Popen(
            command, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            wait_until_open(process, f"http://127.0.0.1:{port}", home / "log")
            yield Site(f"http://127.0.0.1:{port}", read_sign_ins(home))
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(timeout=30)


def read_sign_ins(home: Path) -> dict[str, tuple[str, str]]:
    """Return the e-mail address and the password of one person for each role."""
    kept = json.loads((home / "sign-ins.json").read_text(encoding="utf-8"))
    return {each["role"]: (each["email"], each["password"]) for each in kept}


def wait_until_open(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    """Return when the site answers; fail with what it printed when it stops or takes too long."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The demonstration stopped:\n{log.read_text()}")
        try:
            with urllib.request.urlopen(f"{address}/accessibility/", timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError(f"The demonstration did not answer within {SECONDS_TO_START} seconds:\n{log.read_text()}")
