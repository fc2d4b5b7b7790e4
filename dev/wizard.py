"""Answers the setup wizard; runs in the bench's Python: wizard.py SITE LANGUAGE ANSWERS."""

import json
import sys

import frappe
from frappe.desk.page.setup_wizard.setup_wizard import setup_complete

# asks a code host for newer versions
UPDATE_CHECK = "frappe.utils.change_log.check_for_update"


def main(site: str, language: str, answers: dict[str, str | int]) -> None:
	frappe.init(site=site, sites_path=".")
	frappe.connect()
	result = setup_complete(answers)
	if result.get("status") != "ok":
		raise SystemExit(f"The setup wizard failed: {result}")
	frappe.db.set_default("currency", answers["currency"])  # ERPNext's Global Defaults do it there
	frappe.db.set_single_value(
		"System Settings",
		{"language": language, "enable_onboarding": 0, "disable_system_update_notification": 1},
	)
	frappe.db.set_default("lang", language)
	administrator = frappe.get_doc("User", "Administrator")  # made before the time zone was known
	administrator.time_zone = answers["timezone"]
	administrator.save()
	frappe.db.set_value("Scheduled Job Type", {"method": UPDATE_CHECK}, "stopped", 1)
	frappe.utils.scheduler.enable_scheduler()
	frappe.db.commit()
	frappe.clear_cache()  # after the commit, or a running server would cache the old values again
	frappe.destroy()


if __name__ == "__main__":
	main(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]))
