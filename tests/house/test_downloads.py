"""Files to save are named in one place, in the reader's language."""

from pathlib import Path
from urllib.parse import unquote

import lti_tool

PACKAGE = Path(lti_tool.__file__).parent
NAMES = {
    "fi": ["Kumppanien tarpeita syyslukukausi 2026.xlsx", "Ennakointiarkki syyslukukausi 2026.docx", "kumppanit.xlsx"],
    "sv": ["Partnernas behov höstterminen 2026.xlsx", "Prognosblad höstterminen 2026.docx", "partner.xlsx"],
    "en": ["Partners' needs autumn term 2026.xlsx", "Foresight sheet autumn term 2026.docx", "partners.xlsx"],
}


def test_what_is_downloaded_has_a_name_in_the_language_of_the_page(visit, open_course):
    open_course()
    for language, names in NAMES.items():
        visitor = visit("maija", language=language)
        paths = ("needs/needs.xlsx?term=2026s", "needs/foresight.docx?term=2026s", "import/sample")
        assert [name_of(visitor.get(path)) for path in paths] == names
    assert name_of(visitor.get("personal-data/me.json")).startswith("Personal data ")


def test_only_one_module_sends_files_to_be_saved():
    told = [
        path for path in PACKAGE.rglob("*.py") if "as_attachment" in (text := path.read_text()) or "Content-Disposition" in text
    ]
    assert [path.name for path in told] == ["downloads.py"]


def name_of(answer):
    assert answer.status_code == 200
    attachment, *names = answer.headers["Content-Disposition"].split("; ")
    assert attachment == "attachment"
    return unquote(names[-1].partition("=")[2].removeprefix("UTF-8''")).strip('"')
