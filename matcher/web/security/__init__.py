"""Who may ask for what: users, sessions, tokens, and the guards in front of every request."""
