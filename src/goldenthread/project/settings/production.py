"""A council's own site: everything secret or particular comes from the environment and from council.toml."""

import os

from django.core.exceptions import ImproperlyConfigured

from goldenthread.frontend.council import Council
from goldenthread.project.settings.base import *  # noqa: F403
from goldenthread.project.settings.base import HOME, NOTIFY_API_KEY, NOTIFY_EMAIL_TEMPLATE, NOTIFY_TEXT_TEMPLATE


def _required(name: str, why: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: {why}. `goldenthread-site init CODE` writes a file with it.")
    return value


DEBUG = False
SECRET_KEY = _required("GOLDENTHREAD_SECRET_KEY", "it signs sessions and links, so it has to be long, random and kept")
ALLOWED_HOSTS = [
    host.strip()
    for host in _required("GOLDENTHREAD_HOSTS", "the names this site answers to, separated by commas").split(",")
]
if not (HOME / "council.toml").exists():
    raise ImproperlyConfigured(
        f"There is no council.toml in {HOME}: run `goldenthread-site init CODE` with the code of your council first."
    )
COUNCIL = Council.from_file(HOME / "council.toml")

_ADDRESS = os.environ.get("GOLDENTHREAD_ADDRESS", f"https://{ALLOWED_HOSTS[0]}")
WAGTAILADMIN_BASE_URL = _ADDRESS
CSRF_TRUSTED_ORIGINS = [_ADDRESS]

# Without HTTPS nothing here may be used by the public; an explicit 'no' is for trying it on one machine.
_HTTPS = os.environ.get("GOLDENTHREAD_HTTPS", "yes") != "no"
SECURE_SSL_REDIRECT = _HTTPS
SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_SECURE = _HTTPS
SECURE_HSTS_SECONDS = 31536000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("GOLDENTHREAD_BEHIND_PROXY") == "yes" else None
)
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if _HTTPS else "http"

DEFAULT_FROM_EMAIL = os.environ.get("GOLDENTHREAD_FROM_EMAIL", COUNCIL.email or "webmaster@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_HOST = os.environ.get("GOLDENTHREAD_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("GOLDENTHREAD_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("GOLDENTHREAD_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("GOLDENTHREAD_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("GOLDENTHREAD_EMAIL_TLS", "no") == "yes"

if NOTIFY_API_KEY and NOTIFY_EMAIL_TEMPLATE:
    EMAIL_BACKEND = "goldenthread.messages.notify.NotifyBackend"
if NOTIFY_API_KEY and NOTIFY_TEXT_TEMPLATE:
    TEXT_MESSAGE_SENDER = "goldenthread.messages.notify.send_text"

# Shared by all processes, so that the limits on guessing passwords hold however many there are.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "site_cache"}}

if os.environ.get("GOLDENTHREAD_MEDIA_STORAGE"):
    STORAGES = {
        "default": {"BACKEND": os.environ["GOLDENTHREAD_MEDIA_STORAGE"]},
        "staticfiles": {"BACKEND": "goldenthread.frontend.static_files.StaticFilesStorage"},
    }

IS_DEMONSTRATION = False
