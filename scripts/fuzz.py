"""Send hostile requests to every address and form as every role, and fail on any 5xx.

    PYTHONPATH=.:site python scripts/fuzz.py [REQUESTS] [SEED]

Makes a database of its own with the demo content and serves it as production does, so nothing of
yours is touched. The same SEED sends the same requests. Prints each address that failed, with what
was sent; the log of the server, with the place in the code, stays in var/fuzz.log.
"""

import os
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import dj_database_url
import django

django.setup()

from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.signing import TimestampSigner
from django.db import connection
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from core.models.limits import RecentUse
from scripts.visiting import Answer, Visitor
from tests.databases import Databases, demo, url_of
from tests.servers import PRODUCTION, ServedSite, served

ROLES = (
    "",
    "Auteur",
    "Redacteur",
    "Beheerder",
    "Beheerder Facilitators Pool",
    "Adviseur Koplopernetwerk",
)
HOSTILE = (
    "",
    "0",
    "-1",
    "1",
    "2",
    "999999999999999999999",
    "1e999",
    "NaN",
    "\0",
    "a\0b",
    "\ud800",
    "é" * 300,
    "x" * 20_000,
    "../../etc/passwd",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "%00",
    "%s%s%n",
    "[]",
    "{}",
    '{"a": [null]}',
    "null",
    "true",
    "on",
    "2019-02-31",
    "99-99-9999 99:99",
    "9999-12-31",
    "anna@voorbeeld.example",
    "@",
    "http://[::1",
    "javascript:alert(1)",
    "\u202e\u200b",
    "core.theme",
    "wagtailcore.page",
    "action-publish",
)
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^)]*\))*\)")
QUERY = ("q", "p", "o", "pagina", "thema", "branche", "ordering", "export", "id", "next", "date")
LEAVES = ("logout", "failwhale", "test404", "uitloggen")  # ends the session, or fails on purpose
FORMS_OF_ONE_PAGE = 3


def patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield path.replace("^", "").replace("\\.", ".").rstrip("$")
        else:
            yield from patterns(pattern, path)


class Fuzzer:
    """Sends requests to a site and keeps which of them it could not answer."""

    def __init__(self, site: ServedSite, chance: random.Random) -> None:
        self.site, self.chance = site, chance
        self.failed: dict[str, str] = {}
        self.statuses: Counter[int] = Counter()
        self.visitors = {role: self._visitor(role) for role in ROLES}
        self.paths = [
            path for path in patterns(get_resolver()) if not any(word in path for word in LEAVES)
        ]
        self.seen: list[str] = ["/", "/beheer/"]

    def _visitor(self, role: str) -> Visitor:
        visitor = Visitor(self.site.url)
        if role:
            user = get_user_model().objects.filter(groups__name=role, is_active=True).first()
            if user is None:
                raise SystemExit(f"The demo has nobody in {role}.")
            client = Client()
            client.force_login(user)
            name = settings.SESSION_COOKIE_NAME
            visitor.cookies[name] = client.cookies[name].value
        return visitor

    def run(self, number: int) -> None:
        while sum(self.statuses.values()) < number:
            role = self.chance.choice(ROLES)
            if self.chance.random() < 0.35:
                self._form(role, self.chance.choice(self.seen))
            else:
                self._address(role)

    def _address(self, role: str) -> None:
        """Ask one address, with hostile or with likely parts, and a hostile query."""
        path = self._filled(self.chance.choice(self.paths))
        if self.chance.random() < 0.5:
            asked = self.chance.sample(QUERY, self.chance.randint(1, 3))
            path += "?" + "&".join(f"{name}={self._quoted()}" for name in asked)
        data = None
        if self.chance.random() < 0.25:
            data = [(name, self.chance.choice(HOSTILE)) for name in self.chance.sample(QUERY, 3)]
        answer = self._ask(role, path, data)
        if answer.status == 200 and b"<form" in answer.body and len(self.seen) < 4_000:
            self.seen.append(path)

    def _quoted(self) -> str:
        return quote(self.chance.choice(HOSTILE)[:2_000], errors="surrogatepass")

    def _filled(self, path: str) -> str:
        def value(found: re.Match) -> str:
            kind = found[1] or ("int" if "[0-9]" in found[0] or "\\d" in found[0] else "str")
            if kind == "int":
                return str(self.chance.choice((0, 1, 2, 3, 5, 8, 13, 21, 34, 2**31, 2**63, 10**18)))
            if kind == "slug" or self.chance.random() < 0.5:
                return self.chance.choice(("page", "news", "newspage", "core", "theme", "x", "1"))
            return self._quoted().replace("/", "") or "x"

        return "/" + PARAMETER.sub(value, path).replace("?:", "")

    def _form(self, role: str, path: str) -> None:
        """Send the forms of a page with some of their fields made hostile."""
        page = self._ask(role, path)
        if page.status != 200 or b"<form" not in page.body:
            return
        soup = BeautifulSoup(page.text, "html.parser")
        forms = soup.select("form")
        self._remember_links(soup)
        for form in self.chance.sample(forms, min(FORMS_OF_ONE_PAGE, len(forms))):
            action = str(form.get("action") or path)
            if not action.startswith("/") or any(word in action for word in LEAVES):
                continue
            fields = list(self._fields(form))
            if form.get("method", "get").lower() == "post":
                self._ask(role, action, fields)
            else:
                query = urlencode(fields, errors="surrogatepass")
                self._ask(role, f"{action.partition('?')[0]}?{query[:4_000]}")

    def _remember_links(self, soup: BeautifulSoup) -> None:
        for link in soup.select("a[href^='/']"):
            path = str(link["href"]).partition("#")[0]
            if len(self.seen) < 4_000 and not any(word in path for word in LEAVES):
                self.seen.append(path)

    def _fields(self, form: Any) -> Iterator[tuple[str, str]]:
        for field in form.select("input, select, textarea, button"):
            name = field.get("name")
            if not name:
                continue
            usual = str(field.get("value") or field.text.strip() or "on")
            if name == "csrfmiddlewaretoken":
                yield name, usual
            elif name == "formulier":
                yield name, self._aged(usual)
            elif field.name != "button" or self.chance.random() < 0.3:
                is_hostile = self.chance.random() < 0.3
                yield name, self.chance.choice(HOSTILE) if is_hostile else usual

    def _aged(self, stamp: str) -> str:
        signer = TimestampSigner(key=PRODUCTION["SECRET_KEY"], salt="stamp")
        try:
            return signer.sign(signer.unsign(stamp))
        except ValueError:
            return stamp

    def _ask(self, role: str, path: str, data: list[tuple[str, str]] | None = None) -> Answer:
        path = quote(path, safe="/?&=%:+,.;@!$'()*~-_#", errors="surrogatepass")
        answer = self.visitors[role].ask(path, data)
        self.statuses[answer.status] += 1
        if answer.status >= 500:
            kind = re.sub(r"\d+", "N", path.partition("?")[0])[:120]
            method = "GET" if data is None else "POST"
            what = f"{role or 'visitor'}: {path[:300]} {data}"
            self.failed.setdefault(f"{answer.status} {method} {kind}", what)
        if sum(self.statuses.values()) % 500 == 0:
            RecentUse.objects.all().delete()
        return answer


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else os.getpid()
    key = PRODUCTION["SECRET_KEY"]
    with served(Databases(), demo()) as site, override_settings(SECRET_KEY=key):
        connection.settings_dict.update(dj_database_url.parse(url_of(site.database)))
        fuzzer = Fuzzer(site, random.Random(seed))  # noqa: S311 - likewise
        try:
            fuzzer.run(number)
        except KeyboardInterrupt:
            sys.stdout.write("Stopped before the end.\n")
        connection.close()
        log = Path("var/fuzz.log")
        log.parent.mkdir(exist_ok=True)
        log.write_text(site.log)
    sys.stdout.write(f"seed {seed}: {dict(sorted(fuzzer.statuses.items()))}\n")
    for kind, example in sorted(fuzzer.failed.items()):
        sys.stdout.write(f"{kind}\n    {example[:600]}\n")
    sys.exit(bool(fuzzer.failed))


if __name__ == "__main__":
    main()
