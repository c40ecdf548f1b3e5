"""The glossary as everybody reads it, and as whoever writes a report is offered it."""

from __future__ import annotations

import csv
import io

from django.urls import reverse
from tests.factories.people import make_person, signed_in_client
from tests.factories.plans import NOW

from goldenthread.accounts.roles import Role
from goldenthread.definitions.word import load_words
from goldenthread.reports import actions


def test_everybody_reads_every_word_without_a_query(client, db, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        page = client.get("/words/").content.decode()
    assert all(f'id="{word.slug}"' in page for word in load_words())
    assert "We write: <strong>plan and run together</strong>" in page


def test_a_word_is_found_by_its_letters_and_by_what_it_means(client, db):
    found = client.get("/words/", {"q": "CO-PROD"}).content.decode()
    assert 'id="co-production"' in found
    assert 'id="utilise"' not in found
    assert 'id="lsoa"' in client.get("/words/", {"q": "1,500 people"}).content.decode()
    assert "No word here has “&lt;zz&gt;” in it" in client.get("/words/", {"q": "<zz>"}).content.decode()


def test_the_words_are_taken_away_as_they_are_filtered(client, db):
    rows = list(csv.reader(io.StringIO(client.get("/words/?q=utilise&as=csv").content.decode("utf-8-sig"))))
    assert rows[-1] == ["utilise", "To use.", "use", ""]
    assert len([row for row in rows if row[0] == "utilise"]) == 1
    assert client.get("/words/?as=xlsx").content.startswith(b"PK")


def test_the_checks_offer_the_glossary_for_jargon(draft):
    editor = make_person(Role.EDITOR)
    actions.write_text(report=draft, place="introduction", text="We utilise a hall.", by=editor, at=NOW)
    page = signed_in_client(editor).get(reverse("reports:staff_checks", args=[draft.slug])).content.decode()
    assert "“utilise”: write “use”. To use." in page
    assert '/words/#utilise"' in page


def test_the_foot_of_a_page_leads_to_the_glossary(client, db):
    assert '<a href="/words/">Words explained</a>' in client.get("/cookies/").content.decode()
