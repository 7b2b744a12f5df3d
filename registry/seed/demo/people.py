"""People and bureaus of the demonstration."""

from datetime import datetime

from sqlalchemy.orm import Session

from registry.actions import accounts, bureaus
from registry.passwords import UNUSABLE
from registry.rules import sign_up
from registry.rules.contact import Channel, Contact
from registry.rules.permission import SYSTEM
from registry.rules.sign_up import Wanted
from registry.seed.demo.stage import Stage, table

OFFICES = (
    ("331022", "county", "三门县市场监督管理局（示例）", "0576-00000000", "sanmen", "浙江省台州市三门县示例广场1号举报投诉信箱"),
    ("350302", "county", "莆田市城厢区市场监督管理局（示例）", "0594-00000000", "chengxiang", "福建省莆田市城厢区示例广场1号举报投诉信箱"),
    ("331000", "city", "台州市市场监督管理局（示例）", "0576-00008000", "taizhou", "浙江省台州市示例大道1号举报投诉信箱"),
    ("350300", "city", "莆田市市场监督管理局（示例）", "0594-00008000", "putian", "福建省莆田市示例大道1号举报投诉信箱"),
    ("330000", "province", "浙江省市场监督管理局（示例）", "0571-00000000", "zhejiang", "浙江省杭州市示例大街1号举报投诉信箱"),
    ("350000", "province", "福建省市场监督管理局（示例）", "0591-00000000", "fujian", "福建省福州市示例大街1号举报投诉信箱"),
)
"""Division, level, name, and what stands beside the form for reports: telephone, mail at example.org, mailbox."""
OFFICERS = (
    ("registrar", "331022", "registrar"), ("handler", "331022", "handler"), ("approver", "331022", "approver"), ("auditor", "331022", "auditor"),
    ("registrar.chengxiang", "350302", "registrar"), ("handler.chengxiang", "350302", "handler"), ("approver.chengxiang", "350302", "approver"),
    ("registrar.taizhou", "331000", "registrar"), ("registrar.putian", "350300", "registrar"),
    ("province", "330000", "approver"), ("province.fujian", "350000", "approver"),
)  # fmt: skip
FURTHER = {
    "registrar.taizhou": "金登远", "registrar.putian": "柯登明",
    "claimant": "何若舟", "heir": "潘承泽", "newcomer": "罗初晴",
}  # fmt: skip
_SURNAMES, _GIVEN = "陈林黄郑王李吴周叶金朱徐", ("海宁", "若溪", "明川", "知远", "书禾", "亦舟", "景行", "念慈", "思齐", "怀瑾", "云起", "望舒", "长风", "清和", "向晚", "见山")


def sign_ins() -> list[dict[str, str]]:
    """Rows of sign_ins.csv."""
    return table("sign_ins.csv")


def arrive(session: Session, stage: Stage, now: datetime) -> None:
    """Everybody but the owners, then the bureaus with their officers."""
    for row in sign_ins():
        wanted = sign_up.read(name=row["name"], address=row["address"], typed_password=row["password"], language="zh")
        stage.people[local(row["address"])] = accounts.admit(session, actor=SYSTEM, wanted=wanted, password_hash=stage.passwords.hash(row["password"]), now=now).id
    for who, name in FURTHER.items():
        admit(session, stage, who, name, now)
    for division, level, name, phone, mail, mailbox in OFFICES:
        made = bureaus.add(session, actor=SYSTEM, name=name, level=level, division_code=division, phone=phone, email=f"{mail}@example.org", address=mailbox, now=now)
        stage.bureaus[division] = made.id
    for who, division, role in OFFICERS:
        bureaus.appoint(session, actor=SYSTEM, bureau_id=stage.bureaus[division], account_id=stage.people[who], roles=[role], now=now)


def admit(session: Session, stage: Stage, who: str, name: str, now: datetime) -> None:
    """Somebody with an address at example.com and no password."""
    wanted = Wanted(name, Contact(Channel.email, f"{who}@example.com"), "zh")
    stage.people[who] = accounts.admit(session, actor=SYSTEM, wanted=wanted, password_hash=UNUSABLE, now=now).id


def name_of(number: int) -> str:
    """An invented person's name, another for each number up to 192."""
    return _SURNAMES[number % len(_SURNAMES)] + _GIVEN[number * 7 % len(_GIVEN)]


def local(address: str) -> str:
    """The part of an address before the @."""
    return address.partition("@")[0]
