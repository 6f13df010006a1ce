"""S3-compatible storage for tests: SeaweedFS on loopback, which checks signatures as Amazon does."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from backend.core.settings import Settings
from backend.storage.provider import BucketStorage, make_storage
from tests.ports import ABOVE, free_port

BUCKET: Final = "receipts"
ACCESS_KEY: Final = "outlay"
SECRET_KEY: Final = "a secret of the tests alone"
_PATIENCE_SECONDS: Final = 60.0


@dataclass
class Seaweed:
    """One server with a folder of its own; `start` before use, `stop` leaves nothing."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="outlay-weed-")))
    port: int = 0
    ports: list[int] = field(default_factory=list)
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> "Seaweed":
        """Start it and return once it keeps files."""
        self.ports = [free_port() for _ in range(4)]
        master, volume, filer, self.port = self.ports
        config = self.folder / "s3.json"
        who = {"name": "outlay", "credentials": [{"accessKey": ACCESS_KEY, "secretKey": SECRET_KEY}], "actions": ["Admin"]}
        config.write_text(json.dumps({"identities": [who]}))
        command: list[str | Path] = [Path(sys.executable).parent / "weed", "server", f"-dir={self.folder}"]
        command += ["-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-master.port={master}", f"-volume.port={volume}", "-filer"]
        command += [
            f"-filer.port={filer}",
            "-s3",
            f"-s3.port={self.port}",
            "-s3.port.iceberg=0",
            "-s3.port.lance=0",
            f"-s3.config={config}",
        ]
        command += [f"-filer.localSocket={self.folder / 'filer.sock'}", f"-s3.localSocket={self.folder / 's3.sock'}"]
        command += ["-master.volumeSizeLimitMB=64", "-volume.max=20", "-master.telemetry=false"]
        with (self.folder / "log.txt").open("wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder, start_new_session=True)
        self._wait()
        return self

    def _wait(self) -> None:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not self._keeps_files():
            if self.running.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"SeaweedFS did not start: {(self.folder / 'log.txt').read_text()[-2000:]}")
            time.sleep(0.1)

    def _keeps_files(self) -> bool:
        """Whether a bucket and a file in it can be made; the parts of the server come up one by one."""
        with suppress(BotoCoreError, ClientError):  # the bucket may be there from the look before
            self.bucket.create()
        with suppress(BotoCoreError, ClientError):
            self.bucket.put_object(Key="first", Body=b"x")
            self.empty()
            return True
        return False

    @property
    def running(self) -> "subprocess.Popen[bytes]":
        """The server. Raises when it was never started."""
        if self.process is None:
            raise RuntimeError("SeaweedFS was not started")
        return self.process

    def settings(self, **more: str) -> dict[str, str]:
        """The product's settings for the bucket here."""
        own = {"S3_ENDPOINT": f"http://127.0.0.1:{self.port}", "S3_BUCKET": BUCKET, "S3_REGION": "us-east-1"}
        return {**own, "S3_ACCESS_KEY": ACCESS_KEY, "S3_SECRET_KEY": SECRET_KEY, **more}

    @cached_property
    def bucket(self) -> Any:
        """The one bucket (each takes room for many), as boto3's resource of it."""
        import boto3  # noqa: PLC0415 - slow to import, and needed here alone

        keys = {"aws_access_key_id": ACCESS_KEY, "aws_secret_access_key": SECRET_KEY, "region_name": "us-east-1"}
        return boto3.resource("s3", endpoint_url=f"http://127.0.0.1:{self.port}", **keys).Bucket(BUCKET)

    def empty(self) -> None:
        """Remove what lies in the bucket."""
        self.bucket.objects.all().delete()

    def halt(self) -> None:
        """Let it hang: it keeps its connections and answers nothing, until `resume`."""
        os.killpg(self.running.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        os.killpg(self.running.pid, signal.SIGCONT)

    def stop(self) -> None:
        """End it at once (asked politely it takes more than ten seconds) and remove what it wrote."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
        for port in self.ports:
            for left in Path("/tmp").glob(f"seaweedfs-*-grpc-{port + ABOVE}.sock"):  # noqa: S108 - where the server puts them, whatever it is told
                left.unlink(missing_ok=True)


def bucket_storage(config: Settings) -> BucketStorage:
    """The product's own client of the bucket that the settings name."""
    made = make_storage(config)
    assert isinstance(made, BucketStorage)
    return made


def running_seaweed() -> Iterator[Seaweed]:
    """A server as long as somebody needs it."""
    server = Seaweed()
    try:
        yield server.start()
    finally:
        server.stop()
