"""Who did what to whom and when: an append-only list, `audit_entry`, that any room above may write to."""
