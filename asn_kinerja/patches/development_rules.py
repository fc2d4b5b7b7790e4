"""Sites from before there were development plans get the published table of measures."""

from asn_kinerja.setup.install import make_development_rules


def execute() -> None:
	make_development_rules()
