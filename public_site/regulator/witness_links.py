"""Links by which witnesses of a draw take its whole bundle: signed, for one draw, with a last day. Making and using one is on record."""

from datetime import date

from flask import Response, current_app
from itsdangerous import BadSignature, URLSafeSerializer

from public_site.private_files import sealed as kept_apart


def token(public_id: str, until: date) -> str:
    """The end of a link that is good to the end of the day."""
    return str(_signer().dumps([public_id, until.isoformat()]))


def holds(sent: str, public_id: str, today: date) -> bool:
    """Whether the link was made here for this draw and its last day has not passed."""
    try:
        named, until = _signer().loads(sent)
        return bool(named == public_id and date.fromisoformat(until) >= today)
    except (BadSignature, ValueError, TypeError):
        return False


def sealed(text: str, public_id: str) -> Response:
    """The bundle as a file that no cache keeps."""
    answer = Response(text, mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="draw-{public_id}.json"'
    return kept_apart(answer)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="bundle of a draw")
