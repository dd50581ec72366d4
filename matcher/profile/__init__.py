"""Rows and résumés to :class:`matcher.model.Profile`."""
