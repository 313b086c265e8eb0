"""Addresses that are no page: errors, files, robots.txt."""

from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import FileResponse, HttpRequest, HttpResponse
from django.middleware import csrf
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail.documents import get_document_model
from wagtail.documents.views.serve import serve as serve_document

from core import site_context
from core.covers import cover_png
from core.models import ThemedPage

# The token is gone or old; a wrong origin is what another site gives.
SENT_BY_OUR_PAGE = {csrf.REASON_NO_CSRF_COOKIE, csrf.REASON_CSRF_TOKEN_MISSING} | {
    f"CSRF token from POST {why}."
    for why in (csrf.REASON_INCORRECT_LENGTH, csrf.REASON_INVALID_CHARACTERS, "incorrect")
}
MOST_KEPT = 500  # answers; no form of ours has as many
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that an address makes no sense; of a form that is too large to read, say that."""
    if isinstance(exception, TOO_LARGE):
        return body_refused(413)
    return HttpResponse(render_to_string("400.html"), status=400)


def body_refused(status: int) -> HttpResponse:
    """Say that what was sent was too large (413), or came too slowly (408)."""
    return HttpResponse(render_to_string(f"{status:d}.html"), status=status)


def gone_meanwhile() -> HttpResponse:
    """Say that what somebody chose was deleted while they saved, and no form can tell."""
    return HttpResponse(render_to_string("409.html"), status=409)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Give a refused form back with every answer and a new token, to send with one more press.

    Not when another site sent it, nor in the admin; and not a password, nor a photograph.
    """
    is_theirs = reason in SENT_BY_OUR_PAGE and not request.path.startswith("/beheer/")
    sent = list(request.POST.lists()) if is_theirs else []
    kept = [
        (name, value)
        for name, values in sent
        for value in values
        if name != "csrfmiddlewaretoken" and "password" not in name
    ]
    context = {"kept": kept[:MOST_KEPT], "lost_files": bool(is_theirs and request.FILES)}
    return render(request, "403_csrf.html", context, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer without database, context processors or request: any of them may be what broke."""
    return HttpResponse(render_to_string("500.html"), status=500)


def service_unavailable(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(render_to_string("503.html"), status=503)
    response.headers["Retry-After"] = "60"
    return response


@require_safe
def rendition(request: HttpRequest, name: str) -> FileResponse | HttpResponse:
    """Serve a scaled image; originals and documents stay out of reach of this address.

    A rendition's name changes with its content, so browsers may keep it for ever.
    """
    response = serve(request, name, document_root=str(settings.MEDIA_ROOT / "images"))
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def document(request: HttpRequest, pk: str, name: str) -> HttpResponse:
    """Serve a document, or lead from a name that its file had to that of today."""
    found = get_document_model().objects.filter(pk=pk, former_names__name=name).first()
    if found and found.filename != name:
        return redirect(found.url)
    return serve_document(request, pk, name)


@require_safe
def cover(request: HttpRequest, pk: int) -> HttpResponse:
    """Serve the drawn cover of a published page, as shared links show it."""
    page = get_object_or_404(ThemedPage.objects.published(), pk=pk)
    response = HttpResponse(cover_png(page.pk, page.hue), content_type="image/png")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say whom to tell of a leak (RFC 9116): the address in the footer, as SECURITY.md has it."""
    address = site_context.read().email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    lines = [
        f"Contact: mailto:{address}",
        f"Expires: {settings.SECURITY_TXT_EXPIRES:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.SITE_URL}{request.path}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "robots.txt",
        {"site_url": settings.SITE_URL},
        content_type="text/plain; charset=utf-8",
    )
