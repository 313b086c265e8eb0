"""Settings for the tests: as production, with plain static files and cheap passwords."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")
os.environ.setdefault("SITE_URL", "http://testserver")
os.environ.setdefault("WITHOUT_TLS", "1")
os.environ.setdefault("CHECK_EXTERNAL_LINKS", "0")
# Made by the first upload; the test session removes it.
os.environ.setdefault("MEDIA_ROOT", f"{tempfile.gettempdir()}/aln-media-{os.getpid()}")
# Never connected to: the test session finds this and starts the local server instead.
NO_DATABASE = "postgresql://set-by-the-test-session/aln"
os.environ.setdefault("DATABASE_URL", NO_DATABASE)

from config.settings.production import *  # noqa: E402

PAGE_CACHE = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Django's test client asks for no static files, and there is no folder of them.
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
# Many tests travel in time with somebody who is signed in.
SESSION_IDLE = SESSION_LASTS = timedelta(days=3650)
SESSION_COOKIE_AGE = int(SESSION_LASTS.total_seconds())
