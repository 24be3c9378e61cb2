from __future__ import annotations

import pytest

from server.kit.texts import url_fault


@pytest.mark.parametrize(
    "link",
    [
        "https://www.finlex.fi/fi/lainsaadanto/2021/611",
        "http://kunta.example/poytakirjat?kokous=3&kohta=12#liite-1",
        "HTTPS://Kunta.Example:8443/",
        "https://kunta.example.",
        "https://intra/asiat",
        "https://pirkkala.tweb_julkaisu.example/ktwebscr/fileshow?doc=1",
        "https://sjötunnan.example/möte/§14",
        "https://xn--sjtunnan-n4a.example/",
        "https://192.0.2.7/",
        "https://[2001:db8::7]:8443/asia",
        "https://kunta.example/a%20b/{1A2B}",
        "https://kunta.example/@neuvottelu",
    ],
)
def test_an_address_that_browsers_take_as_written_is_a_link(link: str) -> None:
    assert url_fault("memoUrl", link) is None


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://kunta.example/",
        "//kunta.example/",
        "kunta.example",
        "http:",
        "http://",
        "http:///polku",
        "https://?kysymys",
        "https://#kohta",
        "https://:443/",
        "https://.",
        "https://..example",
        "https://kunta..example/",
        "https://-kunta.example/",
        "https://kunta.example:0/",
        "https://kunta.example:99999/",
        "https://kunta.example:portti/",
        "https://[::1",
        "https://[kunta]/",
        "https://%6bunta.example/",
        "https://1.2.3/",
        "https://256.1.1.1/",
        f"https://{'a' * 64}.example/",
        "https://someone@kunta.example/",
        "https://kunta.example@evil.example/",
        "https://someone:secret@kunta.example/",
        "https://kunta.example\\@evil.example/",
        "https://evil.example\\.kunta.example/",
        "https://kunta.example/a b",
        " https://kunta.example/",
        "https://kunta.example/\u00a0",
        "https://kunta.example/\u200b",
        "https://kun\u00adta.example/",
        "ht\ntps://kunta.example/",
        "https://kunta\t.example/",
        'https://kunta.example/"onclick="x',
        "https://kunta.example/<b>",
    ],
)
def test_what_a_browser_would_read_otherwise_or_not_at_all_is_no_link(link: str) -> None:
    fault = url_fault("memoUrl", link)
    assert fault is not None
    assert (fault.path, fault.code) == (("memoUrl",), "NOT_A_LINK")


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("", "REQUIRED"),
        (f"https://kunta.example/{'a' * 1000}", "TOO_LONG"),
        ("https://kunta.example/\x00", "CONTROL_CHARACTER"),
        ("https://kunta.example/\u202egpj", "CONTROL_CHARACTER"),
    ],
)
def test_what_is_wrong_as_a_text_is_said_as_such(link: str, code: str) -> None:
    fault = url_fault("memoUrl", link)
    assert fault is not None
    assert fault.code == code


def test_no_link_is_no_fault_and_a_nested_field_keeps_its_path() -> None:
    assert url_fault("memoUrl", None) is None
    fault = url_fault("plan.memoUrl", "x")
    assert fault is not None
    assert fault.path == ("plan", "memoUrl")
