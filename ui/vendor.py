"""Copy the third-party files the pages use out of ``node_modules`` under hashed names.

Run ``npm ci`` in ``ui/`` first, then ``python -m ui.vendor``."""

import json
import shutil
from pathlib import Path

from ui.assets import MANIFEST, hashed_name

MODULES = Path(__file__).parent / "node_modules"
FILES = {
    "source-sans-3.woff2": (
        "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2"
    ),
    "react.js": "react/umd/react.production.min.js",
    "react-dom.js": "react-dom/umd/react-dom.production.min.js",
    "graphiql-editor.css": "graphiql/graphiql.min.css",
    "graphiql-editor.js": "graphiql/graphiql.min.js",
    "graphiql-explorer.css": "@graphiql/plugin-explorer/dist/style.css",
    "graphiql-explorer.js": "@graphiql/plugin-explorer/dist/index.umd.js",
}


def copy_vendor_files() -> dict[str, str]:
    """Fill ``static/vendor`` anew and answer plain name → hashed name.

    Raises FileNotFoundError when the packages have not been installed.
    """
    folder = MANIFEST.parent
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    manifest = {}
    for name, source in FILES.items():
        content = (MODULES / source).read_bytes()
        manifest[name] = hashed_name(name, content)
        (folder / manifest[name]).write_bytes(content)
    MANIFEST.write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n")
    return manifest


if __name__ == "__main__":
    copy_vendor_files()
