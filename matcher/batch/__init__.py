"""Whole exports and many jobs: streaming, checkpoints, stored profiles."""
