"""Markdown of authors to HTML that is safe to print: CommonMark with tables, figures and boxes, then sanitised.

The syntax is described in docs/course-format.md. Raw HTML is shown as text.
"""

from lms.core.markdown.parts import Heading, Picture, PictureUse, Rendered, Trouble
from lms.core.markdown.renderer import render, render_inline
from lms.core.markdown.sanitiser import sanitise

__all__ = ["Heading", "Picture", "PictureUse", "Rendered", "Trouble", "render", "render_inline", "sanitise"]
