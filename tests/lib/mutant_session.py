"""A pytest session that tries mutants: it collects the tests once and forks for each mutant.

It runs in the copy that `mutants.py` made, as a plugin. The first child runs all tests on the unbroken code and says
which of them come through which function, and how long each takes; every other child breaks one thing and runs the
tests that come through it until one fails: those that noticed something in the same function first, then the quickest,
and none beyond the budget of seconds, so the score can only be better than what is said for it. Nothing is run in the
parent: what the core remembers from one call to the next would hide a change.
"""

import hashlib
import importlib
import json
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

#: A mutant that makes a test loop or allocate without end is noticed by the limits of its process.
LEAST_SECONDS = 10
BYTES = 8 * 2**30

SURVIVED, NOTICED = 0, 1

#: What was seen of the tests, one a line: kept from one session to the next in the same copy.
WATCHED = Path("watched.jsonl")


@dataclass
class Watched:
    """What the tests did on the unbroken code: through which functions each came, and how long it took."""

    through: dict[str, set[str]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Child:
    """A process that tries one mutant, and the pipe on which it says which test failed."""

    mutant: dict[str, Any]
    function: str
    reading: int


class MutantSession:
    """Stands in for pytest's own loop over the tests."""

    def __init__(self, results: list[Path], children: int, budget: float, most: int) -> None:
        self.results = {path: json.loads(path.read_text(encoding="utf-8")) for path in results}
        self.side_by_side, self.budget, self.most = children, budget, most
        self.failed = ""
        self.children: dict[int, Child] = {}
        self.noticing: dict[str, Counter[str]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed = self.failed or report.nodeid

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for kept in self.results.values():
            module = importlib.import_module(kept["module"])
            if not str(module.__file__).startswith(str(Path.cwd())):
                pytest.exit(f"The tests import {module.__file__}, which is not the copy.", returncode=3)
        self._try_all(session.items, self._watched(session.items))
        return True

    def _try_all(self, items: list[pytest.Item], watched: Watched) -> None:
        """Try the mutants that no test noticed yet, in an order by chance: stopped half way, they are a fair sample."""
        started = time.monotonic()
        chosen = chain.from_iterable(
            [(kept["module"], one) for one in sorted(kept["mutants"], key=_by_chance)[: self.most]]
            for kept in self.results.values()
        )
        left = (pair for pair in chosen if pair[1]["outcome"] in {"", "survived"})
        waiting = sorted(left, key=lambda pair: _by_chance(pair[1]))
        for number, (module, mutant) in enumerate(waiting, start=1):
            function = f"{module}.{mutant['name'].partition('__mutmut_')[0]}"
            while len(self.children) >= self.side_by_side:
                self._finish()
            self._fork(mutant, f"{module}.{mutant['name']}", function, items, watched)
            if number % 50 == 0:
                self._keep()
                print(f"{number} of {len(waiting)} tried in {time.monotonic() - started:.0f} s", flush=True)
        while self.children:
            self._finish()
        self._keep()
        print(f"{len(waiting)} tried in {time.monotonic() - started:.0f} s", flush=True)

    def _keep(self) -> None:
        for path, kept in self.results.items():
            path.write_text(json.dumps(kept), encoding="utf-8")

    def _finish(self) -> None:
        process, status, used = os.wait4(-1, 0)
        child = self.children.pop(process)
        with os.fdopen(child.reading, "rb") as pipe:
            test = pipe.read().decode()
        if test:
            self.noticing.setdefault(child.function, Counter())[test] += 1
        outcome = os.waitstatus_to_exitcode(status)
        child.mutant["outcome"] = {SURVIVED: "survived", NOTICED: "noticed"}.get(outcome, "stopped")
        child.mutant["by"], child.mutant["seconds"] = test, used.ru_utime + used.ru_stime

    def _fork(
        self, mutant: dict[str, Any], name: str, function: str, items: list[pytest.Item], watched: Watched
    ) -> None:
        """Run the tests on one mutant in a child of its own until one fails."""
        tests, before = watched.through.get(function, set()), self.noticing.get(function, Counter())
        chosen = [item for item in items if item.nodeid in tests]
        chosen.sort(key=lambda item: (-before[item.nodeid], watched.seconds[item.nodeid]))
        spent = 0.0
        for position, item in enumerate(chosen):
            spent += watched.seconds[item.nodeid]
            if spent > self.budget and position:
                del chosen[position:]
                break
        limit = LEAST_SECONDS + 10 * int(spent)
        reading, writing = os.pipe()
        process = os.fork()
        if process:
            os.close(writing)
            self.children[process] = Child(mutant, function, reading)
            return
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
        _silently(lambda: self._run(name, chosen))
        os.write(writing, self.failed.encode())
        os._exit(NOTICED if self.failed else SURVIVED)

    def _run(self, mutant: str, items: list[pytest.Item]) -> None:
        from mutmut.mutation.trampoline import set_mutant_under_test

        set_mutant_under_test(mutant)
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed:
                return

    def _watched(self, items: list[pytest.Item]) -> Watched:
        """Watch the tests on the unbroken code, but for those that were watched already and have not changed since."""
        keys = _keys(items)
        WATCHED.touch()
        known = {one["key"]: one for one in map(json.loads, WATCHED.read_text(encoding="utf-8").splitlines())}
        new = [item for item in items if keys[item.nodeid] not in known]
        process = os.fork()
        if not process:
            _silently(lambda: self._watch(new, keys))
            os._exit(0)
        os.waitpid(process, 0)
        known = {one["key"]: one for one in map(json.loads, WATCHED.read_text(encoding="utf-8").splitlines())}
        watched = Watched()
        for item in items:
            one = known.get(keys[item.nodeid])
            if one is None:
                pytest.exit(f"This fails before anything is broken: {item.nodeid}", returncode=3)
            watched.seconds[item.nodeid] = one["seconds"]
            for function in one["functions"]:
                watched.through.setdefault(function, set()).add(item.nodeid)
        return watched

    def _watch(self, items: list[pytest.Item], keys: dict[str, str]) -> None:
        from mutmut.mutation.trampoline import set_mutant_under_test
        from mutmut.state import state

        set_mutant_under_test("stats")
        with WATCHED.open("a", encoding="utf-8") as file:
            for item, following in zip(items, [*items[1:], None], strict=True):
                started = time.perf_counter()
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if self.failed:
                    return
                seconds, functions = time.perf_counter() - started, sorted(state()._stats)
                state()._stats.clear()
                line = {"key": keys[item.nodeid], "seconds": seconds, "functions": functions}
                file.write(json.dumps(line) + "\n")
                file.flush()


def _by_chance(mutant: dict[str, Any]) -> str:
    return str(mutant["key"])


def _keys(items: list[pytest.Item]) -> dict[str, str]:
    """For each test what changes when it or the core does."""
    core = "".join(path.read_text(encoding="utf-8") for path in sorted(Path("src").rglob("*.py")))
    digests: dict[Path, str] = {}
    for item in items:
        if item.path not in digests:
            text = core + item.path.read_text(encoding="utf-8")
            digests[item.path] = hashlib.sha256(text.encode()).hexdigest()[:16]
    return {item.nodeid: f"{digests[item.path]} {item.nodeid}" for item in items}


def _silently(work: Callable[[], None]) -> None:
    """Do the work without a word; an error outside of a test counts as noticed."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    try:
        work()
    except BaseException:
        os._exit(NOTICED)


def pytest_configure(config: pytest.Config) -> None:
    """Take the place of pytest's loop."""
    sys.setrecursionlimit(2_000)
    results = [Path(path) for path in os.environ["MUTANTS_RESULTS"].split(os.pathsep)]
    children, budget = int(os.environ["MUTANTS_CHILDREN"]), float(os.environ["MUTANTS_BUDGET"])
    most = int(os.environ["MUTANTS_MOST"])
    config.pluginmanager.register(MutantSession(results, children, budget, most), "mutant-session")
