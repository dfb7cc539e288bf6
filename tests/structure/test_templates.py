"""Every template can be translated, works without JavaScript, and runs under a strict policy."""

import re
from pathlib import Path

import pytest

from tests.structure.reading_templates import ROOT, Element, Template, read, templates

ALL = {str(path.relative_to(ROOT)): path for path in templates()}
INLINE = re.compile(r"^(on\w+|style|hx-on.*)$")


@pytest.fixture(params=sorted(ALL), scope="module")
def template(request: pytest.FixtureRequest) -> Template:
    path: Path = ALL[request.param]
    return read(path.read_text("utf-8"))


def without_javascript(element: Element) -> bool:
    """Does the element lead somewhere, or send something, when htmx is not there?"""
    given = element.attributes
    if element.in_form and element.tag != "a":
        return True  # the form's own button does it
    if "hx-post" in given:
        return "action" in given or "formaction" in given
    return "hx-get" not in given or "href" in given or "action" in given


def needs_eval(element: Element) -> bool:
    """A filter in ``hx-trigger`` and a ``js:`` value are evaluated; the policy forbids it."""
    trigger = element.attributes.get("hx-trigger", "")
    values = element.attributes.get("hx-vals", "") + element.attributes.get("hx-headers", "")
    return "[" in trigger or "js:" in values or "javascript:" in values


def test_every_word_is_there_for_the_translator(template: Template) -> None:
    assert template.untranslated == []


def test_no_script_or_style_stands_in_the_page(template: Template) -> None:
    inline = [
        (element.line, element.tag)
        for element in template.elements
        if any(INLINE.match(name) for name in element.attributes)
        or element.tag == "style"
        or (element.tag == "script" and "src" not in element.attributes)
    ]
    assert inline == []


def test_what_htmx_does_works_without_it(template: Template) -> None:
    assert [e.line for e in template.elements if not without_javascript(e)] == []


def test_nothing_needs_eval(template: Template) -> None:
    assert [e.line for e in template.elements if needs_eval(e)] == []


def test_nothing_is_marked_safe(template: Template) -> None:
    assert not re.search(r"\|\s*safe\b|\|\s*safeseq\b|autoescape off", template.source)


def test_every_form_that_posts_carries_the_token(template: Template) -> None:
    posts = [e for e in template.elements if e.tag == "form" and is_post(e)]
    tokens = [tag for _line, tag in template.tags if tag == "csrf_token"]
    assert len(tokens) >= len(posts)


def is_post(form: Element) -> bool:
    return form.attributes.get("method", "").lower() == "post"


def test_a_part_that_is_swapped_in_has_no_frame() -> None:
    framed = [
        name
        for name, path in ALL.items()
        if path.name[0] == "_" and "{% extends" in path.read_text()
    ]
    assert framed == []


def test_python_marks_text_safe_in_one_place() -> None:
    users = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "src").rglob("*.py")
        if re.search(r"\bmark_safe\b|\bSafeString\(", path.read_text("utf-8"))
    ]
    assert users == ["src/faelled/base/ui/templatetags/ui.py"]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>Hej</p>", ["Hej"]),
        ("<th>KLE</th><td>SHA-256</td>", []),
        ("<p>{% translate 'Hej' %}: {{ name }}</p>", []),
        ("<p>{% blocktranslate %}Hej {{ name }}{% endblocktranslate %} – 1</p>", []),
        ("{# en note #}<p>{% comment %}Hej{% endcomment %}</p>", []),
        ("<img alt='Et billede'><a title=\"{% translate 'Ret' %}\"></a>", ["Et billede"]),
        ("<button lang='en'>English</button><b>Dansk</b>", ["Dansk"]),
        ("{% empty 'Ingen sager' %}{% empty _('Ingen sager') %}", ["'Ingen sager'"]),
        ("{% badge 'waiting' %}{% alert 'info' 'Det er gemt.' %}", ["'Det er gemt.'"]),
    ],
)
def test_the_reader_finds_words_that_are_not_translated(source: str, words: list[str]) -> None:
    assert [text for _line, text in read(source).untranslated] == words


@pytest.mark.parametrize(
    ("source", "works"),
    [
        ("<a href='/x/' hx-get='/x/'>", True),
        ("<div hx-get='/x/'>", False),
        ("<form method='post' action='/x/' hx-post='/x/'>", True),
        ("<form method='post' hx-post='/x/'>", False),
        ("<a {% if y %}hx-get='/x/'{% endif %}>", False),
        ("<form method='get' action='/x/'><select hx-get='/x/'></select></form>", True),
        ("<form method='get'><select hx-get='/x/'></select></form>", False),
    ],
)
def test_the_reader_finds_what_only_works_with_htmx(source: str, works: bool) -> None:
    assert all(without_javascript(element) for element in read(source).elements) is works


def test_the_reader_finds_what_needs_eval() -> None:
    assert needs_eval(read("<a hx-trigger='keyup[key==13]'>").elements[0])
    assert not needs_eval(read("<a hx-trigger='change delay:300ms'>").elements[0])
