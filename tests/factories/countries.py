from lms.accounts.services import load_countries


def all_countries() -> None:
    """Loads every country, as `lms` does at its first start."""
    load_countries()
