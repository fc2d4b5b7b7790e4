"""The sheet with the survey's QR code, to be put up where the service is given; print format "ASN Survey
Poster".

It speaks to citizens, so its texts are Indonesian whatever the reader's language."""

import base64
import io
from dataclasses import dataclass

import frappe
import pyqrcode
from frappe.model.document import Document
from frappe.www.printview import validate_print_permission

from asn_kinerja.access import SURVEY
from asn_kinerja.satisfaction.answers import asked
from asn_kinerja.satisfaction.link import address, day, plain, unit_name

QUIET = 4  # modules of white around the code, as its standard asks (ISO/IEC 18004)


@dataclass(frozen=True, slots=True)
class Poster:
	"""What the template shows; it escapes every text by itself. `code` is an image for `src`."""

	agency: str
	unit: str
	title: str
	link: str
	code: str
	first_day: str
	last_day: str
	questions: int
	open: bool


def asn_survey_poster(doc: Document) -> Poster:
	"""The poster of a survey; the Jinja method of the print format.

	A template may call this with any document, so only the name is taken from it: what is printed is what is
	stored, and who may not print the stored survey gets a PermissionError."""
	survey = frappe.get_doc(SURVEY, doc.name)
	if not frappe.flags.ignore_print_permissions:
		validate_print_permission(survey)
	link = address(survey.token)
	return Poster(
		agency=plain(survey.company),
		unit=unit_name(survey.department),
		title=plain(survey.title),
		link=link,
		code=qr_code(link),
		first_day=day(survey.from_date),
		last_day=day(survey.to_date),
		questions=len(asked(survey)),
		open=survey.status == "Open",
	)


def qr_code(text: str) -> str:
	"""The QR code of a text as the address of an image, sharp at every size; it is still read with 15 % of it
	dirty or torn."""
	file = io.BytesIO()
	pyqrcode.create(text, error="M").svg(file, scale=8, quiet_zone=QUIET, background="white", xmldecl=False)
	return f"data:image/svg+xml;base64,{base64.b64encode(file.getvalue()).decode()}"
