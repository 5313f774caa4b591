"""The addresses behind linked texts of an `.xlsx`, which calamine does not tell: teams link a partner's name to its pages."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from xml.etree import ElementTree

from ..links import is_web_link

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LINK = re.compile(rb"<(?:\w+:)?hyperlink\b[^>]*>")
_PLACE = re.compile(rb'\bref="([A-Z]{1,3})(\d{1,7})"')
_TARGET_ID = re.compile(rb'\br:id="([^"]+)"')

Place = tuple[int, int]  # row and column from 0


def links_of(content: bytes) -> dict[str, dict[Place, str]]:
    """By the name of the sheet, the web addresses of its single cells; nothing for a workbook of another make."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return _links_by_sheet(package)
    except (KeyError, ValueError, RuntimeError, ElementTree.ParseError, zipfile.BadZipFile, zlib.error):
        return {}


def _links_by_sheet(package: zipfile.ZipFile) -> dict[str, dict[Place, str]]:
    targets = _targets(package, "xl/workbook.xml")
    found = {}
    for sheet in ElementTree.fromstring(package.read("xl/workbook.xml")).iter():  # noqa: S314  # a process with limits
        part = targets.get(sheet.get(_RELATION, ""))
        if sheet.tag.endswith("}sheet") and part in package.namelist():
            found[sheet.get("name", "")] = _links_of_part(package, part)
    return found


def _links_of_part(package: zipfile.ZipFile, part: str) -> dict[Place, str]:
    targets = _targets(package, part)
    found: dict[Place, str] = {}
    if not targets:
        return found
    for link in _LINK.findall(package.read(part)):
        place = _PLACE.search(link)
        target = _TARGET_ID.search(link)
        address = targets.get(target[1].decode(), "") if target else ""
        if place and is_web_link(address):
            found[int(place[2]) - 1, _column(place[1])] = address
    return found


def _targets(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    """What a part's relations lead to, by their ids: addresses, or other parts by their whole path."""
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in package.namelist():
        return {}
    found = {}
    for relation in ElementTree.fromstring(package.read(relations)):  # noqa: S314
        target = relation.get("Target", "")
        is_outside = relation.get("TargetMode") == "External"
        found[relation.get("Id", "")] = target if is_outside else posixpath.join("/", folder, target).lstrip("/")
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
