"""Who may bring files, and go on with an upload."""

from lms.core.actor import Actor
from lms.media.facts import UploadFacts
from lms.media.purposes import Purpose


def may_bring(actor: Actor, place: tuple[Purpose, str]) -> bool:
    """Whether this person may bring files for this purpose to this place."""
    purpose, scope = place
    return actor.is_signed_in and purpose.may(actor, scope)


def may_go_on(actor: Actor, upload: UploadFacts) -> bool:
    """One's own uploads only; whether the person still may bring it there is asked again when it is taken."""
    return actor.is_signed_in and upload.person_id == actor.person_id
