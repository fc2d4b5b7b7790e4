"""Sites from before there were talent maps get the published tables of the nine boxes."""

from asn_kinerja.setup.install import make_tables


def execute() -> None:
	make_tables()
