"""What a file is, by its content: its name only says what somebody thinks it is."""

from __future__ import annotations

import codecs
import io
import zipfile

from .sheets import LARGEST_UNPACKED, CannotRead

UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # of Office before 2007, and of what has a password
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_PACKED = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_HTML = (b"<html", b"<!doctype html", b"<table", b"<head", b"<body", b"<meta", b"<div", b"mime-version:")
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_SEEN = 4_096  # bytes at the beginning
_LONGEST_MANIFEST = 1_000_000  # bytes


def kind_of(content: bytes) -> str:
    """`workbook` (xlsx, ods) or `text`; raises CannotRead, which says what else it is."""
    if not content.strip():
        raise CannotRead("empty_file")
    if content.startswith(b"PK"):
        _check_package(content)
        return "workbook"
    reason = _binary_kind(content) or _text_kind(content)
    if reason:
        raise CannotRead(reason)
    return "text"


def _binary_kind(content: bytes) -> str | None:
    if content.startswith(_COMPOUND):
        return _compound_kind(content)
    if b"%PDF-" in content[:1_024]:
        return "pdf"
    if content.startswith(_PICTURES) or content[4:12] in (b"ftypheic", b"ftypmif1", b"ftypavif") or content[8:12] == b"WEBP":
        return "picture"
    if content.startswith(_PACKED):
        return "packed"
    if not content.startswith(UTF_16_MARKS) and b"\0" in content:
        return "not_a_table"
    return None


def _compound_kind(content: bytes) -> str:
    """Streams are named in UTF-16 within the file's directory."""
    for name, reason in (
        ("EncryptedPackage", "password"),
        ("WordDocument", "word_file"),
        ("Workbook", "old_xls"),
        ("Book", "old_xls"),
    ):
        if name.encode("utf-16-le") in content:
            return reason
    return "not_a_table"


def _text_kind(content: bytes) -> str | None:
    begun = content[:_SEEN]
    if begun.startswith(UTF_16_MARKS):
        begun = begun.decode("utf-16", "ignore").encode()
    begun = begun.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if begun.startswith(b"{\\rtf"):
        return "word_file"
    if begun.startswith(b"<?xml"):
        return "html_file" if b"<html" in begun else "other_xml"
    return "html_file" if begun.startswith(_HTML) else None


def _check_package(content: bytes) -> None:
    """A zip that is a workbook, of a size that can be unpacked and without a password."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = {entry.filename: entry for entry in package.infolist()}
            if sum(entry.file_size for entry in entries.values()) > LARGEST_UNPACKED:
                raise CannotRead("unpacks_too_large")
            if _is_protected(package, entries):
                raise CannotRead("password")
            reason = _package_kind(package, entries)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise CannotRead("broken") from error
    if reason:
        raise CannotRead(reason)


def _is_protected(package: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> bool:
    """LibreOffice names each encrypted part in the manifest, or packs all into one."""
    if "encrypted-package" in entries:
        return True
    return b"encryption-data" in _beginning_of(package, entries, "META-INF/manifest.xml", _LONGEST_MANIFEST)


def _package_kind(package: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> str | None:
    """Why it is no workbook that is read; None for one that is."""
    mimetype = _beginning_of(package, entries, "mimetype", 200)
    if "xl/workbook.xml" in entries or mimetype.startswith(_SPREADSHEET):
        return None
    if "xl/workbook.bin" in entries:
        return "binary_workbook"
    if any(name.startswith("Index/") and name.endswith(".iwa") for name in entries) or "Index.zip" in entries:
        return "numbers_file"
    if mimetype.startswith(b"application/vnd.oasis.opendocument.text") or any(name.startswith("word/") for name in entries):
        return "word_file"
    return "not_a_table" if mimetype or "[Content_Types].xml" in entries else "packed"


def _beginning_of(package: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], name: str, length: int) -> bytes:
    if name not in entries:
        return b""
    with package.open(name) as part:
        return part.read(length)
