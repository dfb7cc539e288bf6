"""Ask axe-core what keeps people out of a page (EN 301 549, WCAG 2.1 AA)."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SOURCE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
GRAVE = ("serious", "critical")
RUN = """() => axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    resultTypes: ["violations"],
}).then((found) => found.violations)"""


def violations(page: Page, impacts: tuple[str, ...] = GRAVE) -> list[str]:
    """``violations(page) == []``, or one line per rule: what, how bad, and where.

    The script goes in through the debugger, so the page keeps its content security policy.
    """
    page.evaluate(SOURCE.read_text("utf-8"))
    found: list[dict[str, Any]] = page.evaluate(RUN)
    return [
        f"{rule['impact']}: {rule['id']} at {places(rule)}"
        for rule in found
        if rule["impact"] in impacts
    ]


def places(rule: dict[str, Any]) -> str:
    return ", ".join(" ".join(map(str, node["target"])) for node in rule["nodes"][:5])
