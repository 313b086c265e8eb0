"""Somebody who asks pages of a running site: keeps cookies, follows nothing."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


class Visitor:
    """One browser on one connection; what it sends is not checked, so it can be hostile."""

    def __init__(self, base: str) -> None:
        self.host = urlsplit(base).netloc
        self.cookies: dict[str, str] = {}
        self._connection = http.client.HTTPConnection(self.host, timeout=120)

    def ask(
        self,
        path: str,
        data: Mapping[str, str] | list[tuple[str, str]] | None = None,
        **headers: str,
    ) -> Answer:
        """Return the answer to a GET, or to a POST of `data`; the body is read in full."""
        body = None if data is None else urlencode(data, errors="surrogatepass")
        sent = {"Referer": f"http://{self.host}/", **headers}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            return self._answer("GET" if body is None else "POST", path, body, sent)
        except (http.client.HTTPException, ConnectionError):
            self._connection.close()
            return self._answer("GET" if body is None else "POST", path, body, sent)

    def _answer(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        found = Answer(response.status, dict(response.headers), response.read())
        for cookie in response.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(cookie).items():
                self.cookies[name] = morsel.value
        return found
