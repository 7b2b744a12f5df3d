"""Two languages: Chinese is the source, English a catalogue. Chosen by ?lang=, then a cookie, then Accept-Language.

The catalogue is read from messages.po itself, so that a fresh clone or wheel speaks English without a build step.
"""

from collections.abc import Callable, Mapping
from functools import cache, cached_property, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import Babel, Domain, get_locale
from werkzeug.datastructures import LanguageAccept
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.http import parse_accept_header
from werkzeug.routing import RequestRedirect

LANGUAGES = {"zh": "中文", "en": "English"}
SOURCE = "zh"
COOKIE = "lang"
ONE_YEAR = 365 * 24 * 3600
_LOCALES = {code: Locale(code) for code in LANGUAGES}
FOLDER = Path(__file__).parent / "translations"


Called = TypeVar("Called", bound=Callable[..., object])
CONSTANT = "constant_in_a_language"


def constant(called: Called) -> Called:
    """Mark a function of the templates whose answer follows from its arguments and the language alone (templating.py)."""
    setattr(called, CONSTANT, True)
    return called


class _SourceDomain(Domain):
    """Looks words up in the .po file, compiled in memory once per process."""

    def get_translations(self) -> NullTranslations:
        return _catalogue(language())


class _Languages(Babel):
    @cached_property
    def domain_instance(self) -> Domain:
        return _SourceDomain()


@cache
def _catalogue(spoken: str) -> NullTranslations:
    source = FOLDER / spoken / "LC_MESSAGES" / "messages.po"
    if not source.exists():
        return NullTranslations()
    with source.open("rb") as written:
        words = read_po(written, locale=spoken)
    compiled = BytesIO()
    write_mo(compiled, words)
    compiled.seek(0)
    return Translations(compiled)


@constant
def language() -> str:
    """The language of the current page or letter: "zh" or "en"; "zh" outside of any.

    A page's is chosen once and kept beside the request: asking Flask-Babel each time costs more than translating a word.
    """
    try:
        held = g._get_current_object()  # noqa: SLF001 - werkzeug's own name for it; asked once instead of at each use of the proxy
    except RuntimeError:
        return SOURCE
    spoken: str | None = held.get("spoken")
    if spoken is not None:
        return spoken
    if has_request_context():
        held.spoken = chosen_language()
        return str(held.spoken)
    locale = get_locale()
    return SOURCE if locale is None else locale.language


@constant
def _in_template(text: str, /, **facts: object) -> str:
    """`_` of the templates: as Jinja's own newstyle gettext ("%%" is one "%"), a tenth of its cost. Autoescape follows."""
    return in_language(language(), text, **facts)


def in_language(code: str, text: str, /, **facts: object) -> str:
    """A sentence of a template in the language `code`. Both by position: a sentence may have a place called code."""
    said = _catalogue(code).gettext(text)
    return said % facts if "%" in said else said


def _chosen_locale() -> Locale:
    """Made once for each language, since parsing costs more than a page's words."""
    return _LOCALES[chosen_language()]


def chosen_language() -> str:
    """What the reader asked for. Only the two codes are ever given to Babel: it raises on others such as zh-cn."""
    if not has_request_context():
        return SOURCE
    environ = request.environ
    if (asked := _asked(environ)) in LANGUAGES:
        return str(asked)
    if "HTTP_COOKIE" in environ and (kept := request.cookies.get(COOKIE)) in LANGUAGES:
        return str(kept)
    return _preferred(environ.get("HTTP_ACCEPT_LANGUAGE", ""))


def _asked(environ: Mapping[str, Any]) -> str | None:
    """?lang=, looked for before the query is taken apart: most pages are asked without one."""
    return request.args.get("lang") if "lang=" in environ.get("QUERY_STRING", "") else None


@lru_cache(maxsize=512)  # browsers send few different ones
def _preferred(accepted: str) -> str:
    return parse_accept_header(accepted, LanguageAccept).best_match(list(LANGUAGES)) or SOURCE


def other_language() -> tuple[str, str, str]:
    """Code, own name and address of this page in the language that is not spoken now."""
    code = next(each for each in LANGUAGES if each != language())
    return code, LANGUAGES[code], address_in(code)


def address_in(code: str) -> str:
    """This page's address with ?lang=`code`; for the answer to a form, the page that can be read at its address."""
    path = request.path if request.method in ("GET", "HEAD") or _readable(request.path) else "/"
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return f"{path}?{urlencode([*kept, ('lang', code)])}"


def _readable(path: str) -> bool:
    try:
        return bool(current_app.create_url_adapter(request).match(path, method="GET"))
    except (NotFound, MethodNotAllowed, RequestRedirect):
        return False


def remember(response: Response) -> None:
    """Keep the chosen language in a cookie, and tell caches what the page depends on."""
    asked = _asked(request.environ)
    if asked in LANGUAGES and request.cookies.get(COOKIE) != asked:
        response.set_cookie(COOKIE, asked, max_age=ONE_YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
    if response.mimetype in ("text/html", "application/problem+json"):
        response.headers["Vary"] = "Accept-Language, Cookie"
        response.headers["Content-Language"] = language()


def init_app(app: Flask) -> None:
    _Languages(app, default_locale=SOURCE, default_timezone="Asia/Shanghai", locale_selector=_chosen_locale)
    app.jinja_env.globals.update(_=_in_template, language=language, other_language=other_language, address_in=address_in)
