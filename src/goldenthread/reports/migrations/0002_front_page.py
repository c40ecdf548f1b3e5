"""A new site has a front page and a list of stories from the first minute."""

from django.conf import settings
from django.db import migrations


def add_front_page(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    HomePage = apps.get_model("reports", "HomePage")
    StoryIndexPage = apps.get_model("reports", "StoryIndexPage")
    if HomePage.objects.exists():
        return
    Site.objects.all().delete()
    Page.objects.filter(depth=2).delete()
    locale, _ = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    home_type, _ = ContentType.objects.get_or_create(app_label="reports", model="homepage")
    stories_type, _ = ContentType.objects.get_or_create(app_label="reports", model="storyindexpage")
    home = HomePage.objects.create(
        title="Home",
        draft_title="Home",
        slug="home",
        content_type=home_type,
        path="00010001",
        depth=2,
        numchild=1,
        url_path="/home/",
        locale=locale,
        live=True,
    )
    StoryIndexPage.objects.create(
        title="Stories",
        draft_title="Stories",
        slug="stories",
        lede="What the promises in our plans have meant to people who live here.",
        content_type=stories_type,
        path="000100010001",
        depth=3,
        numchild=0,
        url_path="/home/stories/",
        locale=locale,
        live=True,
    )
    Page.objects.filter(path="0001").update(numchild=1)
    Site.objects.create(hostname="localhost", root_page_id=home.pk, is_default_site=True)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_reports_claims_and_stories"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]
    operations = [migrations.RunPython(add_front_page, migrations.RunPython.noop)]
