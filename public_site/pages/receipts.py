"""The public receipt: that an enterprise disclosed something, what and when. It approves nothing and files nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from public_site.access import access
from public_site.i18n import language
from public_site.pages import disclosures
from public_site.pages.machine import address
from public_site.presenters import moment, operator_name, standard_number, title_marks
from public_site.receipt_pdf import draw
from public_site.security import public_page
from qr import drawing
from registry.errors import NotFound
from registry.queries.public import PublicDisclosure

bp = Blueprint("receipts", __name__, url_prefix="/disclosures")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the page and the PDF both say. `facts` from term to what is so; `moment` also dates the PDF."""

    title: str
    says: str
    facts: Mapping[str, str]
    address: str
    how_to_check: str
    operator: str
    disclosed_at: datetime
    language: str


@bp.get("/<public_id>/receipt")
@access("public")
def page(public_id: str) -> ResponseReturnValue:
    found = disclosures.read(public_id, sequence=_asked_version())
    receipt = _receipt(found)
    code = Markup(drawing.svg(receipt.address, title=_("二维码：%(address)s", address=receipt.address)))  # noqa: S704 - drawn here, its title escaped
    return public_page(Response(render_template("pages/receipt.html", found=found, receipt=receipt, code=code, sequence=_asked_version())))


@bp.get("/<public_id>/receipt.pdf")
@access("public")
def pdf(public_id: str) -> ResponseReturnValue:
    receipt = _receipt(disclosures.read(public_id, sequence=_asked_version()))
    answer = Response(draw(receipt), mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "inline", filename=f"receipt-{public_id}.pdf")
    answer.headers["Vary"] = "Accept-Language, Cookie"
    return public_page(answer)


def _asked_version() -> int | None:
    """?version=; the version in force when nothing is asked."""
    typed = request.args.get("version", "")
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) < 6):
        raise NotFound("not_found")
    return int(typed)


def _receipt(found: PublicDisclosure) -> Receipt:
    document, shown = found.document, found.shown
    return Receipt(
        title=_("公开回执"),
        says=_("本回执只记录企业自己公开了什么、何时公开。不代表政府审批或备案，也不证明产品合格。"),
        facts={
            _("标准编号"): standard_number(found.number),
            _("标准名称"): title_marks(document["title"]),
            _("公开的企业"): document["enterprise"]["name"],
            _("统一社会信用代码"): document["enterprise"]["credit_code"],
            _("版本"): _("第 %(number)s 版", number=shown.sequence),
            _("公开时间（北京时间）"): moment(shown.disclosed_at),
            "SHA-256": shown.content_hash,
        },
        address=address(f"/disclosures/{found.public_id}"),
        how_to_check=_("扫码或打开网址可看现在的状态和全部版本。下载 %(address)s，用 sha256sum 计算，应与上面的 SHA-256 相同。", address=address(f"/disclosures/{found.public_id}/versions/{shown.sequence}.json")),
        operator=operator_name(),
        disclosed_at=shown.disclosed_at,
        language=language(),
    )
