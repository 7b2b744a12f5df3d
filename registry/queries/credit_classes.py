"""Credit-risk classes. Nothing here is for a page that lists enterprises; a person reads through actions.credit_classes."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.models import CreditClass, Enterprise
from registry.rules.credit_class import UNCLASSED

_AT_ONCE = 500


def of_enterprise(session: Session, enterprise_id: int) -> Sequence[CreditClass]:
    """Every class that was recorded, the one that counts first."""
    return session.scalars(select(CreditClass).where(CreditClass.enterprise_id == enterprise_id).order_by(CreditClass.as_of.desc(), CreditClass.id.desc())).all()


def now_of(session: Session, enterprise_ids: Collection[int]) -> dict[int, str]:
    """The class of each enterprise: the newest day counts, then the newest row; UNCLASSED where nobody gave one."""
    ranked = select(
        CreditClass.enterprise_id, CreditClass.klass, func.row_number().over(partition_by=CreditClass.enterprise_id, order_by=(CreditClass.as_of.desc(), CreditClass.id.desc())).label("place")
    )
    found, ids = dict.fromkeys(enterprise_ids, UNCLASSED), list(enterprise_ids)
    for start in range(0, len(ids), _AT_ONCE):
        few = ranked.where(CreditClass.enterprise_id.in_(ids[start : start + _AT_ONCE])).subquery()
        found |= {row.enterprise_id: row.klass for row in session.execute(select(few.c.enterprise_id, few.c.klass).where(few.c.place == 1))}
    return found


def enterprises(session: Session, credit_codes: Collection[str]) -> Mapping[str, tuple[int, str]]:
    """Id and division of enterprises by credit code; unknown ones are left out."""
    found, codes = dict[str, tuple[int, str]](), list(credit_codes)
    for start in range(0, len(codes), _AT_ONCE):
        few = select(Enterprise.credit_code, Enterprise.id, Enterprise.division_code).where(Enterprise.credit_code.in_(codes[start : start + _AT_ONCE]))
        found |= {row.credit_code: (row.id, row.division_code) for row in session.execute(few)}
    return found
