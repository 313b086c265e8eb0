"""What machines can say about a page's accessibility."""

import json
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
# All that a page can do wrong in the dark, where it differs from the light in its colours only.
OF_COLOURS = ("color-contrast", "link-in-text-block")
# What can go wrong on a narrow screen alone, on a page that shows the same on a wide one.
OF_WIDTH = ("target-size",)
# Texts of one name (element and classes, theirs and their parent's) in one colour, size and weight
# before the same backgrounds have one contrast. Sets `window.texts` to the first of each such kind
# that can be seen, by a number that stands for the kind.
FIND_KINDS_OF_TEXT = """() => {
    const known = new WeakMap();
    const behind = element => {
        if (element === null) return "";
        if (!known.has(element)) {
            const {backgroundColor, backgroundImage, opacity} = getComputedStyle(element);
            const own = [backgroundColor, backgroundImage, opacity].join();
            const further = behind(element.parentElement);
            known.set(element, own === "rgba(0, 0, 0, 0),none,1" ? further : own + "|" + further);
        }
        return known.get(element);
    };
    const name = element => `${element.localName}.${element.className}`;
    const says = element =>
        element.matches("input, select, textarea")
        || [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    const shows = element => {
        const {width, height} = element.getBoundingClientRect();
        return width > 1 && height > 1 && element.checkVisibility({visibilityProperty: true});
    };
    const number = text => {
        let [one, other] = [5381, 52711];
        for (let nth = 0; nth < text.length; nth++) {
            one = (one * 33) ^ text.charCodeAt(nth);
            other = (other * 31) ^ text.charCodeAt(nth);
        }
        return `${one >>> 0}-${other >>> 0}`;
    };
    window.texts = new Map();
    for (const element of document.body.querySelectorAll("*")) {
        if (!says(element) || !shows(element)) continue;
        const {color, fontSize, fontWeight, textShadow, textDecorationLine} =
            getComputedStyle(element);
        const kind = number([
            name(element), name(element.parentElement), element.disabled, color, fontSize,
            fontWeight, textShadow, textDecorationLine, behind(element),
        ].join(";"));
        if (!window.texts.has(kind)) window.texts.set(kind, element);
    }
    return [...window.texts.keys()];
}"""


class Axe:
    """axe-core with the rules of WCAG 2.2, levels A and AA."""

    def __init__(self) -> None:
        self._judged: set[str] = set()

    def __call__(self, page: Page) -> None:
        """Assert that the page as it stands breaks no rule; the failure lists what and where."""
        self.but_for_colours(page)
        self.colours(page)

    def colours(self, page: Page) -> None:
        """Assert the same of the colours alone, on a page of which all else was looked at.

        Measuring contrast takes axe longer than all its other rules together, so a kind of text
        that was found right before is not measured again.
        """
        wait_until_nothing_moves(page)
        kinds = set(page.evaluate(FIND_KINDS_OF_TEXT)) - self._judged
        if kinds:
            where = f"{json.dumps(sorted(kinds))}.map(kind => window.texts.get(kind))"
            self._run(page, {"type": "rule", "values": list(OF_COLOURS)}, where)
            self._judged |= kinds

    def but_for_colours(self, page: Page) -> None:
        """Assert the same of all else."""
        wait_until_nothing_moves(page)
        others = {rule: {"enabled": False} for rule in OF_COLOURS}
        self._run(page, {"type": "tag", "values": list(WCAG)}, rules=others)

    def narrow(self, page: Page) -> None:
        """Assert that a page which is right on a wide screen is so on this narrow one."""
        self._run(page, {"type": "rule", "values": list(OF_WIDTH)})
        assert_no_horizontal_scroll(page)

    def in_light_and_dark(self, page: Page) -> None:
        """Assert that the page breaks no rule in the light, nor by its colours in the dark."""
        page.emulate_media(color_scheme="light")
        self(page)
        page.emulate_media(color_scheme="dark")
        self.colours(page)
        page.emulate_media(color_scheme="light")

    @staticmethod
    def _run(
        page: Page,
        only: dict[str, Any],
        where: str = "document",
        rules: dict[str, Any] | None = None,
    ) -> None:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        # Without the elements that pass, which take longer to describe than to judge.
        options = {"runOnly": only, "rules": rules or {}, "resultTypes": ["violations"]}
        found = page.evaluate(f"options => axe.run({where}, options)", options)["violations"]
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
