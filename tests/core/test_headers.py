"""What every response carries, whatever kind it is (domain guide §14, Q5 and Q6)."""

import re

import pytest

from news.models import NewsPage
from tests.databases import demo
from tests.servers import ServedSite, served

TWO_YEARS = 63_072_000
# One of each class of response; {static} and {image} are filled with what the home page names.
PAGES = ("/", "/nieuws/", "/nieuws/?thema=minder-regeldruk", "/over-ons/")
OTHERS = (
    "/nieuws/rss/",
    "/nieuws/atom/",
    "/sitemap.xml",
    "/robots.txt",
    "/-/health/",
    "/nieuws",  # 301 to the address with a slash
    "/bestaat-niet/",
    "/nieuws/?pagina=999",
    "/documenten/999/bestaat-niet.pdf",
    "/static/bestaat-niet.css",
    "/media/images/bestaat-niet.jpg",
    "/beheer/",
    "/beheer/login/",
    "/%00",
)


def directives(policy: str) -> dict[str, set[str]]:
    parts = (part.split() for part in policy.split(";"))
    return {name: set(sources) for name, *sources in parts}


def assert_safe(answer, path: str) -> None:
    headers = answer.headers
    policy = directives(headers["Content-Security-Policy"] or "")
    assert policy["default-src"] <= {"'none'", "'self'"}, path
    assert {"base-uri", "form-action", "frame-ancestors"} <= policy.keys(), path
    if not path.startswith("/beheer/"):
        assert not {"'unsafe-inline'", "'unsafe-eval'", "data:", "blob:", "*"} & set().union(
            *policy.values()
        ), path
    assert headers["X-Content-Type-Options"] == "nosniff", path
    assert headers["X-Frame-Options"] == "SAMEORIGIN", path
    assert headers["Referrer-Policy"] == "same-origin", path
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin", path
    for name in ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options"):
        assert len(headers.get_all(name)) == 1, f"{path}: {name} twice"


@pytest.mark.parametrize("path", PAGES + OTHERS)
def test_every_kind_of_response_is_safe(production_site, path):
    assert_safe(production_site.get(path), path)


def files_of(site: ServedSite, path: str) -> set[str]:
    return set(re.findall(r'(?:href|src|srcset)="(/(?:static|media)/[^" ]+)', site.get(path).text))


def test_static_files_are_safe_hashed_compressed_and_kept_for_ever(production_site):
    files = {path for path in files_of(production_site, "/") if path.startswith("/static/")}
    assert files
    for path in files:
        answer = production_site.get(path, accept_encoding="br")
        assert answer.status == 200
        assert_safe(answer, path)
        assert re.search(r"\.[0-9a-f]{12}\.", path), path
        assert "immutable" in answer.headers["Cache-Control"]
        if path.endswith((".css", ".js")):
            assert answer.headers["Content-Encoding"] == "br", path


def test_scaled_images_are_safe_and_kept_for_ever(production_site):
    files = {path for path in files_of(production_site, "/nieuws/") if path.startswith("/media/")}
    assert files
    for path in list(files)[:3]:
        answer = production_site.get(path)
        assert answer.status == 200
        assert_safe(answer, path)
        assert "immutable" in answer.headers["Cache-Control"]


def test_a_post_without_token_is_refused_safely(production_site):
    answer = production_site.request("POST", "/beheer/login/", body=b"username=x")
    assert answer.status == 403
    assert_safe(answer, "/beheer/login/")


def test_another_host_is_refused_safely(production_site):
    answer = production_site.get("/", host="evil.example")
    assert answer.status == 400
    assert "Dit adres klopt niet" in answer.text
    assert_safe(answer, "/")


@pytest.mark.parametrize("path", PAGES + OTHERS[:5])
def test_public_pages_set_no_cookie(production_site, path):
    for answer in production_site.get_often(path):
        assert answer.headers["Set-Cookie"] is None


def test_a_broken_page_answers_500_with_a_page_of_its_own(own_site):
    path = f"/nieuws/{NewsPage.objects.live().first().slug}/"
    own_site.execute("ALTER TABLE news_newspage RENAME TO gone")
    answer = own_site.get(path)
    assert answer.status == 500
    assert "Traceback" not in answer.text
    assert 'lang="nl"' in answer.text
    assert_safe(answer, path)


def test_without_a_database_every_page_says_so_and_asks_to_come_back(own_site):
    assert own_site.get("/nieuws/").status == 200
    own_site.refuse_connections()
    for path in ("/", "/nieuws/", "/bestaat-niet/"):
        for answer in own_site.get_often(path):
            assert answer.status == 503
            assert answer.headers["Retry-After"] == "60"
            assert 'lang="nl"' in answer.text
            assert_safe(answer, path)
    assert own_site.get("/robots.txt").status in {200, 503}


def test_over_tls_browsers_are_told_to_stay_there_and_without_tls_they_are_sent_there(
    databases, django_db_setup
):
    live = {"WITHOUT_TLS": "0", "EMAIL_HOST": "mail.example", "TRUSTED_PROXIES": "1"}
    with served(databases, demo(), **live) as site:
        answer = site.get("/nieuws/")
        assert answer.status == 301
        assert answer.headers["Location"] == f"https://127.0.0.1:{site.port}/nieuws/"
        assert_safe(answer, "/nieuws/")
        # A proxy sets that header, and passes on what it does not know.
        assert site.request("GET", "/nieuws/", {"X_Forwarded_Proto": "https"}).status == 301
        over_tls = site.get("/nieuws/", x_forwarded_proto="https")
        assert over_tls.status == 200
        policy = over_tls.headers["Strict-Transport-Security"]
        assert int(re.search(r"max-age=(\d+)", policy).group(1)) >= TWO_YEARS / 2
        login = site.get("/beheer/login/", x_forwarded_proto="https")
        cookies = login.headers.get_all("Set-Cookie")
        assert cookies
        assert all("Secure" in cookie and "HttpOnly" in cookie for cookie in cookies)
        assert all(cookie.startswith("__Host-") for cookie in cookies)
