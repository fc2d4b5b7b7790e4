"""The two workflows as they are created once; afterwards they are the administrator's, in the Desk."""

from dataclasses import dataclass

from asn_kinerja.access import EMPLOYEE_ROLE, MANAGER_ROLE, RATER_ROLE, SUPERIOR_ROLE


@dataclass(frozen=True, slots=True)
class State:
	"""A state: who may edit in it (role), its document status (0 draft, 1 submitted, 2 cancelled), colour."""

	name: str
	role: str
	status: int = 0
	style: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
	"""An action of a role from one state to the next."""

	state: str
	action: str
	next_state: str
	role: str


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

FLOWS = (WORK_PLAN, EVALUATION)

# Which of the people a role means is this document's own: the menu of actions then shows an action only to
# whom it is for. `asn_kinerja.access` refuses the others in any case.
_EMPLOYEE_FIELD_OF_ROLE = {EMPLOYEE_ROLE: "employee", RATER_ROLE: "rater"}


def condition(role: str) -> str:
	"""The condition of a transition: the session user is the employee, or the rater, of the document."""
	field = _EMPLOYEE_FIELD_OF_ROLE.get(role)
	if not field:
		return ""
	return (
		f'frappe.session.user in ("Administrator", frappe.db.get_value("Employee", doc.{field}, "user_id"))'
	)
