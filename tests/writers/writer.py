"""One of many who correct partners at once, through the pages, as a person does: read, type, save, decide in a conflict."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass, field

import html5lib
import requests

from tests.serving import PATIENCE, Caller

HTMX = {"HX-Request": "true"}
LETTERS = {"name": "n", "url": "u", "description": "d", "contact": "c"}


@dataclass
class Typed:
    """One value that a writer saved, and every page the writer had seen of its row in that edit."""

    value: str
    pages: list[str]


@dataclass
class Writer:
    """A colleague with a browser; `accepted` is what the tool said it saved, `statuses` what it answered to each save."""

    number: int
    caller: Caller
    rows: list[int]
    edits: int
    statuses: Counter[int] = field(default_factory=Counter)
    accepted: list[Typed] = field(default_factory=list)
    given_up: int = 0
    unanswered: int = 0  # the server was gone; asked again

    def write(self) -> None:
        self.chance = random.Random(self.number)
        for edit in range(1, self.edits + 1):
            self.edit(self.chance.choice(self.rows), edit)

    def edit(self, row: int, edit: int) -> None:
        """One correction of one or two fields; in a conflict half are given up and half saved over what is shown."""
        page = self.ask("GET", f"partners/rows/{row}/edit").text
        pages = [page]
        form = fields_of(page)
        mine = {
            name: value_of(name, self.number, edit) for name in self.chance.sample(sorted(LETTERS), self.chance.choice([1, 1, 2]))
        }
        form |= mine
        while True:
            answer = self.ask("POST", f"partners/rows/{row}", form)
            self.statuses[answer.status_code] += 1
            if answer.status_code == 200:
                self.accepted += [Typed(value, pages) for value in mine.values()]
                return
            pages.append(answer.text)
            if answer.status_code != 409 or self.chance.random() < 0.5:
                self.given_up += 1
                return
            form = fields_of(answer.text)
            assert mine.items() <= form.items(), "what was typed is gone from the page of the conflict"

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> requests.Response:
        """Ask, and ask the same again while nobody answers, as one does who presses the button again."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return self.caller.request(method, self.caller.base + path, data=form, headers=HTMX)
            except requests.ConnectionError:
                self.unanswered += 1
                assert time.monotonic() < until, "the server did not come back"
                time.sleep(0.2)


def value_of(name: str, writer: int, edit: int) -> str:
    """A value that nobody else ever types."""
    mark = f"{LETTERS[name]}{writer}x{edit}x"
    return f"https://{mark}.example" if name == "url" else f"Arvo {mark}"


def fields_of(page: str) -> dict[str, str]:
    """The values that the form of this fragment would send."""
    tree = html5lib.parseFragment(page, container="tbody", namespaceHTMLElements=False)
    form = next(tree.iter("form"))
    inputs = {each.get("name"): each.get("value", "") for each in form.iter("input")}
    texts = {each.get("name"): "".join(each.itertext()).removeprefix("\n") for each in form.iter("textarea")}
    return inputs | texts
