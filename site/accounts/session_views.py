"""Whether a session still stands, for the script of the admin that keeps what is typed."""

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def session_state(request: HttpRequest) -> JsonResponse:
    """Say whether somebody is wholly signed in, and with which token a form can be sent now."""
    is_in = request.user.is_authenticated and request.user.has_perm("wagtailadmin.access_admin")
    return JsonResponse({"in": is_in, "token": get_token(request) if is_in else ""})
