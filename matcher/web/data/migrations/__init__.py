"""Steps from each schema to the next, in the order of their numbers."""
