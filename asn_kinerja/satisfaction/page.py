"""The public page of a survey: /survei/<token>, without login and without JavaScript.

Its texts are Indonesian whatever the reader's language: a survey after PermenPAN-RB 14/2017 asks in the words
of the regulation, which are data of the survey. Guests can do nothing here but read the open form and send
it.
"""

from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import cint, getdate, today
from frappe.website.page_renderers.base_renderer import BaseRenderer
from werkzeug.wrappers import Response

from asn_kinerja.access import SURVEY
from asn_kinerja.satisfaction import answers, limits
from asn_kinerja.satisfaction.link import ROUTE, day, plain, token_in, unit_name

FORM, MESSAGE = (f"asn_kinerja/templates/survey/{name}.html" for name in ("form", "message"))
DONE = "terkirim"  # in the address of the page that says thank you
TRAP = "website"  # a field that only machines fill in

OLD_FORM = "Formulir ini sudah terlalu lama terbuka. Periksa jawaban Anda, lalu kirim lagi."
TOO_MANY = "Terlalu banyak jawaban dalam waktu singkat. Tunggu sebentar, lalu kirim lagi."
HEADERS = {
	"Cache-Control": "no-store",
	"Content-Security-Policy": (
		"default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self'; "
		"base-uri 'none'; frame-ancestors 'self'"
	),
	"Referrer-Policy": "no-referrer",
	"X-Content-Type-Options": "nosniff",
	"X-Robots-Tag": "noindex, nofollow",
}


class SurveyPage(BaseRenderer):
	"""Answers every address below /survei; the hook `page_renderer`."""

	def can_render(self) -> bool:
		return self.path == ROUTE or self.path.startswith(f"{ROUTE}/")

	def render(self) -> Response:
		survey = find(self.path)
		if not survey:
			return message(
				404,
				"Survei tidak ditemukan",
				"Periksa kembali tautannya, atau pindai ulang kode QR di tempat pelayanan.",
			)
		if closed := why_closed(survey):
			return closed
		if frappe.request.method == "POST":
			return answer(survey)
		if DONE in frappe.request.args:
			return thanks(survey)
		if not limits.may_open(survey.name, survey.hourly_limit):
			return message(
				429, "Terlalu banyak permintaan", "Tunggu sebentar, lalu buka halaman ini lagi.", survey
			)
		return form(survey)


def find(path: str) -> Document | None:
	"""The survey of an address."""
	token = token_in(path)
	name = token and frappe.db.get_value(SURVEY, {"token": token})
	return frappe.get_doc(SURVEY, name) if name else None


def why_closed(survey: Document) -> Response | None:
	"""What is said instead of the form while nobody may answer: 404 before the survey, 410 after it."""
	now = getdate(today())
	if survey.status == "Closed" or (survey.status == "Open" and now > getdate(survey.to_date)):
		text = "Terima kasih atas perhatian Anda. Survei ini tidak menerima jawaban lagi."
		return message(410, "Survei sudah ditutup", text, survey)
	if survey.status != "Open":
		return message(404, "Survei belum dibuka", "Silakan kembali lagi nanti.", survey)
	if now < getdate(survey.from_date):
		text = f"Survei ini dibuka mulai {day(survey.from_date)}."
		return message(404, "Survei belum dibuka", text, survey)
	return None


def answer(survey: Document) -> Response:
	"""Store what was sent, or show the form again with what is wrong."""
	sent = answers.read(survey, frappe.request.form.items(multi=True))
	if sent.values.get(TRAP):
		return done(survey)  # a machine is not told what gave it away
	key = sent.values.get("form_key", "")
	state = limits.state_of(survey.name, key)
	if state == limits.USED:  # sent twice by a double tap, or again on purpose: it is stored already
		return done(survey)
	if sent.errors:
		return form(survey, sent, 422, key if state == limits.FRESH else None)
	if state == limits.UNKNOWN:
		sent.errors[""] = OLD_FORM
		return form(survey, sent, 422)
	if not limits.may_answer(survey.name, survey.hourly_limit, survey.hourly_total):
		sent.errors[""] = TOO_MANY
		return form(survey, sent, 429, key)
	if limits.claim(key):
		try:
			answers.store(survey, sent)
		except Exception:
			limits.give_back(key)
			raise
	return done(survey)


def done(survey: Document) -> Response:
	"""Leads on to the page that says thank you, so that loading it again sends nothing."""
	return Response(status=303, headers={**HEADERS, "Location": f"/{ROUTE}/{survey.token}?{DONE}=1"})


def thanks(survey: Document) -> Response:
	text = "Jawaban Anda sudah kami terima dan akan kami gunakan untuk memperbaiki pelayanan."
	return message(200, "Terima kasih", text, survey, again=f"/{ROUTE}/{survey.token}")


def form(
	survey: Document, sent: answers.Sent | None = None, status: int = 200, key: str | None = None
) -> Response:
	"""The form, empty or as it was sent with its errors. A form that was not stored keeps its key."""
	shown = sent or answers.Sent({})
	questions = answers.asked(survey)
	labels = {
		"officer": "Petugas",
		**{row.element: plain(row.aspect) for row in questions},
		"suggestion": "Saran",
	}
	return page(
		FORM,
		status,
		survey=survey,
		questions=questions,
		officers=survey.officers if cint(survey.by_officer) else [],
		values=shown.values,
		errors=shown.errors,
		wrong=[(field, label) for field, label in labels.items() if field in shown.errors],
		first_error=next((row.element for row in questions if row.element in shown.errors), None),
		form_key=key or limits.new_form(survey.name),
		# a reader who is logged in has one
		csrf_token=(frappe.session.data or {}).get("csrf_token") or "",
		trap=TRAP,
		longest=answers.LONGEST_SUGGESTION,
	)


def message(
	status: int, title: str, text: str, survey: Document | None = None, again: str | None = None
) -> Response:
	return page(MESSAGE, status, title=title, text=text, survey=survey, again=again)


def page(template: str, status: int, **context: Any) -> Response:
	"""A whole page; its template escapes every value by itself."""
	if survey := context.get("survey"):
		context["unit"] = unit_name(survey.department)
	retry = {"Retry-After": str(limits.HOUR)} if status == 429 else {}
	body = frappe.render_template(template, {**context, "plain": plain})
	return Response(body, status=status, headers={**HEADERS, **retry}, mimetype="text/html")
