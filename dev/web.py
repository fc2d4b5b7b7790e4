"""The framework's WSGI application with its static files: gunicorn dev.web:application, in sites/.

The site is the one named by the header X-Frappe-Site-Name or by the host; a host that is no site,
such as 127.0.0.1, gets the site in the environment variable DEV_SITE.
"""

import os
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from frappe.app import application as frappe_application
from werkzeug.middleware.shared_data import SharedDataMiddleware


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
	host = environ.get("HTTP_HOST", "").partition(":")[0]
	known = environ.get("HTTP_X_FRAPPE_SITE_NAME") or (host if _is_site(host) else None)
	site = known or os.environ.get("DEV_SITE", host)
	environ["HTTP_X_FRAPPE_SITE_NAME"] = site
	return _with_files(site)(environ, start_response)


def _is_site(name: str) -> bool:
	return bool(name) and "/" not in name and os.path.exists(os.path.join(name, "site_config.json"))


@lru_cache
def _with_files(site: str) -> SharedDataMiddleware:
	folders = {"/assets": os.path.abspath("assets")}
	if _is_site(site):
		folders["/files"] = os.path.abspath(os.path.join(site, "public/files"))
	return SharedDataMiddleware(frappe_application, folders)
