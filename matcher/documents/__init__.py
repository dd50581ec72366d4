"""Bytes to text: the one place that decodes and unpacks what people send."""
