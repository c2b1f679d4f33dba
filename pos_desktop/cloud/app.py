"""The ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response

from pos_desktop.cloud import api
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

    @app.exception_handler(ApiError)
    async def refused(_request: Request, error: ApiError) -> Response:
        return api.refusal(error)

    return app
