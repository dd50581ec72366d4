"""Skills: loading, relations, finding them in text."""
