"""Templates drawn quickly: what Jinja and Flask-Babel would look up anew at each call is looked up once.

A page makes hundreds of calls of macros and of `_()`; as they come, those two took half of a page's time.
Everything here gives the same characters as what it replaces.
"""

from functools import lru_cache
from types import FunctionType
from typing import Any

from flask import Flask, g, request, url_for
from flask_babel import get_translations
from flask_wtf.csrf import generate_csrf
from jinja2.environment import Template, TemplateModule
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from lms.web.language import interface_language

_LONGEST_KEY = 100
_MOST_KEPT = 4000  # sentences of one language: far more than the templates have
_kept: dict[str, dict[str, tuple[Markup, Markup | None]]] = {}


class PageContext(Context):
    """Calls macros, and functions that want no context, without asking them what they want."""

    def call(self, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        kind = type(obj)
        if kind is Macro:
            if kwargs:
                kwargs.pop("_loop_vars", None)
                kwargs.pop("_block_vars", None)
            return obj(self.eval_ctx, *args, **kwargs)
        if kind is FunctionType and not hasattr(obj, "jinja_pass_arg"):
            if kwargs:
                kwargs.pop("_loop_vars", None)
                kwargs.pop("_block_vars", None)
            return obj(*args, **kwargs)
        return super().call(obj, *args, **kwargs)


def translate(text: str, /, **values: object) -> Markup:
    """`_("…")` of the templates: the sentence in the reader's language, with escaped values in its places.

    As Jinja has it, a sentence is a pattern also without values: `%%` in it is a percent sign.
    """
    kept = _kept.setdefault(g.get("interface_language") or interface_language(), {})
    found = kept.get(text)
    if found is None:
        pattern = Markup(get_translations().ugettext(text))  # noqa: S704 - our own translators' words
        found = pattern, None if "%(" in pattern else pattern % {}
        if len(kept) < _MOST_KEPT:
            kept[text] = found
    return found[0] % values if values or found[1] is None else found[1]


def translate_plural(one: str, many: str, count: int, /, **values: object) -> Markup:
    """`ngettext("…", "…", n)` of the templates, escaped in the same way; `%(num)s` is the number if nothing else is."""
    values.setdefault("num", count)
    return Markup(get_translations().ungettext(one, many, count)) % values  # noqa: S704 - our own translators' words


class PageTemplate(Template):
    """A component is imported without the page's names, so one module of it serves every page."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        made = self._module
        return made if made is not None else super()._get_default_module(ctx)


def address(endpoint: str, /, **values: Any) -> str:
    """`url_for("…")` of the templates: a local address depends on nothing but the names and values in it."""
    if endpoint.startswith(".") or not all(_is_short(name, value) for name, value in values.items()):
        return url_for(endpoint, **values)
    return _address(request.script_root, endpoint, **values)


def _is_short(name: str, value: object) -> bool:
    """Whether it is a key or a number of ours: what people type must not fill the memory."""
    is_key = isinstance(value, str) and len(value) < _LONGEST_KEY
    return name[0] != "_" and (is_key or isinstance(value, int))


@lru_cache(maxsize=8192, typed=True)
def _address(_script_root: str, endpoint: str, /, **values: Any) -> str:
    return url_for(endpoint, **values)


def csrf_token() -> str:
    """One token for all the forms of a page."""
    return str(g.get("csrf_token") or generate_csrf())


def register(app: Flask) -> None:
    """Takes the place of what Flask-Babel has joined: to be called after it."""
    app.jinja_env.context_class = PageContext
    app.jinja_env.template_class = PageTemplate
    app.jinja_env.globals.update(
        _=translate, gettext=translate, ngettext=translate_plural, url_for=address, csrf_token=csrf_token
    )
    # Flask-WTF also hands its own to every page, before the globals.
    app.context_processor(lambda: {"csrf_token": csrf_token})
