"""A real S3-compatible server from a wheel, with a bucket, for as long as the tests need it."""

import json
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import urlopen

KEY, SECRET, BUCKET = "lms-key", "a secret/with+signs", "lms-files"
_GRPC = 10_000  # each service also listens that far above its port


def bucket_url(endpoint: str, prefix: str = "files", secret: str = SECRET) -> str:
    """What `LMS_STORAGE_URL` says for a prefix of the bucket."""
    return f"s3://{KEY}:{quote(secret, safe='')}@{BUCKET}/{prefix}?endpoint={endpoint}&region=us-east-1"


def _is_free(port: int) -> bool:
    for one in (port, port + _GRPC):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", one)) == 0:
                return False
    return True


def _ports(count: int) -> list[int]:
    found: list[int] = []
    while len(found) < count:
        port = random.randrange(20_000, 49_000)
        if _is_free(port) and port not in found:
            found.append(port)
    return found


@contextmanager
def object_server(folder: Path) -> Iterator[str]:
    """Starts the server with its data in `folder`; the URL of its S3 endpoint, once it answers."""
    folder.mkdir(parents=True, exist_ok=True)
    identity = {"credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": ["Admin"], "name": "lms"}
    (folder / "s3.json").write_text(json.dumps({"identities": [identity]}))
    server, endpoint = _started(folder)
    try:
        _make_bucket(endpoint)
        yield endpoint
    finally:
        server.kill()  # its data goes with the folder; a tidy end takes it half a minute
        server.wait()


def _started(folder: Path, tries: int = 3) -> tuple[subprocess.Popen[bytes], str]:
    """The server and its endpoint. A port that was free may be taken before the server comes to it: then anew."""
    for attempt in range(tries):
        master, volume, filer, s3 = _ports(4)
        data = folder / f"data-{attempt}"
        data.mkdir()
        command = [
            str(Path(sys.executable).parent / "weed"), f"-logdir={data}", "server", f"-dir={data}", "-ip=127.0.0.1",
            f"-master.port={master}", f"-volume.port={volume}", "-filer", f"-filer.port={filer}", "-s3",
            f"-s3.port={s3}", f"-s3.config={folder / 's3.json'}", "-s3.port.iceberg=0", "-s3.port.lance=0",
            "-master.telemetry=false", "-master.volumeSizeLimitMB=64", "-volume.max=30",
        ]  # fmt: skip
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
        if _answers(server, f"http://127.0.0.1:{s3}"):
            return server, f"http://127.0.0.1:{s3}"
        server.kill()
        server.wait()
    told = (folder / "log").read_text(errors="replace")[-2000:]
    raise RuntimeError(f"the object store did not start in {tries} tries; it said: {told}")


def _answers(server: subprocess.Popen[bytes], endpoint: str, seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            urlopen(f"{endpoint}/healthz", timeout=2).close()
            return True
        except HTTPError:
            return True
        except (URLError, OSError):
            time.sleep(0.1)
    return False


def _make_bucket(endpoint: str) -> None:
    import boto3

    client = boto3.session.Session().client(
        "s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id=KEY, aws_secret_access_key=SECRET
    )
    for _try in range(40):
        try:
            client.create_bucket(Bucket=BUCKET)
            client.put_object(Bucket=BUCKET, Key="first", Body=b"first")
            return
        except client.exceptions.ClientError:
            time.sleep(0.25)
    raise RuntimeError("the object store takes no bucket")
