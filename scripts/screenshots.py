"""Shoot every public page type, light and dark, phone and desktop, into var/screenshots/.

    python scripts/screenshots.py [http://127.0.0.1:8000]

`make screenshots` starts the site for it; on its own it shoots one that runs already.
"""

import argparse
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "var" / "screenshots"
SCREENS = {"phone": (360, 780), "desktop": (1280, 800)}
LIST = "/nieuws/"
MEETINGS = "/bijeenkomsten/"
POOL = "/facilitators/"
KOPLOPERS = "/koplopers/"
FIXED = {
    "home": "/",
    "list": LIST,
    "list-filtered": f"{LIST}?thema=leren-in-de-praktijk&thema=uitstroom-beperken"
    "&branche=ouderenzorg",
    "list-left-out": f"{LIST}?thema=minder-regeldruk&thema=bestaat-niet",
    "meetings": MEETINGS,
    "meetings-filtered": f"{MEETINGS}?soort=webinar&regio=landelijk",
    "meetings-archive": f"{MEETINGS}archief/2019/",
    "meeting-open": f"{MEETINGS}koploperbijeenkomst-regio-west/",
    "meeting-full": f"{MEETINGS}actieleersessie-voor-teamleiders/",
    "meeting-cancelled": f"{MEETINGS}koploperbijeenkomst-regio-midden/",
    "meeting-past": f"{MEETINGS}koploperbijeenkomst-regio-midden-12-juni-2019/",
    "facilitators": POOL,
    "facilitators-filtered": f"{POOL}?groepsgrootte=groot&beschikbaar=ja",
    "facilitators-guide": f"{POOL}welke-past/",
    "facilitators-guided": f"{POOL}?doel=groepen-begeleiden&groep=groot&waar=zuid&wanneer=nu",
    "facilitator": f"{POOL}voorbeeldprofiel-4/",
    "facilitator-bureau": f"{POOL}bureau-ommezwaai/",
    "koplopers": KOPLOPERS,
    "koplopers-filtered": f"{KOPLOPERS}?regio=twente&criterium=opschalen",
    "koplopers-none": f"{KOPLOPERS}?regio=drenthe",
    "koploper": f"{KOPLOPERS}stagepool-zonder-muren/",
    "koploper-cover": f"{KOPLOPERS}overstap-met-uitzicht/",
    "koploper-nominate": "/koploper-worden/voordragen/",
    "koploper-link": "/mijn-aanmelding/link/",
    "koplopernetwerk": f"{KOPLOPERS}netwerk/",
    "themes": "/themas/",
    "theme": "/themas/minder-regeldruk/",
    "theme-filtered": "/themas/leren-in-de-praktijk/?soort=koplopers&branche=ziekenhuizen",
    "branches": "/branches/",
    "branch": "/branches/thuiszorg/",
    "theme-unknown": "/themas/regeldruk/",
    "content-page": "/over-ons/",
    "contents": "/privacy/",
    "search": "/zoeken/",
    "search-results": "/zoeken/?q=personeelstekort",
    "search-mended": "/zoeken/?q=verplegehuis",
    "search-nothing": "/zoeken/?q=xylofoonorkest",
    "not-found": "/deze-pagina-is-er-niet/",
}


def chromium() -> str:
    """Return the browser's path, or stop with one clear sentence."""
    named = os.environ.get("CHROMIUM", "chromium")
    names = (named, "chromium-headless-shell", "chromium-browser", "google-chrome")
    for name in names:
        if path := shutil.which(name):
            return path
    sys.exit("Chromium is missing: install it, or name it in the environment variable CHROMIUM.")


def articles(browser: Browser, base: str) -> dict[str, str]:
    """Return an article with a picture and one with a drawn cover, as the list has them."""
    page = browser.new_page()
    found: dict[str, str] = {}
    for number in range(1, 9):
        answer = page.goto(f"{base}{LIST}?pagina={number}")
        if answer is None or answer.status != 200:
            break
        for kind, mark in (("article-picture", "img"), ("article-cover", "svg.cover")):
            link = page.locator(f".card:has(.card-picture {mark}) .card-title a")
            if kind not in found and link.count():
                found[kind] = link.first.get_attribute("href") or LIST
        if len(found) == 2:
            break
    page.close()
    return found


def shoot(base: str, folder: Path, only: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    flags = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=flags)
        addresses = FIXED | articles(browser, base)
        for name, address in addresses.items():
            if only and name not in only:
                continue
            for screen, (width, height) in SCREENS.items():
                for light in ("light", "dark"):
                    page = browser.new_page(
                        viewport={"width": width, "height": height},
                        color_scheme=light,
                        reduced_motion="reduce",
                    )
                    page.goto(base + address)
                    # What loads when it comes near must be there before the picture is taken.
                    page.evaluate(
                        "document.querySelectorAll('img[loading=lazy]').forEach("
                        "image => image.loading = 'eager')"
                    )
                    page.wait_for_load_state("networkidle")
                    page.screenshot(path=folder / f"{name}-{screen}-{light}.png", full_page=True)
                    page.close()
            sys.stdout.write(f"  {name}\n")
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("base", nargs="?", default="http://127.0.0.1:8000")
    parser.add_argument(
        "--only", nargs="*", default=[], help="names of pages, such as home or list"
    )
    parser.add_argument("--folder", type=Path, default=FOLDER)
    chosen = parser.parse_args()
    shoot(chosen.base.rstrip("/"), chosen.folder, chosen.only)


if __name__ == "__main__":
    main()
