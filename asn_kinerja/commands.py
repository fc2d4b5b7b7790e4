"""Commands of the app: `bench --site SITE asn-verify`."""

import html
import sys

import click
import frappe
from frappe.commands import get_site, pass_context
from frappe.utils import strip_html


@click.command("asn-verify")
@click.option("--cycle", help="Only this performance cycle; all of them when it is left out.")
@click.option("--known", multiple=True, help="A chain hash noted earlier, which must still be there.")
@pass_context
def verify(context: frappe._dict, cycle: str | None, known: tuple[str, ...]) -> None:
	"""Compare final results with their seals. Exit code 1 when something was altered, removed or inserted."""
	frappe.init(get_site(context))
	frappe.connect()
	try:
		found = _verify(cycle, known)
	finally:
		frappe.destroy()
	sys.exit(1 if found else 0)


def _verify(cycle: str | None, known: tuple[str, ...]) -> int:
	from asn_kinerja.evaluation import seals

	frappe.local.lang = frappe.db.get_default("lang") or "en"
	if cycle and not frappe.db.exists(seals.CYCLE, cycle):
		raise click.UsageError(f"There is no performance cycle {cycle!r} on this site.")
	if known and not cycle:
		raise click.UsageError("A known hash belongs to one cycle: name it with --cycle.")
	found = 0
	for name in [cycle] if cycle else seals.cycles():
		checked = seals.check_cycle(name, known)
		click.echo(_plain(seals.verdict(checked)))
		click.echo(f"  {checked.chain_hash}")
		for line in seals.in_words(checked.findings):
			click.echo(f"  ! {_plain(line)}")
		found += len(checked.findings)
	return found


def _plain(text: str) -> str:
	return html.unescape(strip_html(text))


commands = [verify]
