"""The measured process: the whole application, and beside it routes that send the same SQL by hand.

``python -m tests.bench.served DATABASE_URL PORT KEPT`` serves on 127.0.0.1 until it is ended;
KEPT is how many bytes of answers the application may keep to give again.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from schema.protocol.admission import Quota
from schema.protocol.endpoint import Limits
from schema.protocol.port import GraphQLRequest, RequestContext
from server.app.collecting import settle
from server.app.factory import create_app, layers
from server.app.logs import configure
from server.app.metrics import Metrics
from server.app.reading import Reading
from server.identity.actor import Actor, nobody
from server.identity.service.tokens import actor_of_token
from server.kit.settings import Settings
from server.kit.store.database import Database
from server.kit.store.readers import Binds, Found, Readers, open_readers
from tests.bench.country import MADE_AT, SECRET, TODAY
from tests.bench.questions import READ

UNBOUND = Quota(10**15)

Statement = tuple[str, Sequence[Any] | Mapping[str, Any]]


class Recording:
    """Readers that remember the statements they were given since ``given`` was emptied.

    What is computed of an answer may ask for more after the first, such as who the viewer is.
    """

    def __init__(self, readers: Readers) -> None:
        self.readers, self.dialect = readers, readers.dialect
        self.given: list[Statement] = []

    async def fetch(self, sql: str, binds: Binds) -> str:
        self.given.append((sql, binds))
        return await self.readers.fetch(sql, binds)

    async def row(self, sql: str, binds: Binds) -> Found:
        self.given.append((sql, binds))
        return await self.readers.row(sql, binds)

    async def glance(self, sql: str, key: str | int) -> Found | None:
        return await self.readers.glance(sql, key)

    async def close(self) -> None:
        await self.readers.close()


class Bare:
    """``/bare/<actor>/<question>``: the engine's statement with its values, and nothing else.

    No middleware, no parsing, no limits: what one who writes each route by hand could not save.
    ``/bare/<actor>/<question>/all`` sends those too that what is computed of the answer asks for.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.readers: Recording | None = None
        self.statements: dict[str, list[Statement]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.readers is None:
            self.readers = Recording(await open_readers(self.settings))
            await self._learn(self.readers)
        while (await receive()).get("more_body"):
            pass
        statements = self.statements[scope["path"].removeprefix("/bare/")]
        found = [await self.readers.readers.fetch(sql, binds) for sql, binds in statements]
        body = b'{"data":' + found[0].encode() + b"}"
        length = str(len(body)).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", length)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _learn(self, readers: Recording) -> None:
        reading = Reading(Database(self.settings, readers), demonstration=False, kept=0)
        for name, actor in (("nobody", nobody()), ("editor", await _editor(readers))):
            for question in READ.values():
                request = GraphQLRequest(question.text, question.variables, None)
                context = RequestContext(actor, "fi", TODAY, "bench")
                readers.given = []
                await reading.execute(request, context, reading_only=True)
                self.statements[f"{name}/{question.name}"] = readers.given[:1]
                self.statements[f"{name}/{question.name}/all"] = readers.given


async def _editor(readers: Readers) -> Actor:
    actor = await actor_of_token(readers, SECRET, at=MADE_AT, request_id="bench")
    if actor is None:
        raise LookupError("the bench's token is not in the database")
    return actor


def layered(settings: Settings, bare: ASGIApp) -> ASGIApp:
    """The bare routes behind the layers that the application stands behind, to see their part."""
    behind: ASGIApp = bare
    for layer in reversed(layers(settings, Metrics())):
        behind = layer.cls(behind, *layer.args, **layer.kwargs)
    return behind


def both(settings: Settings, kept: int) -> ASGIApp:
    """The application, which keeps so many bytes of answers, with the bare routes before it."""
    # One caller asks as fast as it can: quotas are not what is measured.
    limits = Limits(anonymous=UNBOUND, signed_in=UNBOUND)
    ours, bare = create_app(settings, limits=limits, kept=kept), Bare(settings)
    behind = layered(settings, bare)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"] if scope["type"] == "http" else ""
        if path.startswith("/layered/"):
            scope["path"] = path.replace("/layered/", "/bare/", 1)
            await behind(scope, receive, send)
        else:
            await (bare if path.startswith("/bare/") else ours)(scope, receive, send)

    return app


def main(database_url: str, port: str, kept: str) -> None:
    """Serve until ended."""
    settings = Settings(database_url=database_url, demo=True, today=TODAY)
    configure(settings.log_level)
    options: dict[str, Any] = {"log_config": None, "access_log": False, "server_header": False}
    app = both(settings, int(kept))
    settle()
    uvicorn.run(app, host="127.0.0.1", port=int(port), **options)


if __name__ == "__main__":
    main(*sys.argv[1:])
