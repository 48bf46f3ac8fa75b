"""SVG figures: shapes and text, nothing that runs, loads or reaches outside the file (B03, C03)."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from lms.core.messages import Told

BIGGEST_SVG = 512 * 1024
_SVG = "{http://www.w3.org/2000/svg}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_ELEMENTS = {
    "svg", "g", "defs", "symbol", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon",
    "text", "tspan", "textPath", "marker", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern",
    "use", "switch",
}  # fmt: skip
_ATTRIBUTES = {
    # place and shape
    "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "fr", "dx", "dy", "d", "points", "width",
    "height", "viewBox", "preserveAspectRatio", "transform", "pathLength", "rotate", "textLength", "lengthAdjust",
    "side", "startOffset", "method", "spacing", "version", "id",
    # paint and type
    "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap",
    "stroke-linejoin", "stroke-dasharray", "stroke-dashoffset", "stroke-miterlimit", "opacity", "color", "visibility",
    "display", "overflow",
    "clip-path", "clip-rule", "clipPathUnits", "mask", "maskUnits", "maskContentUnits", "paint-order", "vector-effect",
    "shape-rendering", "text-rendering", "font-family", "font-size", "font-weight", "font-style", "font-variant",
    "font-stretch", "text-anchor", "dominant-baseline", "alignment-baseline", "baseline-shift", "letter-spacing",
    "word-spacing", "text-decoration", "writing-mode", "direction", "unicode-bidi",
    # markers, gradients, patterns
    "marker-start", "marker-mid", "marker-end", "markerWidth", "markerHeight", "markerUnits", "refX", "refY", "orient",
    "offset", "stop-color", "stop-opacity", "gradientUnits", "gradientTransform", "spreadMethod", "patternUnits",
    "patternContentUnits", "patternTransform",
    # for people who hear it
    "role", "aria-label", "aria-labelledby", "aria-describedby", "aria-hidden", "focusable", "lang", "systemLanguage",
    _XML + "lang", _XML + "space",
}  # fmt: skip
_LINKS = {"href", "{http://www.w3.org/1999/xlink}href"}
_INSIDE = re.compile(r"#[A-Za-z_][\w.-]*")
_ONLY_INSIDE = re.compile(r"url\(\s*['\"]?#[A-Za-z_][\w.-]*['\"]?\s*\)")
_NUMBER = re.compile(r"\s*([0-9]{1,5}(?:\.[0-9]{1,6})?)(?:px)?\s*")


def read_svg(data: bytes) -> tuple[Element | None, list[tuple[str, str]]]:
    """The figure's root and every (what is wrong, what to do); no root when it isn't well-formed."""
    if len(data) > BIGGEST_SVG:
        return None, [
            (
                Told("the figure is larger than %(size)s KB", size=BIGGEST_SVG // 1024),
                Told("simplify its shapes"),
            )
        ]
    if not _is_utf8(data):
        return None, [(Told("the figure is not UTF-8"), Told("save it as UTF-8"))]
    try:
        root = ElementTree.fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException:
        return None, [(Told("the figure declares a document type or entities"), Told("remove <!DOCTYPE …>"))]
    except (ParseError, ValueError, LookupError) as error:
        return None, [
            (Told("the figure is not well-formed XML (%(error)s)", error=error), Told("save it again as plain SVG"))
        ]
    if root.tag != _SVG + "svg":
        return None, [
            (Told("the file is no SVG figure"), Told('begin it with <svg xmlns="http://www.w3.org/2000/svg" …>'))
        ]
    if b"<?xml-stylesheet" in data.lower():
        return root, [(Told("the figure loads a style sheet"), Told("remove the line <?xml-stylesheet …>"))]
    return root, list(dict.fromkeys(_problems(root)))


def _is_utf8(data: bytes) -> bool:
    """Another encoding could hide from the checks what a browser reads."""
    try:
        return "\0" not in data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False


def _problems(root: Element) -> Iterator[tuple[str, str]]:
    uses = 0
    for element in root.iter():
        tag = str(element.tag)
        name = tag.removeprefix(_SVG)
        if name not in _ELEMENTS or not tag.startswith(_SVG):
            yield (
                Told("the figure holds <%(name)s>", name=name.split("}")[-1]),
                Told("draw with shapes and text only"),
            )
        uses += name == "use"
        for attribute, value in element.attrib.items():
            yield from _attribute_problems(attribute, value)
    if uses > 200:  # uses of uses multiply
        yield Told("the figure uses its symbols too often"), Told("draw the shapes out")
    if size_of(root) == (None, None):
        yield Told("the figure has no size"), Told("give <svg> a viewBox, or a width and a height")


def _attribute_problems(attribute: str, value: str) -> Iterator[tuple[str, str]]:
    shown = attribute.split("}")[-1]
    if attribute in _LINKS:
        if not _INSIDE.fullmatch(value):
            yield (
                Told("the figure links to %(link)s", link=repr(value[:60])),
                Told("use only shapes of the same file, #name"),
            )
    elif attribute not in _ATTRIBUTES:
        todo = Told("use fill, stroke, font-size … instead") if shown in ("style", "class") else Told("remove it")
        yield Told("the figure has the attribute %(shown)s", shown=shown), todo
    elif "url(" in value.lower().replace(" ", "") and not _ONLY_INSIDE.fullmatch(value.strip()):
        yield Told("the figure reaches outside itself in %(shown)s", shown=shown), Told("use only url(#name)")
    elif "\\" in value or "javascript:" in "".join(value.lower().split()):
        yield Told("the figure has a strange value in %(shown)s", shown=shown), Told("write a plain value")


def size_of(root: Element) -> tuple[int | None, int | None]:
    """Width and height in CSS pixels, from the attributes or the view box."""
    sizes = [_NUMBER.fullmatch(root.get(name, "")) for name in ("width", "height")]
    if sizes[0] and sizes[1]:
        return round(float(sizes[0][1])), round(float(sizes[1][1]))
    box = [_NUMBER.fullmatch(part) for part in root.get("viewBox", "").replace(",", " ").split()[2:4]]
    if len(box) == 2 and box[0] and box[1]:
        return round(float(box[0][1])), round(float(box[1][1]))
    return None, None
