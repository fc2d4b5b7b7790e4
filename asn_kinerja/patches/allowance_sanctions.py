"""Sites with the first version of the published rule of the allowance, by which a medium sanction took 25 %
off the discipline part only, get the second beside it (PP 94/2021: off the whole). Sheets keep their rule."""

from asn_kinerja.setup.install import make_tables


def execute() -> None:
	make_tables()
