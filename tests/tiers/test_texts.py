"""The model's pages: three languages, the same parts in the same order."""

import re

import pytest


@pytest.mark.parametrize("tier", ["everyday", "development", "strategic", "network", "other"])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_tier_has_partners_methods_and_description_each_with_its_address(visit, open_course, tier, language):
    open_course()
    maija = visit("maija", language=language)
    pages = {"partners": f"tiers/{tier}", "methods": f"tiers/{tier}/methods", "description": f"tiers/{tier}/description"}
    for part, path in pages.items():
        page = maija.get(path).text
        assert [found for found in pages if f'id="{found}"' in page] == [part]
        assert all(f'href="{maija.base}{other}"' in page for other in pages.values())
        assert f'<html lang="{language}">' in page
        assert f'class="shell {tier}"' in page


def test_links_between_texts_lead_to_pages_of_this_launch(maija):
    for path in ("pages/introduction", "pages/guides", "tiers/everyday", "methods/service-promise"):
        page = maija.get(path).text
        assert not re.search(r'href="(tier|method|page|log|needs|agreements|teams):', page)
        for address in set(re.findall(r'href="(/l/[^"#]+)"', page)):
            assert maija.request("GET", address).status_code == 200, address


@pytest.mark.parametrize("link", ["log:0", "partners:0", "needs:0", "agreements:0", "teams:0", "methods:0"])
def test_a_text_leads_to_the_pages_of_the_register(maija, texts, link):
    texts.edit("content/en/1-everyday.md", "\n## ", f"\n[a way there]({link})\n\n## ")
    maija.post("tiers/everyday/own-words", {"text": f"[our way there]({link})", "version": "0"})
    page = maija.get("tiers/everyday/description").text
    packaged = re.search(r'<a href="([^"]+)">a way there</a>', page)
    own = re.search(r'<a href="([^"]+)">our way there</a>', page)
    assert packaged[1] == own[1]
    assert maija.request("GET", packaged[1]).status_code == 200


def test_the_introduction_explains_purpose_use_and_concepts(visit, open_course):
    open_course()
    page = visit("maija").get("pages/introduction").text.lower()
    for concept in ("asiakas", "kumppanuus", "sidosryhmä", "palveluverkosto", "toimintasuunnitelma"):
        assert concept in page, concept


def test_the_overview_counts_the_partners_of_each_tier(maija):
    maija.add("Yksi Oy")
    maija.add("Kaksi Oy")
    maija.add("Kolme Oy", tier="network")
    page = maija.get().text
    assert page.count("2 partners") == 1
    assert page.count("1 partner<") == 1
    assert page.count("no partners yet") == 3
