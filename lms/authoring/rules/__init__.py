"""Pure decisions of the studio."""
