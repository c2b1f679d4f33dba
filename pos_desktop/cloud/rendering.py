"""Templates into answers, with the headers every page carries."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from pos_desktop.cloud.parts import Parts
from pos_desktop.cloud.words import Words, chosen

LANGUAGE_COOKIE = "pos_language"
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
}


def words_of(request: Request) -> Words:
    return chosen(request.cookies.get(LANGUAGE_COOKIE), Parts.of(request).settings.language)


def page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """The template with w (Words), icon() and the values; autoescaped, never cached."""
    words = words_of(request)
    folder = Parts.of(request).settings.resources_dir

    def icon(name: str) -> Markup:
        return _icon(folder, name)

    text = (
        _templates()
        .get_template(template)
        .render(w=words, icon=icon, path=request.url.path, **values)
    )
    return HTMLResponse(text, status_code=status, headers=_HEADERS)


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@lru_cache(maxsize=64)
def _icon(folder: Path | None, name: str) -> Markup:
    """A shipped icon drawn into the page, "" where the server has none."""
    path = folder / "icons" / f"{name}.svg" if folder else None
    if path is None or not path.is_file():
        return Markup("")
    drawing = path.read_text(encoding="utf-8").strip()
    return Markup(drawing.replace("<svg ", '<svg class="icon" aria-hidden="true" ', 1))  # noqa: S704
