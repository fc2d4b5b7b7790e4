from frappe.model.document import Document


class ASNTraining(Document):
	"""A training of the catalogue: what it develops, its hours (JP), and its next session.

	Source: Per-LAN 10/2018."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from asn_kinerja.asn_kinerja.doctype.asn_training_competency.asn_training_competency import (
			ASNTrainingCompetency,
		)

		certificate_years: DF.Int
		certifies_raters: DF.Check
		code: DF.Data | None
		competencies: DF.Table[ASNTrainingCompetency]
		description: DF.SmallText | None
		disabled: DF.Check
		form: DF.Literal["", "Classical", "Non-Classical"]
		from_date: DF.Date | None
		hours: DF.Float
		kind: DF.Literal[
			"",
			"Structural Leadership Training",
			"Managerial Training",
			"Technical Training",
			"Functional Training",
			"Socio-Cultural Training",
			"Seminar or Conference",
			"Workshop",
			"Short Course",
			"Upgrading Course",
			"Technical Guidance",
			"Dissemination",
			"Job Coaching",
			"Job Mentoring",
			"E-Learning",
			"Distance Training",
			"Secondment",
			"Outbound Training",
			"Benchmarking",
			"Exchange with the Private Sector",
			"Self-Study",
			"Learning Community",
			"Workplace Guidance",
			"Internship",
		]
		link: DF.Data | None
		organiser: DF.Data | None
		seats: DF.Int
		title: DF.Data
		to_date: DF.Date | None
	# end: auto-generated types
