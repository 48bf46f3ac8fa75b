"""Decisions about files from their bytes and sizes alone."""
