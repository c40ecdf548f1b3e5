"""A finished page in every encoding a reader may accept."""

import gzip
import hashlib
from dataclasses import dataclass

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import get_conditional_response, patch_vary_headers

OF_ONE_ANSWER = {"content-encoding", "content-length", "etag", "vary", "cache-control"}
"""Headers that are written anew for each reader of a kept page; all others are kept with it."""
SMALLEST_WORTH_COMPRESSING = 200
"""Bytes; below this the compressed form is hardly smaller (the same limit as Django's gzip middleware)."""


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
        if response.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        squeeze = len(body) >= SMALLEST_WORTH_COMPRESSING
        return cls(
            headers={name: value for name, value in response.headers.items() if name.lower() not in OF_ONE_ANSWER},
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
