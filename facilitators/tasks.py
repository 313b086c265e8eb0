"""What the worker does for facilitators who ask something by their address."""

from django_tasks import task

from core.background import QUEUE
from facilitators import profile_updates


@task(backend=QUEUE)
def send_link(email: str) -> None:
    profile_updates.send_link(email)
