"""Storage: encrypted files under random keys, in a folder or in S3-compatible storage."""

from backend.storage.provider import NoSuchFile, Storage, healthy, storage
from backend.storage.service import get, put, remove

__all__ = ["NoSuchFile", "Storage", "get", "healthy", "put", "remove", "storage"]
