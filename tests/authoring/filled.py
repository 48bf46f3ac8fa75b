"""What a browser without scripts would send of a form."""

from typing import Any

import html5lib

_SPACE = "{http://www.w3.org/1999/xhtml}"


def form_values(markup: str, action: str) -> dict[str, Any]:
    """Names and values of the post form with this action; several values of a name are a list."""
    page = html5lib.parse(markup)
    form = next(f for f in page.iter(f"{_SPACE}form") if f.get("action") == action and f.get("method") == "post")
    found: dict[str, list[str]] = {}
    for field in form.iter():
        name, tag = field.get("name"), str(field.tag).removeprefix(_SPACE)
        if not name or tag == "button":
            continue
        if tag == "select":
            options = list(field.iter(f"{_SPACE}option"))
            chosen = [o for o in options if o.get("selected") is not None] or options[:1]
            found.setdefault(name, []).extend(str(o.get("value")) for o in chosen)
        elif tag == "textarea":
            found.setdefault(name, []).append(field.text or "")
        elif field.get("type") != "file" and (
            field.get("type") not in ("checkbox", "radio") or field.get("checked") is not None
        ):
            found.setdefault(name, []).append(field.get("value") or "")
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}
