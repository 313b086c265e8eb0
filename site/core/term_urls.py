"""The addresses of themes and branches: /themas/, /themas/minder-regeldruk/ and its feeds."""

from django.urls import URLPattern, path

from core import term_pages
from core.models import Branch, Term, Theme


def addresses(model: type[Term]) -> list[URLPattern]:
    name, folder, which = model._meta.model_name, model.folder, {"model": model}
    return [
        path(f"{folder}/", term_pages.overview, which, name=f"{name}-overview"),
        path(f"{folder}/<str:slug>/", term_pages.page, which, name=str(name)),
        path(f"{folder}/<str:slug>/rss/", term_pages.rss, which, name=f"{name}-rss"),
        path(f"{folder}/<str:slug>/atom/", term_pages.atom, which, name=f"{name}-atom"),
    ]


urlpatterns = [*addresses(Theme), *addresses(Branch)]
