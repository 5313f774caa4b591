"""In which language a page is shown: the launch's, then the browser's, then Finnish. Which there are: `languages`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from babel.support import NullTranslations
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, Domain, force_locale, format_decimal, get_locale, refresh
from markupsafe import Markup

from .languages import DEFAULT, LANGUAGES


def known_language(tag: str | None) -> str | None:
    """`fi_FI`, `sv-FI`, `en` as one of ours; None for any other."""
    language = (tag or "").replace("_", "-").split("-")[0].lower()
    return language if language in LANGUAGES else None


def choose_language() -> str:
    """The language of this request (LTI launch_presentation.locale first)."""
    if not has_request_context():
        return DEFAULT
    return known_language(g.get("language")) or browser_language() or DEFAULT


def browser_language() -> str | None:
    """The first of ours that the browser asks for, where there is one."""
    return request.accept_languages.best_match(list(LANGUAGES)) if has_request_context() else None


def current_language() -> str:
    """The language the page is shown in, as fi, sv or en."""
    locale = get_locale()
    return locale.language if locale else DEFAULT


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """What is said within is said in this language, whatever the request's is."""
    _forget_language()
    try:
        with force_locale(LANGUAGES[language].locale):
            yield
    finally:
        _forget_language()


def speak(language: str) -> None:
    """From now on this language is the request's."""
    g.language = language
    _forget_language()
    refresh()


def _forget_language() -> None:
    """What a request keeps of the language that is spoken is looked up anew from now on."""
    g.pop("texts", None)
    g.pop("days", None)


def _choose_locale() -> str:
    return LANGUAGES[choose_language()].locale


class _Texts(Domain):
    """The texts of the language that is spoken, looked up once for a page: it has a hundred of them."""

    def get_translations(self) -> NullTranslations:
        texts: NullTranslations | None = g.get("texts")
        if texts is None:
            texts = g.texts = super().get_translations()
        return texts


_TEXTS = _Texts()


def _marked_text(text: str, /, **values: Any) -> Markup:
    """A text in a template, with these values in it: as the i18n extension's `gettext`, which asks around for each text."""
    shown = Markup(_TEXTS.get_translations().gettext(text))  # noqa: S704  # the catalogues are ours
    return shown % values if "%" in shown else shown


def decimal(value: float) -> str:
    """A number with one decimal, as 3,5 or 3.5."""
    return format_decimal(round(value, 1) + 0.0, "0.0")  # no -0.0


def short_name(name: str) -> str:
    """`Maija Koskela` as `Maija K.`, for narrow columns."""
    first, _space, last = name.partition(" ")
    return f"{first} {last[0]}." if last[:1].isalpha() else name


_SECOND_HALVES = re.compile(
    r"(?<=\w)(kumppanuu|verkosto|palvelu|henkilö|sidosryhm|minen|ginen|giskt|partnerskap|person|nätverk|ment\b|tapahtum|tillfäll)",
    re.IGNORECASE,
)


def breakable(text: str) -> str:
    """With soft hyphens where the long words of the model may be broken: not every browser knows Finnish and Swedish."""
    return _SECOND_HALVES.sub("\u00ad\\1", text)


@lru_cache(maxsize=4096)
def host(url: str) -> str:
    """The part of a link that tells where it leads."""
    try:
        return (urlsplit(url).hostname or url).removeprefix("www.")
    except ValueError:  # what is no address is shown as it is
        return url


def site(url: str) -> str:
    """An address without its scheme: two platforms may share a host."""
    return url.partition("://")[2].rstrip("/") or url


def init_app(app: Flask) -> None:
    Babel(app, default_locale=LANGUAGES[DEFAULT].locale, locale_selector=_choose_locale).domain_instance = _TEXTS
    app.jinja_env.globals["gettext"] = _marked_text
    app.jinja_env.globals["_"] = _marked_text
    for show in (decimal, short_name, breakable, host, site):
        app.jinja_env.filters[show.__name__] = show
    app.jinja_env.globals["current_language"] = current_language
