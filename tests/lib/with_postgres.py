"""Run a command beside a PostgreSQL server of its own, which is gone when the command ends.

    python -m tests.lib.with_postgres pytest tests/integration

The command finds the server's address in GOLDENTHREAD_TEST_POSTGRES. Where PostgreSQL is not installed the command
runs without it (and the tests that need it say so), except on the build machine, where that is a failure.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ADVICE = "Install it with: apt-get install postgresql"


def find_programs() -> Path | None:
    """Return the folder that holds initdb and pg_ctl, newest version first."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextlib.contextmanager
def server(programs: Path) -> Iterator[str]:
    """Start a server in a folder of its own, give its address, and stop and remove it afterwards."""
    # PostgreSQL refuses to run as root; its package brings a user for it.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="goldenthread-postgres-"))
    try:
        if as_user:
            shutil.chown(folder, "postgres")
        data, port = folder / "data", free_port()
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c fsync=off"
        run = [*as_user, str(programs / "initdb"), "-D", str(data), "-U", "tester", "-A", "trust", "-E", "UTF8"]
        subprocess.run(run, check=True, stdout=subprocess.DEVNULL, cwd="/")
        control = [*as_user, str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
        subprocess.run([*control, "-o", options, "start"], check=True, stdout=subprocess.DEVNULL, cwd="/")
        try:
            yield f"postgres://tester@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*control, "-m", "fast", "stop"], check=True, stdout=subprocess.DEVNULL, cwd="/")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    """Run `command` beside a server where there can be one, and return its exit code."""
    programs = find_programs()
    if programs is None:
        print(f"PostgreSQL is not here: the tests that need it are skipped. {ADVICE}", file=sys.stderr)
        if os.environ.get("CI") == "true":
            return 1
        return subprocess.run(command, check=False).returncode
    with server(programs) as address:
        return subprocess.run(
            command, check=False, env={**os.environ, "GOLDENTHREAD_TEST_POSTGRES": address}
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
