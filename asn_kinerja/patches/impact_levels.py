"""Sites that were installed before there were innovations get the levels of impact."""

from asn_kinerja.setup.install import make_impact_levels


def execute() -> None:
	make_impact_levels()
