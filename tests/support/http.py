"""A web server process for the site under test, and clients that talk to it as a user."""

import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import frappe
import requests
from frappe.utils.password import set_encrypted_password

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 60


@dataclass(frozen=True)
class Response:
	"""`json` is the body, or None when it is none; `messages` are the server's, without markup."""

	status: int
	json: Any
	text: str

	@property
	def ok(self) -> bool:
		return self.status < 400

	@property
	def data(self) -> Any:
		"""The document or list of /api/resource, the result of /api/method."""
		body = self.json if isinstance(self.json, dict) else {}
		return body.get("data", body.get("message"))

	@property
	def messages(self) -> str:
		"""What the server tells the user, one message a line."""
		body = self.json if isinstance(self.json, dict) else {}
		lines = [_message(m) for m in json.loads(body.get("_server_messages") or "[]")]
		if not lines:
			lines = [str(body[key]) for key in ("exception", "message") if body.get(key)][:1]
		return "\n".join(re.sub(r"<[^>]+>", "", line) for line in lines)


class Client:
	"""Talks to the server as one user; raises nothing on a refusal, returns it."""

	def __init__(self, url: str, site: str, token: str | None = None) -> None:
		self.url = url
		self.session = requests.Session()
		self.session.trust_env = False  # neither proxies nor stored passwords of this machine
		self.session.headers.update({"Accept": "application/json", "X-Frappe-Site-Name": site})
		if token:
			self.session.headers["Authorization"] = f"token {token}"

	def again(self) -> "Client":
		"""The same user with a connection of his own, for another thread: a session is for one."""
		other = Client(self.url, self.session.headers["X-Frappe-Site-Name"])
		other.session.headers.update(self.session.headers)
		return other

	def request(self, verb: str, path: str, **arguments: Any) -> Response:
		answer = self.session.request(verb, self.url + path, timeout=120, **arguments)
		try:
			body = answer.json()
		except requests.exceptions.JSONDecodeError:
			body = None
		return Response(answer.status_code, body, answer.text)

	def get(self, path: str, **query: Any) -> Response:
		return self.request("GET", path, params={k: _plain(v) for k, v in query.items()})

	def post(self, path: str, data: Any = None) -> Response:
		return self.request("POST", path, json=data or {})

	def put(self, path: str, data: Any = None) -> Response:
		return self.request("PUT", path, json=data or {})

	def delete(self, path: str) -> Response:
		return self.request("DELETE", path)

	def call(self, method: str, **arguments: Any) -> Response:
		"""A whitelisted function, by POST."""
		return self.post(f"/api/method/{method}", arguments)

	def list(self, doctype: str, **query: Any) -> Response:
		return self.get(f"/api/resource/{doctype}", **query)

	def read(self, doctype: str, name: str) -> Response:
		return self.get(f"/api/resource/{doctype}/{name}")

	def insert(self, doctype: str, values: dict[str, Any]) -> Response:
		return self.post(f"/api/resource/{doctype}", values)

	def update(self, doctype: str, name: str, values: dict[str, Any]) -> Response:
		return self.put(f"/api/resource/{doctype}/{name}", values)

	def remove(self, doctype: str, name: str) -> Response:
		return self.delete(f"/api/resource/{doctype}/{name}")

	def workflow(self, document: dict[str, Any], action: str) -> Response:
		"""A workflow action on a document as it was read."""
		return self.call("frappe.model.workflow.apply_workflow", doc=json.dumps(document), action=action)


class Server:
	"""gunicorn for one site on a free port of 127.0.0.1; a context manager."""

	def __init__(self, site: str, sites: Path, log: Path) -> None:
		self.site = site
		self.sites = sites
		self.log = log
		self.port = _free_port()
		self.url = f"http://127.0.0.1:{self.port}"
		self.process: subprocess.Popen[bytes] | None = None

	def __enter__(self) -> "Server":
		self.log.parent.mkdir(parents=True, exist_ok=True)
		command = (
			*(sys.executable, "-m", "gunicorn", "dev.web:application", "--pythonpath", str(ROOT)),
			*("--bind", f"127.0.0.1:{self.port}", "--workers", "1", "--threads", "8", "--timeout", "120"),
		)
		with self.log.open("wb") as log:
			self.process = subprocess.Popen(
				command,
				cwd=self.sites,
				env={**os.environ, "DEV_SITE": self.site},
				stdin=subprocess.DEVNULL,
				stdout=log,
				stderr=subprocess.STDOUT,
			)
		self._wait()
		return self

	def __exit__(
		self,
		kind: type[BaseException] | None,
		error: BaseException | None,
		trace: TracebackType | None,
	) -> None:
		if self.process:
			self.process.terminate()
			self.process.wait(timeout=30)

	def guest(self) -> Client:
		return Client(self.url, self.site)

	def login(self, user: str, password: str) -> Client:
		"""A client with a session, as a browser has it."""
		client = self.guest()
		answer = client.post("/api/method/login", {"usr": user, "pwd": password})
		if not answer.ok:
			raise AssertionError(f"{user} cannot log in: {answer.status} {answer.messages}")
		return client

	def as_user(self, user: str) -> Client:
		"""A client with the user's own API token, which is made (and committed) if need be."""
		return Client(self.url, self.site, token_of(user))

	def _wait(self) -> None:
		deadline = time.monotonic() + SECONDS_TO_START
		while True:
			if self.process.poll() is not None or time.monotonic() > deadline:
				raise RuntimeError(f"The web server did not start:\n{self.log.read_text()[-2000:]}")
			try:
				if self.guest().get("/api/method/ping").ok:
					return
			except requests.ConnectionError:
				time.sleep(0.1)


def token_of(user: str) -> str:
	"""`key:secret` of a user, with a new secret; committed, together with all that is pending."""
	key = frappe.db.get_value("User", user, "api_key") or secrets.token_hex(8)
	secret = secrets.token_hex(8)
	# the stars stand for a stored secret, as in Frappe: without them the next save of the user drops it
	frappe.db.set_value("User", user, {"api_key": key, "api_secret": "*" * len(secret)})
	set_encrypted_password("User", user, secret, "api_secret")
	frappe.db.commit()
	frappe.clear_document_cache("User", user)
	return f"{key}:{secret}"


def _message(raw: str | dict[str, Any]) -> str:
	message = json.loads(raw) if isinstance(raw, str) else raw
	return str(message.get("message", "")) if isinstance(message, dict) else str(message)


def _plain(value: Any) -> Any:
	return value if isinstance(value, str | int | float) else json.dumps(value)


def _free_port() -> int:
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return probe.getsockname()[1]
