"""What keeps the public page from being flooded, and one form from being stored twice.

All of it lives in Redis for some hours and nothing in the database. Addresses are kept as a hash with a
secret that is a new one every day, so that nobody can tell later who answered.
"""

import ipaddress
import re
import secrets
from hashlib import blake2b

import frappe
from frappe.utils import today

HOUR = 3600  # seconds
FORM_LIFE = 6 * HOUR
SECRET_LIFE = 48 * HOUR
FORMS_PER_ANSWER = 10  # a form is opened more often than it is sent
KEY = re.compile(r"[0-9A-Za-z_-]{22}")

FRESH, USED, UNKNOWN = "fresh", "used", "unknown"


# --- how many ----------------------------------------------------------------------------------------------


def may_open(survey: str, from_one: int) -> bool:
	"""Whether this address may open another form of the survey within the hour."""
	return _count("form", survey, client()) <= from_one * FORMS_PER_ANSWER


def may_answer(survey: str, from_one: int, from_all: int) -> bool:
	"""Whether the survey takes another answer from this address, and from all together, within the hour."""
	return _count("one", survey, client()) <= from_one and _count("all", survey) <= from_all


def _count(*what: str) -> int:
	"""How many there were, with this one, in the hour that began with the first."""
	key = _key(*what)
	pipeline = frappe.cache.pipeline()
	pipeline.set(key, 0, ex=HOUR, nx=True)
	pipeline.incrby(key, 1)
	return pipeline.execute()[-1]


def client() -> str:
	"""Whom the request comes from, as a hash that means nothing tomorrow. Of IPv6 the network: one household
	has more addresses in it than anybody could count."""
	try:
		address = ipaddress.ip_address(frappe.local.request_ip or "")
		if address.version == 6:
			address = ipaddress.ip_network((address, 64), strict=False).network_address
		text = str(address)
	except ValueError:
		text = "unknown"
	return blake2b(text.encode(), key=_secret_of_today(), digest_size=16).hexdigest()


def _secret_of_today() -> bytes:
	key = _key("secret", today())
	frappe.cache.set(key, secrets.token_bytes(32), ex=SECRET_LIFE, nx=True)
	return frappe.cache.get(key)


# --- each form once ----------------------------------------------------------------------------------------


def new_form(survey: str) -> str:
	"""The key of a form that is shown now; it can be stored once, for this survey, within some hours."""
	key = secrets.token_urlsafe(16)
	frappe.cache.set(_key("open", key), survey, ex=FORM_LIFE)
	return key


def state_of(survey: str, key: str) -> str:
	"""Whether the form is FRESH, was USED already, or is UNKNOWN: made up, too old, or of another survey."""
	if not KEY.fullmatch(key):
		return UNKNOWN
	if frappe.cache.get(_key("used", key)):
		return USED
	return FRESH if frappe.cache.get(_key("open", key)) == survey.encode() else UNKNOWN


def claim(key: str) -> bool:
	"""Take a fresh form for storing; True for one of however many that try at the same moment."""
	return bool(frappe.cache.set(_key("used", key), b"1", ex=FORM_LIFE, nx=True))


def give_back(key: str) -> None:
	"""The claimed form was not stored after all."""
	frappe.cache.delete(_key("used", key))


def _key(*parts: str) -> str:
	"""A key of this site."""
	return frappe.cache.make_key("|".join(("asn_survey", *parts)))
