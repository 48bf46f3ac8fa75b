"""`lms …`: the command line, which is Flask's own with this application."""

import sys

from flask.cli import FlaskGroup

from lms import create_app
from lms.core.settings import BadSettings


def main() -> None:
    try:
        FlaskGroup(create_app=create_app, name="lms", help="E-Commerce Academy.").main()
    except BadSettings as error:
        sys.exit(f"lms: {error}")


if __name__ == "__main__":
    main()
