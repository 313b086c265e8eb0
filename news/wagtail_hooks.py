"""What the admin gets from news: its own list, the chooser, the first screen."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.query import PageQuerySet

from news import dashboard
from news.admin import NewsListViewSet
from news.picking import suitable

__all__ = ["dashboard"]  # its panels register themselves


@hooks.register("register_admin_viewset")
def list_of_articles() -> NewsListViewSet:
    return NewsListViewSet()


@hooks.register("construct_page_chooser_queryset")
def offer_suitable_articles(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    return suitable(pages, request)
