"""May this installation serve?"""

from lms.accounts.queries import count_demo_people
from lms.core.settings import BadSettings, Settings


def check_may_serve(settings: Settings) -> None:
    """Raises `BadSettings` when a production server has people whose password stands in the README (E13)."""
    if not settings.in_production:
        return
    if number := count_demo_people():
        raise BadSettings(
            f"this database holds {number} demo people, whose password everybody knows."
            " Use an empty database in production: set LMS_DATABASE_URL."
        )
