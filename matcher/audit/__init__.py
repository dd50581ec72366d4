"""What a ranking of people is answerable for: its records, and whom it selects.

`assessed` holds what an audit reads, wherever it comes from.
"""
