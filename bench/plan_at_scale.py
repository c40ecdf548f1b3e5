"""Every page of a very large plan, beside a page of the same kind that shows one number from one query.

    python bench/plan_at_scale.py                    5,000 actions, 20,000 measures, 200,000 updates
    python bench/plan_at_scale.py --actions 500      a tenth of it, with measures and updates in proportion
    python bench/plan_at_scale.py --check            fail when a page is over a limit
    python bench/plan_at_scale.py --processor        what the site takes of the processor, on a machine with other work

On SQLite, and on PostgreSQL where GOLDENTHREAD_TEST_POSTGRES names a server or PostgreSQL is installed (one is started
for this and removed). The site is made in a folder of its own and removed. Pages are asked in this process, one at a
time, with nothing kept of the answer before: what is measured is the site, not a network.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

LONGEST_MS = 300
MOST_TIMES_BARE = 5
MOST_QUERIES = 30
ROUNDS = 15
MEASURES_EACH, UPDATES_EACH = 4, 40


def main() -> int:
    """Measure on each database in a process of its own, so that neither warms the other."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--actions", type=int, default=5000)
    asked.add_argument("--check", action="store_true", help="fail when a page is over a limit")
    asked.add_argument("--only", choices=["sqlite", "postgresql"], help="on one database only")
    asked.add_argument("--processor", action="store_true", help="seconds of the processor instead of by the clock")
    asked.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    wanted = asked.parse_args()
    if wanted.here:
        clock = time.process_time if wanted.processor else time.perf_counter
        return measure(wanted.actions, check=wanted.check, clock=clock)
    code = 0
    for name in ("sqlite", "postgresql"):
        if wanted.only in {None, name}:
            code = max(code, measure_on(name, wanted))
    return code


def measure_on(name: str, wanted: argparse.Namespace) -> int:
    """Start the measuring process with a home, and where needed a server, of its own."""
    from tests.lib.with_postgres import ADVICE, find_programs, server

    home = tempfile.mkdtemp(prefix="goldenthread-bench-plan-")
    command = [sys.executable, __file__, "--here", "--actions", str(wanted.actions)]
    command += [flag for flag in ("--check", "--processor") if getattr(wanted, flag.removeprefix("--"))]
    environment = {**os.environ, "GOLDENTHREAD_HOME": home, "GOLDENTHREAD_STORE": f"{home}/evidence"}
    environment["DJANGO_SETTINGS_MODULE"] = "goldenthread.project.settings.test"
    environment.pop("DATABASE_URL", None)
    try:
        if name == "sqlite":
            return subprocess.run(command, check=False, env=environment).returncode
        given, programs = os.environ.get("GOLDENTHREAD_TEST_POSTGRES"), find_programs()
        if given:
            return on_new_database(given, command, environment)
        if programs is None:
            print(f"PostgreSQL is not here, so only SQLite was measured. {ADVICE}")
            return 0
        with server(programs) as address:
            return subprocess.run(command, check=False, env={**environment, "DATABASE_URL": address}).returncode
    finally:
        shutil.rmtree(home, ignore_errors=True)


def on_new_database(address: str, command: list[str], environment: dict[str, str]) -> int:
    """Measure in a database of its own on a server that is there, and drop it afterwards."""
    import psycopg

    name = f"goldenthread_bench_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        there = f"{address.rpartition('/')[0]}/{name}"
        return subprocess.run(command, check=False, env={**environment, "DATABASE_URL": there}).returncode
    finally:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def bare(request):
    """A staff page that says one number from one query: what the shell around every page costs."""
    from django.shortcuts import render

    from goldenthread.plan.models import Plan

    return render(request, "frontend/staff.html", {"title": str(Plan.objects.count())})


def bare_public(request):
    """The same for a page that everybody reads."""
    from django.shortcuts import render

    from goldenthread.plan.models import Plan

    return render(request, "frontend/resident.html", {"title": str(Plan.objects.count())})


def measure(actions: int, *, check: bool, clock: Callable[[], float]) -> int:
    """Build, measure, print; 1 where a page is over a limit and that is asked for."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.urls import path
    from django.utils import timezone
    from tests.lib.plan_in_bulk import build

    from goldenthread.project import preparing, urls

    settings.SECOND_FACTOR_REQUIRED = False
    urls.urlpatterns[:0] = [path("bare/", bare_public), path("staff/bare/", bare)]
    preparing.migrate()
    begun = time.perf_counter()
    bulk = build(
        actions=actions, measures=actions * MEASURES_EACH, updates=actions * UPDATES_EACH, on=timezone.localdate()
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    took = time.perf_counter() - begun
    print(f"\n{connection.vendor}: {actions:,} actions, {actions * MEASURES_EACH:,} measures, "
          f"{actions * UPDATES_EACH:,} updates, built in {took:.0f} s; load {os.getloadavg()[0]:.1f}")  # fmt: skip
    staff, reader = Client(), Client()
    staff.force_login(bulk.owner)
    over = 0
    for browser, bare_page, pages in (
        (staff, "/staff/bare/", bulk.staff_pages),
        (reader, "/bare/", bulk.public_pages),
    ):
        base, _, _, _ = ask(browser, bare_page, beside=bare_page, clock=clock)
        print(f"  {base:7.1f} ms                       the bare page")
        for page in pages:
            milliseconds, times, queries, size = ask(browser, page, beside=bare_page, clock=clock)
            marks = [
                mark
                for mark, is_over in (
                    (f"over {LONGEST_MS} ms", milliseconds > LONGEST_MS),
                    (f"over {MOST_TIMES_BARE} times", times > MOST_TIMES_BARE),
                    (f"over {MOST_QUERIES} queries", queries > MOST_QUERIES),
                )
                if is_over
            ]
            over += bool(marks)
            print(f"  {milliseconds:7.1f} ms {times:5.1f}× {queries:3} queries {size:4} kB  {page}  {', '.join(marks)}")
    print(f"  {over} page{'' if over == 1 else 's'} over a limit")
    return 1 if over and check else 0


def ask(browser, page: str, *, beside: str, clock: Callable[[], float]) -> tuple[float, float, int, int]:
    """The quickest time of a page in milliseconds, how many times another's it takes, its queries and kilobytes.

    The two are asked in turn, and each time of one is compared with the other's that follows it, of which the median is
    taken: where a machine is now quick and now slow, the quickest of a short page is from another moment than the
    quickest of a long one, and the two are not to be compared.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser.get(page)  # templates and the like are read once a process
    with CaptureQueriesContext(connection) as asked:
        response = browser.get(page)
        queries = len(asked)
    if response.status_code != 200:
        raise SystemExit(f"{page} answered {response.status_code}.")
    asked_in_turn = [(page, []), (beside, [])]
    for _ in range(ROUNDS):
        for each, taken in asked_in_turn:
            begun = clock()
            browser.get(each)
            taken.append((clock() - begun) * 1000)
    long, short = (taken for _, taken in asked_in_turn)
    times = statistics.median(one / other for one, other in zip(long, short, strict=True))
    return min(long), times, queries, len(response.content) // 1000


if __name__ == "__main__":
    sys.exit(main())
