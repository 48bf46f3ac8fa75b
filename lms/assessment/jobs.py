"""Periodic work of this room."""
