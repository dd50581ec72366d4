"""Job and profile to ledger: credit, worth, points."""
