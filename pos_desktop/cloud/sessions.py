"""Cookies, sign-in and the checks that stand before the owner's pages."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from pos_desktop.cloud.owner_access import SESSION_SECONDS
from pos_desktop.cloud.parts import Parts
from pos_desktop.cloud.rendering import LANGUAGE_COOKIE, page
from pos_desktop.cloud.words import LANGUAGES

router = APIRouter()
_COOKIE = "pos_session"
_MOST_FORM_BYTES = 8_192
_YEAR_SECONDS = 365 * 24 * 3600


class NeedsSignInError(Exception):
    """A page was asked for without a session."""


class ForeignFormError(Exception):
    """A form was sent from another site."""


def need_session(request: Request) -> None:
    """Before every page of the owner."""
    token = request.cookies.get(_COOKIE, "")
    if not token or not Parts.of(request).access.is_session(token):
        raise NeedsSignInError


def need_same_origin(request: Request) -> None:
    """Before every change: the form must come from our own page (OWASP CSRF cheat sheet, origin
    check; the cookie's SameSite=Lax stands behind it)."""
    origin = request.headers.get("origin", "")
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site not in {"same-origin", "none"}:
        raise ForeignFormError
    if origin and origin != "null" and urlsplit(origin).netloc != request.headers.get("host"):
        raise ForeignFormError


def start_session(request: Request, response: Response) -> Response:
    """The response with the cookie of a fresh session."""
    response.set_cookie(
        _COOKIE,
        Parts.of(request).access.new_session(),
        max_age=SESSION_SECONDS,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a small form; empty when it is too large."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_FORM_BYTES:
            return {}
    return dict(
        parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20)
    )


@router.get("/login")
def login_page(request: Request) -> Response:
    return _login(request, "" if Parts.of(request).access.has_password() else "no_password")


@router.post("/login", dependencies=[Depends(need_same_origin)])
async def login(request: Request) -> Response:
    """Check the password; each address may try five times a minute, all together twenty."""
    parts = Parts.of(request)
    caller = request.client.host if request.client else ""
    if not parts.login_tries.allow(caller) or not parts.all_login_tries.allow(""):
        return _login(request, "limit", 429)
    password = (await form_of(request)).get("password", "")
    # argon2 is slow on purpose, so it must not hold up the registers.
    if not await run_in_threadpool(parts.access.check_password, password):
        return _login(request, "wrong", 403)
    parts.login_tries.forget(caller)
    return start_session(request, RedirectResponse("/", 303))


@router.get("/login/{token}")
def login_by_link(request: Request, token: str) -> Response:
    """A one-time link: signs in once."""
    if not Parts.of(request).access.use_link(token):
        return _login(request, "link_over", 403)
    return start_session(request, RedirectResponse("/", 303))


@router.post("/logout", dependencies=[Depends(need_same_origin)])
def logout(request: Request) -> Response:
    Parts.of(request).access.end_session(request.cookies.get(_COOKIE, ""))
    response = RedirectResponse("/login", 303)
    response.delete_cookie(_COOKIE)
    return response


@router.get("/language/{lang}")
def language(request: Request, lang: str) -> Response:
    """Remember the language and go back to the page the person was on."""
    came_from = urlsplit(request.headers.get("referer", ""))
    ours = came_from.netloc == request.headers.get("host") and came_from.path.startswith("/")
    path = "/" + came_from.path.lstrip("/") if ours else "/"
    back = f"{path}?{came_from.query}" if ours and came_from.query else path
    response = RedirectResponse(back, 303)
    if lang in LANGUAGES:
        response.set_cookie(
            LANGUAGE_COOKIE, lang, max_age=_YEAR_SECONDS, httponly=True, samesite="lax"
        )
    return response


def _login(request: Request, said: str, status: int = 200) -> Response:
    return page(request, "login.html", status, said=said, refresh=False)
