"""What a person says of themselves, on its way from a form, a command or the demo into the table."""

from dataclasses import dataclass, fields
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class ProfileDraft:
    """The fields that a person fills in, checked by whoever made the draft; they are named as the columns are.

    `country_code` is of ISO 3166-1, `time_zone` of the IANA database, `participant_kind` one of the table's.
    """

    printed_name: str
    latin_name: str
    country_code: str
    language: str
    time_zone: str = "UTC"
    organisation: str = ""
    participant_kind: str = "other"

    @classmethod
    def of(cls, row: Any) -> Self:
        """The same fields of a person or of a registration."""
        return cls(**{field.name: getattr(row, field.name) for field in fields(cls)})
