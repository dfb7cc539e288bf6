"""A small part of Markdown, enough for guidance pages, where nothing but text comes through.

Headings, paragraphs, lists, bold and links. Everything else is shown as it was written: there is
no raw HTML, no image, and a link leads to https, mailto, tel or an address on the site itself.
A section sign stays with its number.
"""

import re
from html import escape

HEADING = re.compile(r"(#{1,4}) +(.+)")
BULLET = re.compile(r"[-*] +(.+)")
NUMBERED = re.compile(r"\d{1,3}[.)] +(.+)")
BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)\)")
ALLOWED = re.compile(r"(?:https://|mailto:|tel:|/(?!/)|#)[^\s\"'<>\\]*")


def to_html(text: str, *, top: int = 2) -> str:
    """HTML of ``text``, where a single ``#`` becomes ``<h{top}>`` (the page has its own h1).

    >>> to_html("Søg **nu**, se [loven](/lov/).")
    '<p>Søg <strong>nu</strong>, se <a href="/lov/">loven</a>.</p>'
    >>> to_html("<script>x</script> [a](javascript:x)")
    '<p>&lt;script&gt;x&lt;/script&gt; [a](javascript:x)</p>'
    """
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return "\n".join(_block(block.split("\n"), top) for block in blocks if block.strip())


def _block(lines: list[str], top: int) -> str:
    heading = HEADING.fullmatch(lines[0].strip())
    if heading:
        level = min(top + len(heading[1]) - 1, 6)
        rest = f"\n{_block(lines[1:], top)}" if lines[1:] else ""
        return f"<h{level}>{_inline(heading[2])}</h{level}>{rest}"
    for pattern, tag in ((BULLET, "ul"), (NUMBERED, "ol")):
        if pattern.fullmatch(lines[0].strip()):
            return _list(lines, pattern, tag)
    return f"<p>{_inline(' '.join(line.strip() for line in lines))}</p>"


def _list(lines: list[str], pattern: re.Pattern[str], tag: str) -> str:
    items: list[str] = []
    for line in lines:
        match = pattern.fullmatch(line.strip())
        if match or not items:
            items.append(match[1] if match else line.strip())
        else:
            items[-1] += f" {line.strip()}"
    return f"<{tag}>{''.join(f'<li>{_inline(item)}</li>' for item in items)}</{tag}>"


def _inline(text: str) -> str:
    """Links first, so that what stands in an address is never read as bold."""
    parts, end = [], 0
    for match in LINK.finditer(text):
        parts.append(_bold(text[end : match.start()]))
        parts.append(_link(match))
        end = match.end()
    return "".join([*parts, _bold(text[end:])])


def _link(match: re.Match[str]) -> str:
    words, address = match[1], match[2]
    if not ALLOWED.fullmatch(address):
        return escape(match[0])
    return f'<a href="{escape(address)}">{_bold(words)}</a>'


def _bold(text: str) -> str:
    return BOLD.sub(r"<strong>\1</strong>", escape(text).replace("§ ", "§\N{NO-BREAK SPACE}"))
