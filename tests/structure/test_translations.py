"""Every Danish text has its English twin, and the two take the same values."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/faelled"
CATALOGUE = SOURCE / "locale/en/LC_MESSAGES/django.po"
VALUES = re.compile(r"%\(\w+\)[sd]|%[sd]|</?[a-z]+>")
KEYWORDS = DEFAULT_KEYWORDS | {"gettext_lazy": None, "ngettext_lazy": (1, 2), "gettext_noop": None}


def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def messages() -> list[Message]:
    return [message for message in catalogue() if message.id]


def both(message: Message) -> list[tuple[str, str]]:
    """The Danish and the English of one text, singular and plural."""
    return list(zip(parts(message.id), parts(message.string), strict=True))


def parts(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ("",))


def texts(source: str) -> Iterator[str]:
    """Every text that a program hands to gettext; of a plural, the one of it."""
    for _line, message, _comments, _context in extract(
        "python", BytesIO(source.encode()), keywords=KEYWORDS
    ):
        yield message[0] if isinstance(message, tuple) else message


def texts_of(path: Path) -> Iterator[str]:
    source = path.read_text("utf-8")
    if path.suffix == ".html":
        # Django rewrites a template as calls of gettext, one a line; the rest is blotted out.
        source = "\n".join(line.lstrip() for line in templatize(source).splitlines())
    return texts(source)


def sources() -> list[Path]:
    files = [*SOURCE.rglob("*.py"), *SOURCE.rglob("templates/**/*.html")]
    return [path for path in files if "tests" not in path.parts]


def test_every_text_is_in_english() -> None:
    missing = [message.id for message in messages() for _, en in both(message) if not en]
    guessed = [message.id for message in messages() if message.fuzzy]
    assert missing == guessed == []


def test_both_languages_take_the_same_values() -> None:
    different = [
        (danish, english)
        for message in messages()
        for danish, english in both(message)
        if set(VALUES.findall(danish)) != set(VALUES.findall(english))
    ]
    assert different == []


def test_every_text_of_the_code_is_in_the_catalogue() -> None:
    """Otherwise: run scripts/messages, and translate what it brings in."""
    known = {parts(message.id)[0] for message in messages()}
    used = {text for path in sources() for text in texts_of(path)}
    assert used, "nothing was found"
    assert sorted(used - known) == []
    assert sorted(known - used) == []


def test_the_reader_finds_what_is_given_to_gettext() -> None:
    assert list(texts('_("En " "tekst")\nngettext("%(n)d sag", "%(n)d sager", 2)')) == [
        "En tekst",
        "%(n)d sag",
    ]
