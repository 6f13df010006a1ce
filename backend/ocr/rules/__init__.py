"""Understanding a receipt: from words on pages to fields with reasons. Pure; each rule has a reason a person can read."""

from backend.ocr.rules.understanding import understand

__all__ = ["understand"]
