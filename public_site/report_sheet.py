"""What a reader has filled in so far, carried from step to step by the form itself: nobody signs in and no script runs.

A signed token in the form says when it was opened and holds a random number. From that number and the registry's key
come the folder in which photographs wait and the secret of the case, so that a form sent twice shows the same secret,
and nobody can attach or read another form's photographs.
"""

import hmac
import re
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict

from public_site.security import client_address
from registry.legal_time import legal_day
from registry.rules import case_number, report_form
from registry.rules.report_form import ReportForm
from registry.rules.standard_number_text import clean

LIVES = 24 * 3600
"""Seconds after which a form must be begun again; what was typed stays."""
LONGEST_PART = 20
"""Characters of a lot or serial (GS1 application identifiers 10 and 21)."""
_PHOTO = re.compile(r"[0-9a-f]{64}")


@dataclass
class Sheet:
    """`token` stands in the form; `photos` are names of what waits in its folder; `opened` is when it was begun."""

    token: str
    number: str
    opened: datetime
    form: ReportForm = field(default_factory=ReportForm)
    lot: str = ""
    serial: str = ""
    photos: list[str] = field(default_factory=list)
    outlived: bool = False
    """Its token ran out: photographs are gone."""

    @property
    def folder(self) -> str:
        """Where its photographs wait."""
        return f"report-{_keyed('photographs', self.number).hex()[:32]}"

    @property
    def secret(self) -> str:
        """Of the case that comes of it."""
        return case_number.make_secret(int.from_bytes(_keyed("secret", self.number), "big") >> (256 - case_number.SECRET_BITS))


def fresh(code: str, lot: str, serial: str, form: ReportForm | None = None) -> Sheet:
    """An empty form for what stands under `code`."""
    number = secrets.token_hex(16)
    return Sheet(str(_signer().dumps([number, code])), number, datetime.now(UTC), form or ReportForm(), _part(lot), _part(serial))


def sent(code: str, typed: "MultiDict[str, str]") -> Sheet:
    """The form that came back; one whose token is not ours, ran out or belongs to another code is begun again with what was typed."""
    form, photos = report_form.read(typed), [name for name in dict.fromkeys(typed.getlist("photo")) if _PHOTO.fullmatch(name)]
    try:
        (number, of), opened = _signer().loads(typed.get("token", ""), max_age=LIVES, return_timestamp=True)
    except BadSignature:
        of, number = None, ""
    if of != code:
        again = fresh(code, typed.get("lot", ""), typed.get("serial", ""), form)
        again.outlived = bool(photos)
        return again
    return Sheet(typed["token"], number, opened, form, _part(typed.get("lot", "")), _part(typed.get("serial", "")), photos)


def client(now: datetime) -> str:
    """Whom a rate limit counts, unreadable without the registry's key and another one each day: no address of a reporter is kept."""
    return _keyed("client", f"{legal_day(now)}|{client_address()}").hex()


def _part(typed: str) -> str:
    return clean(typed[:200])[:LONGEST_PART]


def _keyed(purpose: str, text: str) -> bytes:
    return hmac.digest(current_app.config["SECRET_KEY"].encode(), f"report {purpose}|{text}".encode(), sha256)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="report form")
