"""Headless Chromium on the site under test."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from selenium import webdriver
from selenium.common.exceptions import JavascriptException, StaleElementReferenceException, TimeoutException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

PROGRAMS = {"chromium": ("chromium", "chromium-browser", "google-chrome"), "chromedriver": ("chromedriver",)}
FLAGS = (
	"--headless=new",
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--disable-dev-shm-usage",
	"--no-first-run",
	"--no-proxy-server",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
	"--host-resolver-rules=MAP * 127.0.0.1",
	"--window-size=1300,850",
)
SECONDS = 30
ASYNC = """
const done = arguments[arguments.length - 1];
(async function () { SCRIPT }).apply(null, [...arguments].slice(0, -1)).then(
	(value) => done({ value }),
	(error) => done({ error: String((error && error.message) || error) })
);
"""
Found = TypeVar("Found")


def missing_programs() -> list[str]:
	return [name for name in PROGRAMS if not _find(name)]


class Browser:
	"""One window with a profile of its own; `driver` is Selenium's for all that is not here."""

	def __init__(self, url: str, profile: Path) -> None:
		self.url = url
		options = webdriver.ChromeOptions()
		options.binary_location = _find("chromium")
		for flag in (*FLAGS, f"--user-data-dir={profile}"):
			options.add_argument(flag)
		options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
		self.driver = webdriver.Chrome(options=options, service=Service(_find("chromedriver")))

	def close(self) -> None:
		self.driver.quit()

	def open(self, path: str) -> None:
		self.driver.get(self.url + path)

	def login(self, user: str, password: str) -> None:
		"""Through the login page, up to the Desk."""
		self._wait(lambda _driver: self._login_page(), "the login page", SECONDS)
		self.wait_for("#login_email").send_keys(user)
		self.wait_for("#login_password").send_keys(password)
		self.wait_for(".btn-login").click()
		self.wait_until("return !!(window.frappe && frappe.boot && frappe.get_route && cur_page)")

	def _login_page(self) -> bool:
		"""Whether it is there; an answer still on its way may bring the old session back."""
		self.driver.get("about:blank")
		self.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
		self.open("/login")
		return bool(self.driver.find_elements(By.ID, "login_email"))

	def wait_for(self, css: str, text: str = "", seconds: float = SECONDS) -> WebElement:
		"""The first visible element."""

		def find(driver: webdriver.Chrome) -> WebElement | None:
			for element in driver.find_elements(By.CSS_SELECTOR, css):
				if element.is_displayed() and text in element.text:
					return element
			return None

		return self._wait(find, f"{css!r} with the text {text!r}" if text else repr(css), seconds)

	def wait_until(self, script: str, seconds: float = SECONDS) -> object:
		"""What the script returns, once that is true."""

		def holds(driver: webdriver.Chrome) -> object:
			try:
				return driver.execute_script(f"try {{ {script} }} catch (e) {{ return false }}")
			except JavascriptException:
				return None  # the page is being replaced

		return self._wait(holds, script, seconds)

	def run(self, script: str, *arguments: object) -> object:
		"""Run a script in the page; a promise is waited for, its rejection raised."""
		answer = self.driver.execute_async_script(ASYNC.replace("SCRIPT", script), *arguments)
		if "error" in answer:
			raise AssertionError(f"The page's script failed: {answer['error']}")
		return answer.get("value")

	def text(self) -> str:
		return self.driver.find_element(By.TAG_NAME, "body").text

	def errors(self) -> list[str]:
		"""Script errors on the console since the last call, without failed requests."""
		return [
			entry["message"]
			for entry in self.driver.get_log("browser")
			if entry["level"] == "SEVERE" and entry.get("source") == "javascript"
		]

	def screenshot(self, file: Path) -> Path:
		file.parent.mkdir(parents=True, exist_ok=True)
		self.driver.save_screenshot(str(file))
		return file

	def _wait(self, condition: Callable[[webdriver.Chrome], Found], what: str, seconds: float) -> Found:
		redrawn = [StaleElementReferenceException]  # what was found was replaced while it was read
		try:
			return WebDriverWait(self.driver, seconds, poll_frequency=0.1, ignored_exceptions=redrawn).until(
				condition
			)
		except TimeoutException:
			raise AssertionError(f"Waited {seconds:.0f} s for {what} on {self.driver.current_url}") from None


def _find(name: str) -> str | None:
	return next((path for path in map(shutil.which, PROGRAMS[name]) if path), None)
