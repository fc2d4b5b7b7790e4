"""The one error of the scoring core: what is wrong, where, and what to do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .model import Step


class ScoringError(ValueError):
	"""Refused input or an unusable scheme.

	`template` is an English sentence. Its `{0}` is always the place (table, row number from 1, field), the
	values given to the constructor follow as `{1}`, `{2}` and so on. `values` holds the place and the given
	values together, so `_(error.template).format(*error.values)` is the translated message, which ends with
	the reason where the explanation has one (`because`).
	"""

	def __init__(
		self,
		template: str,
		*values: str,
		field: str,
		row: int | None = None,
		table: str | None = None,
		because: Step | None = None,
	) -> None:
		super().__init__(template)
		self.template = template
		self.field = field
		self.row = row
		self.table = table
		self.because = because
		self._details = values

	@property
	def place(self) -> str:
		"""Where it is, in words of no language: `items #2 target_min`."""
		row = None if self.row is None else f"#{self.row}"
		return " ".join(part for part in (self.table, row, self.field) if part)

	@property
	def values(self) -> tuple[str, ...]:
		"""Everything the template's placeholders stand for, the place first."""
		return (self.place, *self._details)

	@property
	def message(self) -> str:
		"""The English message."""
		return self.text(str)

	def text(self, translate: Callable[[str], str], place: str | None = None) -> str:
		"""The message in another language; `place` replaces field names by labels that people see.

		Values that are terms of this app are translated too."""
		sentence = translate(self.template).format(place or self.place, *map(translate, self._details))
		if self.because is None:
			return sentence
		reason = translate(self.because.rule).format(*map(translate, self.because.values))
		return f"{sentence} {reason}."

	def __str__(self) -> str:
		return self.message


@contextmanager
def located(table: str, row: int | None = None) -> Iterator[None]:
	"""Adds the table and the row number (from 1) to an error of a function that knows only its own row."""
	try:
		yield
	except ScoringError as error:
		if error.table is None:
			error.table, error.row = table, row
		raise
