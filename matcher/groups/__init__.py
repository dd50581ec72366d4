"""Who belongs to which group, and impact ratios: read by audits alone, never by what scores."""
