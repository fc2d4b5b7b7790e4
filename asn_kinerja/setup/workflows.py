"""The workflows as they are created once; afterwards they are the administrator's, in the Desk."""

import json
from dataclasses import dataclass

from asn_kinerja.access import ASSESSOR_ROLE, EMPLOYEE_ROLE, MANAGER_ROLE, RATER_ROLE, SUPERIOR_ROLE
from asn_kinerja.competency.parts import ASSESSOR_ONLY, SELF_AND_SUPERIOR, THREE_PARTIES


@dataclass(frozen=True, slots=True)
class State:
	"""A state: who may edit in it (role), its document status (0 draft, 1 submitted, 2 cancelled), colour."""

	name: str
	role: str
	status: int = 0
	style: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
	"""An action of a role from one state to the next; `procedures`: only in documents with one of these."""

	state: str
	action: str
	next_state: str
	role: str
	procedures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
	"""A workflow of one DocType."""

	name: str
	doctype: str
	states: tuple[State, ...]
	transitions: tuple[Transition, ...]


WORK_PLAN = Flow(
	"ASN Work Plan Approval",
	"ASN Work Plan",
	(
		State("Draft", EMPLOYEE_ROLE),
		State("Waiting for Rater", RATER_ROLE, style="Warning"),
		State("Returned", EMPLOYEE_ROLE, style="Danger"),
		State("Approved", MANAGER_ROLE, 1, "Success"),
		State("Superseded", MANAGER_ROLE, 1, "Inverse"),
		State("Cancelled", MANAGER_ROLE, 2, "Danger"),
	),
	(
		Transition("Draft", "Submit for Approval", "Waiting for Rater", EMPLOYEE_ROLE),
		Transition("Returned", "Submit for Approval", "Waiting for Rater", EMPLOYEE_ROLE),
		Transition("Waiting for Rater", "Withdraw", "Draft", EMPLOYEE_ROLE),
		Transition("Waiting for Rater", "Approve", "Approved", RATER_ROLE),
		Transition("Waiting for Rater", "Return", "Returned", RATER_ROLE),
		Transition("Approved", "Cancel", "Cancelled", MANAGER_ROLE),
	),
)

EVALUATION = Flow(
	"ASN Evaluation Process",
	"ASN Evaluation",
	(
		State("Self Assessment", EMPLOYEE_ROLE),
		State("Rater Assessment", RATER_ROLE, style="Warning"),
		State("Released", EMPLOYEE_ROLE, 1, "Primary"),
		State("Acknowledged", MANAGER_ROLE, 1, "Info"),
		State("Objected", SUPERIOR_ROLE, 1, "Danger"),
		State("Final", MANAGER_ROLE, 1, "Success"),
		State("Cancelled", MANAGER_ROLE, 2, "Danger"),
	),
	(
		Transition("Self Assessment", "Submit Self Assessment", "Rater Assessment", EMPLOYEE_ROLE),
		Transition("Self Assessment", "Proceed without Self Assessment", "Rater Assessment", MANAGER_ROLE),
		Transition("Rater Assessment", "Return to Employee", "Self Assessment", RATER_ROLE),
		Transition("Rater Assessment", "Release", "Released", RATER_ROLE),
		Transition("Released", "Acknowledge", "Acknowledged", EMPLOYEE_ROLE),
		Transition("Released", "Object", "Objected", EMPLOYEE_ROLE),
		Transition("Released", "Finalise", "Final", MANAGER_ROLE),
		Transition("Acknowledged", "Finalise", "Final", MANAGER_ROLE),
		Transition("Objected", "Uphold", "Final", SUPERIOR_ROLE),
	),
)

COMPETENCY = Flow(
	"ASN Competency Assessment Process",
	"ASN Competency Assessment",
	(
		# a state may be edited by several roles: Frappe takes a row for each
		State("Self Assessment", EMPLOYEE_ROLE),
		State("Self Assessment", MANAGER_ROLE),
		State("Superior Assessment", RATER_ROLE, style="Warning"),
		State("Superior Assessment", MANAGER_ROLE),
		State("Assessor Assessment", ASSESSOR_ROLE, style="Warning"),
		State("Assessor Assessment", MANAGER_ROLE),
		State("Dialogue", RATER_ROLE, style="Primary"),
		State("Dialogue", EMPLOYEE_ROLE),
		State("Dialogue", ASSESSOR_ROLE),
		State("Dialogue", MANAGER_ROLE),
		State("Released", MANAGER_ROLE, style="Success"),
	),
	(
		Transition("Self Assessment", "Submit Self Assessment", "Superior Assessment", EMPLOYEE_ROLE),
		Transition("Self Assessment", "Proceed without Self Assessment", "Superior Assessment", MANAGER_ROLE),
		Transition("Superior Assessment", "Return to Employee", "Self Assessment", RATER_ROLE),
		Transition(
			"Superior Assessment", "Submit Levels", "Assessor Assessment", RATER_ROLE, (THREE_PARTIES,)
		),
		Transition("Superior Assessment", "Submit Levels", "Dialogue", RATER_ROLE, (SELF_AND_SUPERIOR,)),
		Transition("Assessor Assessment", "Submit Levels", "Dialogue", ASSESSOR_ROLE),
		Transition("Assessor Assessment", "Submit Levels", "Dialogue", MANAGER_ROLE, (ASSESSOR_ONLY,)),
		# what an assessment centre has found may be released as it is
		Transition("Assessor Assessment", "Release", "Released", MANAGER_ROLE, (ASSESSOR_ONLY,)),
		Transition("Dialogue", "Release", "Released", RATER_ROLE),
		Transition("Dialogue", "Release", "Released", MANAGER_ROLE, (ASSESSOR_ONLY,)),
	),
)

FLOWS = (WORK_PLAN, EVALUATION, COMPETENCY)

# Which of the people a role means is this document's own: the menu of actions then shows an action only to
# whom it is for. `asn_kinerja.access` refuses the others in any case.
_EMPLOYEE_FIELD_OF_ROLE = {EMPLOYEE_ROLE: "employee", RATER_ROLE: "rater", ASSESSOR_ROLE: "assessor"}


def condition(transition: Transition) -> str:
	"""The condition of a transition: the session user is the employee, the rater or the assessor of the
	document, and the document has one of the procedures."""
	parts = []
	if field := _EMPLOYEE_FIELD_OF_ROLE.get(transition.role):
		user = f'frappe.db.get_value("Employee", doc.{field}, "user_id")'
		parts.append(f'frappe.session.user in ("Administrator", {user})')
	if transition.procedures:
		parts.append(f"doc.procedure in {json.dumps(transition.procedures)}")
	return " and ".join(parts)
