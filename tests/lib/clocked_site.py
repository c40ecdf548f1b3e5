"""A small site of its own whose clock the test sets: `python -m tests.lib.clocked_site PORT`.

It is a process of its own, since a browser's loop and a database do not share one well. It reads moments from its
input, one a line, and for each sets the clock, does the day's work as the worker would, and answers with a line of
JSON: the steps that were taken and the mail that has left since the line before.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
OWNER, DIRECTOR, LEAD, ADMINISTRATOR = (
    f"{who}@council.example" for who in ("owner", "director", "lead", "administrator")
)
PASSWORD = "three random words"


@dataclass
class ClockedSite:
    """The site, from the test's side."""

    address: str
    process: subprocess.Popen[str]

    def go_to(self, moment: datetime) -> dict[str, Any]:
        """Set the clock, have the day's work done, and return what came of it."""
        return self._ask(moment.isoformat())

    def read_mail(self) -> list[dict[str, Any]]:
        """The mail that has left since it was last asked for."""
        mail: list[dict[str, Any]] = self._ask("")["mail"]
        return mail

    def _ask(self, line: str) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "The site with a clock of its own has stopped; what it said is above."
        found: dict[str, Any] = json.loads(answer)
        return found


@contextmanager
def opened(*, owners: int, at: datetime) -> Iterator[ClockedSite]:
    """The site with a plan in force in which each of so many people leads one action; it stops at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        environment |= {
            "DJANGO_SETTINGS_MODULE": "goldenthread.project.settings.test",
            "GOLDENTHREAD_HOME": home,
            "GOLDENTHREAD_STORE": f"{home}/evidence",
            "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        }
        command = [sys.executable, "-m", "tests.lib.clocked_site", str(port), str(owners), at.isoformat()]
        with subprocess.Popen(
            command, env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            site = ClockedSite(f"http://127.0.0.1:{port}", process)
            try:
                site.read_mail()  # it answers once it is open
                yield site
            finally:
                process.kill()


class Clock:
    """What the site takes for now."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def main() -> None:
    """Make the site, open it, and do as the lines of the input say."""
    port, owners, clock = int(sys.argv[1]), int(sys.argv[2]), Clock(datetime.fromisoformat(sys.argv[3]))
    import django

    django.setup()
    from django.conf import settings
    from django.core import mail
    from django.db import connection, connections
    from django.utils import timezone

    from goldenthread.plan import daily

    timezone.now = clock
    settings.SECOND_FACTOR_REQUIRED = False  # it has its own tests
    mail.outbox = []
    fill(owners, Path(settings.DATABASES["default"]["NAME"]))
    connections.close_all()
    threading.Thread(target=serve, args=(port,), daemon=True).start()
    for line in sys.stdin:
        steps = 0
        if line.strip():
            clock.now = datetime.fromisoformat(line.strip())
            run = daily.run_day(at=clock.now, hour=settings.CHASER_HOUR)
            steps = run.steps if run else 0
            connection.close()
        sent, mail.outbox[:] = list(mail.outbox), []
        letters = [{"to": each.to[0], "subject": each.subject, "body": str(each.body)} for each in sent]
        print(json.dumps({"steps": steps, "mail": letters}), flush=True)


def fill(owners: int, database: Path) -> None:
    """The tables, the people, and a plan in force."""
    from django.core.management import call_command
    from tests.factories.cycles import make_plan_in_force
    from tests.factories.people import make_person, make_team
    from tests.lib import migrated_database

    from goldenthread.accounts.roles import Role
    from goldenthread.plan import actions as plan_actions

    migrated_database.lay_out(database)
    call_command("migrate", verbosity=0)
    people = {
        email: make_person(role, email=email, password=PASSWORD, second_factor=False)
        for email, role in (
            (OWNER, Role.PLAN_OWNER),
            (LEAD, Role.PLAN_OWNER),
            (DIRECTOR, Role.PLAN_OWNER),
            (ADMINISTRATOR, Role.ADMINISTRATOR),
        )
    }
    team = make_team("Streets")
    leads = [
        make_person(
            Role.CONTRIBUTOR, team=team, second_factor=False, name=f"Lead {number}", job_title=f"Head of {number}"
        )
        for number in range(1, owners + 1)
    ]
    plan = make_plan_in_force(people[OWNER], leads=leads)
    plan_actions.set_escalation(
        team=team, lead=people[LEAD], director=people[DIRECTOR], by=people[OWNER], at=plan.changed_at
    )


def serve(port: int) -> None:
    """Answer on the port, a thread for each reader."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing: the output is the test's."""

    server = ThreadedWSGIServer(("127.0.0.1", port), Quiet)
    server.daemon_threads = True
    server.set_app(StaticFilesHandler(get_wsgi_application()))
    server.serve_forever()


if __name__ == "__main__":
    main()
