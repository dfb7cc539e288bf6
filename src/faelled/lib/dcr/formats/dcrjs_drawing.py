"""The drawing in a DCR-js file: a box for each step, a line for each relation.

Boxes stand in rows, inside the box of what they lie in. Lengths are DCR-js's own units (pixels).
"""

from dataclasses import dataclass
from math import ceil, sqrt

from lxml import etree

NAMESPACE = "http://tk/schema/dcr"
_DI = "{http://tk/schema/dcrDi}"
_BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
WIDTH, HEIGHT, GAP = 130, 150, 60

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Box:
    """Upper left corner and size."""

    x: int
    y: int
    width: int
    height: int


def draw(root: etree._Element, board: etree._Element, old: etree._Element | None) -> None:
    """Add the drawing of `board` to `root`; what the old file drew is drawn as it was."""
    drawn = _drawn(old)
    boxes: dict[str, Box] = {}
    _place(board, GAP, GAP, boxes)
    for id, box in boxes.items():
        boxes[id] = _box_of(drawn.get(id)) or box
    plane = etree.SubElement(
        etree.SubElement(root, f"{_DI}dcrRootBoard", id="RootBoard"),
        f"{_DI}dcrPlane",
        id="Plane",
        boardElement=board.get("id", ""),
    )
    for element in board.iter(f"{{{NAMESPACE}}}*"):
        id = element.get("id", "")
        kept = drawn.get(id)
        if kept is not None and element is not board:
            plane.append(kept)
        elif id in boxes:
            shape = etree.SubElement(plane, f"{_DI}dcrShape", id=f"{id}_di", boardElement=id)
            etree.SubElement(shape, _BOUNDS, _numbers(boxes[id]))
        elif etree.QName(element).localname == "relation":
            line = etree.SubElement(plane, f"{_DI}relation", id=f"{id}_di", boardElement=id)
            source, target = (boxes[element.get(end, "")] for end in ("sourceRef", "targetRef"))
            for x, y in _way(source, target):
                etree.SubElement(line, f"{_DI}waypoint", x=str(x), y=str(y))


def _drawn(old: etree._Element | None) -> dict[str, etree._Element]:
    if old is None:
        return {}
    found = [item for item in old.iter(f"{_DI}*") if item.tag != f"{_DI}dcrPlane"]
    return {item.get("boardElement", ""): item for item in found if item.get("boardElement")}


def _box_of(shape: etree._Element | None) -> Box | None:
    bounds = shape.find(_BOUNDS) if shape is not None else None
    if bounds is None:
        return None
    try:
        numbers = [round(float(bounds.get(name, ""))) for name in ("x", "y", "width", "height")]
    except (ValueError, OverflowError):
        return None
    return Box(*numbers)


def _numbers(box: Box) -> dict[str, str]:
    return {name: str(getattr(box, name)) for name in ("x", "y", "width", "height")}


def _place(parent: etree._Element, x: int, y: int, boxes: dict[str, Box]) -> Point:
    """Place what lies right inside `parent`, from this corner; the far corner of all of it."""
    parts = [item for item in parent if etree.QName(item).localname in _PLACED]
    columns = max(1, ceil(sqrt(len(parts))))
    across, down, right, bottom = x, y, x, y
    for number, part in enumerate(parts):
        if number and number % columns == 0:
            across, down = x, bottom + GAP
        far_x, far_y = _place(part, across + GAP // 2, down + GAP, boxes)
        inner = far_x > across + GAP // 2
        width = far_x - across + GAP // 2 if inner else WIDTH
        height = far_y - down + GAP // 2 if inner else HEIGHT
        boxes[part.get("id", "")] = Box(across, down, width, height)
        right, bottom = max(right, across + width), max(bottom, down + height)
        across += width + GAP
    return right, bottom


_PLACED = frozenset({"event", "nesting", "subProcess"})


def _way(source: Box, target: Box) -> list[Point]:
    """From the right side of one box to the left side of the other; to itself, a loop."""
    begin = (source.x + source.width, source.y + source.height // 2)
    if source == target:
        out, up = begin[0] + GAP // 2, source.y + source.height // 4
        return [begin, (out, begin[1]), (out, up), (begin[0], up)]
    return [begin, (target.x, target.y + target.height // 2)]
