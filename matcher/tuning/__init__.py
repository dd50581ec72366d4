"""Rankings held against people's grades: how good they are, and how sure that is."""
