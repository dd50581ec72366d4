"""Rendering of ledgers: wording and escaping, never a number of their own."""
