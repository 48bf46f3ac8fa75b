"""What routes ask for: the names that a view looks up in a request, and the fields of the forms that lead to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from urllib.parse import urlsplit

import html5lib
from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict

Fields = dict[str, list[str]]


class _Noting(ImmutableMultiDict[str, Any]):
    """Fields of a query or a form that note by which names they were asked."""

    names: ClassVar[set[str]] = set()

    def __getitem__(self, key: str) -> Any:
        self.names.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.names.add(str(key))
        return super().__contains__(key)

    def get(self, key: str, *args: Any, **kwargs: Any) -> Any:
        self.names.add(key)
        return super().get(key, *args, **kwargs)

    def getlist(self, key: str, *args: Any, **kwargs: Any) -> Any:
        self.names.add(key)
        return super().getlist(key, *args, **kwargs)


class _NotingRequest(Request):
    parameter_storage_class = _Noting


@contextmanager
def noting(app: Flask) -> Iterator[set[str]]:
    """The names that requests inside look up in what is sent to them."""
    usual, app.request_class = app.request_class, _NotingRequest
    _Noting.names = set()
    yield _Noting.names
    app.request_class = usual


def forms_of(page: str, markup: str) -> Iterator[tuple[str, Fields]]:
    """The path that each form of the page at `page` changes something at, and its fields as they stand.

    A form may be sent to several: to its own, to those that a button of it names, and to those that a script sends
    the fields to, which stand in its data-attributes.
    """
    tree = html5lib.parse(markup, namespaceHTMLElements=False)
    for form in tree.iter("form"):
        if form.get("method", "").lower() != "post":
            continue
        told = {form.get("action") or page, *(e.get("formaction") or page for e in form.iter("button"))}
        told |= {value for name, value in form.items() if name.startswith("data-") and value.startswith("/")}
        fields = _fields(form)
        for address in told:
            yield urlsplit(address).path, fields


def _fields(form: Any) -> Fields:
    """What a browser would send, each button with it; a box that is not ticked is a field without a value."""
    found: Fields = {}
    for element in form.iter():
        if (name := element.get("name")) is not None and element.tag in ("input", "select", "textarea", "button"):
            found.setdefault(name, []).extend(_values(element) if element.tag != "button" or name not in found else [])
    return found


def _values(element: Any) -> list[str]:
    if element.tag == "textarea":
        return [element.text or ""]
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        return [option.get("value", "") for option in chosen]
    is_off = element.get("type") in ("checkbox", "radio") and element.get("checked") is None
    return [] if is_off else [element.get("value", "")]
