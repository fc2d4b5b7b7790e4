"""Sites from before there were schemes of the reference agencies get them, as drafts."""

from asn_kinerja.setup.install import make_schemes


def execute() -> None:
	make_schemes()
