"""What the worker does for applicants who ask something by their address."""

from django_tasks import task

from core.background import QUEUE
from initiatives.applications.intake import contact_links


@task(backend=QUEUE)
def send_links_of_drafts(email: str) -> None:
    contact_links.send_links_of_drafts(email)


@task(backend=QUEUE)
def send_links(email: str) -> None:
    contact_links.send_links(email)
