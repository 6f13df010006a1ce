"""Suggesting categories: rules, memory, a catalogue of merchants, a small model."""
