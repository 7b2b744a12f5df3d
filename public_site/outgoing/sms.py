"""Text messages, by SMS_URL."""

import json
import sys
from email.message import Message
from http.client import HTTPException
from typing import IO
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from public_site.outgoing import NotSent
from public_site.outgoing.mail import file_into, folder_of
from registry.settings import Settings

SECONDS = 15


def send(settings: Settings, to: str, text: str, reference: str) -> None:
    """Hand the text to the port; `to` is +8613800000000. Raises NotSent.

    A gateway gets a JSON post {"to", "text", "reference"}; `reference` is the same each time a job is repeated.
    """
    scheme = urlsplit(settings.sms_url).scheme
    body = {"to": to, "text": text, "reference": reference}
    if scheme == "print":
        sys.stdout.write(f"\n--- text message to {to} ---\n{text}\n---\n")
        sys.stdout.flush()
    elif scheme == "file":
        file_into(folder_of(settings.sms_url), f"{reference}.json", json.dumps(body, ensure_ascii=False).encode())
    else:
        _post(settings, body)


class _StaysHere(HTTPRedirectHandler):
    """The token goes to the configured address and nowhere else."""

    def redirect_request(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str) -> None:  # noqa: ARG002 - urllib's signature
        return None


def _post(settings: Settings, body: dict[str, str]) -> None:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {settings.sms_token}"}
    request = Request(settings.sms_url, json.dumps(body).encode(), headers if settings.sms_token else {"Content-Type": "application/json"}, method="POST")  # noqa: S310 - Settings lets only http and https pass
    try:
        with build_opener(_StaysHere).open(request, timeout=SECONDS) as answer:
            answer.read(65536)
    except HTTPError as error:
        error.close()
        raise NotSent(f"the gateway answered {error.code}") from None
    except (OSError, HTTPException) as error:
        raise NotSent(f"the gateway could not be used: {type(error).__name__}") from None
