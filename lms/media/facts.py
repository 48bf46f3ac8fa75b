"""What this room tells about an upload."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UploadFacts:
    """An upload as its owner sees it. `public_id` is its address; sizes are in bytes."""

    id: int
    public_id: str
    person_id: int
    purpose: str
    scope: str
    state: str
    name: str
    size_bytes: int
    sha256: str | None
    received_bytes: int
    staged: str | None
    digest: str | None
    stored_bytes: int | None
    content_type: str | None
    width: int | None
    height: int | None
    duration_seconds: float | None
