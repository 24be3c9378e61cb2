from __future__ import annotations

import re

import pytest

from tests.contracts import tree

# Each is written in pieces, so that this file may stand among those it reads.
HOSTS = (
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("npmjs", "org"),
    ("npmjs", "com"),
    ("yarnpkg", "com"),
    ("golang", "org"),
    ("crates", "io"),
    ("pkgs", "dev"),
)
SETTINGS_OF_REGISTRIES = ('"resol' + 'ved":', "index-" + "url =", "registry" + "=http")
FOLDERS = ("work", "root", "Users", "mnt")
PEOPLE_AT_WORK = (
    ("the", "lead"),
    ("the", "brief"),
    ("the", "design"),
    ("sub", "agent"),
    ("work", "tree"),
    ("cla", "ude"),
    ("anth", "ropic"),
    ("chat", "gpt"),
    ("open", "ai"),
    ("co", "pilot"),
    ("to", "do"),
    ("fix", "me"),
    ("x", "xx"),
)
UNFINISHED = frozenset({"to do", "fix me", "x xx"})


def _pattern() -> re.Pattern[str]:
    hosts = [re.escape(".".join(parts)) for parts in HOSTS]
    folders = [rf"(?<![\w.)}}\]*-])/{name}/" for name in FOLDERS]
    homes = [r"(?<![\w.)}\]*-])/ho" + r"me/\w", r"(?-i:\b[A-Z]:" + r"\\\w)"]
    people = []
    for parts in PEOPLE_AT_WORK:
        if " ".join(parts) in UNFINISHED:
            people.append(rf"(?-i:\b{''.join(parts).upper()}\b)")
        else:
            people.append(rf"\b{parts[0]}[ -]?{parts[1]}s?\b(?! sentence)")
    settings = [re.escape(text) for text in SETTINGS_OF_REGISTRIES]
    return re.compile("|".join([*hosts, *folders, *homes, *people, *settings]), re.IGNORECASE)


FORBIDDEN = _pattern()


def test_the_repository_speaks_of_the_product_alone() -> None:
    found = [
        f"{path.relative_to(tree.ROOT)}:{number}: {match[0]}"
        for path in tree.files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if (match := FORBIDDEN.search(line))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "https://" + "files.pythonhosted" + ".org/packages",
        '      "resol' + 'ved": "https://somewhere/x.tgz",',
        "see /" + "work/notes.md",
        "cp /ho" + "me/someone/file .",
        "as the de" + "sign says",
        "# TO" + "DO: later",
        "asked the le" + "ad",
    ],
)
def test_a_word_from_elsewhere_is_found(line: str) -> None:
    assert FORBIDDEN.search(line)


@pytest.mark.parametrize(
    "line",
    [
        "a todo list that someone leads",
        "https://example.org/wo" + "rk/in/progress",
        "the leading zero",
        "the le" + "ad sentence of a page",
        "ui/root/index.html",
        "the designation of a body",
    ],
)
def test_words_of_the_product_are_let_be(line: str) -> None:
    assert not FORBIDDEN.search(line)
