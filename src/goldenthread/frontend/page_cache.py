"""Finished pages for people who are not signed in, kept while everything they were made from stays the same.

A room that owns something pages are made from registers a *revision*: a quick function whose value changes
whenever that thing does (the latest audit event, the evidence snapshot, the latest log entry of the editor).
All revisions are asked on every request and are part of the key, so a page is never older than its content.
"""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeGuard

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

Revision = Callable[[], object]

KEPT_HEADERS = ("Content-Type", "Content-Language", "X-Robots-Tag", "Content-Disposition", "Link")
SMALLEST_WORTH_COMPRESSING = 200
"""Bytes; below this the compressed form is hardly smaller (the same limit as Django's gzip middleware)."""

_revisions: dict[str, Revision] = {}


def register_revision(name: str, revision: Revision) -> None:
    """Make every cached page depend on the value of a function; the same name again replaces it."""
    _revisions[name] = revision


def current_revisions() -> tuple[tuple[str, str], ...]:
    """What every cached page depends on just now, with the day, because pages say what is due today."""
    values = [(name, str(revision())) for name, revision in sorted(_revisions.items())]
    return (("day", timezone.localdate().isoformat()), *values)


@dataclass(frozen=True)
class KeptPage:
    """A finished page, compressed once for everyone who reads it."""

    headers: dict[str, str]
    etag: str
    plain: bytes
    gzipped: bytes
    brotlied: bytes

    @property
    def size(self) -> int:
        return len(self.plain) + len(self.gzipped) + len(self.brotlied)

    @classmethod
    def of(cls, response: HttpResponse) -> "KeptPage":
        """The kept form of a response."""
        body = bytes(response.content)
        squeeze = len(body) >= SMALLEST_WORTH_COMPRESSING
        return cls(
            headers={name: response.headers[name] for name in KEPT_HEADERS if name in response.headers},
            etag=f'W/"{hashlib.sha256(body).hexdigest()[:20]}"',
            plain=body,
            gzipped=gzip.compress(body, compresslevel=6, mtime=0) if squeeze else b"",
            brotlied=brotli.compress(body, quality=5) if squeeze else b"",
        )

    def response_to(self, request: HttpRequest) -> HttpResponseBase:
        """This page for a reader: not at all when they have it, else in the best encoding they accept."""
        body, encoding = self._encoded(request.headers.get("Accept-Encoding", ""))
        response = HttpResponse(body)
        for name, value in self.headers.items():
            response.headers[name] = value
        if encoding:
            response.headers["Content-Encoding"] = encoding
        response.headers["ETag"] = self.etag
        # A browser may keep the page but has to ask whether it is still the one.
        response.headers["Cache-Control"] = "no-cache"
        response.headers["Content-Length"] = str(len(body))
        patch_vary_headers(response, ("Accept-Encoding", "Cookie"))
        conditional = get_conditional_response(request, etag=self.etag, response=response)
        return conditional if isinstance(conditional, HttpResponseNotModified) else response

    def _encoded(self, accepted: str) -> tuple[bytes, str]:
        offered = {part.split(";")[0].strip() for part in accepted.lower().split(",") if ";q=0" not in part}
        if self.brotlied and "br" in offered:
            return self.brotlied, "br"
        if self.gzipped and "gzip" in offered:
            return self.gzipped, "gzip"
        return self.plain, ""


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


class PageCacheMiddleware:
    """Answers from the shelf where it may, and fills it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_anonymous_read(request):
            return self.get_response(request)
        key = page_key(request)
        kept = shelf.get(key)
        if kept is None:
            response = self.get_response(request)
            if may_be_kept(request, response):
                kept = KeptPage.of(response)
                shelf.put(key, kept)
                return kept.response_to(request)
            return response
        return kept.response_to(request)


def page_key(request: HttpRequest) -> str:
    """What the page at this address is made from, as one key."""
    parts = (request.scheme, request.get_host(), request.get_full_path(), *map(repr, current_revisions()))
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()


def is_anonymous_read(request: HttpRequest) -> bool:
    """Whether this is a plain read by somebody who is not signed in and has no waiting message."""
    return (
        request.method == "GET"
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
        and "Range" not in request.headers
    )


def may_be_kept(request: HttpRequest, response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    """Whether everyone who is not signed in may be given this very response."""
    cache_control = response.headers.get("Cache-Control", "")
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and not response.cookies
        # A form's token belongs to one reader.
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and not response.has_header("Content-Encoding")
        and not any(word in cache_control for word in ("private", "no-store", "max-age"))
    )
