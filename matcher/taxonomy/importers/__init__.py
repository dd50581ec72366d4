"""Read published taxonomies and turn them into entries of ours."""

from matcher.taxonomy.importers.layout import Layout, notices, report_csv, summary
from matcher.taxonomy.importers.run import import_taxonomy

__all__ = ["Layout", "import_taxonomy", "notices", "report_csv", "summary"]
