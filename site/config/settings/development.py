"""Settings for `make run`: errors on screen, plain static files, no page cache."""

import os

PORT = os.environ.setdefault("PORT", "8000")
os.environ.setdefault("SECRET_KEY", "only-for-development-" + "x" * 40)
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost")
os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{PORT}")
os.environ.setdefault("WITHOUT_TLS", "1")
os.environ.setdefault("CHECK_EXTERNAL_LINKS", "0")

from config.settings.production import *  # noqa: E402

DEBUG = True
PAGE_CACHE = False
SENT_MAIL_STAYS_WHOLE = True  # the page with mail for developers shows it, links and all
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
