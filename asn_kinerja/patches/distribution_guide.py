"""Sites from before the guide get it once; who deletes its rows afterwards keeps them deleted."""

from asn_kinerja.setup.install import make_distribution_guide


def execute() -> None:
	make_distribution_guide()
