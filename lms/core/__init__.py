"""Ground floor: database, clock, ids, errors, settings, storage, Markdown. No business words."""
