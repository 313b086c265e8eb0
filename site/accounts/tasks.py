"""What the worker does for staff who forgot their password."""

from urllib.parse import urlsplit

from django.conf import settings
from django_tasks import task

from accounts.forms import ResetForm
from core.background import QUEUE


@task(backend=QUEUE)
def send_reset_link(email: str) -> None:
    form = ResetForm({"email": email})
    if form.is_valid():
        # The letter takes the address of the site from the settings.
        form.save(domain_override=str(urlsplit(settings.SITE_URL).netloc))
