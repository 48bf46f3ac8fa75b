"""Comparing pages: two answers say the same when they differ in nothing but what is new in each."""

import re


def without_tokens(page: str) -> str:
    """The page without its CSRF tokens, which carry the second they were made in."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page)
