"""Slow proofs: how fast, how accurate, how large, as ratios measured in one run."""
