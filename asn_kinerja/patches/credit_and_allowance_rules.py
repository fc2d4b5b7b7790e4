"""Sites from before there were rules of credit points and of the allowance get the published ones."""

from asn_kinerja.setup.install import make_tables


def execute() -> None:
	make_tables()
