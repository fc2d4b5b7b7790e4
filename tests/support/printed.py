"""Reading the tables of a printed official form."""

from html.parser import HTMLParser


class Tables(HTMLParser):
	"""The cells of every row by the class of their table: (text, rowspan)."""

	def __init__(self, page: str) -> None:
		super().__init__()
		self.found: dict[str, list[list[tuple[str, int]]]] = {}
		self.table, self.cell, self.span = "", None, 1
		self.feed(page)

	def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
		values = dict(attrs)
		if tag == "table":
			self.table = (values.get("class") or "").rpartition(" ")[2]
		elif tag == "tr":
			self.found.setdefault(self.table, []).append([])
		elif tag in ("td", "th"):
			self.cell, self.span = "", int(values.get("rowspan") or 1)

	def handle_endtag(self, tag: str) -> None:
		if tag in ("td", "th"):
			self.found[self.table][-1].append((" ".join((self.cell or "").split()), self.span))
			self.cell = None

	def handle_data(self, data: str) -> None:
		if self.cell is not None:
			self.cell += data

	def rows(self, table: str) -> list[list[str]]:
		return [[text for text, _span in row] for row in self.found.get(f"asn-form-{table}", [])]
