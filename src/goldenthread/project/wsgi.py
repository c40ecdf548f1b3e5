"""The door the web server knocks on."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.project.settings.production")

application = get_wsgi_application()

from goldenthread.evidence import numbers  # noqa: E402 the rooms read the settings, so they must be ready
from goldenthread.frontend import page_cache  # noqa: E402

page_cache.folder.remove_earlier()
# Every room's pages are imported now, once, instead of by the first reader of each process.
get_resolver().url_patterns  # noqa: B018
numbers.prepare()
