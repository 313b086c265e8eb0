"""What machines can say about a page's accessibility."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
# All that a page can do wrong in the dark, where it differs from the light in its colours only.
OF_COLOURS = ("color-contrast", "link-in-text-block")


class Axe:
    """axe-core with the rules of WCAG 2.2, levels A and AA."""

    def __call__(self, page: Page) -> None:
        """Assert that the page as it stands breaks no rule; the failure lists what and where."""
        self._run(page, {"type": "tag", "values": list(WCAG)})

    def colours(self, page: Page) -> None:
        """Assert the same of the colours alone, on a page of which all else was looked at."""
        self._run(page, {"type": "rule", "values": list(OF_COLOURS)})

    def but_for_colours(self, page: Page) -> None:
        """Assert the same of all else, on a page in another width: that changes no colour.

        Looking at the colours takes more than twice as long as all the other rules together.
        """
        others = {rule: {"enabled": False} for rule in OF_COLOURS}
        self._run(page, {"type": "tag", "values": list(WCAG)}, others)

    def in_light_and_dark(self, page: Page) -> None:
        """Assert that the page breaks no rule in the light, nor by its colours in the dark."""
        page.emulate_media(color_scheme="light")
        self(page)
        page.emulate_media(color_scheme="dark")
        self.colours(page)
        page.emulate_media(color_scheme="light")

    def _run(self, page: Page, only: dict[str, Any], rules: dict[str, Any] | None = None) -> None:
        wait_until_nothing_moves(page)
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        # Without the elements that pass, which take longer to describe than to judge.
        options = {"runOnly": only, "rules": rules or {}, "resultTypes": ["violations"]}
        found = page.evaluate("options => axe.run(options)", options)["violations"]
        assert not found, f"{page.url}\n" + "\n".join(map(_describe, found))


def _describe(violation: dict[str, Any]) -> str:
    places = "\n".join(
        f"    {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for node in violation["nodes"]
    )
    return f"  {violation['id']} ({violation['impact']}): {violation['help']}\n{places}"


def wait_until_nothing_moves(page: Page) -> None:
    """Wait for what ends: halfway from one colour to the next there is no contrast to measure.

    Frame by frame, for Chromium never tells when something ended that is hidden by now.
    """
    page.evaluate(
        """async () => {
            const moves = one => one.playState === "running"
                && one.effect.getComputedTiming().endTime !== Infinity;
            while (document.getAnimations().some(moves)) {
                await new Promise(done => requestAnimationFrame(done));
            }
        }"""
    )


def assert_no_horizontal_scroll(page: Page) -> None:
    """Assert that the page fits its window: nothing sticks out to the right."""
    width, scrolls, wide = page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            const wide = [...document.querySelectorAll("body *")]
                .filter(element => element.getBoundingClientRect().right > width + 1)
                .map(element => element.tagName.toLowerCase() + "." + element.className);
            const scrolls = document.documentElement.scrollWidth > width;
            return [width, scrolls, wide];
        }"""
    )
    assert not scrolls, f"{page.url} is wider than {width} pixels: {wide[:8]}"
