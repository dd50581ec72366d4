"""Profiles read once and kept: a folder that stands in place of the lists it was made from.

``manifest`` says what a store holds, ``listing`` keeps the rows of each source in their order,
``records`` and ``part`` the profiles; ``update`` and ``forget`` write, ``reading`` answers.
"""
