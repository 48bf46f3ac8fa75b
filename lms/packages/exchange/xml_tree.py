"""XML as a small tree with the line of each element: nothing is fetched, no entity declared, nothing grows (C03)."""

from dataclasses import dataclass, field
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.saxutils import escape, quoteattr
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml import sax
from defusedxml.common import DefusedXmlException

from lms.core.messages import Sentence
from lms.packages.exchange.report import BadFile

MOST_ELEMENTS = 400_000
_DEEPEST = 40
_SPACE = b" \t\r\n"
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


@dataclass(slots=True)
class Element:
    """An element with its texts and children in their order."""

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    content: "list[str | Element]" = field(default_factory=list)

    @property
    def children(self) -> list["Element"]:
        return [each for each in self.content if isinstance(each, Element)]

    @property
    def text(self) -> str:
        """What stands in it directly."""
        return "".join(each for each in self.content if isinstance(each, str))

    @property
    def markup(self) -> str:
        """The same with the tags in it: HTML that somebody put into XML without CDATA."""
        return "".join(each if isinstance(each, str) else each._as_markup() for each in self.content)

    def _as_markup(self) -> str:
        attributes = "".join(f" {name}={quoteattr(value)}" for name, value in self.attributes.items())
        inner = "".join(escape(each) if isinstance(each, str) else each._as_markup() for each in self.content)
        return f"<{self.name}{attributes}>{inner}</{self.name}>" if inner else f"<{self.name}{attributes}>"

    def all(self, name: str) -> list["Element"]:
        return [child for child in self.children if child.name == name]

    def first(self, name: str) -> "Element | None":
        return next((child for child in self.children if child.name == name), None)

    def said(self, name: str) -> str:
        """The text of a child, which may stand in a <text> of its own; empty when there is none."""
        child = self.first(name)
        if child is None:
            return ""
        inner = child.first("text")
        return (child if inner is None else inner).text.strip()


class _Builder(ContentHandler):
    def __init__(self, skipped: int) -> None:
        super().__init__()
        self.skipped = skipped  # lines before the XML begins
        self.root: Element | None = None
        self.open: list[Element] = []
        self.count = 0
        self.locator: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 - the library's name
        self.locator = locator

    @property
    def line(self) -> int:
        return ((self.locator.getLineNumber() if self.locator else 1) or 1) + self.skipped

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        self.count += 1
        if self.count > MOST_ELEMENTS or len(self.open) >= _DEEPEST:
            raise BadFile(Sentence("It is nested too deep or too long: export one category at a time."), self.line)
        element = Element(name, self.line, dict(attrs.items()))
        if self.open:
            self.open[-1].content.append(element)
        else:
            self.root = element
        self.open.append(element)

    def endElement(self, name: str) -> None:  # noqa: N802
        self.open.pop()

    def characters(self, content: str) -> None:
        if self.open:
            self.open[-1].content.append(content)


def looks_like_xml(data: bytes) -> bool:
    """Whether the file begins with a tag, in any of the encodings in which XML is written."""
    beginning = data[:400]
    for mark in _MARKS:
        beginning = beginning.removeprefix(mark)
    beginning = beginning.replace(b"\0", b"").lstrip(_SPACE)
    return beginning.startswith((b"<?xml", b"<quiz", b"<!DOCTYPE", b"<!doctype", b"<question", b"<!--"))


def read_xml(data: bytes) -> Element:
    """The root element. Raises `BadFile` with the line of what is wrong."""
    cut = len(data) - len(data.lstrip(_SPACE)) if data[:1] in (b" ", b"\t", b"\r", b"\n") else 0
    skipped = data[:cut].count(b"\n")  # scripts leave empty lines before <?xml …?>, which XML forbids
    builder = _Builder(skipped)
    try:
        sax.parseString(data[cut:], builder, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise BadFile(
            Sentence("It declares a document type or entities: remove the line <!DOCTYPE …>."), builder.line
        ) from error
    except BadFile:
        raise
    except Exception as error:  # expat, codecs and the reader each have their own ways to say that this is no XML
        told = error.getMessage() if isinstance(error, SAXException) else str(error)
        where = error.getLineNumber() if isinstance(error, SAXParseException) else None
        raise BadFile(
            Sentence("It is not well-formed XML (%(told)s): export it again.", {"told": str(told)[:100]}),
            where + skipped if where else builder.line,
        ) from error
    if builder.root is None:
        raise BadFile(Sentence("It is not well-formed XML (%(told)s): export it again.", {"told": "empty"}), 1)
    return builder.root
