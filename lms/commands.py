"""`lms …` commands of the whole house: migrate, serve, worker. Rooms add their own groups."""

from flask import Flask


def register(app: Flask) -> None:
    from lms.packages.cli import course
    app.cli.add_command(course)
