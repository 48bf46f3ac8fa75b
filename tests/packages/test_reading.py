"""C01, C02: packages that point out of themselves or grow without bound."""

import io
import os
import stat
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from lms.packages import reading
from lms.packages.problems import BadPackage
from lms.packages.reading import read_package
from tests.media.archives import an_archive_of_two_directories


def a_zip(folder: Path, entries: dict[str, bytes], name: str = "p.zip") -> Path:
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in entries.items():
            archive.writestr(zipfile.ZipInfo(path), data, zipfile.ZIP_DEFLATED)
    return folder / name


def test_a_folder_and_its_zip_are_the_same_package(tmp_path: Path) -> None:
    folder = tmp_path / "course"
    (folder / "items").mkdir(parents=True)
    (folder / "course.yaml").write_bytes(b"format: 1\n")
    (folder / "items" / "a.en.md").write_bytes(b"x")
    inside = a_zip(tmp_path, {"items/a.en.md": b"x", "course.yaml": b"format: 1\n"}, "inside.zip")
    around = a_zip(
        tmp_path, {"c/course.yaml": b"format: 1\n", "c/items/a.en.md": b"x", "__MACOSX/c": b""}, "around.zip"
    )
    package = read_package(folder)
    assert sorted(package.files) == ["course.yaml", "items/a.en.md"]
    assert package.files["items/a.en.md"].read() == b"x"
    assert package.digest == read_package(inside).digest
    assert sorted(read_package(around).files) == sorted(package.files)
    assert package.digest == read_package(around).digest


def test_another_byte_or_another_name_makes_another_digest(tmp_path: Path) -> None:
    digests = {
        read_package(a_zip(tmp_path, entries)).digest
        for entries in ({"a": b"1", "b": b"2"}, {"a": b"1", "b": b"3"}, {"a": b"1", "c": b"2"}, {"a": b"1"})
    }
    assert len(digests) == 4


@pytest.mark.parametrize(
    "name",
    ["../x", "a/../../x", "/etc/x", "C:\\x", "C:x", "a\\..\\x", "a/./x", "a//x", "x\x00.yaml", "x\ny", "..", "a" * 300],
)
def test_c01_a_name_that_leaves_the_package_refuses_it_whole(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    path = a_zip(tmp_path / "in", {"course.yaml": b"x", "placeholder": b"evil"})
    data = path.read_bytes()
    if len(name) < 100:  # written into the bytes, because the library mends some names when it packs them
        path = a_zip(tmp_path / "in", {"course.yaml": b"x", "~" * len(name.encode()): b"evil"})
        data = path.read_bytes().replace(b"~" * len(name.encode()), name.encode())
    else:
        data = a_zip(tmp_path / "in", {name: b"evil"}).read_bytes()
    path.write_bytes(data)
    with pytest.raises(BadPackage, match=r"would leave the package"):
        read_package(path)
    assert [p.name for p in tmp_path.iterdir()] == ["in"]
    assert [p.name for p in (tmp_path / "in").iterdir()] == ["p.zip"]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK])
def test_c01_links_and_devices_in_a_zip_refuse_it(tmp_path: Path, kind: int) -> None:
    info = zipfile.ZipInfo("media/x.svg")
    info.external_attr = (kind | 0o644) << 16
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    with pytest.raises(BadPackage, match=r"media/x\.svg:1: it is a link or no ordinary file"):
        read_package(tmp_path / "p.zip")


def test_c01_links_and_pipes_in_a_folder_refuse_it(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    makers: list[Callable[[Path], None]] = [
        lambda path: path.symlink_to(tmp_path / "secret"),
        lambda path: path.symlink_to(tmp_path, target_is_directory=True),
        os.mkfifo,
    ]
    for number, make in enumerate(makers):
        folder = tmp_path / f"course{number}"
        folder.mkdir()
        make(folder / "items")
        with pytest.raises(BadPackage, match="items:1: it is a link or no ordinary file"):
            read_package(folder)


def test_c01_two_entries_of_one_name_refuse_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive, pytest.warns(UserWarning):
        archive.writestr("a", "1")
        archive.writestr("a", "2")
    with pytest.raises(BadPackage, match="holds this name twice"):
        read_package(tmp_path / "p.zip")


def test_c02_a_file_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = a_zip(tmp_path, {"media/x.svg": b"\0" * 50_000_000})
    assert path.stat().st_size < 100_000
    tracemalloc.start()
    with pytest.raises(BadPackage, match="unpacks to more than 100 times its size"):
        read_package(path)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_c02_a_lying_size_is_found_out(tmp_path: Path) -> None:
    data = bytearray(a_zip(tmp_path, {"a": b"\0" * 5_000_000}).read_bytes())
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.find(signature)
        data[at + offset : at + offset + 4] = struct.pack("<I", 100)
    (tmp_path / "p.zip").write_bytes(data)
    with pytest.raises(BadPackage, match="a:1: it is damaged in the archive"):
        read_package(tmp_path / "p.zip")


def test_c02_overlapping_entries_are_refused(tmp_path: Path) -> None:
    """Many names for the same packed bytes (Fifield 2019): each is small, together they are huge."""
    packed = zlib.compress(b"\0" * 60_000, 9)[2:-4]
    crc = zlib.crc32(b"\0" * 60_000)
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 33, crc, len(packed), 60_000, 1, 0) + b"a" + packed
    directory = b"".join(
        struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 33, crc, len(packed), 60_000, 4, 0, 0, 0, 0, 0, 0)
        + f"{number:04}".encode()
        for number in range(1000)
    )
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1000, 1000, len(directory), len(local), 0)
    (tmp_path / "p.zip").write_bytes(local + directory + end)
    with pytest.raises(BadPackage):
        read_package(tmp_path / "p.zip")


def test_c02_too_many_files_are_refused_before_they_are_listed(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        for number in range(reading.MOST_FILES * 2 + 1):
            archive.writestr(zipfile.ZipInfo(f"{number}"), b"")
    with pytest.raises(BadPackage, match=f"more than {reading.MOST_FILES} files"):
        read_package(tmp_path / "p.zip")


def test_c02_a_huge_directory_that_claims_few_entries_is_refused(tmp_path: Path) -> None:
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, 500_000_000, 0, 0)
    (tmp_path / "p.zip").write_bytes(b"PK\x03\x04" + b"\0" * 100 + end)
    with pytest.raises(BadPackage, match="files"):
        read_package(tmp_path / "p.zip")


def test_c02_a_second_directory_that_holds_more_than_the_first_says_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(an_archive_of_two_directories(reading.MOST_FILES * 3))
    assert len(zipfile.ZipFile(path).infolist()) == reading.MOST_FILES * 3
    with pytest.raises(BadPackage, match="no zip that can be read"):
        read_package(path)


def test_c02_limits_hold_for_folders_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "course"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}").write_bytes(b"x" * 100)
    for name, value, told in (
        ("MOST_FILES", 3, "more than 3 files"),
        ("BIGGEST_FILE", 99, "larger than"),
        ("MOST_BYTES", 350, "larger than"),
    ):
        with monkeypatch.context() as limits:
            limits.setattr(reading, name, value)
            with pytest.raises(BadPackage, match=told):
                read_package(folder)


def test_c02_a_zip_in_a_zip_is_not_opened(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", b"\0" * 10_000_000)
    package = read_package(a_zip(tmp_path, {"media/x.zip": inner.getvalue(), "course.yaml": b""}))
    assert package.files["media/x.zip"].read() == inner.getvalue()


@pytest.mark.parametrize(
    "data", [b"", b"no zip", b"PK\x05\x06", b"PK\x05\x06" + b"\0" * 17, b"PK\x03\x04" + b"x" * 5000]
)
def test_what_is_no_zip_is_told(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "p.zip").write_bytes(data)
    with pytest.raises(BadPackage, match="no folder and no zip that can be read"):
        read_package(tmp_path / "p.zip")


def test_encrypted_and_oddly_packed_entries_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "lzma.zip", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a", b"x" * 1000)
    with pytest.raises(BadPackage, match="packed in an unusual way"):
        read_package(tmp_path / "lzma.zip")
    data = bytearray(a_zip(tmp_path, {"a": b"x"}).read_bytes())
    data[data.find(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "p.zip").write_bytes(data)
    with pytest.raises(BadPackage, match="it is encrypted"):
        read_package(tmp_path / "p.zip")


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadPackage, match="there is no such folder or file"):
        read_package(tmp_path / "nothing")


def test_g13_texts_of_many_megabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    for number in range(33):
        (tmp_path / f"{number}.md").write_bytes(b"x" * 1024**2)
    with pytest.raises(BadPackage, match="its texts are larger than 32 MB in all: split the course"):
        read_package(tmp_path)
