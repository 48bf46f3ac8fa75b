"""Reads of the studio."""
