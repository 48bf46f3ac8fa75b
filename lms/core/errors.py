"""What a service says when it will not do a thing."""

from lms.core.messages import phrase


class Refused(Exception):
    """A change that was refused for a reason the person can read.

    `text` is an English sentence with `%(name)s` places, translated where it is shown;
    `field` names the form field it belongs to, or None for the whole form.
    """

    def __init__(self, text: str, *, field: str | None = None, **values: object) -> None:
        super().__init__(text % values if values else text)
        self.text = text
        self.field = field
        self.values = values


class NoRoom(Refused):
    """The disk of the files has no room for what was brought; what lies there stays whole (G14)."""

    def __init__(self) -> None:
        super().__init__(phrase("The site has no room for more files at the moment. Tell its administrators."))


class Missing(Exception):
    """The thing does not exist, or the person may not know that it does: a 404."""
