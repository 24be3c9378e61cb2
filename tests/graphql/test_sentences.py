"""Every code the product raises has its sentence in each language, of facts that come with it."""

from __future__ import annotations

import csv
import re
import string
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from schema.engine.errors import _ENGLISH as OF_THE_ENGINE
from schema.obligations.standing import _named
from schema.protocol.refusals import FAULT, PARSE_FAILED, STATUSES, VALIDATION_FAILED
from schema.texts import LANGUAGES, catalogue, text
from server.identity import policy
from server.identity.actor import Role
from server.kit.errors import DomainError
from server.obligations.rules import Missing, MissingCode, Reason, ReasonCode, spans
from server.obligations.rules.beside import BesideCode
from tests.graphql.raised import made_elsewhere, raised
from tests.rules import rule_notation
from tests.rules.case_notation import read_facts

FIXTURES = Path(__file__).parents[2] / "fixtures"
CASES = {
    "obligation_cases.csv": read_facts,
    "obligation_rule_cases.csv": rule_notation.read_facts,
}
WARNINGS = {
    "AWAITS_ACCEPTANCE",
    "CODE_WAS_ENDED",
    "CONFIRMED_ANOTHER_DAY",
    "COUNTY_ABSENT",
    "COUNTY_LEFT",
    "DAY_PASSED",
    "DECIDED_AFTER_START",
    "DECIDED_TWICE",
    "DONE_BEFORE_AGREED",
    "DUE_BEFORE_AGREED",
    "ENDORSED_ANEW",
    "EVIDENCE_OUTSIDE",
    "GAP_BEFORE_TERM",
    "HELD_AFTER_END",
    "HELD_BEFORE_START",
    "INVITED_AFTER_DAY",
    "LIKELY_TWIN",
    "LIKELY_TWIN_BODY",
    "LIKELY_TWINS",
    "MERGED_ACROSS_COUNTIES",
    "MINUTES_OUT_ALREADY",
    "NOT_IN_COUNTY",
    "NOT_NEW_YEAR",
    "OTHER_DAY_THAN_SET",
    "SEAT_TO_FILL",
    "PARTS_GO_ON",
    "OUTCOME_ON_AGENDA",
    "PUBLISHED_UNAPPROVED",
    "PUBLISHED_UNCHECKED",
    "RESPONSIBLE_NO_PARTY",
    "PRESENT_AFTER_END",
    "PRESENT_BEFORE_OPENING",
    "SUCCESSOR_MISSING",
    "WAS_NOT_CALLED",
}
REFUSED_BY = {
    "NOT_A_MEMBER": {"organisation_code"},
    "NOT_A_PERSON": set(),
    "ROLE_BEYOND_OWN": {"role"},
}
LABELS = {
    "NOBODY": set(),
    "SYSTEM": set(),
    "NAMED": {"name"},
    "ROLE_OF_ORGANISATION": {"role", "organisation"},
}
# How a sentence or a clause begins that tells its reader what to do.
TO_DO = {
    "fi": (
        "aloita anna aseta avaa jatka jätä kerro kirjaa kirjoita korjaa kutsu käytä lisää lyhennä"
        " merkitse muokkaa muuta nimeä odota peru poista pyydä päivitä päätä siirrä suunnittele"
        " tarkista tee täytä valitse yhdistä"
    ),
    "sv": (
        "ange anteckna använd avsluta be flytta fortsätt fyll förkorta gör häv inled invänta kalla"
        " kontrollera lägg lämna planera registrera rätta sammanför skriv ställ sätt ta uppdatera"
        " utelämna välj återta ändra öppna"
    ),
    "en": (
        "add amend ask cancel change check choose correct end fill give go invite leave make mark"
        " move name plan read record release remove reopen say set shorten start take type use wait"
        " withdraw write"
    ),
}
NOTHING_TO_DO = {
    "fault.ENDORSED_ALREADY": "it is done already, and asked for again only of minutes that change",
    "fault.NOT_DISPUTED": "what would be taken back is not there",
    "fault.PUBLISHED_ALREADY": "it is done already, and what changes shows by itself",
}

Keyed = tuple[str, frozenset[str]]


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def of_calls() -> Iterator[Keyed]:
    for each in raised():
        if each.call in ("RequestError", "Refusal"):
            yield each.code, each.facts
        else:
            spoken = "warning" if each.code in WARNINGS else "fault"
            names = {"organisation"} if {"code", "organisation"} & each.facts else set[str]()
            yield f"{spoken}.{each.code}", each.facts | names


def of_refusals() -> Iterator[Keyed]:
    by_policy = [each.value for each in policy.Condition if each is not policy.Condition.NONE]
    roles = (policy.ROLE_MISSING, policy.NATIONAL_ROLE_MISSING)
    for reason in (policy.NOT_SIGNED_IN, *roles, *by_policy):
        yield f"not_allowed.{reason}", frozenset({"reason", "permission", "role"})
    for reason, facts in REFUSED_BY.items():
        yield f"not_allowed.{reason}", frozenset({"reason", *facts})


def of_problems() -> Iterator[Keyed]:
    facts = {
        "CODE_REFUSED": frozenset({"fault", "value"}),
        "OUTSIDE_PERIOD": frozenset({"day", "starts_on"}),
    }
    kinds: list[type[DomainError]] = [DomainError, *DomainError.__subclasses__()]
    for kind in kinds:
        yield f"problem.{kind.code}", facts.get(kind.code, frozenset())


def of_labels() -> Iterator[Keyed]:
    for code, facts in LABELS.items():
        yield f"actor.{code}", frozenset(facts)
    for role in Role:
        yield f"role.{role.value}", frozenset()


def of_the_protocol() -> Iterator[Keyed]:
    yield FAULT, frozenset({"request_id"})
    for code in (PARSE_FAILED, VALIDATION_FAILED):
        yield code, frozenset({"detail"})


def told() -> Iterator[Reason | Missing]:
    """Everything said in the situations of the case tables, on every day of their terms."""
    for name, read in CASES.items():
        with (FIXTURES / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                facts = read(row)
                for span in spans(facts, date(2033, 5, 31)) if facts else ():
                    yield from span.standing.because
                    yield from span.standing.missing


def of_standings() -> Iterator[Keyed]:
    for each in told():
        kind = "reason" if isinstance(each, Reason) else "missing"
        said = {"facts": dict(each.facts)}
        said |= {role: {"fi": "X"} for role in ("organisation", "counterparty") if _has(each, role)}
        yield f"{kind}.{each.code.value}", frozenset(_named(said, "fi"))


def of_beside() -> Iterator[Keyed]:
    for code in BesideCode:
        yield f"reason.{code}", frozenset({"day"})


def _has(each: Reason | Missing, role: str) -> bool:
    return getattr(each, role, None) is not None


def every() -> dict[str, set[str]]:
    """Each key with the facts that always come with it."""
    found: dict[str, set[str]] = {}
    groups = (
        of_calls,
        of_refusals,
        of_problems,
        of_labels,
        of_the_protocol,
        of_standings,
        of_beside,
    )
    for key, facts in (pair for group in groups for pair in group()):
        found[key] = found.get(key, set(facts)) & facts
    return found


EVERY = every()


def test_every_code_raised_has_a_sentence_in_each_language() -> None:
    lacking = {(key, each) for key in EVERY for each in LANGUAGES if key not in catalogue(each)}
    assert not lacking


def test_every_code_is_written_where_it_is_raised() -> None:
    # What a party is not known as is a code of the register, and raised there too.
    assert set(made_elsewhere()) == {"code", "_unknown(each)"}


def test_every_code_that_is_declared_has_a_sentence_in_each_language() -> None:
    keys = [f"reason.{code}" for code in ReasonCode] + [f"missing.{code}" for code in MissingCode]
    keys += [*STATUSES, *OF_THE_ENGINE]
    assert not {(key, each) for key in keys for each in LANGUAGES if key not in catalogue(each)}


def test_no_sentence_names_a_fact_that_does_not_come_with_its_code() -> None:
    for language in LANGUAGES:
        for key, facts in EVERY.items():
            assert placeholders(catalogue(language)[key]) <= facts, (language, key)


def test_no_sentence_is_left_that_nothing_raises() -> None:
    declared = {f"reason.{c}" for c in ReasonCode} | {f"missing.{c}" for c in MissingCode}
    assert set(catalogue("fi")) <= EVERY.keys() | declared | set(STATUSES) | set(OF_THE_ENGINE)


def test_case_table_tells_every_reason_and_everything_missing() -> None:
    seen = {each.code for each in told()}
    # The table cannot write a membership that ends without a merger or a move.
    assert {*ReasonCode, *MissingCode} - seen <= {ReasonCode.LEFT_COUNTY}


def says_what_to_do(language: str, sentence: str) -> bool:
    clauses = re.split(r"(?<=[.:,]) ", sentence)
    known = TO_DO[language].split()
    return any(clause.split()[0].rstrip(",").lower() in known for clause in clauses)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_says_what_to_do(language: str) -> None:
    faults = {k: s for k, s in catalogue(language).items() if k.startswith("fault.")}
    silent = {key for key, sentence in faults.items() if not says_what_to_do(language, sentence)}
    assert silent == NOTHING_TO_DO.keys()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fi", "Tiivisteen pitää olla SHA-256, 64 merkkiä."),
        ("sv", "Dagen har passerat, så den kan inte ändras."),
        ("en", "The day has passed. It cannot be changed, not even by its keeper."),
    ],
)
def test_fault_that_leaves_its_reader_at_a_loss_is_found(language: str, sentence: str) -> None:
    assert not says_what_to_do(language, sentence)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_end_and_neither_shout_nor_plead(language: str) -> None:
    for key, sentence in catalogue(language).items():
        assert "!" not in sentence and "please" not in sentence.lower(), key
        whole = key.startswith(("actor.", "role.")) or sentence.endswith("{detail}")
        assert whole or sentence.endswith("."), key


def test_finnish_silence_is_not_recorded_rather_than_not_done() -> None:
    assert not [key for key, sentence in catalogue("fi").items() if "ei tehty" in sentence.lower()]


@pytest.mark.parametrize(
    ("day", "fi", "en"),
    [
        ("2026-11-03", "3.11.2026", "3 Nov 2026"),
        ("2026-03", "3/2026", "Mar 2026"),
        ("2026", "2026", "2026"),
    ],
)
def test_day_is_written_as_exactly_as_it_is_known(day: str, fi: str, en: str) -> None:
    assert text("fi", "reason.NEGOTIATED", held_on=day) == f"Neuvottelu pidetty {fi}."
    assert text("sv", "reason.NEGOTIATED", held_on=day) == f"Samråd hölls {fi}."
    assert text("en", "reason.NEGOTIATED", held_on=day) == f"Negotiation held {en}."


def test_dispute_names_the_municipality_as_it_is_called() -> None:
    facts = {"organisation": "Kuhmoinen", "disputed_on": "2026-11-03"}
    said = "Kuhmoinen: läsnäolo kiistetty 3.11.2026."
    assert text("fi", "reason.PRESENCE_DISPUTED", **facts) == said


def test_day_that_is_none_stands_as_it_was_given() -> None:
    assert "2026-13-45" in text("en", "fault.SAME_DAY", day="2026-13-45")


def test_actor_of_the_demonstration_is_a_role_of_an_organisation() -> None:
    facts = {"role": "recorder", "organisation": "Pirkanmaan hyvinvointialue"}
    said = "Pirkanmaan hyvinvointialue, kirjaaja"
    assert text("fi", "actor.ROLE_OF_ORGANISATION", **facts) == said
    assert text("sv", "actor.ROLE_OF_ORGANISATION", **facts).endswith(", registrerare")
