"""Public pages under load, beside a bare Django view served by the same server in the same run.

    python bench/pages.py                 the demonstration in a folder of its own, made for this and removed
    python bench/pages.py --home var      a site that is there already
    python bench/pages.py --check         fail when a promise of the README is not kept

Everything stays on this machine's loopback address, each page gets a bounded number of requests in a bounded time,
and the script ends by itself. What is measured of each page: the first rendering after the server started (nothing
kept yet), what a first visit transfers, and how long 50 connections wait that are kept busy.
"""

import argparse
import http.client
import os
import re
import selectors
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

CONNECTIONS = 50
REQUESTS = 2000
SECONDS = 15.0
"""At most, for each page."""

SETTLE_SECONDS = 4.0
"""The port opens before the last process has asked the evidence what most pages begin with."""

FIRST_RENDER_MS = 300
MEDIAN_MS = 50
P99_MS = 250
FIRST_VISIT_KB = 100
MAP_VISIT_KB = 250

FIXED = ("/", "/place/", "/place/gaps/", "/place/map/", "/place/compare/", "/indicators/", "/my-area/")
FOUND = ("/indicators/", "/areas/", "/framework/", "/plans/", "/reports/")
LATER = ("/data/", "/contact/", "/accessibility/")

terminal = Console(highlight=False, width=110)


def bare():
    """A Django application with one view that says nothing but "ok": what the server itself costs."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpResponse
    from django.urls import path

    module = sys.modules[__name__]
    module.urlpatterns = [path("", lambda request: HttpResponse("ok"))]
    settings.configure(SECRET_KEY="bench", ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, MIDDLEWARE=[])
    return get_wsgi_application()


@dataclass(frozen=True)
class Load:
    """What 50 busy connections saw of one address."""

    median_ms: float
    p99_ms: float
    per_second: float
    failures: int


@dataclass(frozen=True)
class Page:
    """What was measured of one page."""

    path: str
    first_ms: float
    page_kb: float
    visit_kb: float
    load: Load


class Server:
    """A web server of our own on a free port, ended on leaving."""

    def __init__(self, environment: dict[str, str], *application: Any) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        from goldenthread.project import server

        command = server.web_command(server.Address("127.0.0.1", self.port), *application)
        self.process = subprocess.Popen(command, env=environment, cwd=Path(__file__).parent)

    def __enter__(self) -> "Server":
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.1)
        self.__exit__()
        raise SystemExit("The server did not start; what it said is above.")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def get(self, path: str, encoding: str = "br") -> tuple[int, bytes, float, str]:
        """Status, body as it travelled, milliseconds and kind of one request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        begun = time.perf_counter()
        connection.request("GET", path, headers={"Accept-Encoding": encoding})
        response = connection.getresponse()
        body = response.read()
        took = (time.perf_counter() - begun) * 1000
        connection.close()
        return response.status, body, took, response.headers.get("Content-Type", "")


class Caller:
    """One of the connections kept busy: it connects, asks, reads to the end, and is ready to ask again."""

    def __init__(self, port: int, message: bytes) -> None:
        self.asked = time.perf_counter()
        self.message = message
        self.status = b""
        self.socket = socket.socket()
        self.socket.setblocking(False)
        self.socket.connect_ex(("127.0.0.1", port))

    def go_on(self, events: int) -> bool:
        """Take the next step that is possible; whether the answer has ended."""
        try:
            if events & selectors.EVENT_WRITE:
                self.socket.send(self.message)
                return False
            part = self.socket.recv(1 << 18)
        except BlockingIOError:
            return False
        except OSError:
            return True
        self.status = self.status or part[:12]
        return not part

    @property
    def was_answered(self) -> bool:
        """Whether the answer was a page."""
        return self.status == b"HTTP/1.1 200"


def busy(port: int, path: str) -> Load:
    """Keep 50 connections busy until the requests or the seconds are used up.

    Written on bare sockets: whoever asks shares two cores with the server, so it must cost little itself.
    """
    message = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: br\r\nConnection: close\r\n\r\n".encode()
    )
    waits: list[float] = []
    failures = 0
    left = REQUESTS
    begun = time.perf_counter()
    selector = selectors.DefaultSelector()

    def ask() -> None:
        caller = Caller(port, message)
        selector.register(caller.socket, selectors.EVENT_WRITE, caller)

    for _ in range(CONNECTIONS):
        ask()
        left -= 1
    while selector.get_map() and time.perf_counter() - begun < SECONDS:
        for key, events in selector.select(timeout=1):
            caller = key.data
            if not caller.go_on(events):
                selector.modify(caller.socket, selectors.EVENT_READ, caller)
                continue
            selector.unregister(caller.socket)
            caller.socket.close()
            waits.append((time.perf_counter() - caller.asked) * 1000)
            failures += not caller.was_answered
            if left > 0:
                ask()
                left -= 1
    failures += len(selector.get_map() or ())  # still waiting when the time was over
    took = time.perf_counter() - begun
    for key in list((selector.get_map() or {}).values()):
        key.data.socket.close()
    selector.close()
    cuts = statistics.quantiles(waits, n=100, method="inclusive")
    return Load(statistics.median(waits), cuts[98], len(waits) / took, failures)


def public_pages(server: Server) -> list[str]:
    """The pages to measure: the fixed ones, and the first of each kind that a list links to."""
    html = "".join(server.get(path, encoding="identity")[1].decode("utf-8", "replace") for path in (*FIXED, *FOUND))
    found = []
    for start in FOUND:
        links = re.findall(rf'href="({start}[\w-]+/)"', html)
        if links:
            found.append(links[0])
    wanted = [*FIXED, *found, *LATER]
    return [path for path in dict.fromkeys(wanted) if server.get(path)[0] == http.HTTPStatus.OK]


def visit(server: Server, path: str) -> tuple[float, float]:
    """Kilobytes of the page, and of it with everything a first visit loads."""
    page = len(server.get(path)[1])
    html = server.get(path, encoding="identity")[1].decode("utf-8", "replace")
    loaded = re.findall(r'<(?:link|script|img)[^>]*? (?:href|src)="(/[^"]*)"', html)
    parts = sum(len(server.get(address)[1]) for address in dict.fromkeys(loaded))
    return page / 1000, (page + parts) / 1000


def measure(environment: dict[str, str]) -> tuple[list[Page], Load]:
    """Every page, and the bare view."""
    with Server(environment) as server:
        paths = public_pages(server)
    with Server(environment) as server:
        time.sleep(SETTLE_SECONDS)
        server.get("/exit/")  # the first request of all pays for what Django itself puts off
        first = {path: server.get(path)[2] for path in paths}
        pages = []
        for path in paths:
            terminal.print(f"  {path}", style="dim")
            page_kb, visit_kb = visit(server, path)
            pages.append(Page(path, first[path], page_kb, visit_kb, busy(server.port, path)))
    with Server({**environment, "PYTHONPATH": str(Path(__file__).parent)}, "pages:bare()", ()) as server:
        terminal.print("  a bare view", style="dim")
        return pages, busy(server.port, "/")


def promises_broken(page: Page) -> list[str]:
    """What this page does not keep of what was promised."""
    heaviest = MAP_VISIT_KB if "/map/" in page.path else FIRST_VISIT_KB
    tests = (
        (page.first_ms > FIRST_RENDER_MS, f"first rendering over {FIRST_RENDER_MS} ms"),
        (page.visit_kb > heaviest, f"first visit over {heaviest} kB"),
        (page.load.median_ms > MEDIAN_MS, f"median over {MEDIAN_MS} ms"),
        (page.load.p99_ms > P99_MS, f"99th percentile over {P99_MS} ms"),
        (page.load.failures > 0, f"{page.load.failures} failures"),
    )
    return [words for broken, words in tests if broken]


def report(pages: list[Page], nothing: Load) -> bool:
    """Print what was measured; whether every promise was kept."""
    table = Table(title=f"Public pages, {CONNECTIONS} connections kept busy on {os.cpu_count()} cores")
    table.add_column("page")
    for heading in ("first ms", "page kB", "visit kB", "median ms", "p99 ms", "a second", "of bare", "kept?"):
        table.add_column(heading, justify="right")
    kept_all = True
    for page in pages:
        broken = promises_broken(page)
        kept_all = kept_all and not broken
        table.add_row(
            page.path,
            f"{page.first_ms:.0f}",
            f"{page.page_kb:.1f}",
            f"{page.visit_kb:.1f}",
            f"{page.load.median_ms:.0f}",
            f"{page.load.p99_ms:.0f}",
            f"{page.load.per_second:.0f}",
            f"{page.load.per_second / nothing.per_second:.2f}",
            "yes" if not broken else "; ".join(broken),
        )
    bare_row = [f"{nothing.median_ms:.0f}", f"{nothing.p99_ms:.0f}", f"{nothing.per_second:.0f}", "1.00", ""]
    table.add_row("a bare Django view", "", "", "", *bare_row)
    terminal.print(table)
    return kept_all


def make_site(home: Path) -> None:
    """The demonstration in the folder, when it is not there."""
    from goldenthread.project import console

    os.environ["GOLDENTHREAD_HOME"] = str(home)
    console.set_up(console.DEMO)
    console.prepare()
    console.sample_council(home / "sign-ins.json")


def main() -> int:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--home", type=Path, help="the folder of a site that is there already")
    parser.add_argument("--check", action="store_true", help="fail when a promise is not kept")
    options = parser.parse_args()
    home = (options.home or Path(tempfile.mkdtemp(prefix="goldenthread-bench-"))).resolve()
    try:
        make_site(home)
        from goldenthread.project import server

        kept_all = report(*measure(server.environment_for("goldenthread.project.settings.demo", home)))
    finally:
        if options.home is None:
            shutil.rmtree(home, ignore_errors=True)
    return 1 if options.check and not kept_all else 0


if __name__ == "__main__":
    raise SystemExit(main())
