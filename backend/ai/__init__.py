"""Suggesting categories: rules, memory, a catalogue of merchants, a small model; and for single lines of receipts."""

from backend.ai.bought import LineBought, LinePlace, LinesBought, lines_bought
from backend.ai.service import categorise, categorise_again

__all__ = ["LineBought", "LinePlace", "LinesBought", "categorise", "categorise_again", "lines_bought"]
