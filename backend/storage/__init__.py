"""Storage: encrypted files under random keys, in a folder or in S3-compatible storage."""

from backend.storage.provider import NoSuchFile, Storage, StorageAway, healthy, storage
from backend.storage.service import get, older_than, put, remove

__all__ = ["NoSuchFile", "Storage", "StorageAway", "get", "healthy", "older_than", "put", "remove", "storage"]
