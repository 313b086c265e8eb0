"""Settings of the live site. Development and tests start from these and loosen them.

Everything that differs between machines comes from the environment; the README lists the names.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from config import __version__


def required(name: str, what: str = "") -> str:
    """Return an environment variable, or refuse to start without it; `what` says what it is."""
    try:
        return os.environ[name]
    except KeyError:
        raise ImproperlyConfigured(f"Set the environment variable {name}{what}.") from None


def number(name: str, default: str) -> int:
    """Return a number of the environment, zero or more; anything else refuses to start."""
    value = os.environ.get(name, "").strip() or default.strip()
    if not (value.isascii() and value.isdecimal()):
        raise ImproperlyConfigured(f"The environment variable {name} must be a number.")
    return int(value)


ROOT = Path(__file__).resolve().parents[3]
SITE = ROOT / "site"
VAR = Path(os.environ.get("VAR_DIR", ROOT / "var"))

VERSION = __version__
DEBUG = False
SECRET_KEY = required("SECRET_KEY")
# Former keys, with commas: what they signed works as long as they stand here (docs/running.md).
SECRET_KEY_FALLBACKS = [
    key for key in os.environ.get("SECRET_KEY_FALLBACKS", "").split(",") if key.strip()
]
ALLOWED_HOSTS = required("ALLOWED_HOSTS").split(",")
# The one address that canonical links, feeds, the sitemap and mail use; no slash at the end.
SITE_URL = required("SITE_URL").rstrip("/")

# "1" only to look at production settings on a loopback address, where there is no TLS.
WITHOUT_TLS = os.environ.get("WITHOUT_TLS") == "1"

INSTALLED_APPS = [
    "home",
    "news",
    "initiatives",
    "initiatives.events",
    "initiatives.applications",
    "facilitators",
    "accounts",
    "core",
    "search",  # after core: its signals come first
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail_modeladmin",
    "wagtail.documents",
    "wagtail.embeds",
    "wagtail.images",
    "wagtail.search",
    "wagtail.sites",
    "wagtail.snippets",
    "accounts.apps.UsersConfig",  # wagtail.users
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks_db",
    "django_otp",
    "django_otp_webauthn",
    "django.contrib.admin",  # for wagtail_modeladmin; it has no address
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "core.request_ids.RequestIds",
    "core.middleware.SecurityHeaders",
    "core.metrics.Counted",
    "core.middleware.RefusedBody",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.DatabaseDown",
    "core.page_cache.PageCache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "accounts.middleware.WholeSessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.lost_addresses.LostAddresses",
    "core.confidential.HiddenFromStaff",
    "core.middleware.ChosenMeanwhile",
    "core.middleware.BadValue",  # nearest to the views: it hears first what they stumble over
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.site_context.site_context",
            ],
            "builtins": ["core.templatetags.aln"],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        required("DATABASE_URL"),
        conn_max_age=600,
        conn_health_checks=True,
        # "1" behind a pool that lends a connection for one transaction, such as PgBouncer.
        disable_server_side_cursors=os.environ.get("DATABASE_POOLED") == "1",
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Wagtail keeps the addresses of sites in "default"; core.generation empties it. Renditions are read
# with their images and not kept: a process would not hear that another one replaced an image.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
PAGE_CACHE = os.environ.get("PAGE_CACHE") != "0"  # "0" to measure without it, or to rule it out
PAGE_CACHE_BYTES = 64 * 1024 * 1024  # at most, in each worker process
# Every parameter that a public page reads: what is not named here, no kept page depends on.
PAGE_CACHE_PARAMETERS = [
    *("thema", "branche", "soort", "regio", "criterium", "pagina", "p"),
    # The Facilitators Pool: its facets, the answers of the guide, the shortlist.
    *("q", "hulpvraag", "niveau", "groepsgrootte", "inzet", "methodiek", "beschikbaar"),
    *("doel", "groep", "laag", "waar", "wanneer", "lijst", "erbij", "eraf"),
    *("periode", "sorteer"),  # search
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # seconds

# Everybody with an account shows an authenticator app or a passkey besides the password. On
# loopback a password is enough, unless SECOND_FACTOR is "1"; who set up a second factor shows it.
SECOND_FACTOR_REQUIRED = not WITHOUT_TLS or os.environ.get("SECOND_FACTOR") == "1"
# Passkeys are made for a host name: on loopback that is localhost, for an IP address has none.
OTP_WEBAUTHN_RP_NAME = "Actie Leer Netwerk"
OTP_WEBAUTHN_RP_ID = "localhost" if WITHOUT_TLS else urlsplit(SITE_URL).hostname
OTP_WEBAUTHN_ALLOWED_ORIGINS = [
    f"http://localhost:{urlsplit(SITE_URL).port or 80}" if WITHOUT_TLS else SITE_URL
]
OTP_WEBAUTHN_HELPER_CLASS = "accounts.passkeys.Helper"
OTP_WEBAUTHN_ALLOW_PASSWORDLESS_LOGIN = False
OTP_WEBAUTHN_EXCEPTION_LOGGER_NAME = ""  # a passkey that does not fit is no fault of ours

# When somebody is signed out by itself: after so long without doing anything, and in any case.
SESSION_IDLE = timedelta(hours=1)
SESSION_LASTS = timedelta(hours=12)
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = int(SESSION_LASTS.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands")]
LOCALE_PATHS = [SITE / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True
# Off: it would put a point in every key that a template prints, those of other packages too. What
# people read gets its point from the filter `grouped`.
USE_THOUSAND_SEPARATOR = False

# How long we keep what is personal (privacy statement, docs/personal-data.md): after a meeting who
# came and what they need to come, and after it was over a registration that led nowhere.
KEEP_PEOPLE_AFTER_MEETING = timedelta(weeks=4)
KEEP_NEEDS_AFTER_MEETING = timedelta(days=14)
KEEP_REGISTRATION_AFTER_END = timedelta(days=14)
# How long we can still reach who was removed from the Facilitators Pool, or never came into it, and
# how long an applicant may wait for a decision in silence.
KEEP_PROFILE_AFTER_END = timedelta(days=30)
KEEP_UNJUDGED_PROFILE = timedelta(days=90)

# After how long in silence an application that waits for its applicant lapses, and how long before
# that they are warned. How long we keep what is personal of one that is over, of a contact whom we
# approached and a nomination that led to nothing, and the log of what is over.
APPLICATION_LAPSES_AFTER = timedelta(days=90)
APPLICATION_WARNED_BEFORE = timedelta(days=14)
KEEP_APPLICATION_AFTER_END = timedelta(days=365)
KEEP_APPROACHED_CONTACT = timedelta(days=90)
KEEP_NOMINATION = timedelta(days=90)
KEEP_LOG_OF_APPLICATIONS = timedelta(days=730)

# How long we keep what a mail said and to whom it went, and that there was one: the key must
# outlive whatever could ask for the same mail again.
KEEP_MAIL = timedelta(days=30)
KEEP_MAIL_ROW = timedelta(days=365)
SENT_MAIL_STAYS_WHOLE = False  # nobody reads it here; developers do
# What visitors looked for in vain; a privacy request after the answer; who saw what, and Wagtail's
# history; what staff typed in the admin and never saved.
KEEP_FRUITLESS_SEARCHES = timedelta(weeks=13)
KEEP_PRIVACY_REQUEST = timedelta(days=365)
KEEP_ACCESS_LOG = timedelta(days=730)
KEEP_HISTORY = timedelta(days=730)
KEEP_UNSAVED_FORMS = timedelta(days=30)

# Of a Koploper whoever tested the criteria does not decide. When VWS appoints Koplopers, an
# application is put forward to it after the advice, and admitted when VWS has said yes.
FOUR_EYES = True
VWS_APPOINTS = False

# How often one action may be done from one place (core.limits): so often within so long. Strict for
# an address or a profile, which is one person; generous for a network, which may be a hospital.
_OF_ONE_PERSON = [(3, timedelta(hours=1)), (10, timedelta(days=1))]
_OF_ONE_NETWORK = [(60, timedelta(hours=1)), (300, timedelta(days=1))]
LIMITS = {
    "contact": {
        "email": [(5, timedelta(hours=1)), (15, timedelta(days=1))],
        "network": _OF_ONE_NETWORK,
    },
    "application": {
        "email": [(3, timedelta(hours=1)), (6, timedelta(days=1))],
        "network": _OF_ONE_NETWORK,
    },
    "application-link": {"email": _OF_ONE_PERSON, "network": _OF_ONE_NETWORK},
    "nomination": {
        "email": [(5, timedelta(hours=1)), (15, timedelta(days=1))],
        "network": _OF_ONE_NETWORK,
    },
    # Wrong ones only: the right one counts for nothing, and is refused as well once it is full.
    "password": {
        "account": [(10, timedelta(minutes=15)), (50, timedelta(days=1))],
        "network": [(50, timedelta(minutes=15)), (500, timedelta(days=1))],
    },
    "second-factor": {
        "account": [(10, timedelta(minutes=15)), (30, timedelta(days=1))],
        "network": [(50, timedelta(minutes=15)), (500, timedelta(days=1))],
    },
    "shared-password": {
        "lock": [(100, timedelta(hours=1)), (500, timedelta(days=1))],
        "network": [(20, timedelta(minutes=15)), (100, timedelta(days=1))],
    },
    "password-reset": {
        "email": [(3, timedelta(hours=1)), (6, timedelta(days=1))],
        "network": _OF_ONE_NETWORK,
    },
    "koploper-start": {"network": _OF_ONE_NETWORK},
    # A page keeps what is typed by itself, every few seconds.
    "koploper-keep": {"draft": [(1_500, timedelta(hours=1)), (6_000, timedelta(days=1))]},
    "koploper-link": {"email": _OF_ONE_PERSON, "network": _OF_ONE_NETWORK},
    "photograph": {
        "profile": [(10, timedelta(hours=1)), (30, timedelta(days=1))],
    },
    "profile-link": {"email": _OF_ONE_PERSON, "network": _OF_ONE_NETWORK},
    # Of one meeting, before they are confirmed or lapse.
    "place": {"network": [(40, timedelta(hours=6))]},
    "registration": {
        "email": [(10, timedelta(hours=1)), (30, timedelta(days=1))],
        "network": _OF_ONE_NETWORK,
    },
}
# How many proxies of ours a request passes; each adds whom it saw to X-Forwarded-For. Nobody can
# guess it: one too few and all visitors are one network, one too many and they say who they are.
TRUSTED_PROXIES = number(
    "TRUSTED_PROXIES",
    "0"
    if WITHOUT_TLS
    else required("TRUSTED_PROXIES", " to the number of your proxies: usually 1, and 0 for none"),
)

# Whether these are days off differs per employer; the other public holidays are days off for all.
DAYS_OFF_BY_AGREEMENT = {"Goede vrijdag": False, "Bevrijdingsdag": False}
# How many working days an application for Koplopers may take: in each state, and in all until the
# decision. Questions to the applicant do not count.
TERMS_IN_WORKDAYS = {"ingediend": 5, "in_toetsing": 15, "in_afstemming": 10, "besluit": 30}

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", VAR / "static"))
STATICFILES_DIRS = [SITE / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", VAR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Security. The admin needs inline script and style for Wagtail itself; nothing else does.
SECURE_SSL_REDIRECT = not WITHOUT_TLS
SECURE_HSTS_SECONDS = 0 if WITHOUT_TLS else 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# A load balancer and Prometheus ask behind TLS, without it.
SECURE_REDIRECT_EXEMPT = [r"^-/health/$", r"^-/health/worker/$", r"^-/metrics/$"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# A cookie with this prefix can be set by this host only, over TLS, for all of its addresses.
HOST_ONLY = "" if WITHOUT_TLS else "__Host-"
MESSAGE_STORAGE = "core.notices.storage"
NOTICES_COOKIE_NAME = f"{HOST_ONLY}melding"
SESSION_COOKIE_NAME = f"{HOST_ONLY}sessionid"
CSRF_COOKIE_NAME = f"{HOST_ONLY}csrftoken"
SESSION_COOKIE_SECURE = not WITHOUT_TLS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = not WITHOUT_TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the admin shows previews in a frame
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # it wants DENY there
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"],
}
SECURE_CSP_ADMIN = {
    **SECURE_CSP,
    "default-src": ["'self'"],
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
}

# Until when /.well-known/security.txt holds: once a year somebody has to look whether the address
# in it is still read. A test fails thirty days before.
SECURITY_TXT_EXPIRES = datetime(2027, 11, 1, tzinfo=UTC)

# Mail. Everything, Django's and Wagtail's too, is first written down in the transaction of what
# caused it (EMAIL_BACKEND); the worker hands it over with MAIL_TRANSPORT. Without a mail server a
# live site would lose what it promised to send, so it does not start.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "") if WITHOUT_TLS else required("EMAIL_HOST")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS") == "1"
EMAIL_USE_SSL = os.environ.get("EMAIL_USE_SSL") == "1"
EMAIL_PORT = int(
    os.environ.get("EMAIL_PORT") or (465 if EMAIL_USE_SSL else 587 if EMAIL_USE_TLS else 25)
)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_TIMEOUT = 15  # seconds; a mail waits in an open transaction for as long
DEFAULT_FROM_EMAIL = os.environ.get(
    "DEFAULT_FROM_EMAIL",
    f"Actie Leer Netwerk <info@{(urlsplit(SITE_URL).hostname or '').removeprefix('www.')}>",
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_BACKEND = "core.outbox.Outbox"
MAIL_TRANSPORT = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"  # of the transport "filebased"

# Wagtail's own tasks are short and want to be seen at once; ours wait for the worker.
TASKS = {
    "default": {"BACKEND": "core.task_backend.ImmediateBackend"},
    "background": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

# What the door (config.asgi) reads of a request: so many bytes at most, files too, for no longer
# than so many seconds and what a slow connection needs for the bytes that came.
REQUEST_BODY_MOST = 25 * 1024 * 1024
REQUEST_BODY_SECONDS = number("REQUEST_BODY_SECONDS", "20")
REQUEST_THREADS = number("REQUEST_THREADS", "2")  # of each server process
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
# What one version of a page may hold; the largest of this site has some 50,000 characters.
PAGE_DRAFT_MOST = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a page with many blocks is one large form

WAGTAIL_SITE_NAME = "Actie Leer Netwerk"
WAGTAILADMIN_BASE_URL = SITE_URL
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
WAGTAIL_FRONTEND_LOGIN_URL = "/beheer/login/"
WAGTAILADMIN_NOTIFICATION_USE_HTML = False
WAGTAIL_PASSWORD_RESET_ENABLED = True
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_I18N_ENABLED = False
# One zone for all: a meeting is typed and read on the same clock.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("nl", "Nederlands")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_DATE_FORMAT = "%d-%m-%Y"
WAGTAIL_DATETIME_FORMAT = "%d-%m-%Y %H:%M"
WAGTAIL_TIME_FORMAT = "%H:%M"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000  # what a small server can unpack
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "core.uploads.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "core.uploads.DocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILEMBEDS_FINDERS: list[dict] = []
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "wagtail.search.backends.database",
        "SEARCH_CONFIG": "dutch",
    }
}

# Whether the worker asks other sites if what editors link to is still there (core/link_report).
CHECK_EXTERNAL_LINKS = os.environ.get("CHECK_EXTERNAL_LINKS", "1") == "1"

# Backups (core/backups.py): where they are put, for whose key, and how long they are kept, which is
# also how long what was forgotten is still in them (privacy statement). PG_BIN is for a PostgreSQL
# whose programs are not where they usually are.
BACKUP_DIR = Path(os.environ.get("BACKUP_DIR", VAR / "backups"))
BACKUP_KEY = Path(os.environ.get("BACKUP_KEY", VAR / "backup-key.asc"))
KEEP_BACKUPS = timedelta(days=30)
PG_BIN = os.environ.get("PG_BIN", "")

# Seen from outside (docs/monitoring.md). Without a token there are no figures, and without a DSN
# errors are told to nobody.
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")
METRICS_DIR = Path(os.environ.get("METRICS_DIR", VAR / "metrics"))
SENTRY_DSN = os.environ.get("SENTRY_DSN", "")
SENTRY_ENVIRONMENT = os.environ.get("SENTRY_ENVIRONMENT", "production")
LOG_FORMAT = os.environ.get("LOG_FORMAT", "line")
if LOG_FORMAT not in {"line", "json"}:
    raise ImproperlyConfigured("The environment variable LOG_FORMAT must be line or json.")

# Every handler has the filter. None mails errors: such a mail would hold the request, link and all.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "core.log_lines.JsonLines"},
    },
    "filters": {
        "discreet": {"()": "core.log_filter.Discreet"},
        "request": {"()": "core.request_ids.InRecords"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["discreet", "request"],
        },
        **(
            {
                "reports": {
                    "class": "core.error_reports.Reports",
                    "level": "ERROR",
                    "filters": ["discreet"],
                }
            }
            if SENTRY_DSN
            else {}
        ),
    },
    "root": {"handlers": ["console", *(["reports"] if SENTRY_DSN else [])], "level": "INFO"},
    "loggers": {
        # In place of Django's own handlers.
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        # One line for every index entry and every saved page says nothing to anybody.
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
    },
}
