"""What every page must be: valid HTML with a language, a title, one h1, labels, unique ids, nothing inline."""

from collections import Counter
from typing import Any

import html5lib

# Parse complaints of html5lib that the HTML standard has since allowed.
_OUTDATED = {"unknown-start-tag", "unexpected-end-tag-implies-table-voodoo"}
_LABELLED_BY_NATURE = {"hidden", "submit", "button", "image", "reset"}


def faults(markup: str) -> list[str]:
    """Everything wrong with a page, in words; empty when it is as it should be."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(markup)
    found = [f"HTML: {code} {facts} at {place}" for place, code, facts in parser.errors if code not in _OUTDATED]
    elements = list(tree.iter())
    ids = Counter(e.get("id") for e in elements if isinstance(e.tag, str) and e.get("id"))
    found += [f"the id {name!r} stands {count} times" for name, count in ids.items() if count > 1]
    root = tree
    if not root.get("lang") or root.get("dir") not in ("ltr", "rtl"):
        found.append("<html> lacks lang or dir")
    title = next((e for e in elements if e.tag == "title"), None)
    if title is None or not (title.text or "").strip():
        found.append("no <title>")
    headings = [e for e in elements if e.tag == "h1"]
    if len(headings) != 1:
        found.append(f"{len(headings)} <h1>")
    labelled = {e.get("for") for e in elements if e.tag == "label"}
    parents = {child: parent for parent in elements for child in parent}
    for element in elements:
        if not isinstance(element.tag, str):
            continue
        found += _of_element(element, labelled, parents, set(ids))
    return found


def _of_element(element: Any, labelled: set[Any], parents: dict[Any, Any], ids: set[Any]) -> list[str]:
    found = []
    for name in element.attrib:
        if name == "style" or name.startswith("on"):
            found.append(f"<{element.tag} {name}=…> is inline")
    for name in ("aria-describedby", "aria-labelledby", "aria-controls"):
        missing = [i for i in (element.get(name) or "").split() if i not in ids]
        if missing:
            found.append(f"{name} names {missing}, which are not there")
    if element.tag in ("script", "style") and (element.text or "").strip():
        found.append(f"inline <{element.tag}>")
    if element.tag == "img" and element.get("alt") is None:
        found.append(f"an image without alt: {element.get('src')}")
    if element.tag in ("input", "select", "textarea") and element.get("type") not in _LABELLED_BY_NATURE:
        ancestor, inside = element, False
        while ancestor in parents:
            ancestor = parents[ancestor]
            inside = inside or ancestor.tag == "label"
        named = element.get("aria-label") or element.get("aria-labelledby") or element.get("id") in labelled
        if not (named or inside):
            found.append(f"no label for {element.get('name')}")
    return found
