"""Where each room's pages are. Wagtail comes last: it answers every address that nobody else has."""

from importlib.util import find_spec

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtail_admin_urls
from wagtail.documents import urls as wagtail_documents_urls

from goldenthread.project.api import api
from goldenthread.project.views import editor_door

ROOMS_WITH_PAGES = ("accounts", "messages", "evidence", "plan", "assessments", "reports")

handler400 = "goldenthread.frontend.views.bad_request"
handler403 = "goldenthread.frontend.views.forbidden"
handler404 = "goldenthread.frontend.views.not_found"
handler500 = "goldenthread.frontend.views.failed"


def _pages_of(room: str) -> URLResolver:
    return path("", include(f"goldenthread.{room}.urls"))


urlpatterns: list[URLPattern | URLResolver] = [
    _pages_of("frontend"),
    *(_pages_of(room) for room in ROOMS_WITH_PAGES if find_spec(f"goldenthread.{room}.urls") is not None),
    path("account/", include("allauth.urls")),
    path("api/v1/", api.urls),
    path("cms/login/", editor_door, name="editor_door"),
    path("cms/", include(wagtail_admin_urls)),
    path("documents/", include(wagtail_documents_urls)),
    re_path(r"^media/(?P<path>images/.*)$", serve, {"document_root": settings.MEDIA_ROOT}),
]
# Only what editors write is in other languages; English has no word before its addresses.
urlpatterns += i18n_patterns(path("", include(wagtail_urls)), prefix_default_language=False)
