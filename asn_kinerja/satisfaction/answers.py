"""From a form that anybody may send to a stored answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from frappe.model.document import Document
from frappe.utils import cint, escape_html, today

from asn_kinerja import bulk
from asn_kinerja.access import RESPONSE
from asn_kinerja.scoring import ScoringError
from asn_kinerja.scoring.satisfaction import ELEMENTS, Answers, parse_answer

LONGEST_SUGGESTION = 1000  # characters
# the last is for machines: people do not see it
OTHER_FIELDS = frozenset({"officer", "suggestion", "form_key", "csrf_token", "website"})

NOT_ANSWERED = "Pilih salah satu jawaban."
NOT_AN_OFFICER = "Pilih petugas dari daftar, atau kosongkan."
TOO_LONG = f"Tulis paling banyak {LONGEST_SUGGESTION} huruf."
NOT_THIS_FORM = "Isian tidak sesuai dengan formulir ini. Periksa jawaban Anda, lalu kirim lagi."


@dataclass(slots=True)
class Sent:
	"""What a form holds: `values` as they were sent, to be shown again; what is wrong with them by field
	(element, "officer", "suggestion", or "" for the whole form), in Indonesian; and what can be stored."""

	values: dict[str, str]
	errors: dict[str, str] = field(default_factory=dict)
	answers: Answers = field(default_factory=lambda: Answers({}))
	officer: Document | None = None
	suggestion: str = ""


def asked(survey: Document) -> list[Document]:
	"""The questions that citizens see, in their order."""
	return [row for row in survey.elements if not cint(row.hidden_element)]


def read(survey: Document, form: Iterable[tuple[str, str]]) -> Sent:
	"""Check a form, given as its fields in the order in which they were sent. Nothing is taken that the form
	did not ask for: neither a hidden element, nor a field twice."""
	fields = list(form)
	sent = Sent(dict(fields))
	elements = [row.element for row in asked(survey)]
	if len(sent.values) < len(fields) or sent.values.keys() - {*elements, *OTHER_FIELDS}:
		sent.errors[""] = NOT_THIS_FORM
	_read_answers(sent, elements)
	_read_officer(sent, survey)
	sent.suggestion = _plain(sent.values.get("suggestion", ""))
	if len(sent.suggestion) > LONGEST_SUGGESTION:
		sent.errors["suggestion"] = TOO_LONG
	return sent


def _read_answers(sent: Sent, elements: Iterable[str]) -> None:
	found: dict[str, int] = {}
	for element in elements:
		try:
			found[element] = parse_answer(sent.values.get(element), element)
		except ScoringError:
			sent.errors[element] = NOT_ANSWERED
	sent.answers = Answers(found)


def _read_officer(sent: Sent, survey: Document) -> None:
	name = sent.values.get("officer")
	if not name:
		return
	officers = {row.name: row for row in survey.officers} if cint(survey.by_officer) else {}
	sent.officer = officers.get(name)
	if not sent.officer:
		sent.errors["officer"] = NOT_AN_OFFICER


def _plain(text: str) -> str:
	"""The text without characters that no keyboard gives; lines end as everywhere."""
	lines = text.replace("\r\n", "\n").replace("\r", "\n")
	signs = (sign if sign.isprintable() or sign == "\n" else " " * sign.isspace() for sign in lines)
	return "".join(signs).strip()


def store(survey: Document, sent: Sent) -> None:
	"""Store a form without errors: as a row, so that neither the time of day nor the user of the session is
	kept. The suggestion is kept fit for HTML, as lists and forms show it. Nothing is committed."""
	day = today()
	values: Mapping[str, int] = sent.answers.values
	bulk.insert(
		RESPONSE,
		[
			{
				"survey": survey.name,
				"company": survey.company,
				"department": survey.department,
				"submitted_on": day,
				"officer": sent.officer.employee if sent.officer else None,
				"officer_name": sent.officer.employee_name if sent.officer else None,
				"suggestion": escape_html(sent.suggestion) or None,
				**{element.lower(): values.get(element, 0) for element in ELEMENTS},
				**dict.fromkeys(("creation", "modified"), f"{day} 00:00:00"),
				**dict.fromkeys(("owner", "modified_by"), "Guest"),
			}
		],
	)
