"""Claims in what editors write: nothing is dropped on the way, the index knows them, the page shows them."""

from __future__ import annotations

import json
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.factories.facts import record_fact
from tests.factories.people import make_person, signed_in_client
from tests.factories.stories import tell_story
from tests.integration.reports.test_written_pages import make_story, make_writer
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import ReferenceIndex
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from goldenthread.accounts.roles import Role
from goldenthread.core.claims import Statistic
from goldenthread.evidence.fact_kinds import Disclosure
from goldenthread.evidence.facts import judge
from goldenthread.reports.models import HomePage
from goldenthread.reports.models.pages import PLAIN_FEATURES
from goldenthread.reports.rich_text import expand
from goldenthread.reports.stories.standing import Ground, PublicationRefused
from goldenthread.reports.written import pages_quoting

pytestmark = pytest.mark.django_db


@pytest.fixture
def fact() -> Any:
    return record_fact("le-gap", Statistic.GAP, 10.8, unit="years", decimals=1)


def claim(fact: Any, words: str = "almost 11 years") -> str:
    return f'<a linktype="claim" id="{fact.pk}">{words}</a>'


def test_a_claim_goes_through_the_editor_and_back_unchanged(fact):
    converter = ContentstateConverter(features=PLAIN_FEATURES)
    kept = f'<p data-block-key="a1b2c">A gap of {claim(fact)} for <b>men</b>.</p>'
    state = json.loads(converter.from_database_format(kept))
    entity = state["entityMap"]["0"]
    assert (entity["type"], entity["data"]["id"], entity["data"]["slug"]) == ("CLAIM", fact.pk, "le-gap")
    assert entity["data"]["value"] == "10.8 years"
    assert converter.to_database_format(json.dumps(state)) == kept


def test_a_claim_to_a_fact_that_is_gone_is_not_dropped():
    converter = ContentstateConverter(features=PLAIN_FEATURES)
    kept = '<p data-block-key="a1b2c">A gap of <a linktype="claim" id="999">almost 11 years</a>.</p>'
    assert converter.to_database_format(converter.from_database_format(kept)) == kept


def test_without_the_feature_the_editor_would_drop_it(fact):
    """What the round trip guards against: an entity that nobody registered."""
    converter = ContentstateConverter(features=["bold", "link"])
    assert "claim" not in converter.to_database_format(converter.from_database_format(f"<p>{claim(fact)}</p>"))


def test_the_public_reads_the_value_and_one_way_to_the_proof_for_each_block(fact):
    written = expand(f"<p>A gap of {claim(fact)} or {claim(fact, '10.8 years')}.</p><p>No figure.</p>")
    assert '<data value="10.8" class="gt-claim">almost 11 years</data>' in written
    assert written.count("How do we know this?") == 1
    assert f'href="{fact.get_absolute_url()}"' in written
    assert written.endswith("<p>No figure.</p>")


def test_two_facts_in_a_block_have_one_way_to_both(fact):
    other = record_fact("homes", Statistic.COUNT, 2311)
    written = expand(f"<ul><li>{claim(fact)}</li><li>{claim(other, '2,311')}</li></ul>")
    assert written.count("How do we know this?") == 1
    assert "?these=le-gap,homes" in written


def test_what_is_withheld_is_not_in_the_page():
    few = record_fact("few", Statistic.COUNT, 3, disclosure=Disclosure.SUPPRESSED.value, missing="Only three people.")
    written = expand(f"<p>{claim(few, 'a few')}</p>")
    assert "<data" not in written
    assert "3" not in written.replace(str(few.pk), "")


def test_links_of_other_kinds_are_left_to_wagtail(fact):
    home = HomePage.objects.get()
    written = expand(f'<p><a id="{home.pk}" linktype="page">home</a> and {claim(fact)}</p>')
    assert f'href="{home.url}"' in written or 'href="/"' in written
    assert expand("<p>Plain.</p>") == "<p>Plain.</p>"


def test_the_index_of_references_knows_which_page_quotes_which_fact(client, fact):
    story = make_story(body=[("words", f"<p>{claim(fact)}</p>")])
    reference = ReferenceIndex.get_references_to(fact).get()
    assert reference.object_id == str(story.pk)
    assert reference.content_path.startswith("body.")
    assert [page.title for page in pages_quoting("le-gap", is_staff=False)] == ["The hall"]
    assert "The hall" in client.get("/facts/le-gap/").content.decode()
    home = HomePage.objects.get()
    home.body = f"<p>{claim(fact)}</p>"
    home.save_revision().publish()
    page = client.get("/").content.decode()
    assert '<data value="10.8" class="gt-claim">almost 11 years</data>' in page


def test_a_story_shows_its_claims(client, fact):
    make_story(body=[("words", f"<p>{claim(fact)}</p>")])
    page = client.get("/stories/the-hall/").content.decode()
    assert '<data value="10.8" class="gt-claim">almost 11 years</data>' in page


def test_what_claims_stand_on_is_asked_once_for_all_texts_of_a_page(client, fact):
    def asked(blocks: int) -> int:
        story = make_story(slug=f"of-{blocks}", body=[("words", f"<p>{claim(fact, '')}</p>")] * blocks)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(story.url).content.decode()
        assert page.count('<data value="10.8" class="gt-claim">10.8</data>') == blocks
        assert sum("evidence_claimbands" in each["sql"] for each in queries.captured_queries) == 1
        return len(queries)

    assert asked(2) == asked(9)


def test_the_chooser_shows_the_verdict_on_the_words_that_were_selected(fact):
    browser = signed_in_client(make_writer(Role.EDITOR))
    found = browser.get(reverse("claim_chooser"), {"words": "over 11 years"}).json()
    assert found["step"] == "choose"
    assert "<strong>FALSE</strong>" in found["html"]
    assert "We would write:" in found["html"]
    chosen = browser.get(reverse("claim_chosen", args=[fact.pk])).json()
    assert chosen["step"] == "chosen"
    assert (chosen["result"]["id"], chosen["result"]["words"]) == (fact.pk, "10.8")
    assert "No fact fits" in browser.get(reverse("claim_chooser"), {"q": "nothing of the kind"}).json()["html"]


def test_who_may_not_write_may_not_choose(client, fact):
    for person in (make_person(Role.VIEWER), make_person(Role.ANALYST)):
        assert signed_in_client(person).get(reverse("claim_chooser")).status_code in {302, 403}
    assert client.get(reverse("claim_chooser")).status_code == 302


def post_page(page, role, **fields):
    """Press a button of the editor, everything else as it stands."""
    sent = {"slug": page.slug, "claim_reasons": streamfield([]), "comments": inline_formset([]), **fields}
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return signed_in_client(make_writer(role)).post(address, nested_form_data(sent), follow=True)


def front_page(words, **fields):
    body = ContentstateConverter(features=PLAIN_FEATURES).from_database_format(f"<p>{words}</p>")
    return {"title": "Home", "heading": "", "lede": "", "body": body, "action-publish": "1", **fields}


@pytest.mark.parametrize(("words", "verdict"), [("over 11 years", "FALSE"), ("9 years", "FALSE")])
def test_the_editor_keeps_a_draft_and_says_why_a_false_claim_is_not_published(client, fact, words, verdict):
    home = HomePage.objects.get()
    page = post_page(home, Role.PLAN_OWNER, **front_page(claim(fact, words))).content.decode()
    said = unescape(page)
    assert f"“{words}” is {verdict}" in said
    better = judge(words, fact, on=timezone.localdate()).suggestion
    assert f"We would write: “{better}”." in said
    assert better
    assert "kept as a draft and not published" in said
    home.refresh_from_db()
    assert home.body == ""
    assert words in home.get_latest_revision_as_object().body
    assert words not in client.get("/").content.decode()


def test_true_words_are_published_from_the_editor(client, fact):
    post_page(HomePage.objects.get(), Role.PLAN_OWNER, **front_page(claim(fact)))
    assert "almost 11 years</data>" in client.get("/").content.decode()


def test_loose_words_need_a_reason_by_name_which_everybody_reads(client):
    visits = record_fact("visits", Statistic.COUNT, 260)
    home = HomePage.objects.get()
    loose = front_page(claim(visits, "over 200"))
    refused = unescape(post_page(home, Role.PLAN_OWNER, **loose).content.decode())
    assert "“over 200” is LOOSE" in refused
    assert "give the reason by name" in refused
    home.refresh_from_db()
    assert home.body == ""
    reason = {"words": "Over 200", "reason": "The plan promised 200.", "by": "Head of Money Advice"}
    post_page(home, Role.PLAN_OWNER, **{**loose, "claim_reasons": streamfield([("reason", reason)])})
    page = client.get("/").content.decode()
    assert "over 200</data>" in page
    assert "The plan promised 200. (Head of Money Advice)" in page


def test_a_reason_helps_no_false_claim_and_no_withheld_one(fact):
    few = record_fact("few", Statistic.COUNT, 3, disclosure=Disclosure.SUPPRESSED.value, missing="Only three people.")
    home = HomePage.objects.get()
    for words in (claim(fact, "over 11 years"), claim(few, "a few"), '<a linktype="claim" id="999">9</a>'):
        home.body = f"<p>{words}</p>"
        plain = words.partition(">")[2].partition("<")[0]
        home.claim_reasons = [("reason", {"words": plain, "reason": "Please.", "by": "Me"})]
        with pytest.raises(PublicationRefused) as refused:
            home.save_revision().publish()
        assert [each.ground for each in refused.value.standing] == [Ground.CLAIM]
    assert "3" not in str(refused.value).replace("“", "")
    home.refresh_from_db()
    assert home.body == ""


def test_a_story_with_a_false_claim_is_not_approved(fact):
    story = make_story(publish=False, body=[("words", f"<p>{claim(fact, 'over 11 years')}</p>")])
    with pytest.raises(PublicationRefused, match="over 11 years” is FALSE"):
        tell_story(story)
    page = signed_in_client(make_writer(Role.EDITOR)).get(reverse("reports:staff_story", args=[story.pk]))
    assert "over 11 years” is FALSE" in page.content.decode()


def test_the_bulk_button_is_refused_in_sentences_too(fact):
    home = HomePage.objects.get()
    home.body = f"<p>{claim(fact, 'over 11 years')}</p>"
    home.save_revision()
    browser = signed_in_client(make_writer(Role.PLAN_OWNER))
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    page = browser.post(f"{address}?id={home.pk}", {"include_descendants": ""}, follow=True)
    assert "“over 11 years” is FALSE" in unescape(page.content.decode())
    home.refresh_from_db()
    assert home.body == ""
