"""Files are addressed by what is in them, in a folder and in S3 alike."""

import hashlib
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import boto3
import pytest
from fsspec.implementations.local import LocalFileSystem
from moto.server import ThreadedMotoServer

from registry.errors import NotFound
from registry.files import FileAltered, Files, path_of

CONTENT = "输送带 Q/331022 SMJ 001-2026".encode()
SHA256 = hashlib.sha256(CONTENT).hexdigest()
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def s3_server() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> tuple[str, Callable[[str, bytes], None]]:
    """The address of an empty bucket, and somebody who writes into it past the registry."""
    for name, value in {"AWS_ENDPOINT_URL": s3_server, "AWS_ACCESS_KEY_ID": "tests", "AWS_SECRET_ACCESS_KEY": "tests", "AWS_DEFAULT_REGION": "us-east-1"}.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3")
    bucket = f"registry-files-{next(_numbers)}"
    client.create_bucket(Bucket=bucket)
    return f"s3://{bucket}/uploads", lambda key, content: client.put_object(Bucket=bucket, Key=f"uploads/{key}", Body=content)


@pytest.fixture(params=["folder", "s3"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Callable[[str, bytes], object]]:
    if request.param == "s3":
        return request.getfixturevalue("s3")
    return str(tmp_path / "文件"), lambda path, content: (tmp_path / "文件" / path).write_bytes(content)


def test_a_file_comes_back_under_the_hash_of_its_content(place: tuple[str, Callable[[str, bytes], object]]) -> None:
    files = Files(place[0])
    assert not files.exists(SHA256)
    assert files.store(CONTENT) == SHA256
    assert files.store(CONTENT) == SHA256
    again = Files(place[0])
    assert again.exists(SHA256)
    assert again.read(SHA256) == CONTENT
    with again.open(SHA256) as opened:
        assert opened.read(3) == CONTENT[:3]


def test_a_file_that_was_never_stored_is_not_found(place: tuple[str, Callable[[str, bytes], object]]) -> None:
    with pytest.raises(NotFound):
        Files(place[0]).read(SHA256)


def test_a_file_altered_behind_our_back_is_noticed_and_mended_by_storing_it_again(place: tuple[str, Callable[[str, bytes], object]]) -> None:
    files = Files(place[0])
    files.store(CONTENT)
    place[1](path_of(SHA256), CONTENT + b"!")
    with pytest.raises(FileAltered):
        files.read(SHA256)
    files.store(CONTENT)
    assert files.read(SHA256) == CONTENT


def test_folders_have_two_levels_so_that_none_grows_without_end(tmp_path: Path) -> None:
    Files(str(tmp_path)).store(CONTENT)
    assert (tmp_path / SHA256[:2] / SHA256[2:4] / SHA256).read_bytes() == CONTENT


def test_a_crash_while_writing_leaves_no_half_file_under_its_hash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = Files(str(tmp_path))
    with monkeypatch.context() as crashing:
        crashing.setattr(LocalFileSystem, "mv", _power_cut)
        with pytest.raises(InterruptedError):
            files.store(CONTENT)
    assert not files.exists(SHA256)
    files.store(CONTENT)
    assert files.read(SHA256) == CONTENT


def _power_cut(*_: object, **__: object) -> None:
    raise InterruptedError


def test_a_file_too_large_for_memory_is_written_piece_by_piece_and_kept_under_its_hash(place: tuple[str, Callable[[str, bytes], object]]) -> None:
    files = Files(place[0])
    for _ in range(2):
        with files.writing() as written:
            for place_in_it in range(0, len(CONTENT), 5):
                written.write(CONTENT[place_in_it : place_in_it + 5])
        assert (written.sha256, written.size) == (SHA256, len(CONTENT))
        assert files.read(SHA256) == CONTENT


def test_nothing_is_kept_of_a_file_whose_writing_was_broken_off(place: tuple[str, Callable[[str, bytes], object]]) -> None:
    files = Files(place[0])
    with pytest.raises(ValueError, match="broken off"), files.writing() as written:
        written.write(CONTENT)
        raise ValueError("broken off")
    assert not files.exists(SHA256)


def test_pieces_wait_for_whoever_goes_on_until_they_are_thrown_away(place: tuple[str, Callable[[str, bytes], object]]) -> None:
    pieces = Files(place[0]).pieces("kit-1")
    assert pieces.read("1") is None
    pieces.keep("1", b"first")
    pieces.keep("1", CONTENT)
    again = Files(place[0]).pieces("kit-1")
    assert again.read("1") == CONTENT
    assert Files(place[0]).pieces("kit-2").read("1") is None
    with again.at_hand(["1"]) as folder:
        assert (folder / "1").read_bytes() == CONTENT
    again.forget()
    again.forget()
    assert pieces.read("1") is None
