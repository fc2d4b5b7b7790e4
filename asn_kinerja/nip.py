"""The identity number of a civil servant (NIP of PNS, NI PPPK). No Frappe here."""

from dataclasses import dataclass
from datetime import date

LENGTH = 18
MALE, FEMALE = "1", "2"


class NipError(ValueError):
	"""A NIP that does not fit. `template` is an English sentence with {0} …, `values` fill it."""

	def __init__(self, template: str, *values: str) -> None:
		super().__init__(template.format(*values))
		self.template = template
		self.values = values


@dataclass(frozen=True, slots=True)
class Nip:
	"""The parts of a NIP.

	birth_date: digits 1–8 (YYYYMMDD). appointed: digits 9–14, the year and, for PNS, the month of
	appointment; for PPPK the last two digits are a code instead of a month. sex: digit 15 (1 male,
	2 female). serial: digits 16–18. Source: Peraturan BKN 22/2007."""

	birth_date: date
	appointed: str
	sex: str
	serial: str


def parse_nip(text: str, asn_type: str = "PNS") -> Nip:
	"""Read a NIP written with or without spaces. `asn_type` is "PNS" or "PPPK".

	Raises NipError when it has not 18 digits, no valid birth date, month of appointment or sex."""
	digits = "".join(text.split())
	if len(digits) != LENGTH or not (digits.isascii() and digits.isdigit()):
		raise NipError("NIP {0}: it must have exactly 18 digits, this one has {1}.", text, str(len(digits)))
	try:
		birth_date = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
	except ValueError:
		raise NipError("NIP {0}: digits 1 to 8 ({1}) are no date of birth.", text, digits[:8]) from None
	year, month = int(digits[8:12]), int(digits[12:14])
	if year <= birth_date.year:
		raise NipError("NIP {0}: the year of appointment ({1}) is not after the birth.", text, digits[8:12])
	if asn_type == "PNS" and not 1 <= month <= 12:
		raise NipError("NIP {0}: digits 13 and 14 ({1}) are no month.", text, digits[12:14])
	if digits[14] not in (MALE, FEMALE):
		raise NipError("NIP {0}: digit 15 must be 1 (male) or 2 (female).", text)
	return Nip(birth_date, digits[8:14], digits[14], digits[15:])


def check_nip(text: str, birth_date: date | None, gender: str | None, asn_type: str = "PNS") -> str:
	"""Return the NIP as 18 digits when it fits the person; raise NipError when it does not.

	`gender` is ERPNext's "Male" or "Female"; other entries are not compared."""
	nip = parse_nip(text, asn_type)
	if birth_date and nip.birth_date != birth_date:
		raise NipError(
			"NIP {0}: its date of birth ({1}) is not the employee's ({2}).",
			text,
			nip.birth_date.isoformat(),
			birth_date.isoformat(),
		)
	expected = {"Male": MALE, "Female": FEMALE}.get(gender or "")
	if expected and nip.sex != expected:
		raise NipError("NIP {0}: digit 15 ({1}) does not fit the gender {2}.", text, nip.sex, gender or "")
	return "".join(text.split())
