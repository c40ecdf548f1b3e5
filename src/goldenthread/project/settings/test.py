"""Settings for the tests: Alderbrook, with quick passwords, mail in memory and work done at once."""

import os
import tempfile
from pathlib import Path

_HOME = os.environ.get("GOLDENTHREAD_HOME") or tempfile.mkdtemp(prefix="goldenthread-tests-")
os.environ["GOLDENTHREAD_HOME"] = _HOME

from goldenthread.project.settings.demo import *  # noqa: E402, F403
from goldenthread.project.settings.demo import DATABASES  # noqa: E402

SECRET_KEY = "only for tests; it signs nothing that leaves this process"  # noqa: S105 it guards nothing
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
MEDIA_ROOT = Path(_HOME) / "media"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TEXT_MESSAGE_SENDER = ""
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
# A test's changes are rolled back, and with them the numbers that tell a kept page that it is old.
PAGE_CACHE_BYTES = 0
PAGE_CACHE_FOLDER_BYTES = 0
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: the browser tests' server thread and the test share it.
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"]["OPTIONS"],
        # Nobody needs a test's database after a power cut.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;",
    }
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_HOME) / "test.sqlite3")}
SECOND_FACTOR_REQUIRED = True
