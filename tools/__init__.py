"""Scripts that measure the project and make its sample data; not packaged."""
