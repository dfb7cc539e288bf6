"""A portal export as a tree that can be changed: where things stand, and making what is missing."""

import html

from lxml import etree

PARTS = (
    "specification/resources/events",
    "specification/resources/subProcesses",
    "specification/resources/distribution",
    "specification/resources/labels",
    "specification/resources/labelMappings",
    "specification/resources/expressions",
    "specification/resources/variables",
    "specification/resources/variableAccesses/writeAccesses",
    "specification/resources/custom/keywords",
    "specification/resources/custom/roles",
    "specification/resources/custom/groups",
    "specification/resources/custom/phases",
    "specification/resources/custom/eventTypes",
    "specification/resources/custom/graphDetails",
    "specification/resources/custom/graphLanguage",
    "specification/constraints/conditions",
    "specification/constraints/responses",
    "specification/constraints/coresponses",
    "specification/constraints/excludes",
    "specification/constraints/includes",
    "specification/constraints/milestones",
    "specification/constraints/updates",
    "specification/constraints/spawns",
    "specification/constraints/templateSpawns",
    "runtime/custom/globalMarking",
    "runtime/marking/globalStore",
    "runtime/marking/executed",
    "runtime/marking/included",
    "runtime/marking/pendingResponses",
)


def skeleton(title: str = "") -> etree._Element:
    """An export of nothing, with the parts that the portal always writes."""
    root = etree.Element("dcrgraph", title=title)
    for part in PARTS:
        at(root, part)
    return root


def at(element: etree._Element, path: str) -> etree._Element:
    """The element at a path; what is missing on the way is made.

    >>> etree.tostring(at(etree.Element("a"), "b/c").getparent())
    b'<b><c/></b>'
    """
    for tag in path.split("/"):
        found = element.find(tag)
        element = etree.SubElement(element, tag) if found is None else found
    return element


def add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    """A new last child."""
    return etree.SubElement(parent, tag, attributes)


def drop(element: etree._Element) -> None:
    """Take an element away; the text behind it, which is only white space, goes too."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def scope_of(element: etree._Element) -> etree._Element:
    """The graph that an element stands in: its own, or the one of the sub-process around it."""
    return next(element.iterancestors("dcrgraph"))


def put(element: etree._Element, name: str, value: str) -> None:
    """Set an attribute, only where it says something else; an empty one need not be there."""
    if element.get(name, "") != value:
        element.set(name, value)


def put_texts(parent: etree._Element, tag: str, texts: tuple[str, ...]) -> None:
    """The children of this tag say these texts, in order; none: one empty child, as the portal has.

    Children that said so before stay with whatever attributes they have.
    """
    old = {(child.text or "").strip(): child for child in parent.findall(tag)}
    for child in parent.findall(tag):
        parent.remove(child)
    for text in texts or ("",):
        known = old.get(text)
        child = etree.Element(tag) if known is None else known
        child.text = text or None
        parent.append(child)


def as_markup(text: str) -> str:
    """Plain text where the portal keeps HTML."""
    return html.escape(text, quote=False)
