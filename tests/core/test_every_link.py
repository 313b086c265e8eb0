"""Follows every link of the demo site, from the home page and the sitemap."""

import itertools
import re
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.servers import Answer, ServedSite

# The forms that send something; they have a cookie against forgery.
FORMS = (
    "/aanmelden/",
    "/contact/",
    "/facilitator/link/",
    "/koploper-worden/",
    "/koploper-worden/link/",
    "/mijn-aanmelding/link/",
    "/voordragen/",
)
LINKS = {"href", "src"}
# How many values of one parameter are followed on one path: the list makes the address of each of
# its options in the same way, and its own tests ask for them all.
VALUES_FOLLOWED = 2
# What makes a browser ask something, as opposed to a link that a reader may follow.
ASKING = {"src", "srcset", "poster", "data", "action", "formaction", "background", "manifest"}
ASKING_LINKS = {"stylesheet", "icon", "preload", "manifest", "preconnect", "dns-prefetch"}


@dataclass
class Crawl:
    """All answers by address, and the addresses on which each was named."""

    answers: dict[str, Answer] = field(default_factory=dict)
    pages: dict[str, BeautifulSoup] = field(default_factory=dict)
    named_on: dict[str, str] = field(default_factory=dict)
    values: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def is_wanted(self, path: str, query: str) -> bool:
        """Tell whether to follow an address: one with two parameters or more is a combination."""
        parameters = parse_qsl(query)
        if len(parameters) != 1:
            return not parameters
        [(name, value)] = parameters
        known = self.values[path, name]
        if len(known) < VALUES_FOLLOWED:
            known.add(value)
        return value in known

    def read(self, site: ServedSite, path: str) -> None:
        answer = self.answers[path] = site.get(path)
        if kind_of(answer).startswith("text/html"):
            self.pages[path] = BeautifulSoup(answer.text, "html.parser")


def kind_of(answer: Answer) -> str:
    return answer.headers["Content-Type"] or ""


def links_in(site: ServedSite, crawl: Crawl, path: str) -> set[str]:
    answer = crawl.answers[path]
    kind = kind_of(answer)
    if soup := crawl.pages.get(path):
        tags = soup.find_all(True)
        found = {str(tag[name]) for tag in tags for name in LINKS & tag.attrs.keys()}
        for tag in tags:
            if "srcset" in tag.attrs:
                found |= {part.split()[0] for part in str(tag["srcset"]).split(",")}
        found |= {str(tag["content"]) for tag in soup.select('meta[property="og:image"]')}
    elif "xml" in kind:
        found = set(re.findall(r"<(?:loc|link|id|guid)[^>]*>([^<]+)<", answer.text))
    elif kind.startswith("text/css"):
        found = set(re.findall(r"url\(['\"]?([^)'\"]+)", answer.text))
    else:
        found = set()
    return {urljoin(site.url + path, link).partition("#")[0] for link in found}


@pytest.fixture(scope="module")
def crawl(production_site: ServedSite) -> Crawl:
    site, crawl = production_site, Crawl()
    waiting = ["/", "/sitemap.xml"]
    while waiting:
        path = waiting.pop()
        if path in crawl.answers:
            continue
        crawl.read(site, path)
        for link in sorted(links_in(site, crawl, path)):
            parts = urlsplit(link)
            if link.startswith(site.url + "/") and crawl.is_wanted(parts.path, parts.query):
                found = parts.path + (f"?{parts.query}" if parts.query else "")
                crawl.named_on.setdefault(found, path)
                waiting.append(found)
    return crawl


def test_every_link_leads_somewhere(crawl):
    broken = [
        f"{path}: {answer.status}, named on {crawl.named_on.get(path)}"
        for path, answer in crawl.answers.items()
        if answer.status != 200
    ]
    assert len(crawl.answers) > 100
    assert not broken, "\n".join(broken)


def test_no_page_sets_a_cookie_but_a_form_that_sends_something(crawl):
    setting = [path for path, answer in crawl.answers.items() if answer.headers["Set-Cookie"]]
    assert not [path for path in setting if not urlsplit(path).path.endswith(FORMS)]


def test_no_page_or_style_sheet_asks_anything_of_another_host(production_site, crawl):
    foreign = set()
    for path, soup in crawl.pages.items():
        tags = soup.find_all(True)
        asked = {tag[name] for tag in tags for name in ASKING & tag.attrs.keys()}
        asked |= {
            tag["href"] for tag in soup.find_all("link") if ASKING_LINKS & set(tag.get("rel", []))
        }
        foreign |= {(path, link) for link in asked if not is_ours(production_site, path, link)}
        assert not [tag for tag in tags if "style" in tag.attrs], f"{path}: inline style"
        assert not soup.find_all("style"), f"{path}: inline style sheet"
        scripts = soup.find_all("script", src=False)
        data = {"application/ld+json", "application/json"}
        assert all(script.get("type") in data for script in scripts), f"{path}: inline script"
    for path, answer in crawl.answers.items():
        if kind_of(answer).startswith("text/css"):
            links = re.findall(r"(?:url\(|@import )['\"]?([^)'\"]+)", answer.text)
            foreign |= {(path, link) for link in links if not is_ours(production_site, path, link)}
    assert not foreign


def is_ours(site: ServedSite, path: str, link: str) -> bool:
    return all(
        urljoin(site.url + path, part.split()[0]).startswith(site.url)
        for part in link.split(", ")
        if part.split()
    )


def test_every_page_has_a_title_of_its_own(crawl):
    """Two addresses of one page, with and without a shortlist, share their title and canonical."""
    seen: dict[str, str] = {}
    for path, soup in crawl.pages.items():
        title = soup.title.get_text(strip=True)
        assert title, path
        canonical = soup.find("link", rel="canonical")
        if canonical is None and "noindex" in str(soup.find("meta", attrs={"name": "robots"})):
            continue  # a form for one occasion
        address = canonical["href"] if canonical else path
        other = seen.setdefault(title, address)
        assert other == address, f"{path} and {other} are both called {title}"


def test_every_page_has_one_main_heading_and_no_level_is_skipped(crawl):
    for path, soup in crawl.pages.items():
        levels = [int(tag.name[1]) for tag in soup.find_all(re.compile("^h[1-6]$"))]
        assert levels.count(1) == 1, path
        deeper = [after - before for before, after in itertools.pairwise(levels)]
        assert max(deeper, default=0) <= 1, f"{path}: {levels}"


def test_every_page_is_dutch_and_has_its_landmarks(crawl):
    for path, soup in crawl.pages.items():
        assert soup.html["lang"] == "nl", path
        for landmark in ("header", "main", "footer", "nav"):
            assert soup.find(landmark), f"{path}: no {landmark}"
        assert soup.find("main")["id"] in {a["href"][1:] for a in soup.select('a[href^="#"]')}
