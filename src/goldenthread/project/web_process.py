"""What each web process does when it begins and ends; the web server reads this file as its configuration.

What is imported stays for as long as a process lives. It is left out of the collecting of garbage, which otherwise
holds up whoever is reading for a third of a second each time it looks through all of it, and taken back at the end,
when libraries look whether anything was left behind.
"""

import gc
from typing import Any

# Importing makes almost no garbage, and looking for it while the rooms are imported takes a fifth of a start.
gc.disable()


def when_ready(server: Any) -> None:
    """Before the processes are forked: leave what was imported out of the collecting of garbage, which begins now."""
    gc.collect()
    gc.freeze()
    gc.enable()


def post_worker_init(worker: Any) -> None:
    """Ask the evidence what most pages begin with, so that no reader is the first to wait for it."""
    from goldenthread.evidence import numbers

    numbers.warm_up()
    gc.freeze()


def worker_exit(server: Any, worker: Any) -> None:
    """A process that ends takes back what it left out."""
    gc.unfreeze()


def on_exit(server: Any) -> None:
    """So does the process that forked the others."""
    gc.unfreeze()
