"""Tables, their migrations and sessions; what is kept, and how it is deleted."""
