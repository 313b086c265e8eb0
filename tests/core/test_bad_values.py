"""A value that no form of ours would send is the client's fault (400), never ours (500)."""

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db import DataError
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError
from wagtail.snippets.models import get_snippet_models

from core.middleware import BadValue
from tests.factories import UserFactory

HUGE = "9" * 30
# Ways into the admin for what no form checks: lists, their order, choosers, the API of the
# interface, what completes tags, reports.
PATHS = [
    "/beheer/profielen/?o=0",
    "/beheer/profielen/?o=-0.x",
    f"/beheer/profielen/?p={HUGE}",
    "/beheer/mail/?o=99",
    "/beheer/snippets/core/theme/?q=werk&ordering=name",
    "/beheer/api/main/pages/?search=%00",
    f"/beheer/api/main/pages/?child_of={HUGE}",
    "/beheer/api/main/images/?search=a%00",
    "/beheer/tag-autocomplete/?term=%00",
    "/beheer/images/chooser/%00/",
    f"/beheer/images/chooser/{HUGE}/",
    f"/beheer/images/chooser/chosen-multiple/?id={HUGE}",
    "/beheer/images/chooser/chosen-multiple/?id=abc",
    "/beheer/images/?q=%00",
    "/beheer/images/?collection_id=abc",
    "/beheer/choose-page/?page_type=nergens",
    "/beheer/choose-page/search/?q=%00",
    "/beheer/choose-page/chosen-multiple/?id=abc",
    "/beheer/snippets/choose/core/theme/chosen-multiple/?id=abc",
    "/beheer/pages/search/?q=%00",
    f"/beheer/pages/{HUGE}/",
    "/beheer/reports/site-history/?user=abc",
    "/beheer/users/?q=%00",
    "/%00",
    "/nieuws/?thema=%00",
    f"/nieuws/?pagina={HUGE}",
    "/beheer/pages/3/revisions/0/revert/",  # of the home page
    "/zoeken/?q=%00",
    f"/omslag/{HUGE}.png",
    f"/documenten/{HUGE}/x.pdf",
    f"/agenda/{HUGE}.ics",
    "/media/images/%00",
]


@pytest.mark.usefixtures("committing_db")
def test_no_address_of_the_admin_or_the_site_breaks_on_a_bad_value():
    client = Client(raise_request_exception=False)
    client.force_login(UserFactory(is_superuser=True))
    found = {path: client.get(path).status_code for path in PATHS}
    # All that the lists of snippets offer while somebody searches: every order, every filter.
    for model in get_snippet_models():
        viewset = model.snippet_viewset
        view = viewset.index_view.view_class(**viewset.index_view.view_initkwargs)
        view.setup(RequestFactory().get("/"))
        filters = viewset.list_filter if isinstance(viewset.list_filter, list | dict) else ()
        chosen = "".join(f"&{name}=true" for name in filters)
        for order in view.get_valid_orderings():
            if not order.startswith("-"):
                path = f"{reverse(viewset.get_url_name('list'))}?q=werk&ordering={order}{chosen}"
                found[path] = client.get(path).status_code
    assert {path: status for path, status in found.items() if status >= 500} == {}
    assert {status for path, status in found.items() if "q=werk" in path} == {200}
    assert len(found) > len(PATHS) + 10


def answered(error: Exception, path: str = "/", data: dict | None = None) -> int:
    """Return the status with which the guard answers an error of a view; 0 when it does not."""
    request: HttpRequest = RequestFactory().get(path)
    if data is not None:
        request = RequestFactory().post(path, data)
        assert request.POST is not None
    response = BadValue(lambda _: None).process_exception(request, error)  # type: ignore[arg-type, return-value]
    return response.status_code if response else 0


@pytest.mark.parametrize(
    ("error", "path"),
    [
        (DataError("integer out of range"), "/"),
        (MultiValueDictKeyError("id"), "/"),
        (ValueError("A string literal cannot contain NUL (0x00) characters."), "/?q=a%00"),
        (ValueError("Field 'id' expected a number but got 'abc'."), "/?id=abc"),
        (ValueError("invalid literal for int() with base 10: 'b'"), "/?ids=1,b"),
        (OverflowError("Python int too large to convert to C long"), f"/?p={HUGE}"),
        (FieldError("Cannot resolve keyword 'nergens' into field."), "/?ordering=-nergens"),
        (ValidationError("“abc” is geen geldige UUID."), "/?key=abc"),
        (IndexError("list index out of range"), "/?o=0"),
    ],
)
def test_what_a_value_of_the_client_causes_is_answered_with_400_and_logged(caplog, error, path):
    assert answered(error, path) == 400
    assert "is of no use" in caplog.text
    assert str(error) not in caplog.text


@pytest.mark.parametrize(
    ("error", "path"),
    [
        (ValueError("too many values to unpack"), "/?q=werk"),
        (IndexError("list index out of range"), "/"),
        (KeyError("q"), "/?q=werk"),
        (TypeError("unsupported operand"), "/?q=%00"),
        (FieldError("Cannot resolve keyword 'titel' into field."), "/?ordering=datum"),
    ],
)
def test_a_fault_of_ours_stays_a_fault_of_ours(error, path):
    assert answered(error, path) == 0


def test_a_form_is_looked_at_as_an_address_is():
    number = ValueError("Field 'id' expected a number but got 'abc'.")
    assert answered(number, data={"pagina": "abc"}) == 400
    assert answered(number, data={"pagina": "12"}) == 0
