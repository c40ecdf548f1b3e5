"""Finished pages kept for the next reader."""

import gzip

import brotli
import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from goldenthread.frontend.kept_page import KeptPage
from goldenthread.frontend.page_cache import (
    PageShelf,
    is_anonymous_read,
    may_be_kept,
    page_key,
    register_revision,
)

TEXT = b"<p>" + b"one thread " * 200 + b"</p>"
requests = RequestFactory()


def kept(body=TEXT):
    return KeptPage.of(HttpResponse(body))


@pytest.mark.parametrize(
    ("accepted", "encoding", "decode"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("", None, bytes),
        ("identity", None, bytes),
    ],
)
def test_a_reader_gets_the_best_encoding_they_accept(accepted, encoding, decode):
    response = kept().response_to(requests.get("/", HTTP_ACCEPT_ENCODING=accepted))
    assert response.headers.get("Content-Encoding") == encoding
    assert decode(response.content) == TEXT
    assert response.headers["Content-Length"] == str(len(response.content))
    assert "Accept-Encoding" in response.headers["Vary"]


def test_a_page_that_was_compressed_on_its_way_is_kept_as_it_was_made_with_the_headers_of_its_guards():
    page = KeptPage.of(HttpResponse(gzip.compress(TEXT), headers={"Content-Encoding": "gzip", "X-Guard": "yes"}))
    assert page.plain == TEXT
    assert page.headers == {"Content-Type": "text/html; charset=utf-8", "X-Guard": "yes"}


def test_a_small_page_is_sent_as_it_is():
    response = kept(b"<p>short</p>").response_to(requests.get("/", HTTP_ACCEPT_ENCODING="br"))
    assert response.content == b"<p>short</p>"
    assert not response.has_header("Content-Encoding")


def test_a_reader_who_has_the_page_is_told_so():
    first = kept().response_to(requests.get("/"))
    again = kept().response_to(requests.get("/", HTTP_IF_NONE_MATCH=first.headers["ETag"]))
    assert (again.status_code, again.content) == (304, b"")
    other = kept(TEXT + b"!").response_to(requests.get("/", HTTP_IF_NONE_MATCH=first.headers["ETag"]))
    assert other.status_code == 200


def test_a_full_shelf_forgets_what_was_read_longest_ago():
    page = kept(b"x" * 100)
    shelf = PageShelf(capacity=page.size * 10)
    for number in range(10):
        shelf.put(str(number), page)
    assert shelf.get("0") is page
    shelf.put("10", page)
    assert shelf.get("1") is None
    assert shelf.get("0") is page
    shelf.clear()
    assert shelf.get("0") is None


def test_a_page_too_large_for_the_shelf_is_not_kept():
    shelf = PageShelf(capacity=1000)
    shelf.put("large", kept(b"x" * 150))
    assert shelf.get("large") is None


def test_the_same_key_twice_takes_room_once():
    page = kept(b"x" * 100)
    shelf = PageShelf(capacity=page.size * 10)
    for _ in range(50):
        shelf.put("same", page)
    shelf.put("other", page)
    assert shelf.get("same") is page


@pytest.mark.parametrize(
    ("request_", "answer"),
    [
        (requests.get("/"), True),
        (requests.post("/"), False),
        (requests.head("/"), False),
        (requests.get("/", HTTP_RANGE="bytes=0-1"), False),
        (requests.get("/", HTTP_COOKIE="sessionid=abc"), False),
        (requests.get("/", HTTP_COOKIE="messages=abc"), False),
        (requests.get("/", HTTP_COOKIE="csrftoken=abc"), True),
        (requests.get("/static/site.css"), False),
    ],
)
def test_only_plain_reads_by_nobody_in_particular_are_answered_from_the_shelf(request_, answer):
    assert is_anonymous_read(request_) is answer


def response(status=200, **headers):
    made = HttpResponse(TEXT, status=status)
    for name, value in headers.items():
        made.headers[name.replace("_", "-")] = value
    return made


@pytest.mark.parametrize(
    "made",
    [
        response(status=404),
        response(status=302),
        response(Cache_Control="private"),
        response(Cache_Control="no-store"),
        response(Cache_Control="max-age=60"),
        response(Content_Encoding="br"),
    ],
)
def test_a_response_that_is_not_for_everyone_is_not_kept(made):
    assert may_be_kept(response(), requests.get("/"))
    assert not may_be_kept(made, requests.get("/"))


def test_a_response_with_a_cookie_or_a_forms_token_is_not_kept():
    with_cookie = response()
    with_cookie.set_cookie("a", "b")
    assert not may_be_kept(with_cookie, requests.get("/"))
    with_form = requests.get("/")
    with_form.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    assert not may_be_kept(response(), with_form)


def test_the_key_changes_with_the_address_and_with_every_revision(monkeypatch):
    monkeypatch.setattr("goldenthread.frontend.page_cache._revisions", {})
    monkeypatch.setattr("goldenthread.frontend.page_cache._revisions_in_database", {})
    monkeypatch.setattr("goldenthread.frontend.page_cache.database_version", lambda: None)
    state = {"content": 1, "evidence": "a"}
    register_revision("content", lambda: state["content"])
    register_revision("evidence", lambda: state["evidence"])
    keys = [page_key(requests.get("/")), page_key(requests.get("/?page=2")), page_key(requests.get("/place/"))]
    state["content"] = 2
    keys.append(page_key(requests.get("/")))
    state["evidence"] = "b"
    keys.append(page_key(requests.get("/")))
    assert len(set(keys)) == 5
    assert page_key(requests.get("/")) == keys[-1]
