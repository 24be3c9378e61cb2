"""Styles, script, font and icon: each file's address carries the hash of its content, so a
browser may keep it for ever."""

import hashlib
import json
import mimetypes
import re
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

STATIC = Path(__file__).parent / "static"
MANIFEST = STATIC / "vendor" / "manifest.json"
FOR_EVER = "public, max-age=31536000, immutable"
_URL = re.compile(r"url\(([\w.-]+)\)")
_FONT_FACE = re.compile(r"@font-face\{[^}]*\}\n?")
mimetypes.add_type("font/woff2", ".woff2")


def hashed_name(name: str, content: bytes) -> str:
    """``app.css`` with the first twelve hex digits of its SHA-256: ``app.0123456789ab.css``."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}{dot}{suffix}"


class Assets:
    """All static files of the pages, read once at start.

    Third-party files come from ``static/vendor`` when ``python -m ui.vendor`` has run; without
    them the pages use the system's font and the query editor is left out.
    """

    def __init__(self) -> None:
        self._addresses: dict[str, str] = {}
        self._contents: dict[str, tuple[bytes, str]] = {}
        if MANIFEST.exists():
            for name, hashed in json.loads(MANIFEST.read_text()).items():
                self._keep(name, (MANIFEST.parent / hashed).read_bytes())
        for path in sorted(p for p in STATIC.iterdir() if p.is_file() and p.suffix != ".css"):
            self._keep(path.name, path.read_bytes())
        for path in sorted(STATIC.glob("*.css")):
            self._keep(path.name, self._linked(path.read_text(encoding="utf-8")).encode())

    def _keep(self, name: str, content: bytes) -> None:
        hashed = hashed_name(name, content)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self._addresses[name] = f"/static/{hashed}"
        self._contents[hashed] = (content, kind)

    def _linked(self, css: str) -> str:
        """Point ``url(name)`` at hashed addresses; a font that is not installed is left out."""
        if "source-sans-3.woff2" not in self._addresses:
            css = _FONT_FACE.sub("", css)
        return _URL.sub(lambda found: f"url({self.address(found[1])})", css)

    def has(self, name: str) -> bool:
        """Is the file here? Third-party files are absent until they have been fetched."""
        return name in self._addresses

    def address(self, name: str) -> str:
        """The address of a file by its plain name. Raises KeyError for an unknown name."""
        return self._addresses[name]

    async def serve(self, request: Request) -> Response:
        """Answer one file, to be kept for ever."""
        found = self._contents.get(request.path_params["name"])
        if found is None:
            raise HTTPException(404)
        content, kind = found
        return Response(content, media_type=kind, headers={"Cache-Control": FOR_EVER})
