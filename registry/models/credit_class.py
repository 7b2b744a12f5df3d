"""Credit-risk classes (信用风险分类): an internal reference for where to look first, never public, no verdict about the firm (国市监信发〔2022〕6号).

A table of its own, so that nothing that lists enterprises can show a class by accident; every reading by a person is audited.
"""

from sqlalchemy.orm import Mapped

from registry.db import Base
from registry.models.columns import AccountRef, BureauRef, Day, EnterpriseRef, Instant, Key, Name, Short


class CreditClass(Base):
    """The class of an enterprise as the authority gave it on a day: A, B, C or D. The newest `as_of` counts, then the newest row."""

    __tablename__ = "credit_class"
    id: Mapped[Key]
    enterprise_id: Mapped[EnterpriseRef]
    klass: Mapped[Short]
    as_of: Mapped[Day]
    source: Mapped[Name]
    bureau_id: Mapped[BureauRef]
    recorded_by_id: Mapped[AccountRef]
    recorded_at: Mapped[Instant]
