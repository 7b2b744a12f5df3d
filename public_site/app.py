"""The application factory: one app per process, one database per app, rooms joined from an explicit list.

Order of what happens before a view: size limits, request number, rate limit, CSRF, who is asking (auth), rule of access.
CSRF comes before the rule, so that a form whose sign-in has run out still shows what was typed.
"""

from importlib import import_module

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from public_site import access, assets, errors, i18n, navigation, presenters, security
from public_site.former_hosts import FormerHosts
from public_site.scan_counting import ScanCounter
from public_site.scan_door import ScanDoor
from public_site.site import Site, finish
from public_site.templating import SpokenEnvironment
from qr import regions
from registry.db import Database
from registry.settings import Settings

# A room is a module with `bp` (a Blueprint) and, where it needs the app itself, `init_app(app)`.
# The order is the order of their before_request functions.
ROOMS: tuple[str, ...] = (
    "public_site.pages.service",
    "public_site.auth",
    "public_site.pages.home",
    "public_site.pages.search",
    "public_site.pages.search_suggesting",
    "public_site.pages.search_feed",
    "public_site.pages.search_export",
    "public_site.pages.standards",
    "public_site.pages.receipts",
    "public_site.pages.disclosures",
    "public_site.pages.enterprises",
    "public_site.pages.products",
    "public_site.pages.comparing",
    "public_site.pages.rankings",
    "public_site.pages.ranking_board",
    "public_site.pages.ranking_files",
    "public_site.pages.ranking_entry",
    "public_site.pages.ranking_lists",
    "public_site.pages.ranking_schemes",
    "public_site.pages.statistics",
    "public_site.pages.bulletins",
    "public_site.pages.answers",
    "public_site.pages.resolving",
    "public_site.pages.drawings",
    "public_site.pages.reports",
    "public_site.pages.report_following",
    "public_site.pages.spot_checks",
    "public_site.pages.spot_check_results",
    "public_site.pages.subsidies",
    "public_site.pages.profiles",
    "public_site.pages.problems",
    "public_site.console.home",
    "public_site.console.claims",
    "public_site.console.suggesting",
    "public_site.console.enterprises",
    "public_site.console.verification",
    "public_site.console.members",
    "public_site.console.invitations",
    "public_site.console.facts",
    "public_site.console.honours",
    "public_site.console.profiles",
    "public_site.console.rankings",
    "public_site.console.draws",
    "public_site.console.drafts",
    "public_site.console.draft_files",
    "public_site.console.draft_lines",
    "public_site.console.draft_check",
    "public_site.console.disclosures",
    "public_site.console.products",
    "public_site.console.product_standards",
    "public_site.console.product_pasting",
    "public_site.console.scans",
    "public_site.console.codes",
    "public_site.console.lots",
    "public_site.console.variants",
    "public_site.console.serials",
    "public_site.console.typed_links",
    "public_site.console.product_merging",
    "public_site.console.label_kits",
    "public_site.console.requirements",
    "public_site.console.findings",
    "public_site.console.rectifications",
    "public_site.console.matters",
    "public_site.lookup",
    "public_site.regulator.home",
    "public_site.regulator.verifications",
    "public_site.regulator.disputes",
    "public_site.regulator.cases",
    "public_site.regulator.case_page",
    "public_site.regulator.inspections",
    "public_site.regulator.inspection_page",
    "public_site.inspecting.sheet",
    "public_site.inspecting.keeping",
    "public_site.inspecting.confirming",
    "public_site.regulator.due",
    "public_site.regulator.rectifications",
    "public_site.regulator.rectification_page",
    "public_site.regulator.province",
    "public_site.regulator.facts",
    "public_site.regulator.office_contact",
    "public_site.regulator.people",
    "public_site.regulator.inspectors",
    "public_site.regulator.substitutions",
    "public_site.regulator.credit_classes",
    "public_site.regulator.plans",
    "public_site.regulator.draws",
    "public_site.regulator.disclosures",
    "public_site.regulator.remarks",
    "public_site.regulator.screening",
    "public_site.regulator.standings",
    "public_site.regulator.codes",
    "public_site.regulator.audit",
    "public_site.regulator.catalogue",
    "public_site.regulator.floors",
    "public_site.regulator.vocabulary",
    "public_site.regulator.bodies",
    "public_site.regulator.front_runners",
    "public_site.regulator.targets",
    "public_site.regulator.bulletins",
    "public_site.regulator.honours",
    "public_site.regulator.policies",
    "public_site.regulator.subsidies",
    "public_site.assessor.home",
    "public_site.assessor.schemes",
    "public_site.assessor.scheme_sections",
    "public_site.assessor.scheme_trial",
    "public_site.assessor.rankings",
    "public_site.assessor.claims",
    "public_site.assessor.front_runners",
    "public_site.assessor.people",
    "public_site.account",
)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the web application for `settings` (default: from the environment).

    Raises SettingsError for a setting that makes no sense. Does not migrate the database.
    """
    settings = settings or Settings.from_env()
    app = Site(__name__)
    app.jinja_environment = SpokenEnvironment
    app.config.update(_configuration(settings))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["settings"] = settings
    app.extensions["database"] = Database(settings.database_url)
    app.extensions["scans"] = ScanCounter(app.extensions["database"], regions.read(settings.regions_file))
    app.wsgi_app = ScanDoor(app, app.wsgi_app)  # type: ignore[method-assign]
    if settings.former_hosts:
        app.wsgi_app = FormerHosts(app.wsgi_app, settings)  # type: ignore[method-assign]
    app.wsgi_app = security.Protecting(app.wsgi_app)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        trusted = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=trusted)  # type: ignore[method-assign]
    for part in (errors, security, i18n, assets, presenters, navigation):
        part.init_app(app)
    for name in ROOMS:
        _join(app, name)
    access.init_app(app)
    app.after_request(finish)
    return app


def _configuration(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.signing_key(),
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": security.LARGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": security.LARGEST_FORM,
        "MAX_FORM_PARTS": 5000,
        "WTF_CSRF_TIME_LIMIT": settings.session_idle_hours * 3600,
    }


def _join(app: Flask, name: str) -> None:
    room = import_module(name)
    if hasattr(room, "init_app"):
        room.init_app(app)
    if hasattr(room, "bp"):
        app.register_blueprint(room.bp)
