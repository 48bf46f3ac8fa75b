"""What the tests of work share: a draft that takes files, and what a browser without scripts sends."""

import io
from typing import Any

from tests.client import Browser
from tests.factories.assignments import PDF

FILES: dict[str, Any] = {"submission": {"text": True, "files": 2, "file_megabytes": 1, "kinds": ["pdf", "png", "docx"]}}


def sent(client: Browser, work: Any, **fields: Any) -> Any:
    data = {"text": "A text.", "seq": str(work.sheet().seq), "action": "save", **fields}
    return client.post(work.url, data=data, content_type="multipart/form-data", follow_redirects=True)


def a_file(name: str, data: bytes = PDF) -> tuple[io.BytesIO, str]:
    return io.BytesIO(data), name


def signed_in(client: Browser, work: Any) -> Browser:
    return client.sign_in(work.person)
