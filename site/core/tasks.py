"""Work that nobody should have to wait for."""

from django_tasks import task
from wagtail.models import Page

from core.models import SitePage
from core.pictures import make_all


@task()
def make_pictures(page_pk: int) -> None:
    """Make every file of every picture of a page: AVIF takes seconds, too long for a visitor."""
    page = Page.objects.get(pk=page_pk).specific
    if isinstance(page, SitePage):
        for image, size in page.pictures():
            make_all(image, size)
