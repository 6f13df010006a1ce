"""The audit: who did what, when, from where. Entries are added and never changed."""

from backend.audit.service import note

__all__ = ["note"]
