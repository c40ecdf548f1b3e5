"""What each web process does when it has begun; the web server reads this file as its configuration."""

from typing import Any


def post_worker_init(worker: Any) -> None:
    """Ask the evidence what most pages begin with, so that no reader is the first to wait for it."""
    from goldenthread.evidence import numbers

    numbers.warm_up()
