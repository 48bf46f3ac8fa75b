"""Rate limits: in this process by default, in Valkey or Redis by `LMS_CACHE_URL`."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user

limiter = Limiter(key_func=get_remote_address, headers_enabled=True, strategy="moving-window")


def by_person() -> str:
    """The key of a limit that follows whoever is signed in, wherever they are; a visitor is an address."""
    return f"person:{current_user.person_id}" if current_user.is_authenticated else get_remote_address()
