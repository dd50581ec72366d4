"""Invented applicants and past decisions: how ``tools.make_outcomes`` makes them."""
