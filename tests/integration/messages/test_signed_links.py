"""A link opens one thing, for one person, until a day, once."""

from datetime import timedelta

import pytest
from django.core import signing
from tests.factories.people import NOW, make_person

from goldenthread.messages import links
from goldenthread.messages.links import LinkRefused
from goldenthread.messages.models import SignedLink

pytestmark = pytest.mark.django_db

PURPOSE = "plan.update"
LATER = NOW + timedelta(days=7)


def make_link(person=None, purpose: str = PURPOSE) -> tuple[SignedLink, str]:
    link = links.prepare(
        purpose=purpose, person=person, object_type="plan.action", object_id=10, expires_at=LATER, at=NOW
    )
    return link, links.mint(link)


def test_a_link_opens_its_thing() -> None:
    link, token = make_link()
    found = links.find(token, purpose=PURPOSE, at=NOW)
    assert (found, found.object_type, found.object_id) == (link, "plan.action", "10")


def test_opening_changes_nothing_and_using_works_once() -> None:
    link, token = make_link()
    for _ in range(3):
        links.find(token, purpose=PURPOSE, at=NOW)
    links.use(link, at=NOW)
    with pytest.raises(LinkRefused, match="was used on 15 June 2026"):
        links.find(token, purpose=PURPOSE, at=NOW)
    with pytest.raises(LinkRefused, match="used already"):
        links.use(SignedLink.objects.get(pk=link.pk), at=NOW)


def test_a_link_ends() -> None:
    link, token = make_link()
    assert links.find(token, purpose=PURPOSE, at=LATER - timedelta(seconds=1)) == link
    with pytest.raises(LinkRefused, match="stopped working on 22 June 2026"):
        links.find(token, purpose=PURPOSE, at=LATER)
    with pytest.raises(LinkRefused):
        links.use(link, at=LATER)
    assert not SignedLink.objects.open_for(PURPOSE, at=LATER).exists()


def test_a_link_opens_nothing_of_another_purpose() -> None:
    _, token = make_link()
    with pytest.raises(LinkRefused, match="does not work"):
        links.find(token, purpose="commissioning.return", at=NOW)


def test_a_link_is_no_use_to_somebody_else() -> None:
    grace, ada = make_person(), make_person()
    link, token = make_link(grace)
    assert links.find(token, purpose=PURPOSE, at=NOW, person=grace) == link
    with pytest.raises(LinkRefused, match="made for somebody else"):
        links.find(token, purpose=PURPOSE, at=NOW, person=ada)


def test_a_link_ends_with_the_access_of_its_person() -> None:
    grace = make_person()
    _, token = make_link(grace)
    grace.is_active = False
    grace.save()
    with pytest.raises(LinkRefused, match="does not work"):
        links.find(token, purpose=PURPOSE, at=NOW)


def test_a_revoked_link_does_not_work() -> None:
    link, token = make_link()
    links.revoke(link, at=NOW)
    with pytest.raises(LinkRefused, match="does not work"):
        links.find(token, purpose=PURPOSE, at=NOW)


def test_a_new_secret_ends_the_one_before() -> None:
    link, first = make_link()
    second = links.mint(link)
    assert links.find(second, purpose=PURPOSE, at=NOW) == link
    with pytest.raises(LinkRefused):
        links.find(first, purpose=PURPOSE, at=NOW)


def test_only_the_hash_is_kept() -> None:
    link, token = make_link()
    link.refresh_from_db()
    assert len(link.token_hash) == 64
    assert token not in str(SignedLink.objects.values().get())


def test_a_forged_link_is_refused_without_asking_the_database(django_assert_num_queries) -> None:
    _, token = make_link()
    secret = token.rpartition(":")[0]
    forged = [f"{secret}:wrong", secret, "", ":", signing.Signer(salt="another").sign(secret), token + "x", "\u00e9"]
    with django_assert_num_queries(0):
        for attempt in forged:
            with pytest.raises(LinkRefused, match="does not work"):
                links.find(attempt, purpose=PURPOSE, at=NOW)


def test_a_link_that_ends_before_it_begins_is_not_made() -> None:
    with pytest.raises(ValueError, match="has to expire after"):
        links.prepare(purpose=PURPOSE, person=None, object_type="x", object_id=1, expires_at=NOW, at=NOW)


def test_a_page_has_to_be_named_for_a_purpose() -> None:
    link, _ = make_link(purpose="nobody.knows")
    with pytest.raises(LookupError, match="page links for 'nobody"):
        links.path_of(link)
