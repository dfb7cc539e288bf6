"""A template as a browser and a translator see it, for the tests beside this file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, TokenType

ROOT = Path(__file__).resolve().parents[2]
VALUE = "\ue000"  # stands for what a variable or a translated text will put there; not a letter
# A word; an acronym (KLE, CPR) is the same in every language.
LETTERS = re.compile(r"(?![A-ZÆØÅ]+\b)[A-Za-zÆØÅæøå]{2}")
LITERAL = re.compile(r"""(_\()?("[^"]*"|'[^']*')""")
# The tags of ours that take words, and how many arguments before the words are no words.
WORD_TAGS = {"alert": 1, "badge": 1, "empty": 0, "tabs": 0, "sort_header": 1, "icon": 1}
WORD_ATTRIBUTES = ("alt", "aria-label", "placeholder", "title")


@dataclass(frozen=True, slots=True)
class Element:
    """``in_form``: inside a form that sends itself somewhere."""

    tag: str
    line: int
    attributes: dict[str, str]
    in_form: bool = False


@dataclass(slots=True)
class Template:
    """Elements in order, texts that no translator sees, and the template tags."""

    elements: list[Element] = field(default_factory=list)
    untranslated: list[tuple[int, str]] = field(default_factory=list)
    tags: list[tuple[int, str]] = field(default_factory=list)
    source: str = ""


def templates() -> Iterator[Path]:
    return iter(sorted((ROOT / "src").rglob("templates/**/*.html")))


def read(source: str) -> Template:
    """Take a template apart: ``read('<p>Hej</p>').untranslated == [(1, "Hej")]``."""
    found = Template(source=source)
    parser = _Parser(found)
    parser.feed(_masked(source, found))
    parser.close()
    for line, tag in found.tags:
        found.untranslated += [(line, text) for text in _bare_words(tag)]
    return found


def _masked(source: str, found: Template) -> str:
    """The HTML with template tags away and a mark for each value; the lines stay where they are."""
    parts: list[str] = []
    inside = ""
    for token in Lexer(source).tokenize():
        name = token.contents.split(None, 1)[0] if token.contents.strip() else ""
        lines = "\n" * token.contents.count("\n")
        if inside:
            inside = (
                "" if token.token_type is TokenType.BLOCK and name == f"end{inside}" else inside
            )
            parts.append(lines)
        elif token.token_type is TokenType.TEXT:
            parts.append(token.contents)
        elif token.token_type is TokenType.VAR:
            parts.append(VALUE + lines)
        elif token.token_type is TokenType.BLOCK:
            found.tags.append((token.lineno or 0, token.contents))
            inside = name if name in ("blocktranslate", "comment", "verbatim") else ""
            if token.contents == "block layout":  # a class name, no text
                inside = "block"
            parts.append(
                (VALUE if inside or name in ("translate", "url", "static") else "") + lines
            )
    return "".join(parts)


def _bare_words(tag: str) -> list[str]:
    """Words given to one of our tags without ``_("...")`` around them."""
    name = tag.split(None, 1)[0]
    if name not in WORD_TAGS:
        return []
    literals = LITERAL.findall(tag)[WORD_TAGS[name] :]
    return [
        text for marked, text in literals if not marked and " " in text and LETTERS.search(text)
    ]


class _Parser(HTMLParser):
    def __init__(self, found: Template) -> None:
        super().__init__()
        self.found = found
        self.in_form = False
        self.foreign = 0  # inside an element that says which language it is in

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        self.found.elements.append(Element(tag, line, attributes, self.in_form))
        if tag == "form":
            self.in_form = "action" in attributes
        self.foreign += bool(self.foreign or ("lang" in attributes and tag != "html"))
        if self.foreign:
            return
        for name in WORD_ATTRIBUTES:
            if LETTERS.search(attributes.get(name, "")):
                self.found.untranslated.append((line, attributes[name]))

    def handle_endtag(self, tag: str) -> None:
        self.foreign -= bool(self.foreign)
        if tag == "form":
            self.in_form = False

    def handle_data(self, data: str) -> None:
        if not self.foreign and LETTERS.search(data):
            self.found.untranslated.append((self.getpos()[0], data.strip()))
