"""Guidance pages: our own files in ``content/guidance``, read once and shown as safe HTML.

A file is TOML between two lines of ``+++`` (id, version, language, source, licence, title, summary,
and maybe process and order), then text (`faelled.lib.text.markdown`).
"""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

FENCE = "+++"


class GuideError(ValueError):
    """A guidance file cannot be read; the message names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class GuidePage:
    """One page of guidance; ``process`` is the key of the service that it explains, or ""."""

    id: str
    title: str
    summary: str
    version: str
    process: str
    order: int
    body: str


def guides() -> tuple[GuidePage, ...]:
    """Every guidance page, in order."""
    return _read_all(settings.CONTENT / "guidance")


def guide(id: str) -> GuidePage | None:
    """``guide("saadan-klager-du")``, or None."""
    return next((page for page in guides() if page.id == id), None)


def guide_to(process: str) -> GuidePage | None:
    """The page that explains a service, if there is one."""
    return next((page for page in guides() if process and page.process == process), None)


def read_guide(text: str, name: str) -> GuidePage:
    """One page from a file's text; GuideError says what is wrong with the file ``name``."""
    opening, head, body = [*text.split(FENCE, 2), "", ""][:3]
    if opening.strip() or not body:
        raise GuideError(f"{name}: the head between two lines of {FENCE} is missing.")
    try:
        facts = tomllib.loads(head)
        return GuidePage(
            id=str(facts["id"]),
            title=str(facts["title"]),
            summary=str(facts["summary"]),
            version=str(facts["version"]),
            process=str(facts.get("process", "")),
            order=int(facts.get("order", 100)),
            body=body,
        )
    except (KeyError, tomllib.TOMLDecodeError) as error:
        raise GuideError(f"{name}: {error}") from error


@lru_cache(maxsize=4)
def _read_all(folder: Path) -> tuple[GuidePage, ...]:
    pages = [read_guide(path.read_text("utf-8"), path.name) for path in folder.glob("*.md")]
    return tuple(sorted(pages, key=lambda page: (page.order, page.title)))
