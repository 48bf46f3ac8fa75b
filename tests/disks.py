"""A disk that comes to its end, for tests that are not root."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def disk_that_ends_after(size_bytes: int) -> Iterator[None]:
    """The system's limit on the size of one file: like a full disk it fails in the middle of writing.

    Whatever this process writes is held to it, a database in a file too.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
