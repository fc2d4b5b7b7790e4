"""The steps from an empty folder to a site with its apps, and what each depends on."""

from pathlib import Path

from dev import assets, config, demo, environment, framework, packages, services, site
from dev.steps import Step


def bench() -> list[Step]:
	"""Everything that all sites share."""
	return [
		Step(
			"packages",
			"Debian packages: MariaDB, Redis, Chromium, wkhtmltopdf",
			packages.install,
			intact=lambda: not packages.missing(),
		),
		Step(
			"framework",
			"Frappe from PyPI, its names put back",
			framework.restore,
			inputs=lambda: [framework.SHA256],
			intact=framework.SOURCE.exists,
		),
		Step(
			"environment",
			"Python environment with pinned packages",
			environment.create,
			after=("packages",),
			inputs=environment.bench_requirements,
			intact=config.PYTHON.exists,
		),
		Step(
			"bench",
			"Bench folders and configuration",
			framework.make_bench,
			inputs=framework.common_settings,
			intact=config.SITES.exists,
		),
		Step(
			"links",
			"Apps made known to the bench",
			framework.link_apps,
			after=("environment", "framework", "bench"),
			inputs=framework.present_apps,
			intact=framework.are_linked,
		),
		Step(
			"node",
			"Node packages of the lock file",
			assets.install_node_packages,
			after=("packages",),
			inputs=assets.lock_files,
			intact=(config.NODE / "node_modules").exists,
		),
		Step(
			"services",
			f"MariaDB and Redis on ports {config.DATABASE_PORT}, {config.CACHE_PORT}, {config.QUEUE_PORT}",
			services.start,
			after=("packages",),
			inputs=services.settings,
			intact=services.are_running,
		),
		Step(
			"assets",
			"The Desk's scripts and styles",
			lambda: assets.build("frappe"),
			after=("node", "links", "services"),
			inputs=lambda: [framework.SHA256, *assets.lock_files(), assets.SOURCE / "build.mjs"],
			intact=assets.is_built,
		),
	]


def whole(*sites: config.Site) -> list[Step]:
	"""The bench and these sites on it, each with all apps of this repository."""
	others = [app for app in framework.present_apps() if app != "erpnext"]
	on_sites = [step for which in sites for step in site_steps(which, ["erpnext", *others])]
	return [*bench(), *on_sites, *map(app_assets, others)]


def site_steps(which: config.Site, apps: list[str]) -> list[Step]:
	"""A site with these apps, in this order; the wizard comes after ERPNext as on any bench."""
	name = which.name
	steps = [
		Step(
			f"site-{name}",
			f"Site {name}",
			lambda: site.create(which),
			after=("links", "services"),
			inputs=lambda: [framework.SHA256, repr(which)],
			intact=lambda: site.is_there(which),
		)
	]
	erpnext, *others = apps
	steps.append(_app_step(which, erpnext, after=(steps[-1].name,)))
	steps.append(
		Step(
			f"wizard-{name}",
			f"Set-up wizard of {name}",
			lambda: site.complete_wizard(which),
			after=(steps[-1].name,),
			inputs=lambda: [site.identity(which), site.WIZARD],
		)
	)
	for app in others:
		steps.append(_app_step(which, app, after=(steps[-1].name,)))
	return steps


def app_assets(app: str) -> Step:
	return Step(
		f"assets-{app}",
		f"Scripts and styles of {app}",
		lambda: assets.build(app),
		after=("assets",),
		inputs=lambda: [*assets.lock_files(), *assets.app_files(app)],
		intact=(assets.ASSETS / "dist" / app).exists,
	)


def demo_data() -> Step:
	name = config.DEMO.name
	return Step(
		"demo",
		"The made-up agency and its performance year",
		demo.load,
		after=(f"{config.APP}-{name}", f"assets-{config.APP}"),
		inputs=lambda: [site.identity(config.DEMO), *site.app_files(config.APP)],
	)


def linter() -> Step:
	return Step(
		"lint",
		"The linter",
		environment.create_lint,
		inputs=lambda: [environment.LINT_REQUIREMENTS],
		intact=(environment.LINT / "bin/ruff").exists,
	)


def test_packages(python: Path) -> Step:
	"""Test packages for a bench with this Python."""
	return Step(
		"test-packages",
		f"Test packages for {python}",
		lambda: environment.add_test_packages(python),
		inputs=lambda: [str(python), environment.TEST_REQUIREMENTS],
		intact=environment.TEST_PACKAGES.exists,
	)


def _app_step(which: config.Site, app: str, after: tuple[str, ...]) -> Step:
	return Step(
		f"{app}-{which.name}",
		f"App {app} on {which.name}",
		lambda: site.install(which, app),
		after=after,
		inputs=lambda: [site.identity(which), *site.app_files(app)],
	)
