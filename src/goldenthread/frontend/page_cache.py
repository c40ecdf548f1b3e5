"""Finished pages for people who are not signed in, kept while everything they were made from stays the same.

A room that owns something pages are made from registers a *revision*: a quick function whose value changes
whenever that thing does (the latest audit event, the evidence snapshot, the latest log entry of the editor).
All revisions are part of the key, so a page is never older than its content. Those that are read from the database are
asked on every request unless nobody has written to it since they last were.

The middleware stands first: what it keeps is the whole answer with every guard's headers, so a kept page passes no
other middleware.
"""

import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeGuard

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from goldenthread.frontend.database_version import database_version
from goldenthread.frontend.kept_page import KeptPage
from goldenthread.frontend.page_folder import PageFolder

Revision = Callable[[], object]

_revisions: dict[str, Revision] = {}
_revisions_in_database: dict[str, Revision] = {}


class _LastAsked(threading.local):
    """What the revisions in the database were, and the state of it they were read from."""

    def __init__(self) -> None:
        self.version: object = None
        self.values: dict[str, str] = {}


_last_asked = _LastAsked()


def register_revision(name: str, revision: Revision, *, in_database: bool = False) -> None:
    """Make every cached page depend on the value of a function; the same name again replaces it.

    One whose value depends on the database alone says so, and is not asked again while nobody writes to it.
    """
    (_revisions_in_database if in_database else _revisions)[name] = revision
    _last_asked.version = None


def current_revisions() -> tuple[tuple[str, str], ...]:
    """What every cached page depends on just now, with the day, because pages say what is due today."""
    values = {name: str(revision()) for name, revision in _revisions.items()} | _values_in_database()
    return (("day", timezone.localdate().isoformat()), *sorted(values.items()))


def _values_in_database() -> dict[str, str]:
    # The version first: what is written between the two look-ups is noticed by the next request.
    version = database_version()
    if version is None or version != _last_asked.version:
        values = {name: str(revision()) for name, revision in _revisions_in_database.items()}
        _last_asked.version, _last_asked.values = version, values
    return _last_asked.values


class PageShelf:
    """Kept pages in this process's memory; the least recently read go first when it is full."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self._pages: OrderedDict[str, KeptPage] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: str) -> KeptPage | None:
        """The page under the key."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: str, page: KeptPage) -> None:
        """Keep a page; one that is larger than an eighth of the shelf is not kept."""
        if page.size > self.capacity // 8:
            return
        with self._lock:
            replaced = self._pages.pop(key, None)
            self._size += page.size - (replaced.size if replaced else 0)
            self._pages[key] = page
            while self._size > self.capacity:
                _, oldest = self._pages.popitem(last=False)
                self._size -= oldest.size

    def clear(self) -> None:
        """Forget every page."""
        with self._lock:
            self._pages.clear()
            self._size = 0


shelf = PageShelf(settings.PAGE_CACHE_BYTES)
# Named anew at each start: processes forked from one server share it, and nobody else's pages can be taken for theirs.
folder = PageFolder(settings.PAGE_CACHE_FOLDER / secrets.token_hex(8), settings.PAGE_CACHE_FOLDER_BYTES)


def find_kept(key: str) -> KeptPage | None:
    """The page from this process's shelf, or from the folder of all of them and then onto the shelf."""
    kept = shelf.get(key)
    if kept is None:
        kept = folder.get(key)
        if kept is not None:
            shelf.put(key, kept)
    return kept


MOST_ADDRESSES_REMEMBERED = 1000


class PageCacheMiddleware:
    """Answers from the shelf where it may, and fills it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._never_kept: set[str] = set()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_anonymous_read(request):
            return self.get_response(request)
        key = page_key(request)
        kept = find_kept(key)
        if kept is not None:
            return kept.response_to(request)
        if request.path_info in self._never_kept:  # a form, say: waiting for another's would help nobody
            return self._make(key, request)
        with folder.turn(key):
            kept = find_kept(key)
            return self._make(key, request) if kept is None else kept.response_to(request)

    def _make(self, key: str, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if may_be_kept(response, request):
            kept = KeptPage.of(response)
            shelf.put(key, kept)
            folder.put(key, kept)
            return kept.response_to(request)
        if len(self._never_kept) >= MOST_ADDRESSES_REMEMBERED:
            self._never_kept.clear()
        self._never_kept.add(request.path_info)
        return response


def page_key(request: HttpRequest) -> str:
    """What the page at this address is made from, as one key."""
    address = (request.scheme, request.get_host(), request.get_full_path())
    parts = (*address, *map(repr, current_revisions()))
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()


def is_anonymous_read(request: HttpRequest) -> bool:
    """Whether this is a plain read by somebody who is not signed in, shows no key and has no waiting message."""
    return (
        request.method == "GET"
        and not request.META.get("HTTP_AUTHORIZATION", "").lower().startswith("bearer")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
        and "HTTP_RANGE" not in request.META
        # Those are files, which have a cache of their own.
        and not request.path_info.startswith(settings.STATIC_URL)
    )


def may_be_kept(response: HttpResponseBase, request: HttpRequest) -> TypeGuard[HttpResponse]:
    """Whether everyone who is not signed in may be given this very response."""
    cache_control = response.headers.get("Cache-Control", "")
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and not response.cookies
        # A form's token belongs to one reader.
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and response.headers.get("Content-Encoding", "gzip") == "gzip"
        and not any(word in cache_control for word in ("private", "no-store", "max-age"))
    )
