"""Suggesting categories: rules, memory, a catalogue of merchants, a small model."""

from backend.ai.service import categorise, categorise_again

__all__ = ["categorise", "categorise_again"]
