"""Sites from before there was a dictionary of competencies get it, the rules of the job person match and the
templates of position standards."""

from asn_kinerja.setup.install import make_competencies, make_standard_templates, make_tables


def execute() -> None:
	make_tables()
	make_competencies()
	make_standard_templates()
