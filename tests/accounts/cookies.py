from tests.client import Browser


def session_cookie(browser: Browser) -> str:
    """What a thief would copy."""
    cookie = browser.get_cookie("session")
    assert cookie is not None
    return cookie.value
