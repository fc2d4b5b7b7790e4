"""Sites from before there were rules of credit points and of the allowance get the published ones."""

from asn_kinerja.setup.install import enable_currency, make_tables


def execute() -> None:
	enable_currency()
	make_tables()
