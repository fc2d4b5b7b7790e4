"""Where the plans of a batch come from: last year's plans, templates, a file.

A source names the people, and gives for a chunk of them what their plans are to hold. It asks the database
a constant number of times per chunk, checks what only it can know, and stores nothing.
"""

import frappe

from asn_kinerja.planning.sources.entry import Entry, Source
from asn_kinerja.planning.sources.file import FileSource
from asn_kinerja.planning.sources.last_year import LastYearSource
from asn_kinerja.planning.sources.templates import TemplateSource

__all__ = ["Entry", "Source", "of"]

SOURCES: dict[str, type[Source]] = {
	"Last Year's Plans": LastYearSource,
	"Templates": TemplateSource,
	"File": FileSource,
}


def of(batch: frappe._dict) -> Source:
	"""The source of a batch. Raises SheetError when its file cannot be used."""
	return SOURCES[batch.source](batch)
