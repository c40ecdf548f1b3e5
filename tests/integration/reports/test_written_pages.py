"""What editors write in Wagtail: a site that is never empty, drafts nobody sees, consent that closes a story."""

import json
from io import BytesIO

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from PIL import Image as PillowImage
from tests.factories.people import make_person, signed_in_client
from tests.factories.stories import in_days, make_consent, tell_story, write_story
from wagtail.images.models import Image
from wagtail.models import Page, Site

from goldenthread.accounts.roles import WRITING_TOOL_GROUPS, Role
from goldenthread.frontend import page_cache
from goldenthread.reports.models import Consent, EasyReadPage, HomePage, StoryIndexPage, StoryPage
from goldenthread.reports.stories.standing import PublicationRefused

pytestmark = pytest.mark.django_db


def make_story(*, publish=True, **fields):
    """A story with its person's agreement, approved and published unless told otherwise."""
    story = write_story(**fields)
    return tell_story(story) if publish else story


def make_writer(role):
    """Somebody with the role and the group of the editor that comes with it."""
    person = make_person(role)
    person.groups.add(Group.objects.get(name=WRITING_TOOL_GROUPS[role]))
    return person


def read(client, address="/"):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_a_fresh_site_has_a_front_page_with_doors(client):
    page = read(client)
    assert "How fair is Alderbrook?" in page
    for address in ("/place/", "/my-area/", "/plans/"):
        assert f'href="{address}"' in page
    assert "Stories" not in page
    assert "latest report" not in page


def test_the_front_page_is_the_sites_root_and_its_tree_is_whole():
    home = HomePage.objects.get()
    assert Site.objects.get().root_page_id == home.pk
    assert [child.specific_class for child in home.get_children()] == [StoryIndexPage]
    assert Page.find_problems() == ([], [], [], [], [])
    assert home.get_url() == "/"


def test_what_editors_write_stands_on_the_front_page(client):
    home = HomePage.objects.get()
    home.heading, home.lede, home.body = "Fairer here", "See for yourself.", "<p>News</p>"
    home.save_revision().publish()
    page = read(client)
    assert '<h1 class="govuk-heading-xl">Fairer here</h1>' in page
    assert "<title>Fairer here" in page
    assert "See for yourself." in page
    assert "News" in page


def test_the_latest_report_is_a_door(client, published):
    page = read(client)
    assert 'href="/reports/report-2026/"' in page
    assert "The latest report" in page


def test_a_story_is_read_listed_and_shown_at_home(client):
    make_story(is_name_changed=True)
    page = read(client, "/stories/the-hall/")
    for words in ("A hall was opened.", "It was <b>shut</b>.", "I came twice.", "Ann", "Names have been changed."):
        assert words in page, words
    assert "File 12" not in page
    assert "C-" not in page
    assert "/stories/the-hall/" in read(client, "/stories/")
    assert "/stories/the-hall/" in read(client)


# Wagtail leaves the file it scales a picture in to be closed by the interpreter.
@pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning")
def test_a_picture_in_a_story_says_what_it_shows(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    content = BytesIO()
    PillowImage.new("RGB", (8, 8), "navy").save(content, "PNG")
    image = Image.objects.create(title="hall", file=ContentFile(content.getvalue(), "hall.png"))
    picture = {"type": "picture", "value": {"image": image.pk, "decorative": False, "alt_text": "A hall with a roof"}}
    make_story(body=json.dumps([picture]))
    page = read(client, "/stories/the-hall/")
    assert 'alt="A hall with a roof"' in page
    assert 'src="/media/images/' in page


def test_a_draft_story_is_nowhere(client):
    make_story(publish=False)
    assert client.get("/stories/the-hall/").status_code == 404
    assert "the-hall" not in read(client, "/stories/")
    assert "the-hall" not in read(client)


@pytest.mark.parametrize(("until", "is_shown"), [(0, True), (1, True), (-1, False)])
def test_a_story_closes_when_its_people_no_longer_agree(client, until, is_shown):
    consent = make_consent()
    make_story(consents=[consent])
    Consent.objects.filter(pk=consent.pk).update(until=in_days(until))
    assert client.get("/stories/the-hall/").status_code == (200 if is_shown else 410)
    for address in ("/", "/stories/"):
        assert ("the-hall" in read(client, address)) == is_shown


def test_what_is_no_longer_shown_says_so_and_nothing_else(client):
    consent = make_consent()
    make_story(consents=[consent])
    Consent.objects.filter(pk=consent.pk).update(until=in_days(-1))
    gone = client.get("/stories/the-hall/")
    assert gone.status_code == 410
    assert gone["X-Robots-Tag"] == "noindex"
    words = gone.content.decode()
    assert "This story is no longer shown" in words
    for hidden in ("The hall", "A hall was opened", "Ann", consent.reference):
        assert hidden not in words, hidden


def test_a_story_about_somebody_needs_their_agreement():
    with pytest.raises(PublicationRefused, match="No consent is named"):
        make_story(consents=[])
    told = make_story(slug="of-nobody", is_about_a_person=False, consents=[], body=[("words", "<p>A hall.</p>")])
    assert told.live


def test_stories_stand_under_their_list_and_nothing_under_a_story():
    assert StoryPage.allowed_parent_page_models() == [StoryIndexPage]
    assert StoryPage.allowed_subpage_models() == []
    assert HomePage.allowed_subpage_models() == [StoryIndexPage, EasyReadPage]
    assert not HomePage.can_create_at(Page.objects.get(depth=1))
    assert not StoryIndexPage.can_create_at(HomePage.objects.get())


def test_every_change_in_the_editor_renews_kept_pages():
    before = dict(page_cache.current_revisions())["written"]
    story = make_story()
    published = dict(page_cache.current_revisions())["written"]
    story.unpublish()
    assert len({before, published, dict(page_cache.current_revisions())["written"]}) == 3


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PLAN_OWNER, Role.ADMINISTRATOR])
def test_the_editor_offers_what_editors_need_and_no_more(role):
    page = read(signed_in_client(make_writer(role)), "/cms/")
    for offered in ("/cms/images/", "/cms/documents/", "/cms/pages/"):
        assert offered in page, offered
    for hidden in ("/cms/snippets/", "/cms/users/", "/cms/groups/", "/cms/sites/", "/cms/collections/"):
        assert hidden not in page, hidden


def test_an_editor_writes_and_somebody_else_publishes():
    home = HomePage.objects.get()
    editor, owner = make_writer(Role.EDITOR), make_writer(Role.PLAN_OWNER)
    assert home.permissions_for_user(editor).can_edit()
    assert not home.permissions_for_user(editor).can_publish()
    assert home.permissions_for_user(owner).can_publish()
    assert signed_in_client(editor).get(f"/cms/pages/{home.pk}/edit/").status_code == 200
