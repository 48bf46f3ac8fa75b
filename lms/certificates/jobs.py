from datetime import datetime
from typing import Any

from lms.certificates import services
from lms.jobs.registry import handles


@handles("certificates.make_pdf")
def make_pdf(payload: dict[str, Any], _now: datetime) -> None:
    """Repeating it changes nothing: the same record gives the same bytes under the same digest."""
    services.keep_pdf(payload["certificate_id"])
