"""``/schema.graphql``: the printed schema, for readers and for tools that generate clients."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from schema.protocol.answers import Reply, is_known, tag_of


class PrintedSchema:
    """ASGI application that answers the schema's text with an entity tag."""

    def __init__(self, sdl: str) -> None:
        self._reply = Reply(200, sdl.encode(), {"Content-Type": "text/plain; charset=utf-8"})
        tag = tag_of(self._reply)
        self._reply.headers |= {"ETag": tag, "Cache-Control": "public, max-age=0, must-revalidate"}
        self._tag = tag

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            await Reply(405, b"", {"Allow": "GET, HEAD"}).send(send)
        elif is_known(self._tag, Headers(scope=scope).get("if-none-match")):
            await Reply(304, b"", self._reply.headers).send(send)
        else:
            await self._reply.send(send, body=scope["method"] == "GET")
