"""A wrong file is refused before it is stored; a right one is stored without what acts or tells too much."""

from datetime import datetime
from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry import uploads
from registry.actions import files as uploading
from registry.errors import Invalid, NotAllowed
from registry.files import Files
from registry.models import AuditEntry, StoredFile
from registry.rules.permission import Actor
from registry.uploads import image
from registry.uploads import pdf as pdf_examiner
from registry.uploads.limits import MEMORY
from tests.factories import people
from tests.factories.uploads import first_page, opens_with, pdf, picture, script

PDF_WITH = {
    "a script that runs when it opens": (opens_with(script()), "pdf_javascript"),
    "a script with a name": (lambda made: made.Root.__setitem__("/Names", Dictionary(JavaScript=Dictionary(Names=Array(["a", script()])))), "pdf_javascript"),
    "a script on a page": (lambda made: made.pages[0].obj.__setitem__("/AA", Dictionary(O=script())), "pdf_javascript"),
    "a script behind a harmless action": (opens_with(Dictionary(S=Name.Named, N=Name.FirstPage, Next=script())), "pdf_javascript"),
    "a script in a link": (lambda made: made.pages[0].obj.__setitem__("/Annots", Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, A=script())])), "pdf_javascript"),
    "a program to start": (opens_with(Dictionary(S=Name.Launch, F="calc.exe")), "pdf_launch"),
    "an address that opens by itself": (opens_with(Dictionary(S=Name.URI, URI="https://example.com/")), "pdf_launch"),
    "a form that sends what is typed": (lambda made: made.Root.__setitem__("/AcroForm", Dictionary(Fields=Array([Dictionary(A=Dictionary(S=Name.SubmitForm, F="x"))]))), "pdf_launch"),
    "a file inside": (lambda made: made.attachments.__setitem__("a.txt", b"hidden"), "pdf_embedded_files"),
    "an XFA form": (lambda made: made.Root.__setitem__("/AcroForm", Dictionary(Fields=Array(), XFA=Stream(made, b"<xdp/>"))), "pdf_xfa"),
    "rich media": (lambda made: made.pages[0].obj.__setitem__("/Annots", Array([Dictionary(Type=Name.Annot, Subtype=Name.RichMedia)])), "pdf_multimedia"),
    "no page": (lambda made: made.pages.__delitem__(0), "pdf_damaged"),
}


def _code(content: bytes, kind: str = "text") -> str:
    with pytest.raises(Invalid) as refused:
        uploading.examine(content, kind)
    return refused.value.fields[kind]


@pytest.mark.parametrize("what", PDF_WITH)
def test_a_pdf_is_refused_that_holds(what: str) -> None:
    change, code = PDF_WITH[what]
    assert _code(pdf(change)) == code


@pytest.mark.parametrize("user", ["", "open"])
def test_an_encrypted_pdf_is_refused_even_when_it_opens_without_a_password(user: str) -> None:
    assert _code(pdf(encryption=pikepdf.Encryption(owner="owner", user=user))) == "pdf_encrypted"


def test_what_only_looks_like_a_pdf_is_refused() -> None:
    assert _code(b"") == "file_missing"
    assert _code(b"<html>%PDF-1.7") == "not_a_pdf"
    assert _code(b"\n" + pdf()) == "not_a_pdf"
    assert _code(pdf()[:-40]) == "pdf_damaged"
    assert _code(b"%PDF-1.7\n%%EOF\n") == "pdf_damaged"
    assert _code(picture()) == "not_a_pdf"


def test_a_file_over_twenty_megabytes_is_refused_without_looking_into_it() -> None:
    assert uploads.LARGEST == 20 * 1024 * 1024
    assert _code(b"%PDF-" + bytes(uploads.LARGEST)) == "file_too_large"


def test_a_pdf_in_which_nothing_acts_is_kept_byte_for_byte() -> None:
    content = pdf()
    assert uploading.examine(content, "text").content == content


@pytest.mark.parametrize("harmless", [lambda made: opens_with(first_page(made))(made), lambda made: opens_with(Dictionary(S=Name.GoTo, D=first_page(made)))(made)], ids=["destination", "action"])
def test_an_open_action_that_turns_to_a_page_is_taken_out_the_same_way_each_time(harmless: object) -> None:
    content = pdf(harmless)
    kept, again = (uploading.examine(content, "text").content for _ in range(2))
    assert kept == again != content
    with pikepdf.open(BytesIO(kept)) as opened:
        assert "/OpenAction" not in opened.Root
        assert len(opened.pages) == 1


def test_a_photograph_loses_the_place_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (29.0, 6.0, 0.0)}
    exif[0x010F] = "somebody's telephone"
    content = picture(exif=exif.tobytes(), comment=b"private") + b"behind the picture"
    kept = uploading.examine(content, "licence")
    assert kept.media_type == "image/jpeg"
    assert b"telephone" in content
    assert not [hidden for hidden in (b"Exif", b"telephone", b"private", b"behind") if hidden in kept.content]


def test_a_photograph_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(BytesIO(uploading.examine(picture(size=(60, 40), exif=exif.tobytes()), "licence").content)) as stored:
        assert stored.size == (40, 60)


def test_a_see_through_png_stands_on_white_and_a_large_one_becomes_smaller() -> None:
    written = BytesIO()
    Image.new("RGBA", (4000, 10), (0, 0, 0, 0)).save(written, "PNG")
    kept = uploading.examine(written.getvalue(), "licence")
    with Image.open(BytesIO(kept.content)) as stored:
        assert (kept.media_type, stored.mode, stored.width) == ("image/png", "RGB", image.LONGEST_SIDE)
        assert stored.getpixel((0, 0)) == (255, 255, 255)


def test_a_licence_is_a_pdf_or_a_picture_and_nothing_else() -> None:
    assert uploading.examine(pdf(), "licence").media_type == "application/pdf"
    assert _code(b"GIF89a", "licence") == "not_a_licence_file"
    assert _code(pdf(opens_with(script())), "licence") == "pdf_javascript"
    assert _code(picture(size=(300, 300))[:400], "licence") == "image_damaged"


def test_a_photograph_may_be_webp_and_is_kept_without_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "telephone"
    for kind, media_type in (("WEBP", "image/jpeg"), ("JPEG", "image/jpeg"), ("PNG", "image/png")):
        kept = uploading.examine(picture(kind, exif=exif.tobytes()), "photo")
        with Image.open(BytesIO(kept.content)) as stored:
            assert (kept.media_type, stored.format, dict(stored.getexif())) == (media_type, media_type.removeprefix("image/").upper(), {})


def test_a_photograph_is_no_document_and_of_bounded_size() -> None:
    assert _code(pdf(), "photo") == "not_a_photo"
    assert _code(b"RIFF\0\0\0\0WEBPVP8 broken", "photo") == "image_damaged"
    assert _code(b"\xff\xd8\xff" + bytes(uploading.LARGEST_PHOTO), "photo") == "file_too_large"


def test_a_small_file_that_unfolds_into_a_huge_picture_is_refused() -> None:
    bomb = picture("PNG", (20_000, 20_000), "1")
    assert len(bomb) < 100_000
    assert _code(bomb, "licence") == "image_too_large_pixels"


def test_a_parser_that_eats_all_memory_dies_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MEMORY <= 1 << 30
    deep = b"[" * 3_000_000
    assert _code(b"%PDF-1.7\n1 0 obj\n" + deep + b"\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n") == "pdf_damaged"
    monkeypatch.setattr(uploads, "SECONDS", 0.001)
    assert _code(pdf()) == "pdf_damaged"


def test_the_examiner_answers_the_same_in_this_process() -> None:
    """The child cannot be watched by coverage; its two functions can."""
    assert pdf_examiner.look(pdf()) == ("application/pdf", None)
    assert image.look(picture("PNG"))[0] == "image/png"


def test_a_kept_file_is_stored_recorded_and_audited_once(session: Session, now: datetime, tmp_path: object) -> None:
    files, actor, content = Files(f"{tmp_path}/files"), people.member(session, now, people.enterprise(session, now)), pdf()
    stored = uploading.keep(session, files, actor=actor, content=content, kind="text", name="C:\\标准\\Q 331022.pdf\n", now=now)
    again = uploading.keep(session, files, actor=actor, content=uploading.examine(content, "text"), kind="text", name="other.pdf", now=now)
    assert stored is again
    assert (stored.name, stored.media_type, stored.size) == ("Q 331022.pdf", "application/pdf", len(content))
    assert files.read(stored.sha256) == content
    assert session.scalars(select(AuditEntry.action)).all() == ["file.kept", "file.kept"]


def test_nothing_of_a_refused_file_is_stored(session: Session, now: datetime, tmp_path: object) -> None:
    files, actor, content = Files(f"{tmp_path}/files"), people.member(session, now, people.enterprise(session, now)), pdf(opens_with(script()))
    with pytest.raises(Invalid) as refused:
        uploading.keep(session, files, actor=actor, content=content, kind="text", name="a.pdf", now=now, field="standard_text")
    assert refused.value.fields == {"standard_text": "pdf_javascript"}
    with pytest.raises(NotAllowed):
        uploading.keep(session, files, actor=Actor(), content=pdf(), kind="text", name="a.pdf", now=now)
    assert session.scalar(select(func.count()).select_from(StoredFile)) == 0
    assert not files.exists(sha256(content).hexdigest())

