"""The pages of this room: at the door (`door`, `letters`), the own account (`account`, `own_data`), administration."""

from lms.accounts.views import account, admin, door, letters, own_data, people
from lms.accounts.views.blueprint import blueprint

__all__ = ["account", "admin", "blueprint", "door", "letters", "own_data", "people"]
