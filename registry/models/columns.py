"""Column types that many tables share."""

from datetime import date, datetime
from typing import Annotated

from sqlalchemy import BigInteger, ForeignKey, Integer, String, Text
from sqlalchemy.orm import mapped_column

BIG = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by itself only in an INTEGER key

Key = Annotated[int, mapped_column(BIG, primary_key=True)]
Number = Annotated[int, mapped_column(BIG)]
Short = Annotated[str, mapped_column(String(64))]
Name = Annotated[str, mapped_column(String(300))]
Long = Annotated[str, mapped_column(Text)]
Sha256 = Annotated[str, mapped_column(String(64))]
Instant = datetime
Day = date

AccountRef = Annotated[int, mapped_column(BIG, ForeignKey("account.id"), index=True)]
EnterpriseRef = Annotated[int, mapped_column(BIG, ForeignKey("enterprise.id"), index=True)]
BureauRef = Annotated[int, mapped_column(BIG, ForeignKey("bureau.id"), index=True)]
DisclosureRef = Annotated[int, mapped_column(BIG, ForeignKey("disclosure.id"), index=True)]
ProductRef = Annotated[int, mapped_column(BIG, ForeignKey("product.id"), index=True)]
ConceptRef = Annotated[int, mapped_column(BIG, ForeignKey("indicator_concept.id"), index=True)]
CatalogueRef = Annotated[int, mapped_column(BIG, ForeignKey("catalogue_standard.id"), index=True)]
CategoryRef = Annotated[int, mapped_column(BIG, ForeignKey("product_category.id"), index=True)]
# A unique key that begins with these already indexes them.
VersionPart = Annotated[int, mapped_column(BIG, ForeignKey("disclosure_version.id"))]
DisclosurePart = Annotated[int, mapped_column(BIG, ForeignKey("disclosure.id"))]
ProductPart = Annotated[int, mapped_column(BIG, ForeignKey("product.id"))]
FileRef = Annotated[str, mapped_column(String(64), ForeignKey("stored_file.sha256"), index=True)]
