"""What machines can say about a page's accessibility."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe as AxeCore
from playwright.sync_api import Page

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


class Axe:
    """axe-core with the rules of WCAG 2.2, levels A and AA."""

    def __call__(self, page: Page) -> None:
        """Assert that the page as it stands breaks no rule; the failure lists what and where."""
        wait_until_nothing_moves(page)
        options = {"runOnly": {"type": "tag", "values": list(WCAG)}}
        found = AxeCore().run(page, options=options).response["violations"]
        assert not found, f"{page.url}\n" + "\n".join(map(_describe, found))


def _describe(violation: dict[str, Any]) -> str:
    places = "\n".join(
        f"    {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for node in violation["nodes"]
    )
    return f"  {violation['id']} ({violation['impact']}): {violation['help']}\n{places}"


def wait_until_nothing_moves(page: Page) -> None:
    """Wait for what ends: halfway from one colour to the next there is no contrast to measure."""
    page.evaluate(
        """() => Promise.allSettled(
            document.getAnimations()
                .filter(moving => moving.effect.getComputedTiming().endTime !== Infinity)
                .map(moving => moving.finished)
        )"""
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
