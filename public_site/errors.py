"""Errors as readers meet them: a page that says what happened, what was kept and what to do, or one JSON shape (RFC 9457)."""

from traceback import format_tb

import structlog
from flask import Flask, Response, current_app, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from public_site import words
from public_site.security import request_number
from registry.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound, TooMany

STATUS = {NotFound: 404, NotAllowed: 403, Conflict: 409, TooMany: 429, Invalid: 422}
SECRET_WORDS = ("password", "secret", "csrf_token", "recovery", "totp")
ASK_AGAIN = 60  # seconds, when nobody knows better
# Title and advice, by status.
ADVICE = {
    400: (_l("这个请求读不懂"), _l("请检查网址，或从首页重新开始。")),
    401: (_l("请先登录"), _l("登录后可以继续。")),
    403: (_l("您不能打开这一页"), _l("如果您认为应当可以，请联系企业负责人或市场监管部门。")),
    404: (_l("没有这一页"), _l("网址可能写错了，或者内容不对外公开。可以从首页搜索标准编号、企业或产品。")),
    405: (_l("这个网址不支持这种操作"), _l("请从首页重新开始。")),
    409: (_l("情况已经变化，没有保存"), _l("请打开最新内容核对后再修改。您填写的内容列在下面，可以复制。")),
    413: (_l("文件或表单太大"), _l("单个文件最多 20 MB。请压缩或拆分后再上传；没有保存任何内容。")),
    414: (_l("网址太长"), _l("请减少筛选条件后再试。")),
    415: (_l("不支持这种格式"), _l("请换一种文件格式后再试。")),
    422: (_l("有内容需要改正"), _l("请返回上一页改正下列各项；没有保存任何内容。")),
    429: (_l("操作太频繁"), _l("请过一会儿再试；您填写的内容仍在。")),
    431: (_l("请求头太大"), _l("请清除本站的 Cookie 后再试。")),
    503: (_l("暂时无法服务"), _l("请几分钟后再试。")),
}
EXPIRED = (_l("这张表单放得太久，还没有提交"), _l("您填写的内容都在下面。请核对后再提交一次。如果您已退出登录，请先在新窗口登录，再回到本页。"))
UNKNOWN = (_l("出了问题，不是您的操作造成的"), _l("没有保存这一次操作。请稍后再试；如果仍然这样，请告诉我们下面的编号。"))
_log = structlog.get_logger(__name__)


def wants_json() -> bool:
    """Whether a program asks: the address ends in .json or begins with /api/, or Accept prefers JSON to HTML."""
    if request.path.endswith(".json") or request.path.startswith("/api/"):
        return True
    accepted = request.accept_mimetypes
    best = accepted.best_match(["text/html", "application/json", "application/problem+json"], default="text/html")
    return best != "text/html" and accepted[best] > accepted["text/html"]


def _domain(error: DomainError) -> ResponseReturnValue:
    status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
    detail = words.of(error.code, **error.facts) if words.known(error.code) else ""
    wrong = {name: words.of(code, **error.facts) for name, code in error.fields.items()} if isinstance(error, Invalid) else {}
    codes = dict(error.fields) if isinstance(error, Invalid) else {}
    answer = _answer(status, kind=error.code, detail=detail, wrong=wrong, codes=codes, again=status == 429 and _from_here())
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.facts.get("retry_after", ASK_AGAIN))
    return answer


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400 or error.response is not None:
        return error
    answer = _answer(status)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def _too_often(error: RateLimitExceeded) -> ResponseReturnValue:
    answer = _answer(429, again=_from_here())
    answer.headers["Retry-After"] = str(error.limit.limit.get_expiry())
    return answer


def _expired(_error: CSRFError) -> ResponseReturnValue:
    return _answer(400, kind="form_expired", again=_from_here())


def _unexpected(error: Exception) -> ResponseReturnValue:
    cause = getattr(error, "original_exception", None) or error
    # Kind and place only: a message or a local variable may hold what somebody typed.
    _log.error("unexpected error", request=request_number(), endpoint=request.endpoint, kind=type(cause).__name__, place="".join(format_tb(cause.__traceback__)))
    if current_app.debug:
        raise cause
    return _answer(500)


def _from_here() -> bool:
    """Another site may not use the page that sends a form again: offer it only for a form that this site showed."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none") and request.headers.get(
        "Origin", request.host_url.rstrip("/")
    ) == request.host_url.rstrip("/")


def _answer(status: int, *, kind: str = "", detail: str = "", wrong: dict[str, str] | None = None, codes: dict[str, str] | None = None, again: bool = False) -> Response:
    g.pop("keep_seconds", None)
    title, advice = map(str, EXPIRED if kind == "form_expired" else ADVICE.get(status, UNKNOWN))
    if wants_json():
        return _problem(status, kind or f"http_{status}", title, detail or advice, wrong or {}, codes or {})
    typed, lost_files = _typed()
    page = render_template(
        "errors/error.html", status=status, title=title, detail=detail, advice=advice, wrong=wrong or {}, typed=typed,
        lost_files=lost_files, again=again and bool(typed), number=request_number(),
    )
    response = Response(page, status, mimetype="text/html")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _problem(status: int, kind: str, title: str, detail: str, wrong: dict[str, str], codes: dict[str, str]) -> Response:
    body: dict[str, object] = {"type": f"/problems/{kind}", "title": title, "status": status, "detail": detail, "request": request_number()}
    if wrong:
        body["errors"] = [{"field": name, "code": codes[name], "detail": sentence} for name, sentence in wrong.items()]
    response = jsonify(body)
    response.status_code = status
    response.mimetype = "application/problem+json"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _typed() -> tuple[list[tuple[str, str, bool]], list[str]]:
    """Name, value and secrecy of each typed field, and the names of the files sent.

    A secret's value is never written into a page; a body that cannot be read has nothing to show.
    """
    if request.method != "POST":
        return [], []
    try:
        fields = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
        files = [name for name, sent in request.files.items(multi=True) if sent.filename]
    except HTTPException:
        return [], []
    return [(name, "" if _secret(name) else value, _secret(name)) for name, value in fields], files


def _secret(name: str) -> bool:
    return any(word in name.lower() for word in SECRET_WORDS)


def init_app(app: Flask) -> None:
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(RateLimitExceeded, _too_often)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(InternalServerError, _unexpected)
    app.register_error_handler(Exception, _unexpected)
