"""Compile the translations whenever the package is built (wheel, install, editable install), and build it from nothing."""

import shutil
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools.command.build_py import build_py


class BuildPy(build_py):
    """setuptools' build_py with the .mo files made first, and without what an earlier build of the checkout has left."""

    def run(self) -> None:
        compile_translations()
        if not self.editable_mode:
            shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()


def compile_translations() -> None:
    """Write each messages.po beside itself as .mo."""
    for po in sorted(Path("lti_tool/translations").glob("*/LC_MESSAGES/*.po")):
        with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source, locale=po.parts[-3]))
