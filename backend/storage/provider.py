"""Where files lie: a local folder by default, S3 or anything that speaks its protocol by `S3_*`.

Both take and give whole files under random keys. While storage is away the breaker refuses at once; jobs wait and nothing
is lost, since a file is put before the row that names it.
"""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from backend.core.breaker import Breaker
from backend.core.errors import Unavailable
from backend.core.ids import new_id
from backend.core.log import logger
from backend.core.settings import Settings, settings

Answer = TypeVar("Answer")
log = logger(__name__)

CONNECT_SECONDS: Final = 3.0
READ_SECONDS: Final = 5.0  # between two signs of life; a large file may take longer in all
_LONGEST_CALL: Final = 60.0
_ATTEMPTS: Final = 2
_CALLS_AT_ONCE: Final = 8


class NoSuchFile(LookupError):
    """Nothing lies under this key."""


class StorageAway(Unavailable):
    """Files can neither be kept nor fetched right now."""

    def __init__(self) -> None:
        """Say what is safe and what to do."""
        super().__init__("Files cannot be kept or fetched right now. Nothing was lost; please try again in a moment.", headers=_RETRY)


_RETRY: Final = {"Retry-After": "5"}


class Storage(Protocol):
    """A place for files."""

    async def put(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`, whole or not at all. Raises `StorageAway`, as all of these do."""

    async def get(self, key: str) -> bytes:
        """The bytes under `key`. Raises `NoSuchFile`."""
        ...

    async def remove(self, key: str) -> None:
        """Forget `key`; nothing happens when it is not there."""

    async def older_than(self, moment: datetime) -> list[str]:
        """The keys of what was last put before `moment`."""
        ...

    async def healthy(self) -> None:
        """Raise unless files can be written and read."""


class FolderStorage:
    """Files below one folder, spread over 256 subfolders."""

    def __init__(self, folder: Path) -> None:
        """Keep files below `folder`, which is made when the first one comes."""
        self._folder = folder

    async def put(self, key: str, data: bytes) -> None:
        """See `Storage`."""
        await _on_disk(self._write, self._path(key), data)

    async def get(self, key: str) -> bytes:
        """See `Storage`."""
        try:
            return await _on_disk(self._path(key).read_bytes)
        except FileNotFoundError as error:
            raise NoSuchFile(key) from error

    async def remove(self, key: str) -> None:
        """See `Storage`."""
        await _on_disk(lambda: self._path(key).unlink(missing_ok=True))

    async def older_than(self, moment: datetime) -> list[str]:
        """See `Storage`. Drafts that a stopped process left are removed on the way."""
        return await _on_disk(self._older_than, moment.timestamp())

    def _older_than(self, moment: float) -> list[str]:
        found = []
        for path in self._folder.glob("*/*"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime >= moment:
                    continue
                found.append(path.name) if path.name[0] != "." else path.unlink()
        return found

    async def healthy(self) -> None:
        """See `Storage`."""
        probe = self._folder / f".probe-{os.getpid()}"
        await asyncio.to_thread(self._write, probe, b"ok")
        await asyncio.to_thread(probe.unlink, missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._folder / key[-2:] / key

    @staticmethod
    def _write(path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f".{path.name}.{os.getpid()}.{new_id().hex[-8:]}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except OSError:
            draft.unlink(missing_ok=True)
            raise


async def _on_disk(work: Callable[..., Answer], *arguments: Any) -> Answer:
    """What `work` gives, done in a thread. Raises `StorageAway` when the disk is full or refuses."""
    try:
        return await asyncio.to_thread(work, *arguments)
    except FileNotFoundError:
        raise
    except OSError as error:
        log.warning("file not kept or fetched", error=str(error))
        raise StorageAway from error


class BucketStorage:
    """Files in one bucket, reached by boto3 in threads of its own: where it hangs, nobody else waits."""

    def __init__(self, client: Any, bucket: str) -> None:
        """`client` is a boto3 S3 client with its own time limits."""
        self._client, self._bucket = client, bucket
        self._breaker = Breaker("Storage", timeout=_LONGEST_CALL)
        self._threads = ThreadPoolExecutor(_CALLS_AT_ONCE, thread_name_prefix="storage")

    async def put(self, key: str, data: bytes) -> None:
        """See `Storage`."""
        await self._call("put_object", Key=key, Body=data, ContentType="application/octet-stream")

    async def get(self, key: str) -> bytes:
        """See `Storage`."""
        missing = self._client.exceptions.NoSuchKey
        try:
            return await self._call("get_object", Key=key, expected=(missing,))
        except missing as error:
            raise NoSuchFile(key) from error

    async def remove(self, key: str) -> None:
        """See `Storage`."""
        await self._call("delete_object", Key=key)

    async def older_than(self, moment: datetime) -> list[str]:
        """See `Storage`."""
        found, following = [], {}
        while True:
            page = await self._answer("list_objects_v2", **following)
            found += [each["Key"] for each in page.get("Contents", ()) if each["LastModified"] < moment]
            if not page.get("IsTruncated"):
                return found
            following = {"ContinuationToken": page["NextContinuationToken"]}

    async def healthy(self) -> None:
        """See `Storage`."""
        await self._call("head_bucket")

    async def _call(self, operation: str, *, expected: tuple[type[Exception], ...] = (), **arguments: Any) -> bytes:
        """The body of what the bucket answers. Raises what is expected, else `StorageAway`."""
        return (await self._answer(operation, expected=expected, **arguments)).get("Body", b"")

    async def _answer(self, operation: str, *, expected: tuple[type[Exception], ...] = (), **arguments: Any) -> dict[str, Any]:
        """What the bucket answers, its body read to the end. Raises as `_call` does."""

        def ask() -> dict[str, Any]:
            answer = getattr(self._client, operation)(Bucket=self._bucket, **arguments)
            return {**answer, "Body": answer["Body"].read()} if "Body" in answer else answer

        try:
            return await self._breaker.call(lambda: asyncio.get_running_loop().run_in_executor(self._threads, ask), expected=expected)
        except (*expected, Unavailable):
            raise
        except Exception as error:
            log.warning("storage failed", operation=operation, error=str(error))
            raise StorageAway from error


def make_storage(config: Settings) -> Storage:
    """The storage that the settings name."""
    if not config.s3_bucket:
        return FolderStorage(config.outlay_home / "files")
    import boto3  # noqa: PLC0415 - half a second and 30 MB that only buckets need
    from botocore.config import Config  # noqa: PLC0415

    client = boto3.client(
        "s3",
        endpoint_url=config.s3_endpoint,
        region_name=config.s3_region,
        aws_access_key_id=config.s3_access_key,
        aws_secret_access_key=config.s3_secret_key,
        config=Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            max_pool_connections=_CALLS_AT_ONCE,
            retries={"total_max_attempts": _ATTEMPTS, "mode": "standard"},
            s3={"addressing_style": "path"},
        ),
    )
    return BucketStorage(client, config.s3_bucket)


@cache
def storage() -> Storage:
    """The storage of this process; `storage.cache_clear()` reads the settings anew."""
    return make_storage(settings())


async def healthy() -> bool:
    """Whether storage takes files; it raises where it knows why not."""
    await storage().healthy()
    return True
