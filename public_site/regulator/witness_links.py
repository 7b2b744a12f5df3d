"""Links by which witnesses of a draw take its whole bundle: signed, for one draw. Until when, and whether one was recalled, the record says."""

from flask import Response, current_app
from itsdangerous import BadSignature, URLSafeSerializer

from public_site.private_files import sealed as kept_apart
from registry.errors import NotFound


def token(public_id: str, number: int) -> str:
    """The end of the link with this number."""
    return str(_signer().dumps([public_id, number]))


def number(sent: str, public_id: str) -> int:
    """The number of a link that was made here for this draw. Raises NotFound for anything else."""
    try:
        named, found = _signer().loads(sent)
    except (BadSignature, ValueError, TypeError):
        raise NotFound("not_found") from None
    if named != public_id or not isinstance(found, int):
        raise NotFound("not_found")
    return found


def sealed(text: str, public_id: str) -> Response:
    """The bundle as a file that no cache keeps."""
    answer = Response(text, mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="draw-{public_id}.json"'
    return kept_apart(answer)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="bundle of a draw")
