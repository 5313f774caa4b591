"""`hoitomalli check-content`: each complaint seen red, and a new method is one Markdown file in two languages."""

import pytest
from click.testing import CliRunner

from lti_tool.care_model.content_check import complaints
from lti_tool.care_model.wording import complaints_on_translations, wrong_words
from lti_tool.cli import main

VISIT = "methods/en/company-visit.md"


def test_all_packaged_texts_are_whole():
    answer = CliRunner().invoke(main, ["check-content"])
    assert (answer.exit_code, answer.output) == (0, "All packaged texts are whole.\n")


@pytest.mark.parametrize(
    ("path", "old", "new", "complaint"),
    [
        (VISIT, "kind: visit", "kind: trip", "'trip' is unknown"),
        (VISIT, "kind: visit\n", "", "front matter lacks kind"),
        (VISIT, "tiers: [", "tiers: [gold, ", "'gold' is unknown"),
        (VISIT, "phases: [", "phases: [later, ", "'later' is unknown"),
        (VISIT, "minutes: ", "minutes: about ", "minutes is no int"),
        (VISIT, "minutes: ", "minutes: -1 # ", "minutes is no number"),
        (VISIT, "related: [", "related: [nothing, ", "'nothing' does not exist"),
        (VISIT, "related: [", "related: [company-visit, ", "related to itself"),
        (VISIT, "title: ", "title: [", "front matter cannot be read"),
        (VISIT, "## When", "## Whenever", "sections are"),
        (VISIT, "## When", "#### When", "is of level 4 under one of level 2"),
        (VISIT, "## Purpose", "### Purpose", "is of level 3 under one of level 1"),
        (VISIT, "## When", "## When\n\n## When", "section 'When' is empty"),
        (VISIT, "## Tips", "## Tips\n\n<b>x</b>", "holds HTML"),
        (VISIT, "## Tips", "## Tips\n\nA strategic partnership.", "names a tier"),
        (VISIT, "## Tips", "## Tips\n\n[x](tier:everyday)", "links to a tier"),
        (VISIT, "## Tips", "## Tips\n\n[x](method:nothing)", "link method:nothing leads nowhere"),
        (VISIT, "## Tips", "## Tips\n\n[x](term:nothing)", "link term:nothing leads nowhere"),
        (VISIT, "## Tips", "## Tips\n\n[x](page:nothing)", "link page:nothing leads nowhere"),
        (VISIT, "## Tips", "## Tips\n\n[x](log:5)", "link log:5 leads nowhere"),
        (VISIT, "## Tips", "## Tips\n\n[x](javascript:alert)", "none of ours and not https"),
        (VISIT, "## Tips", "## Tips\n\n![x](http://a.example/b.png)", "none of ours and not https"),
        (VISIT, "minutes: ", "minutes: 1", "minutes is not the same in all languages"),
        (VISIT, "minutes: ", "minutes_short: 500\nminutes: ", "minutes_short is not shorter"),
        (VISIT, "minutes: ", "minutes_short: 7\nminutes: ", "does not tell of the short version (7 min)"),
        (VISIT, "order: {everyday: 5}", "order: {other: 5}", "is no place in a tier of its own"),
        (VISIT, "order: {everyday: 5}", "order: {everyday: first}", "is no place in a tier of its own"),
        (VISIT, "order: {everyday: 5}", "order: first", "order is no dict"),
        (
            "methods/fi/workplace-visit.md",
            "order: {everyday: 1}",
            "order: {everyday: 5}",
            "company-visit is at 5 of everyday too",
        ),
        (VISIT, "## Tips", "## Example\n\nx\n\n## Tips", "headings are not the same"),
        (VISIT, "## Template", "## Example\n\nx\n\n## Template", "Example does not follow Template"),
        ("content/en/1-everyday.md", "\n## ", "\n### More\n\nx\n\n## ", "headings are not the same"),
        ("content/en/1-everyday.md", "\nlead: ", "\nled: ", "front matter lacks lead"),
        ("content/en/1-everyday.md", "(method:", "(method:not-", "leads nowhere"),
        ("content/en/1-everyday.md", "\n## ", "\n" + "word " * 100 + "\n\n## ", "words, a tier's page has 380 to 420"),
        ("content/fi/6-guides.md", "\n## ", "\nKaksi oppimisjaksoa.\n\n## ", "'oppimisjakso', write: työpaikkajakso"),
        ("content/sv/6-guides.md", "\n## ", "\nTeamens årsplaner.\n\n## ", "'årsplan', write: verksamhetsplan"),
        (
            "methods/fi/company-visit.md",
            "## Vinkit",
            "## Vinkit\n\nTiiminvetäjä kysyy.",
            "'Tiiminvetäj', write: tiimin esihenkilö",
        ),
        ("content/sv/critical-points.yaml", 'lead: "', 'lead: "Årsplan: ', "'Årsplan', write: verksamhetsplan"),
        ("content/en/6-guides.md", "\nlead: ", "\nlead: The annual plan. ", ":5: 'annual plan', write: action plan"),
    ],
)
def test_each_fault_is_named_with_its_file(texts, path, old, new, complaint):
    texts.edit(path, old, new)
    found = complaints()
    assert [line for line in found if complaint in line and path.split("/")[-1] in line], found


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        (VISIT, "en/company-visit.md: missing"),
        ("methods/fi/company-visit.md", "fi/company-visit.md: missing"),
        ("methods/sv/company-visit.md", "sv/company-visit.md: missing"),
        ("content/sv/1-everyday.md", "sv/1-everyday.md: missing"),
    ],
)
def test_a_missing_language_is_named(texts, path, complaint):
    texts.remove(path)
    assert [line for line in complaints() if complaint in line]


def test_a_word_is_right_in_another_sense_and_in_the_name_of_a_file():
    assert [word for _line, word, _right in wrong_words("fi", "Voit\nluovuttaa kumppanin.")] == ["luovuttaa"]
    assert not list(wrong_words("fi", "Opiskelijoiden tietoja ei luovuteta. Vanhasta tavasta luovutaan."))
    assert not list(wrong_words("en", "[A conversation](method:yearly-check-up)"))


def test_the_catalogues_are_held_to_the_words_too():
    found = list(complaints_on_translations("fi", ["Liitä se jaksoon", "Liitä se oppimisjaksoon"]))
    assert len(found) == 1
    assert "fi/LC_MESSAGES/messages.po: 'oppimisjakso' in" in found[0]


def test_faults_end_the_command_with_1(texts):
    texts.edit(VISIT, "kind: visit", "kind: trip")
    answer = CliRunner().invoke(main, ["check-content"])
    assert answer.exit_code == 1
    assert VISIT in answer.output


def test_a_new_packaged_method_is_one_markdown_file(maija, texts):
    text = (texts.root / VISIT).read_text(encoding="utf-8").replace("for_partner: true\n", "")
    title = text.split("title: ")[1].splitlines()[0]
    for language in ("fi", "en"):
        texts.write(f"methods/{language}/new-one.md", text.replace(f"title: {title}", "title: A new one"))
    assert "A new one" in maija.get("methods/?q=new+one").text
    assert maija.get("methods/new-one").status_code == 200
    assert maija.get("methods/new-one/template.docx").status_code == 200


def test_a_page_with_broken_front_matter_says_so_and_the_rest_works(maija, texts, caplog):
    texts.edit(VISIT, "title: ", "title: [")
    texts.edit("content/en/1-everyday.md", "title: ", "title: [")
    page = maija.get("methods/company-visit")
    assert page.status_code == 200
    assert "its file has a mistake in it" in page.text
    assert "company-visit" in caplog.text
    assert maija.get("methods/company-visit/sheet").status_code == 404
    assert maija.get("methods/company-visit/template.docx").status_code == 404
    assert maija.post("methods/company-visit/copy").status_code == 404
    assert "its file has a mistake in it" in maija.get("tiers/everyday/description").text
    for path in (
        "",
        "methods/",
        "methods/?q=visit",
        "tiers/development",
        "tiers/everyday",
        "tiers/everyday/methods",
        "methods/service-promise",
        "search?q=visit",
        "pages/glossary",
    ):
        assert maija.get(path).status_code == 200, path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tiers: [", "tiers: 5 #"),
        ("phases: [", "phases: null #"),
        ("title: ", "title: 2024 #"),
        ("minutes: ", "minutes: sixty #"),
        ("related: [", "related: 5 #"),
        ("tiers: [", "tiers: everyday #"),
        ("tiers: [", "tiers: [foo] #"),
        ("tiers: [", "nothing: ["),
    ],
)
def test_front_matter_of_a_wrong_type_hurts_no_other_page(maija, texts, old, new):
    texts.edit(VISIT, old, new)
    assert complaints()
    for path in (
        "",
        "methods/",
        "methods/?minutes=60",
        "methods/?phase=do",
        "tiers/everyday",
        "tiers/everyday/methods",
        "search?q=visit",
        "methods/company-visit",
    ):
        assert maija.get(path).status_code == 200, path
    assert maija.post("methods/company-visit/copy").status_code in (303, 404)
    assert maija.get("methods/").status_code == 200
