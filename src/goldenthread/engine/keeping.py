"""Answers that other questions begin with, kept while the snapshot they are about is open."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Answer = TypeVar("Answer")

#: A place of 70 indicators asks about 600 things on all its pages together; the rest is room for its areas.
MOST_KEPT = 2000


class Keeping:
    """Answers by what was asked. Those not asked for the longest go first when there are too many."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()

    def once(self, asked: Hashable, find: Callable[[], Answer]) -> Answer:
        """The answer kept under `asked`; the first time what `find` gives. An error is not kept."""
        with self._lock:
            if asked in self._answers:
                self._answers.move_to_end(asked)
                kept: Answer = self._answers[asked]
                return kept
        answer = find()
        with self._lock:
            self._answers[asked] = answer
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return answer
