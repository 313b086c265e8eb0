"""Where somebody is sent on to from an address at which nothing is.

First come the redirects of editors, compared as people mean them: capitals, %20 and a slash
more make no other address. Then the address is mended: mail programs make what stands behind a link
part of it, and capitals come from paper. Nobody is sent to where nothing is either.
"""

import re
from collections.abc import Callable
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.urls import Resolver404, resolve
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site
from wagtail.views import serve

from core import generation
from core.text import CONTROLS, composed, without_unseen_at_all

NOTHING_THERE = (404, 410)
# What stands behind a link in a sentence, as it is or as HTML wrote it.
BEHIND_A_LINK = re.compile(r"(?:&(?:[a-z]+|#\d+);|[^\w-])+$", re.IGNORECASE)
# A token (core.links) has a point; what is left of one is long, with digits and capitals.
PERSONAL = re.compile(r"\.|^(?=.*\d)(?=.*[A-Z]).{32,}$")
LONGEST = 1_000  # characters
# A quotation mark or semicolon with more of the address behind it.
NO_ADDRESS = re.compile(r"""["';].*[\w-]""")


class LostAddresses:
    """Sends on who asked for an address at which nothing is; instead of Wagtail's own middleware.

    Only who reads is sent on. A mended address is a temporary redirect: a page may come there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code not in NOTHING_THERE or request.method not in ("GET", "HEAD"):
            return response
        return _redirected(request) or _mended(request) or response


def _redirected(request: HttpRequest) -> HttpResponse | None:
    known = redirects()
    for asked in (request.get_full_path(), request.path):
        pk = known.get(meant(asked))
        redirect = Redirect.objects.filter(pk=pk).first() if pk else None
        link = redirect.link if redirect else None
        if redirect and link and not _is_here(link, asked):
            answer = (
                HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect
            )
            return answer(link)
    return None


@generation.kept
def redirects() -> dict[str, int]:
    """Return the keys of all redirects by what is meant; one for this site goes before others."""
    rows = Redirect.objects.order_by("site_id").values_list("old_path", "pk", "site_id")
    found: dict[str, int] = {}
    for old_path, pk, site in rows:
        if site is not None or meant(old_path) not in found:
            found[meant(old_path)] = pk
    return found


def meant(address: str) -> str:
    """Return a path with its query as redirects are compared: decoded, and without capitals."""
    path, _, query = address.partition("?")
    path = composed(without_unseen_at_all(unquote(path))).strip()
    path = "/" + re.sub("/+", "/", path).strip("/")
    query = "&".join(sorted(unquote(query.replace("+", " ")).split("&")))
    return (f"{path}?{query}" if query else path).casefold()


def _is_here(link: str, asked: str) -> bool:
    """Tell whether a redirect leads to where it comes from, which no browser would ever leave."""
    parts = urlsplit(link)
    is_ours = not parts.netloc or parts.netloc == urlsplit(settings.SITE_URL).netloc
    return is_ours and meant(parts.path) == meant(asked.partition("?")[0])


def _mended(request: HttpRequest) -> HttpResponse | None:
    if CONTROLS.search(request.path) or NO_ADDRESS.search(request.path):
        return None  # neither paper nor a mail program makes those
    path = mended(request.path)
    if path == request.path or len(path) > LONGEST or not leads_somewhere(path):
        return None
    query = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect(quote(path) + (f"?{query}" if query else ""))


def mended(path: str) -> str:
    """Return a decoded path without what is no part of it: "/Nieuws/)" is "/nieuws/".

    Personal parts of links keep their capitals.
    """
    parts = [without_unseen_at_all(part).strip() for part in path.split("/")]
    parts = [part if PERSONAL.search(part) else part.lower() for part in parts if part]
    while parts and (last := BEHIND_A_LINK.sub("", parts[-1])) != parts[-1]:
        parts[-1:] = [last] if last else []
    if not parts:
        return "/"
    is_file = re.search(r"\.[a-z0-9]{2,5}$", parts[-1], re.IGNORECASE)
    return "/" + "/".join(parts) + ("" if is_file else "/")


def leads_somewhere(path: str) -> bool:
    """Tell whether the site has something at a path: a page that is online, or a fixed address."""
    try:
        if resolve(path).func is not serve:
            return True
        site = Site.objects.select_related("root_page").get(is_default_site=True)
        request = HttpRequest()
        request.path = path
        site.root_page.specific.route(request, [part for part in path.split("/") if part])
    except (Resolver404, Http404, Site.DoesNotExist):
        return False
    return True


def refuse_useless_redirect(old_path: str) -> None:
    """Raise ValidationError for a redirect that nobody would ever follow."""
    parts = urlsplit(old_path.strip())
    hosts = {urlsplit(settings.SITE_URL).hostname, *settings.ALLOWED_HOSTS}
    if parts.hostname and parts.hostname not in hosts:
        raise ValidationError("Dit adres is van een andere website. Alleen adressen van deze site.")
    path = meant(parts.path)
    if leads_somewhere(path if path == "/" else f"{path}/"):
        raise ValidationError(
            "Op dit adres staat al iets. Een doorverwijzing werkt alleen als er niets staat."
        )
