"""What every site of Golden Thread shares: its rooms, its guards and where it keeps things."""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

HOME = Path(os.environ.get("GOLDENTHREAD_HOME", "var")).resolve()
"""The folder with the database, the evidence, uploaded files and the collected static files."""

os.environ.setdefault("GOLDENTHREAD_STORE", str(HOME / "evidence"))
EVIDENCE_STORE = os.environ["GOLDENTHREAD_STORE"]

# ── rooms ────────────────────────────────────────────────────────────────────────────────────────────
ROOMS = [
    "goldenthread.reports",
    "goldenthread.assessments",
    "goldenthread.plan",
    "goldenthread.evidence",
    "goldenthread.messages",
    "goldenthread.accounts",
    "goldenthread.place",
    "goldenthread.frontend",
]
INSTALLED_APPS = [
    "goldenthread.project",
    *ROOMS,
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "simple_history",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "ninja",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "goldenthread.frontend.page_cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "goldenthread.frontend.security.PolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "goldenthread.accounts.middleware.ApiKeyMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "goldenthread.accounts.middleware.SignInFirstMiddleware",
    "goldenthread.accounts.middleware.SecondFactorMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "goldenthread.reports.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "goldenthread.project.urls"
WSGI_APPLICATION = "goldenthread.project.wsgi.application"
FORM_RENDERER = "goldenthread.frontend.form_renderer.DrawnControls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["goldenthread.frontend.templatetags.gt"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "goldenthread.frontend.context.shell",
            ],
        },
    }
]

# ── where things are kept ────────────────────────────────────────────────────────────────────────────
SQLITE_OPTIONS = {
    # A writer takes its lock at once instead of failing half-way when another got in between.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # Readers go on while one writes; NORMAL is safe with WAL; 64 MB of pages in memory, 128 MB mapped.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY; "
        "PRAGMA cache_size=-64000; PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=27103364;"
    ),
}
DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{HOME / 'db.sqlite3'}", conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "goldenthread.frontend.static_files.StaticFilesStorage"},
}
# Nobody asks for a file by its plain name: leaving those out halves the time that compressing takes.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "site"}}
PAGE_CACHE_BYTES = 64 * 1024 * 1024
"""How much memory each server process may give to finished anonymous pages."""
PAGE_CACHE_FOLDER = HOME / "pages"
PAGE_CACHE_FOLDER_BYTES = 256 * 1024 * 1024
"""How much disk the processes together may give to them."""

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# ── people ───────────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["goldenthread.accounts.backend.PeopleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    # The National Cyber Security Centre's three random words come to about twelve letters.
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "frontend:staff_home"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "goldenthread.accounts.sign_in.SignInAdapter"
MFA_ADAPTER = "goldenthread.accounts.sign_in.SecondFactorAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "goldenthread.accounts.forms.sign_in.SignInForm",
    "reset_password": "goldenthread.accounts.forms.sign_in.ForgottenPasswordForm",
    "reset_password_from_key": "goldenthread.accounts.forms.sign_in.NewPasswordForm",
    "change_password": "goldenthread.accounts.forms.sign_in.OtherPasswordForm",
    "reauthenticate": "goldenthread.accounts.forms.sign_in.PasswordAgainForm",
}
MFA_FORMS = {
    "authenticate": "goldenthread.accounts.forms.sign_in.CodeForm",
    "reauthenticate": "goldenthread.accounts.forms.sign_in.CodeAgainForm",
    "activate_totp": "goldenthread.accounts.forms.sign_in.FirstCodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Golden Thread"
SECOND_FACTOR_REQUIRED = True
"""Whether a role that may write has to set up a second factor before it can."""
TEXT_MESSAGE_SENDER = ""
"""The function that sends a text message, by its dotted path: it takes a telephone number and the words."""
CHASER_HOUR = int(os.environ.get("GOLDENTHREAD_CHASER_HOUR", "8"))
"""The hour from which the worker, once on each working day, chases updates and publishes the releases that are due."""
NATION = os.environ.get("GOLDENTHREAD_NATION", "")
"""Whose bank holidays are kept: ENG, WLS, SCT or NIR. Empty: those of the nation that the council's code names."""
if NATION not in {"", "ENG", "WLS", "SCT", "NIR"}:
    raise ImproperlyConfigured(f"GOLDENTHREAD_NATION is {NATION!r}: write ENG, WLS, SCT or NIR, or leave it out.")

# ── GOV.UK Notify: only where the environment has a key ──────────────────────────────────────────────
NOTIFY_API_KEY = os.environ.get("GOLDENTHREAD_NOTIFY_KEY", "")
NOTIFY_EMAIL_TEMPLATE = os.environ.get("GOLDENTHREAD_NOTIFY_EMAIL_TEMPLATE", "")
NOTIFY_TEXT_TEMPLATE = os.environ.get("GOLDENTHREAD_NOTIFY_TEXT_TEMPLATE", "")
NOTIFY_ADDRESS = os.environ.get("GOLDENTHREAD_NOTIFY_ADDRESS", "https://api.notifications.service.gov.uk")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "goldenthread.frontend.views.forbidden_form"

# ── language, time, words ────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "en-gb"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("en-gb", "English"),
    ("cy", "Cymraeg"),
    ("ar", "العربية"),
    ("bn", "বাংলা"),
    ("fa", "فارسی"),
    ("pa", "ਪੰਜਾਬੀ"),
    ("pl", "Polski"),
    ("ro", "Română"),
    ("uk", "Українська"),
    ("ur", "اردو"),
]
"""Into which a story can be translated; each is offered to readers once something has been."""
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en-gb", "English")]
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # a translation is approved by somebody, as a story is
TIME_ZONE = "Europe/London"
USE_TZ = True
DATE_FORMAT = "j F Y"
USE_THOUSAND_SEPARATOR = False

# ── guards ───────────────────────────────────────────────────────────────────────────────────────────
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the second factor's square code is drawn into the page
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
EDITOR_PREFIX = "/cms/"
EDITOR_POLICY = {
    # Wagtail's editor writes small scripts and styles into its pages, and shows previews in a frame.
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "worker-src": [SELF, "blob:"],
}
X_FRAME_OPTIONS = "SAMEORIGIN"  # the editor's preview; the policy above forbids it everywhere else
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# ── Wagtail: nothing is asked of anyone else's server ────────────────────────────────────────────────
WAGTAIL_SITE_NAME = "Golden Thread"
WAGTAILADMIN_BASE_URL = os.environ.get("GOLDENTHREAD_ADDRESS", "http://127.0.0.1:8000")
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS = [{"class": "goldenthread.frontend.embeds.NoEmbedsFinder"}]
WAGTAILADMIN_LOGIN_URL = "/cms/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ods", "odt", "pdf", "txt", "xlsx"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_CHOOSER_PAGE_SIZE = 24

# ── the log says what happened, not who somebody is ──────────────────────────────────────────────────
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "goldenthread": {"level": "INFO"},
        # A page that is not there or not for this person is an answer, not an accident.
        "django.request": {"level": "ERROR"},
    },
}

EXIT_ADDRESS = os.environ.get("GOLDENTHREAD_EXIT_ADDRESS", "https://www.bbc.co.uk/weather")
"""Where the quick exit leads: an ordinary page that explains nothing about the one before it."""
REPORT_PROBLEM_URL_NAME = "messages:report_problem"
