"""News of people for the rooms above."""

from blinker import signal

person_erased = signal("person-erased")  # person_id, now: forget the name and the address, keep frozen records
