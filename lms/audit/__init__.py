"""Who did what to whom and when: an append-only list that any room above may write to."""
