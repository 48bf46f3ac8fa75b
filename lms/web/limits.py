"""Rate limits: in this process by default, in Valkey or Redis by `LMS_CACHE_URL`."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(key_func=get_remote_address, headers_enabled=True, strategy="moving-window")
