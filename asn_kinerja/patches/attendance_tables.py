"""Sites from before there were tables of deductions and sanctions get the published ones."""

from asn_kinerja.setup.install import make_tables


def execute() -> None:
	make_tables()
