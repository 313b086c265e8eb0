"""Work that nobody should have to wait for: done by the worker, a moment later."""

from django_tasks import task
from wagtail.models import Page

from core.background import QUEUE
from core.models import SitePage
from core.pictures import make_all


@task(backend=QUEUE)
def make_pictures(page_pk: int) -> None:
    """Make every file of every picture of a page: AVIF takes seconds, too long for a visitor."""
    page = Page.objects.filter(pk=page_pk).specific().first()
    if isinstance(page, SitePage):  # and not deleted by now
        for image, size in page.pictures():
            make_all(image, size)
