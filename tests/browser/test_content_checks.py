"""How our rules of the content checker judge a page, in a browser with the axe of the tests."""

import json
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from wagtail.admin.userbar import AccessibilityItem

from core import content_checks

SCRIPT = Path(content_checks.__file__).parent / "static/core/admin/content_checks.js"
LONG = " ".join(["woord"] * 26)
JUST = " ".join(["woord"] * 25)
WRONG = {
    "aln-says-where": """
        <a href="/a">Klik hier</a> <a href="/b"><b>lees  meer</b> →</a> <button>Hier.</button>
        <h2>Klik hier voor de agenda</h2> <a href="/c" aria-label="Meer">x</a>
    """,
    "aln-short-sentences": f"""
        <div class="rich-text"><p>Kort. {LONG}!</p><ul><li>{LONG}</li></ul></div>
        <p class="lead">{LONG}</p>
    """,
    "aln-alt-adds": """
        <figure><img alt="Twee mensen." src="data:,"><figcaption>Twee  mensen</figcaption></figure>
    """,
    "aln-captions": '<div class="video" data-without-captions><a href="/v">Film</a></div>',
    "aln-large-document": '<a href="/documents/1/groot.pdf">Verslag</a>',
    "aln-named-document": '<a href="/documents/2/scan.pdf">Verslag</a>',
    "heading-order": "<h4>Een kop te ver</h4>",
}
NUMBERS = {"aln-says-where": 5, "aln-short-sentences": 3}
RIGHT = f"""
    <h2>Meer tijd voor de les</h2> <a href="/a">Lees meer over de vier criteria</a>
    <a href="/b">Hier leer je het vak</a> <h3>Wat je hier vindt</h3>
    <div class="rich-text"><p>{JUST}. {JUST}: {JUST}</p><p>Dat kan bijv. met {JUST[:60]}.</p></div>
    <figure><img alt="Een klas" src="data:,"><figcaption>De les van maandag</figcaption></figure>
    <figure><img alt="" src="data:,"><figcaption></figcaption></figure>
    <div class="video"><a href="/v">Film</a></div> <a href="/documents/3/goed.pdf">Verslag</a>
"""


def found(page, html):
    """Return how many times each rule was broken on a page with this in its text."""
    item = AccessibilityItem()
    content_checks.set_up(item, None)
    config = item.get_axe_configuration(None)
    for check in config["spec"]["checks"]:
        if check["id"].endswith("-document"):
            number = 1 if "large" in check["id"] else 2
            check["options"] = {
                "addresses": [f"/documents/{number}/{'groot' if number == 1 else 'scan'}.pdf"]
            }
    own = [check for check in config["spec"]["checks"] if check["id"].startswith("check-aln")]
    rules = [rule for rule in config["spec"]["rules"] if rule["id"].startswith("aln")]
    names = [rule["id"] for rule in rules]
    page.goto("about:blank")
    base = '<base href="http://127.0.0.1/"><title>x</title>'
    page.set_content(
        f"<html><head>{base}</head><body><main><h1>Titel</h1>{html}</main></body></html>"
    )
    page.add_script_tag(path=SCRIPT)
    page.add_script_tag(content=AXE_SCRIPT)
    spec, runs = json.dumps({"rules": rules, "checks": own}), json.dumps([*names, "heading-order"])
    return page.evaluate(
        f"""async () => {{
            axe.configure({spec});
            const {{violations}} = await axe.run("main", {{runOnly: {runs}}});
            return Object.fromEntries(violations.map(({{id, nodes}}) => [id, nodes.length]));
        }}"""
    )


@pytest.mark.parametrize("rule", WRONG)
def test_each_rule_finds_its_fault_and_no_other(page, rule):
    assert found(page, WRONG[rule]) == {rule: NUMBERS.get(rule, 1)}


def test_a_good_text_is_left_alone(page):
    assert found(page, RIGHT) == {}
