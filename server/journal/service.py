"""The journal's acts: claim a key, write the rows of an act in order, keep answers, erase notes."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from tortoise.models import Model
from tortoise.transactions import in_transaction

from server.journal.chain import FIRST, canonical, personal_hash, row_hash
from server.journal.models import GivenAnswer, JournalEntry, JournalHead, PersonalNote
from server.journal.verification import Fault, FaultKind, Verification, verify
from server.kit.errors import DomainError, InvalidInput, KeyReused, NotFound
from server.kit.store.act import PUBLIC, Act, Agent, Outcome, Repeated, Touch, act
from server.kit.store.columns import ids
from server.kit.store.selects import select, write

__all__ = [
    "ChainedJournal",
    "Fault",
    "FaultKind",
    "Verification",
    "erase_personal",
    "forget",
    "purge_answers",
    "shown",
    "verify",
]

HEAD_ID = 1
ANSWERS_KEPT = timedelta(hours=48)
# A hash of a secret says nothing of an act; it stays in its table and out of the journal.
SECRET_COLUMNS = frozenset({"token_hash"})
PERSONAL_COLUMNS: Mapping[str, Collection[str]] = {
    "Account": ("subject", "label"),
    "Invitation": ("email_digest",),
    "Contact": ("title", "email", "phone"),
}


class ChainedJournal:
    """The journal of acts: rows numbered without gaps, each hashed with the one before it.

    ``personal`` names, per object type, the columns whose values are personal data. They are
    stored apart from the row, which carries their salted hash only, so that they can be erased.
    """

    def __init__(self, personal: Mapping[str, Collection[str]] = PERSONAL_COLUMNS) -> None:
        self._personal = personal

    async def begin(self, act: Act) -> None:
        """Claim the request's key, waiting for another request that holds it.

        Raises Repeated with what was answered then, KeyReused when the body was another. After
        48 hours a key is as good as new.
        """
        claim = _claim(act)
        if claim is None:
            return
        await _insert_answer(act, claim, outcome=None)
        given = await GivenAnswer.get(actor=claim["actor"], key=claim["key"])
        # Whoever commits an answer commits it with its outcome: one without is this act's own.
        if given.outcome is not None:
            raise _replay(given.outcome, same_body=given.body_hash == claim["body_hash"])

    async def record(self, act: Act) -> None:
        """Write one row per object touched, in order of type and id, and keep the outcome.

        The head's row is locked from here to the commit, which makes the numbers gapless and in
        commit order. An object created and removed in one act left nothing to tell.
        """
        claim = _claim(act)
        if claim is not None:
            await GivenAnswer.filter(actor=claim["actor"], key=claim["key"]).update(
                outcome=canonical({"outcome": act.outcome.as_json()})
            )
        touches = sorted(act.touches.values(), key=lambda touch: (touch.type, touch.id))
        told = [t for t in touches if t.before is not None or t.after is not None]
        if told:
            await _append([self._row(act, touch) for touch in told])

    async def refuse(self, act: Act, error: DomainError) -> None:
        """Keep a refusal for the same request sent again. Another act's answer stays as it is."""
        claim = _claim(act)
        if claim is None or isinstance(error, KeyReused):
            return
        faults = error.faults if isinstance(error, InvalidInput) else ()
        refusal = {
            "code": error.code,
            "facts": error.facts,
            "faults": [{"path": f.path, "code": f.code, "facts": f.facts} for f in faults],
        }
        async with in_transaction("default"):
            await _insert_answer(act, claim, outcome=canonical({"refusal": refusal}))

    def _row(self, act: Act, touch: Touch) -> tuple[dict[str, Any], PersonalNote | None]:
        """The row of one touch without its number and hash, and its personal data apart."""
        columns = frozenset(self._personal.get(touch.type, ()))
        before, before_apart = _split(touch.before, columns)
        after, after_apart = _split(touch.after, columns)
        apart = {"before": before_apart, "after": after_apart, "noted": touch.personal}
        note = _note({name: values for name, values in apart.items() if values})
        row = {
            "at": act.at,
            "act": act.name,
            "actor": act.by.key,
            "organisation_code": act.by.organisation,
            "request_id": act.by.request_id,
            "object_type": touch.type,
            "object_id": touch.id,
            "revision": touch.revision,
            "before": before,
            "after": after,
            "audience_before": touch.audience_before,
            "audience_after": touch.audience_after,
            "personal_hash": personal_hash(note.salt, note.data) if note else None,
        }
        return row, note


async def erase_personal(seq: int, *, by: Agent, at: datetime, today: date) -> Outcome:
    """Erase the personal data of one journal row; the chain stays valid, the erasure is a row.

    Whether ``by`` may is the caller's to ask. Raises NotFound when the row has none (any more).
    """
    async with act("erase_personal", by, at=at, today=today) as opened:
        if not await PersonalNote.filter(seq=seq).delete():
            raise NotFound(type="PersonalNote")
        _note_erasure(opened, seq)
        return opened.done(Outcome(subject=("PersonalNote", seq)))


async def forget(opened: Act, row: Model) -> None:
    """Erase all the personal data the journal keeps of an object, as the last write to it.

    The act's own line of the object carries none either, and each erasure is a line. The rows of
    the journal stay and the chain stays valid.
    """
    key = (type(row).__name__, row.pk)
    entries = JournalEntry.filter(object_type=key[0], object_id=key[1])
    noted = await ids(PersonalNote.filter(seq__in=await ids(entries, "seq")), "seq")
    for seq in noted:
        _note_erasure(opened, seq)
    await PersonalNote.filter(seq__in=noted).delete()
    touch = opened.touches[key]
    personal = frozenset(PERSONAL_COLUMNS[key[0]])
    touch.before, touch.after = (_without(v, personal) for v in (touch.before, touch.after))
    touch.personal = None


def _note_erasure(opened: Act, seq: int) -> None:
    opened.touches["PersonalNote", seq] = Touch(
        type="PersonalNote",
        id=seq,
        revision=None,
        before={"erased": False},
        after={"erased": True},
        audience_before=None,
        audience_after=None,
    )


def _without(values: Mapping[str, Any] | None, columns: Collection[str]) -> dict[str, Any] | None:
    return None if values is None else {n: v for n, v in values.items() if n not in columns}


async def shown(kind: str, numbers: Collection[int]) -> frozenset[int]:
    """Those objects of a type that anyone could see after some act on them, or before it.

    What an act that has not ended yet shows is not known here.
    """
    rows = await select(
        "SELECT DISTINCT object_id FROM journal_entry WHERE object_type = ? AND object_id IN ?"
        " AND (audience_before = ? OR audience_after = ?)",
        kind,
        numbers,
        PUBLIC,
        PUBLIC,
    )
    return frozenset(number for (number,) in rows)


async def purge_answers(now: datetime) -> int:
    """Delete the answers whose time has run out by ``now``, and say how many they were."""
    return await GivenAnswer.filter(expires_at__lte=now).delete()


async def _append(rows: list[tuple[dict[str, Any], PersonalNote | None]]) -> None:
    """Number and chain the rows after the head, which stays locked until the commit."""
    seq, last = await _advanced_head(len(rows))
    entries, notes = [], []
    for row, note in rows:
        seq += 1
        row["seq"] = seq
        row["hash"] = last = row_hash(last, row)
        entries.append(JournalEntry(**row))
        if note is not None:
            note.seq = seq
            notes.append(note)
    await JournalEntry.bulk_create(entries)
    if notes:
        await PersonalNote.bulk_create(notes)
    await write("UPDATE journal_head SET hash = ? WHERE id = ?", last, HEAD_ID)


async def _advanced_head(by: int) -> tuple[int, str]:
    """Where the head stood, which is locked and counts so many rows more from now on.

    The first act of a new database lays it.
    """
    advance = "UPDATE journal_head SET seq = seq + ? WHERE id = ? RETURNING seq, hash"
    found = await write(advance, by, HEAD_ID)
    if not found:
        first = JournalHead(id=HEAD_ID, seq=0, hash=FIRST)
        await JournalHead.bulk_create([first], ignore_conflicts=True)
        found = await write(advance, by, HEAD_ID)
    return found[0]["seq"] - by, found[0]["hash"]


def _split(
    values: Mapping[str, Any] | None, personal: frozenset[str]
) -> tuple[str | None, dict[str, Any]]:
    """The text of the values that may stand in the row, and those to be kept apart."""
    if values is None:
        return None, {}
    apart = {name: value for name, value in values.items() if name in personal}
    kept = {n: v for n, v in values.items() if n not in personal and n not in SECRET_COLUMNS}
    return canonical(kept), apart


def _note(apart: Mapping[str, Any]) -> PersonalNote | None:
    if not apart:
        return None
    return PersonalNote(seq=0, salt=secrets.token_hex(16), data=canonical(apart))


def _claim(act: Act) -> dict[str, str] | None:
    """Whose key it is, the key and the body's hash. One person acting for two are two."""
    if act.by.idempotency is None:
        return None
    key, body_hash = act.by.idempotency
    return {
        "actor": f"{act.by.key}/{act.by.organisation or ''}",
        "key": key,
        "body_hash": body_hash,
    }


async def _insert_answer(act: Act, claim: Mapping[str, str], outcome: str | None) -> None:
    """Insert the answer unless the key is taken.

    PostgreSQL waits here for another transaction that has inserted the same key; SQLite waited
    for it at BEGIN.
    """
    expired = GivenAnswer.filter(actor=claim["actor"], key=claim["key"], expires_at__lte=act.at)
    await expired.delete()
    answer = GivenAnswer(**claim, outcome=outcome, expires_at=act.at + ANSWERS_KEPT)
    await GivenAnswer.bulk_create([answer], ignore_conflicts=True)


def _replay(text: str, *, same_body: bool) -> Exception:
    if not same_body:
        return KeyReused()
    given = json.loads(text)
    if "refusal" in given:
        return Repeated(None, given["refusal"])
    return Repeated(Outcome.from_json(given["outcome"]), None)
