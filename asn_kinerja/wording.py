"""How official papers write texts, numbers and dates: in Indonesian, whatever the reader's language."""

import html
from datetime import date, datetime

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from frappe.utils import cstr, get_datetime, getdate

LOCALE = "id"
NONE = "–"


def text(value: object) -> str:
	"""Plain text: what Frappe cleaned when it was saved ("&lt; 5 hari") is turned back, for the template to
	escape once."""
	return html.unescape(cstr(value)).strip()


def day(value: date | str | None) -> str:
	""" "5 Maret 2026"; empty without a date."""
	return format_date(getdate(value), "d MMMM yyyy", locale=LOCALE) if value else ""


def moment(value: datetime | str) -> str:
	""" "5 Maret 2026 pukul 14.05"."""
	return format_datetime(get_datetime(value), "d MMMM yyyy 'pukul' HH.mm", locale=LOCALE)


def period(start: date | str | None, end: date | str | None) -> str:
	""" "1 Januari s.d. 31 Desember 2025"; both years when they differ."""
	if not start or not end:
		return NONE
	start, end = getdate(start), getdate(end)
	first = format_date(start, "d MMMM" if start.year == end.year else "d MMMM yyyy", locale=LOCALE)
	return f"{first} s.d. {day(end)}"


def number(value: float) -> str:
	"""With a decimal comma and all its decimals: 1.250,5."""
	return format_decimal(value, locale=LOCALE, decimal_quantization=False)


def score(value: float) -> str:
	"""With two decimals: 103,51."""
	return format_decimal(value, format="0.00", locale=LOCALE)


def with_unit(numbers: str, unit: str | None) -> str:
	"""With a blank at which no line ends."""
	return f"{numbers}\N{NO-BREAK SPACE}{text(unit)}".strip()
