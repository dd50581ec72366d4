"""Job description text to :class:`matcher.model.Job`."""
