"""What a first visit weighs over the wire: the page and every file it asks for, compressed as they are sent."""

import gzip
import re
from collections.abc import Callable
from urllib.parse import urljoin

import brotli
from backports import zstd

_TAGS = re.compile(r"<(?:link|script|use)\b[^>]*>")
_ADDRESS = re.compile(r'\b(?:href|src)="([^"#]+)')
_NOT_FETCHED = re.compile(r'\brel="(?:alternate|canonical|next|prev|license)"')
_IMPORTS = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+\.js)["']""")
_PICTURES = re.compile(r'<img\b[^>]*?\bsrc="([^"]+)"')


def unpack(body: bytes, encoding: str) -> bytes:
    """The body as it was before `Content-Encoding`."""
    if encoding == "gzip":
        return gzip.decompress(body)
    if encoding == "br":
        return bytes(brotli.decompress(body))
    return bytes(zstd.decompress(body)) if encoding == "zstd" else body


def files_of(markup: str, page: str, read: Callable[[str], str]) -> set[str]:
    """The addresses of all styles, icons and scripts of a page; `read` gets the text of a script.

    Modules that a script imports only where a page needs them are counted on every page.
    """
    tags = [tag for tag in _TAGS.findall(markup) if not _NOT_FETCHED.search(tag)]
    found = {urljoin(page, match[1]) for tag in tags if (match := _ADDRESS.search(tag))}
    scripts = [address for address in found if address.endswith(".js")]
    while scripts:
        script = scripts.pop()
        for name in _IMPORTS.findall(read(script)):
            address = urljoin(script, name)
            if address not in found:
                found.add(address)
                scripts.append(address)
    return found


def pictures_of(markup: str, page: str) -> set[str]:
    """The content images of a page."""
    return {urljoin(page, source) for source in _PICTURES.findall(markup)}
