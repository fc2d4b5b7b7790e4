"""Sites from before there were follow-ups get the published table, and use it until another is chosen."""

from asn_kinerja.setup.install import choose_follow_up_rule, make_tables


def execute() -> None:
	make_tables()
	choose_follow_up_rule()
