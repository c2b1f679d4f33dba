"""The ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles

from pos_desktop.cloud import api, pages, sessions
from pos_desktop.cloud.batches import ApiError
from pos_desktop.cloud.parts import Parts, build
from pos_desktop.cloud.settings import CloudSettings


def create_app(settings: CloudSettings, parts: Parts | None = None) -> FastAPI:
    """The application; parts are built from the settings unless handed over."""
    made = parts or build(settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        made.projector.start()
        try:
            yield
        finally:
            made.projector.stop()
            made.database.close()

    # The generated documentation pages load scripts from elsewhere, so they stay off.
    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.parts = made
    app.include_router(api.router)
    app.include_router(sessions.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"))
    if settings.resources_dir is not None:
        app.mount("/fonts", StaticFiles(directory=settings.resources_dir / "fonts"))

    @app.exception_handler(ApiError)
    async def refused(_request: Request, error: ApiError) -> Response:
        return api.refusal(error)

    @app.exception_handler(sessions.NeedsSignInError)
    async def sign_in(_request: Request, _error: sessions.NeedsSignInError) -> Response:
        return RedirectResponse("/login", 303)

    @app.exception_handler(sessions.ForeignFormError)
    async def foreign(_request: Request, _error: sessions.ForeignFormError) -> Response:
        return PlainTextResponse("a form from another site", 403)

    return app
