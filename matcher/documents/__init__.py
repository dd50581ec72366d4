"""Bytes to text: the one place that decodes and unpacks what people send."""

from matcher.documents.document import MAX_BYTES, MAX_TEXT, Document
from matcher.documents.read import read_bytes, read_document

__all__ = ["MAX_BYTES", "MAX_TEXT", "Document", "read_bytes", "read_document"]
