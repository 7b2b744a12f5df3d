"""The notice of an order to rectify (责令限期改正通知书) as a PDF of A4: official, so it is Chinese whoever prints it.

It says what must be put right, by which articles and until when; never what the order follows from, since a report is confidential.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Response, g
from flask_babel import gettext as _

from public_site.i18n import SOURCE, language
from public_site.presenters import day, standard_number, title_marks
from public_site.private_files import sealed
from public_site.receipt_pdf import LINE, fact_row, paragraph, sheet
from public_site.words import rectifications as words
from registry.queries.rectifications import Opened


def answer(opened: Opened) -> Response:
    """The sheet, for whoever may see the order and nobody's cache."""
    found = Response(draw(opened), mimetype="application/pdf")
    found.headers.set("Content-Disposition", "inline", filename=f"{opened.row.number}.pdf")
    return sealed(found)


def draw(opened: Opened) -> bytes:
    """The same bytes for an order in the same state: it is dated by the order itself."""
    row = opened.row
    with _in_chinese():
        title = _("责令限期改正通知书")
        pdf = sheet(title, SOURCE, row.ordered_at)
        paragraph(pdf, title, 22, 14)
        paragraph(pdf, row.number, 11, LINE)
        paragraph(pdf, _("%(enterprise)s（统一社会信用代码 %(code)s）：", enterprise=opened.enterprise.name, code=opened.enterprise.credit_code), 12, LINE)
        paragraph(pdf, _("你单位自我声明公开的标准 %(standard)s 存在下列问题，现责令改正：", standard=f"{standard_number(opened.disclosure.number)}{title_marks(opened.version.title)}"), 12, LINE)
        for place, item in enumerate(row.items, 1):
            fact_row(pdf, _("第 %(place)s 项", place=place), f"{words.ITEMS[item['item']]}{_('：')}{item['statement']}\n{basis(item)}")
        paragraph(pdf, until(opened), 12, LINE)
        paragraph(pdf, _("请在期限内公开更正后的版本，或者废止这项标准。确有困难的，可以在期限届满前申请延长一次，并说明理由。"), 12, LINE)
        paragraph(pdf, _("逾期未改正的，依据《标准化法》第三十八条、第三十九条、第四十二条的规定处理。对本通知不服的，可以依法申请行政复议或者提起行政诉讼。"), 12, LINE)
        paragraph(pdf, opened.bureau.name, 12, LINE)
        paragraph(pdf, day(row.ordered_at), 12, LINE)
        if reached := "，".join(filter(None, (opened.bureau.phone, opened.bureau.address))):
            paragraph(pdf, _("联系方式：%(reached)s", reached=reached), 10, 6)
        return bytes(pdf.output())


def until(opened: Opened) -> str:
    """By when: in working days, and as a day once the notice is delivered."""
    said = _("改正期限：本通知送达之日起 %(days)s 个工作日（送达当日不计）。", days=opened.row.days + sum(step.days or 0 for step in opened.steps if step.word == "extended"))
    if due := opened.state.due:
        said += _("截止 %(due)s。", due=day(due.day)) + (_("这个日期是暂定的，放假安排公布后重新计算。") if due.provisional else "")
    return said


def basis(item: dict[str, object]) -> str:
    """The articles of an item in words."""
    codes = item["basis"]
    assert isinstance(codes, list)
    return _("依据：%(articles)s", articles="；".join(str(words.ARTICLES[code]) for code in codes))


@contextmanager
def _in_chinese() -> Iterator[None]:
    spoken = language()
    g.spoken = SOURCE
    try:
        yield
    finally:
        g.spoken = spoken
