"""Random documents over the printed schema, with the variables to send with them."""

from __future__ import annotations

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_interface_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    parse,
    validate,
)

from tests.graphql.oracle.model import NODES
from tests.graphql.oracle.papers import CASES
from tests.graphql.oracle.world import COUNTIES, FIRST_DAY, HORIZON, OTHERS, RULES, TODAY

#: How many rows a list usually has, to keep answers small.
SIZES = {
    "obligations": 50,
    "obligationMatrix": 40,
    "municipalities": 20,
    "organisations": 12,
    "bodies": 15,
    "duties": 15,
    "negotiations": 12,
    "actions": 12,
    "decisions": 12,
    "search": 8,
}
PLAIN, MOST_ROWS = 4, 70
#: How often every list is asked from a place, whatever chance says.
SELDOM_BOUND = 15
PAGING = ("first", "after", "last", "before")
ORDERS = {
    "County.municipalities": "Organisation.sort_fi.up",
    "Query.bodies": "Body.sort_fi.up",
    "Query.duties": "Duty.place.up",
    "Query.municipalities": "Organisation.sort_fi.up",
    "Query.organisations": "Organisation.sort_fi.up",
    "County.obligations": "Obligation.sort_on.up",
    "Municipality.obligations": "Obligation.sort_on.up",
    "Obligation.evidence": "LinkedEvidence.dated_on.up",
    "Obligation.negotiations": "Negotiation.sort_on.down",
    "Obligation.history": "JournalEntry.seq.down",
    "Action.events": "ActionEvent.on.up",
    "Negotiation.actions": "Action.due_sort_on.up",
    "Negotiation.decisions": "Decision.decided_on.up",
    "Negotiation.events": "NegotiationEvent.on.up",
    "NegotiationRound.counterparties": "RoundCounterparty.sort_fi.up",
    "NegotiationRound.negotiations": "Negotiation.sort_on.up",
    "Query.search": "SearchEntry.sort_on.down",
    "Query.negotiationRounds": "NegotiationRound.starts_on.down",
}
SELDOM = (
    """{obligations(filter:{rule:"yhteistyo"},first:120){nodes{standing{status beside{on agreed
      because{code text on evidence{id title}} instruments{stage dated{value}} themes{key}
      agendaItems{number themes{key}} topics{covered theme{key} agendaItems{id}
      because{code text on negotiation{id state}}}}}}}}""",
    """{obligations(filter:{rule:"yhteistyo"},first:40,asOf:"2026-03-01"){nodes{standings{toOn
      beside{on agreed topics{covered because{code}}}}}}}""",
    """{actions(first:90){totalCount nodes{state topic dueOn{value precision} title titles{fi sv en}
      responsible{name} evidence{title url datedOn precision} negotiation{id} item{number}
      one:events(first:1){pageInfo{endCursor hasNextPage} edges{cursor}}
      events{totalCount nodes{kind on note recordedBy{name}}
      edges{cursor node{on recordedAt recordedOn}}}}}}""",
    """{decisions(first:90){totalCount nodes{outcome publication finality provenance bodyName
      body{name} subject{__typename id ...on Negotiation{state} ...on NegotiationRound{title}
      ...on Obligation{dueOn}} urls{fi sv} decidedOn{value precision}}}}""",
    """{negotiations(first:70){nodes{memoUrl agenda{number title result concerns{__typename
      ...on Decision{section} ...on ObligationRule{key} ...on Obligation{dueOn} ...on Duty{name}}
      themes{key} positions{text organisation{name}} materials{title language url}
      actions{title state}} minutes{rule state documents{url isAnnex} endorsements{role endorsedOn}
      missing{role organisation{name}}} actions{totalCount} decisions{totalCount}}}}""",
    """{negotiations(first:70){nodes{decisions(last:2){edges{cursor node{id}}
      pageInfo{startCursor endCursor}}}}}""",
    """{negotiations(last:70){nodes{actions(last:2){edges{cursor node{id}}
      pageInfo{startCursor endCursor}}}}}""",
    """{negotiationRounds{nodes{negotiations(last:2){edges{cursor node{id}}}}}}""",
    """{agendaTemplates{key title items{number title topic legalBasis}}}""",
    """{nodes(ids:["OtherOrganisation:28","OtherOrganisation:33","County:1","Municipality:8"]){
      ...on Organisation{toBeChecked id kind ...on County{kind id} ...on Municipality{toBeChecked}}
      }}""",
    """{obligations(filter:{municipality:"101"}){totalCount} negotiationRounds{nodes{
      counterparties(last:2){edges{cursor node{id organisation{code}}}}}}}""",
    """{bodies(first:60){totalCount nodes{kind name owners{organisationCode} parent{parent{name}}
      keeper{name contacts{task email} units{name}} seats{role isDeputy organisation{name}
      body{id}} then:seats(validOn:"2024-05-01"){id startsOn endsOn}}}}""",
    """{bodies(filter:{organisation:"county:31",validOn:"2024-05-01",text:"ä"}){totalCount
      nodes{id}} contacts(organisation:"county:31"){task tasks{fi sv en} title phone
      organisation{contacts(validOn:"2023-01-01"){id} units(validOn:"2023-01-01"){id names{sv}}}}}
    """,
    """{bodies(first:60){nodes{code owners(validOn:"2025-06-01"){organisationCode}
      children{name children(validOn:"2024-05-01"){id}} formerSeats{role startsOn endsOn}}}
      contacts(organisation:"county:31",ended:true){task erasedOn email predecessor{task}}
      organisations(kind:MUNICIPALITY,first:30){totalCount nodes{name units{predecessor{name
      organisation{name}}} contacts{erasedOn predecessor{task}}}}}""",
    """{a:search(query:"toimikunta",types:[BODY],first:40){nodes{...on Body{name code}}}
      b:search(query:"yksikk",types:[ORGANISATION_UNIT]){nodes{...on OrganisationUnit{name}}}
      c:search(query:"neuvonta",types:[CONTACT]){totalCount nodes{...on Contact{task}}}}""",
    """{duties(first:60){totalCount nodes{key isNational name topic theme{key duties{id}}
      parent{parent{name}} keeper{name} parties{organisationCode} children{id parent{name}}
      then:children(validOn:"2024-05-01"){id} legalBases{statute note notes{sv}
      rule{key name}}}}}""",
    """{duties(filter:{national:false,organisation:"county:31",rule:"yhteistyo"}){nodes{id}}
      themes{description duties(validOn:"2024-05-01"){descriptions{fi}}}}""",
    """{duties(filter:{national:true,statute:"612/2021",theme:"toinen",text:"ö",
      validOn:"2025-01-01"}){totalCount nodes{name}}}""",
    """{a:search(query:"toimenpide",types:[ACTION],first:40){totalCount nodes{...on Action{title
      state}}} b:search(query:"johtaja",types:[DECISION],first:40){totalCount nodes{
      ...on Decision{official section}}} c:search(query:"hallitus"){totalCount}}""",
    """{obligations(filter:{text:"ä"},first:150){totalCount nodes{
      history(first:1){pageInfo{endCursor hasNextPage} edges{cursor node{at}}}
      then:history(last:1){edges{cursor} pageInfo{startCursor}}
      negotiations(first:1){pageInfo{endCursor} edges{cursor}}}}}""",
    """{obligations(filter:{dueOn:{after:"2026-01-01",before:"2029-12-31"}},first:200){
      totalCount nodes{evidence(last:1){edges{cursor} pageInfo{startCursor}}
      then:evidence(first:1){edges{cursor} pageInfo{endCursor}}}}}""",
    """{negotiations(first:70){nodes{actions(filter:{state:[OPEN,DONE]},first:2){totalCount
      nodes{id}} decisions(first:1){nodes{id} pageInfo{endCursor}}
      proposals{kind proposedBy{name} asked{name}}}}}""",
    """{negotiationRounds{nodes{agenda{title(language:SV) titles{fi} topic}}}}""",
    """{negotiations(last:70){nodes{participants{role organisation{organisationCode name}}
      events(first:1){pageInfo{endCursor hasNextPage} edges{cursor node{on}}}
      then:events(last:1){pageInfo{startCursor} edges{cursor}}}}}""",
    """{municipalities(filter:{scope:HELSINKI}){totalCount nodes{name scope}}
      serviceOrganisers{name ...on Municipality{scope}}}""",
    """{negotiations(filter:{organisation:"county:31"},first:30){totalCount nodes{id
      agenda{concerns{...on Duty{name}}} minutes{documents{title language sha256 url isAnnex}}
      actions(first:1){edges{cursor node{id}}} events(last:1){nodes{on} edges{cursor}}}}}""",
    """{negotiations(first:20){nodes{events(first:2){totalCount nodes{kind on}}}}}""",
    """{obligations(first:200){nodes{standing{because{code evidence{id title}}}}}}""",
    """{actions(first:60){nodes{events(last:2){totalCount nodes{kind recordedOn}}}}}""",
    """{negotiations(first:60){nodes{agenda{result(language:SV) results{fi}}
      participants{role recordedBy{name}}}}}""",
    """{negotiationRounds(first:20){nodes{progress{counterparties invited dated held}}}}""",
    """{obligations(filter:{statute:"612/2021"},first:3){totalCount nodes{id}}}""",
    """{collaborativeAreas{code coordinator{organisationCode name ...on County{population}}}}""",
    """{search(query:"yhteistyo",types:[OBLIGATION_RULE]){nodes{__typename ...on Named{name}}}}""",
    """{obligations(first:60){nodes{evidence(first:1){totalCount nodes{id} pageInfo{endCursor}}
      last:evidence(last:1){nodes{title}}}}}""",
    """{search(query:"a",first:100){totalCount nodes{__typename ...on Node{id}}
      edges{cursor node{...on Named{name}}} pageInfo{endCursor hasPreviousPage}}}""",
    '{obligations(filter:{collaborativeArea:"1"},asOf:"2026-04-01"){totalCount}}',
    """{obligations(filter:{rule:"yhteistyo"},first:40){nodes{negotiations(last:1){nodes{id}
      pageInfo{startCursor}} all:negotiations(first:2){edges{cursor node{id}}}}}}""",
    """{obligations(filter:{rule:"ohjaus"},first:20){nodes{bearers{role organisation{name}}}}}""",
    """{obligationMatrix(year:2026){rule{key} organisation{organisationCode} count status dueOn
      collaborativeArea{code} obligation{bearers{role organisation{name}} o:organisation{id}}}}""",
    """{obligations(filter:{year:2027,organisation:"county:31"},first:9){totalCount nodes{year}}
      obligationRules(filter:{unit:[PAIR],evidence:NEGOTIATION,validOn:"2026-12-01"}){key
      reason evidenceKinds predecessor{key successors{key}}}}""",
    """{obligations(filter:{status:[OVERDUE,FULFILLED]},first:200){nodes{dueOn rule{key unit}
      standing{status because{code text} missing{code text organisation{id}}}
      evidence{nodes{stage shownOf{name}}}}}}""",
    """{obligations(last:200){nodes{evidence{nodes{stage shownOf{name} recordedBy{name} reason}}}}
      n:obligationRules(filter:{evidence:NEGOTIATION}){key} every:obligationRules{product}
      p:obligationRules(filter:{evidence:PLAN_APPROVED}){key}
      r:obligationRules(filter:{evidence:REPORT_TAKEN}){key}
      a:obligationRules(filter:{evidence:AGREEMENT_APPROVED}){key}
      f:obligationRules(filter:{evidence:AGREEMENT_IN_FORCE}){key}
      b:obligationRules(filter:{evidence:BODY_IN_OFFICE}){key}
      d:obligationRules(filter:{evidence:DELIVERED}){key}}""",
    """{pair:obligationRules(filter:{unit:[PAIR,COUNTY,MUNICIPALITY,MUNICIPALITY_AND_HELSINKI]}){key}
      one:obligationRules(filter:{unit:[HELSINKI,HUS,EMPLOYMENT_AREA,MINISTRY_ORGANISER]}){key}
      many:obligationRules(filter:{unit:[COLLABORATIVE_AREA,BILINGUAL_COUNTIES,HUS_AGREEMENT]}){key
      unit}}""",
    """{counties{recordKeeping{id basis startsOn endsOn statedOn withdrawnOn demonstration}
      obligations(first:100){nodes{organisation{id} collaborativeArea{name} appliesTo endsOn}}}}""",
    """{obligations(filter:{collaborativeArea:"1"}){totalCount
      nodes{county{collaborativeArea{code}}}}}""",
    """{obligations(asOf:"2025-07-01",first:30){nodes{standings{because{organisation{__typename
      ...on Municipality{county{code}} ...on County{municipalities{totalCount}}}
      negotiation{county{municipalities{totalCount}} parties{organisation{
      ...on Municipality{county{code}}}}}}}}}}""",
    """{negotiationRounds{nodes{counterparties{nodes{organisation{code} negotiation{id state}
      invitation{invitedOn} attendance{present}}}}}}""",
    """{negotiations(first:100){nodes{id kind state mode heldOn{precision}
      events{nodes{kind on day organisation{kind} recordedBy{kind}}}}}}""",
    "{nodes(ids:[" + ",".join(f'"OtherOrganisation:{n}"' for n in range(28, 40)) + "]){"
    "id ...on Organisation{kind name successor{id}}}}",
    "{negotiations(first:60){nodes{attendance{provenance organisation{kind} negotiation{id}}}}}",
    """{obligations(first:200){nodes{standing{status kept because{code text on evidence{id}}
      missing{code text
      organisation{id} counterparty{id} negotiation{id} evidence{id}}}}}}""",
    """{obligationMatrix(asOf:"2027-03-01",county:"32"){municipality{county{code}} status count
      obligation{standing{status} municipality{county{code}}}}}""",
    """{obligations(last:60){nodes{history(first:3){totalCount pageInfo{endCursor}
      nodes{act at organisation{code}} edges{cursor node{revision act}}}}}}""",
    """{obligations(first:200){nodes{a:evidence(first:1){nodes{id}}
      evidence{totalCount nodes{id} pageInfo{startCursor}
      edges{cursor node{id reason dated{value}}}}}}}""",
    """{negotiations(last:60){nodes{events(last:3){totalCount pageInfo{startCursor hasNextPage}
      edges{cursor node{kind note recordedAt recordedOn}}}}}}""",
    """{negotiations(first:60){nodes{events(first:2){totalCount} proposals{kind settledOn accepted
      negotiation{id} into{id}} mergedInto{id}}}}""",
    """{negotiationRounds{nodes{negotiations(last:2){nodes{id}}
      counterparties{pageInfo{endCursor hasNextPage}} agenda{title topic place}
      reports{body{name} on} steeringGroup{name} objective{fi sv en baseline target unit}}}}""",
    """{negotiations(first:70){nodes{actions(first:1){totalCount} last:actions(last:1){totalCount}
      decisions(first:1){totalCount} last2:decisions(last:1){totalCount}}}
      negotiationRounds{nodes{negotiations(first:1){totalCount} l:negotiations(last:1){totalCount}}}
      obligations(first:60){nodes{history(first:1){totalCount} last:history(last:1){totalCount}
      negotiations(first:1){totalCount} last2:negotiations(last:1){totalCount}}}}""",
    """{municipalities(filter:{scope:HELSINKI}){nodes{scope code}}
      obligations(filter:{term:"2025-2029",county:"31"},first:4){totalCount nodes{id}}
      duties(first:60){nodes{legalBases{note(language:SV)}}}}""",
    """{obligations(filter:{rule:"yhteistyo"},first:200){nodes{withheldFulfilment{fromOn toOn
      negotiation{id withholding{statute section reason sinceOn recordedOn recordedBy{name}}}}
      then:withheldFulfilment(asOf:"2026-03-01"){toOn negotiation{heldOn{value}}}}}}""",
    """{obligations(filter:{year:2026},asOf:"2026-12-01",first:200){nodes{withheldFulfilment{
      fromOn negotiation{isPublic}}}}}""",
    "{nodes(ids:[" + ",".join(f'"Attendance:{n}"' for n in range(1, 60)) + "]){"
    "...on Attendance{present negotiation{id}}}}",
    "{nodes(ids:[" + ",".join(f'"Action:{n}"' for n in range(1, 90)) + "]){"
    "...on Action{title responsible{name} negotiation{withholding{statute}}}}}",
    """{obligations(first:200){nodes{negotiations(first:1){pageInfo{endCursor}
      edges{cursor}}}} negotiationRounds{nodes{negotiations{edges{cursor}}}}}""",
)
_VARIABLE = re.compile(r"\$(\w+)")


@dataclass(frozen=True)
class Question:
    """A valid document with its variables; ``operation`` names the one to run, if it must."""

    text: str
    document: DocumentNode
    variables: dict[str, Any]
    operation: str | None


class Asking:
    """An endless supply of questions; what was asked least is asked most."""

    def __init__(self, schema: GraphQLSchema, seed: int) -> None:
        self.schema = schema
        self.rand = random.Random(seed)
        self.used: Counter[str] = Counter()
        self.texts = _Texts(self.rand)
        self.cursors: dict[str, list[str]] = defaultdict(list)

    def questions(self) -> Iterator[Question]:
        """Valid questions, without end.

        First those that chance would seldom ask, every value that a list can be filtered by, for
        every type of object all its fields, and of every list all that bounds a page of it.
        """
        for text in (*SELDOM, *_every_value(self.schema)):
            yield from self._valid(text, {}, None)
        for kind in sorted(NODES) * 4:
            yield from self._valid(*_Document(self, whole=True).all_of(kind))
        for place, order in ORDERS.items():
            yield from self._bounded(place, order)
        while True:
            yield from self._valid(*_Document(self).write())

    def _bounded(self, place: str, order: str) -> Iterator[Question]:
        """A list under some objects by each size and each bound, once a cursor of it is known."""
        owner, field = place.split(".")
        if owner == "Query" or not self.cursors[order]:
            return
        asked = []
        for number, (size, bound) in enumerate(product(("first", "last"), ("after", "before"))):
            cursor = self.rand.choice(self.cursors[order])
            page = f'{field}({size}:3,{bound}:"{cursor}")'
            asked.append(f"b{number}:{page}{{totalCount edges{{cursor}}}}")
        ids = ",".join(f'"{owner}:{number}"' for number in range(1, 60))
        yield from self._valid(
            f"{{nodes(ids:[{ids}]){{...on {owner}{{{' '.join(asked)}}}}}}}", {}, None
        )

    def _valid(
        self, text: str, variables: dict[str, Any], operation: str | None
    ) -> Iterator[Question]:
        document = parse(text)
        if not validate(self.schema, document):
            yield Question(text, document, variables, operation)

    def knows(self, order: str, cursor: str) -> None:
        """Remember a cursor of a list with that order."""
        known = self.cursors[order]
        if len(known) < 400 and cursor not in known:
            known.append(cursor)

    def next(self, names: list[str], owner: str, count: int) -> list[str]:
        """The names used least, in turn."""
        order = sorted(names, key=lambda n: (self.used[f"{owner}.{n}"], self.rand.random()))
        self.used.update(f"{owner}.{name}" for name in order[:count])
        return order[:count]

    def some(self, names: list[str], owner: str, count: int) -> list[str]:
        """Some of the names, those used least before the others."""
        weighed = {name: self.rand.random() / (1 + self.used[f"{owner}.{name}"]) for name in names}
        return sorted(names, key=lambda name: -weighed[name])[:count]


def _every_value(schema: GraphQLSchema) -> Iterator[str]:
    """A root list filtered by each value of each enum that its filter knows, one at a time."""
    assert schema.query_type is not None
    for name, field in schema.query_type.fields.items():
        declared = field.args.get("filter")
        kind: Any = get_named_type(declared.type) if declared else None
        for given, inner in kind.fields.items() if kind else ():
            of: Any = get_named_type(inner.type)
            for value in of.values if isinstance(of, GraphQLEnumType) else ():
                yield f"{{{name}(filter:{{{given}:{value}}}){{totalCount nodes{{id}}}}}}"


class _Document:
    def __init__(self, asking: Asking, *, whole: bool = False) -> None:
        self.asking, self.schema, self.rand = asking, asking.schema, asking.rand
        self.budget = 170 if whole else self.rand.choice((12, 25, 40, 60))
        self.whole = whole
        self.names = 0
        self.variables: dict[str, Any] = {}
        self.header: dict[str, str] = {}
        self.fragments: dict[str, tuple[Any, str]] = {}
        self.flags: list[str] = []
        self.named: list[str] = []

    def chance(self, likelihood: float) -> bool:
        return self.rand.random() < likelihood

    def name(self, letter: str) -> str:
        self.names += 1
        return f"{letter}{self.names}"

    def write(self) -> tuple[str, dict[str, Any], str | None]:
        depth = self.rand.choice((3, 4, 5, 6, 7))
        return self.around(self.selection(self.schema.query_type, depth, 1))

    def all_of(self, kind: str) -> tuple[str, dict[str, Any], str | None]:
        """Some objects of a type with all their fields, and two steps of what is below them."""
        ids = ", ".join(f'"{kind}:{number}"' for number in self.rand.sample(range(1, 40), 12))
        fields = " ".join(self.fields(self.schema.type_map[kind], 3, 1, alias=0))
        return self.around(f"{{ nodes(ids: [{ids}]) {{ ... on {kind} {{ {fields} }} }} }}")

    def around(self, body: str) -> tuple[str, dict[str, Any], str | None]:
        """The document around a selection: its operation, variables and fragments."""
        for name, (owner, inner) in reversed(self.fragments.items()):
            if f"...{name} " in body:
                body += f"\nfragment {name} on {owner.name} {inner}"
        # What was begun and then left out may have left variables behind.
        used = set(_VARIABLE.findall(body))
        header = [declared for name, declared in self.header.items() if name in used]
        variables = {name: value for name, value in self.variables.items() if name in used}
        named = bool(header) or self.chance(0.3)
        given = f"({', '.join(header)})" if header else ""
        text = f"query Q{given} {body}" if named else body
        if named and self.chance(0.1):
            return f"query Other {{ __typename }}\n{text}", variables, "Q"
        return text, variables, None

    # Selections

    def selection(self, owner: Any, depth: int, rows: int) -> str:
        """A selection set in braces; at least one thing is in it."""
        out: list[str] = ["__typename"] if self.chance(0.15) else []
        if hasattr(owner, "fields"):
            out += self.fields(owner, depth, rows)
        if is_abstract_type(owner):
            out += self.on_types(owner, depth, rows)
        elif self.chance(0.08) and owner is not self.schema.query_type:
            out += self.on_interfaces(owner, depth, rows)
        return "{ " + (" ".join(out) or "__typename") + " }"

    def fields(self, owner: Any, depth: int, rows: int, alias: float = 0.2) -> list[str]:
        count = self.rand.choice((1, 2, 3, 4, 6))
        if owner.name.endswith(("Connection", "Edge")):
            count = self.rand.choice((1, 2, 2, 3))
        count = 99 if self.whole else count
        out = []
        for name in self.asking.some(list(owner.fields), owner.name, count):
            written = self.field(owner, name, depth, rows, alias)
            if written:
                self.asking.used[f"{owner.name}.{name}"] += 1
                out.append(self.wrapped(owner, written))
        return out

    def wrapped(self, owner: Any, written: str) -> str:
        """The field as it is, or in a fragment without or with its own type."""
        if self.chance(0.93):
            return written
        condition = self.rand.choice(("", f"on {owner.name} "))
        return f"... {condition}{self.condition(0.4)}{{ {written} }}"

    def field(self, owner: Any, name: str, depth: int, rows: int, alias: float) -> str:
        field, inner = owner.fields[name], ""
        target = get_named_type(field.type)
        self.budget -= 1
        given = self.arguments(owner, name, field)
        if not is_leaf_type(target):
            below = rows * self.size(owner, name, field, given)
            if depth <= 0 or self.budget <= 0 or below > MOST_ROWS:
                return ""
            self.named = _types_named(given)
            inner = self.inside(target, depth - 1, below)
        shown = ", ".join(f"{n}: {text}" for n, (_, text) in given.items())
        renamed = f"{self.name('a')}: " if given or self.chance(alias) else ""
        return f"{renamed}{name}{f'({shown})' if shown else ''} {self.condition(0.05)}{inner}"

    def inside(self, target: Any, depth: int, rows: int) -> str:
        """What stands below a field: a selection, a named fragment, or both."""
        known = [name for name, (owner, _) in self.fragments.items() if owner is target]
        if known and self.chance(0.3):
            return f"{{ ...{self.rand.choice(known)} {self.condition(0.2)} __typename }}"
        body = self.selection(target, depth, rows)
        if self.chance(0.1):
            name = self.name("F")
            self.fragments[name] = target, body
            return f"{{ ...{name} {self.condition(0.1)}}}"
        return body

    def on_types(self, owner: Any, depth: int, rows: int) -> list[str]:
        kinds = [kind.name for kind in self.schema.get_possible_types(owner)]
        kinds += [n for n in ("Named", "Titled", "Node", "Organisation") if self.meets(owner, n)]
        chosen = self.asking.some(kinds, f"on {owner.name}", self.rand.choice((1, 2, 3)))
        chosen += [name for name in self.named if name not in chosen]
        self.named, out = [], []
        for name in chosen:
            self.asking.used[f"on {owner.name}.{name}"] += 1
            kind: Any = self.schema.type_map[name]
            written = self.fields(kind, depth, rows, alias=0.75)
            if is_abstract_type(kind) and self.chance(0.3):
                written += self.on_types(kind, depth - 1, rows) if depth > 0 else []
            body = " ".join(written) or "__typename"
            out.append(f"... on {name} {self.condition(0.1)}{{ {body} }}")
        return out

    def meets(self, owner: Any, name: str) -> bool:
        other: Any = self.schema.type_map[name]
        theirs = set(self.schema.get_possible_types(other))
        return other is not owner and bool(theirs & set(self.schema.get_possible_types(owner)))

    def on_interfaces(self, owner: Any, depth: int, rows: int) -> list[str]:
        kinds = [kind for kind in owner.interfaces if is_interface_type(kind)]
        if not kinds:
            return []
        kind = self.rand.choice(kinds)
        body = " ".join(self.fields(kind, depth, rows)) or "__typename"
        return [f"... on {kind.name} {{ {body} }}"]

    def size(self, owner: Any, name: str, field: Any, given: dict[str, tuple[Any, str]]) -> int:
        sizes = [given[n][0] for n in ("first", "last") if n in given and given[n][0] is not None]
        if sizes:
            return max(1, *(int(size) for size in sizes))
        if owner.name == "Query" and name in SIZES:
            return SIZES[name]
        is_list = is_list_type(get_nullable_type(field.type))
        connection = get_named_type(field.type).name.endswith("Connection")
        return PLAIN if is_list or connection else 1

    def condition(self, likelihood: float) -> str:
        """``@skip`` or ``@include``, or nothing."""
        if not self.chance(likelihood):
            return ""
        if not self.flags or self.chance(0.3):
            flag = self.name("v")
            value = self.chance(0.5)
            self.flags.append(f"${flag}")
            default = self.chance(0.5)
            self.header[flag] = f"${flag}: Boolean!{' = true' if default else ''}"
            if not default or self.chance(0.5):
                self.variables[flag] = value
        flag = self.rand.choice([*self.flags, "true", "false"])
        return f"@{self.rand.choice(('skip', 'include'))}(if: {flag}) "

    # Arguments

    def arguments(self, owner: Any, name: str, field: Any) -> dict[str, tuple[Any, str]]:
        """The arguments given: their values, and how they are written."""
        given: dict[str, tuple[Any, str]] = {}
        place = f"{owner.name}.{name}"
        for argument, declared in field.args.items():
            needed = is_non_null_type(declared.type)
            if argument in PAGING or not (needed or self.chance(0.5)):
                continue
            value = self.value(declared.type, place, argument)
            given[argument] = value, self.written(value, declared.type)
        if "first" in field.args:
            order = self.order(place, given)
            for argument, value in self.page(place, order).items():
                given[argument] = value, self.written(value, field.args[argument].type)
        return given

    def order(self, place: str, given: dict[str, tuple[Any, str]]) -> str:
        asked = given["orderBy"][0] if "orderBy" in given else None
        if place == "Query.negotiations":
            down = asked is None or asked.get("direction", "DESC") == "DESC"
            return f"Negotiation.sort_on.{'down' if down else 'up'}"
        if place == "Query.decisions":
            down = asked is None or asked.get("direction", "DESC") == "DESC"
            return f"Decision.decided_on.{'down' if down else 'up'}"
        if place == "Query.actions":
            down = asked is not None and asked.get("direction") == "DESC"
            return f"Action.due_sort_on.{'down' if down else 'up'}"
        if place == "Query.obligations":
            field = {"DUE_ON": "sort_on", "MUNICIPALITY": "sort_fi"}[
                (asked or {}).get("field", "DUE_ON")
            ]
            down = asked is not None and asked.get("direction") == "DESC"
            return f"Obligation.{field}.{'down' if down else 'up'}"
        return ORDERS[place]

    def page(self, place: str, order: str) -> dict[str, Any]:
        """Where a page begins and ends; bounds that a list has seldom had come first."""
        sizes, known = (0, 1, 1, 2, 2, 3, 5), self.asking.cursors[order]
        out: dict[str, Any] = {}
        if self.chance(0.7):
            side = self.rand.choice(("first", "last"))
            out[side] = self.rand.choice(sizes)
        for bound, likelihood in (("after", 0.35), ("before", 0.3)):
            seldom = self.asking.used[f"{place}({bound})"] < SELDOM_BOUND
            if known and (seldom or self.chance(0.7 if self.whole else likelihood)):
                self.asking.used[f"{place}({bound})"] += 1
                out[bound] = self.rand.choice(known)
        return out

    def value(self, gql_type: Any, place: str, name: str) -> Any:
        """A value for an argument or a field of an input."""
        nullable: Any = get_nullable_type(gql_type)
        if not is_non_null_type(gql_type) and self.chance(0.04):
            return None
        if isinstance(nullable, GraphQLList):
            kind = get_named_type(nullable)
            if isinstance(kind, GraphQLEnumType) and self.chance(0.9):
                count = self.rand.choice((1, 2, 5))
                return self.asking.next(list(kind.values), f"{place}.{name}", count)
            count = self.rand.choice((0, 1, 1, 2, 4))
            inner = nullable.of_type
            return [
                self.value(GraphQLNonNull(get_nullable_type(inner)), place, name)
                for _ in range(count)
            ]
        if isinstance(nullable, GraphQLEnumType):
            return self.asking.next(list(nullable.values), f"{place}.{name}", 1)[0]
        if isinstance(nullable, GraphQLInputObjectType):
            return self.input(nullable)
        return self.asking.texts.of(nullable.name, place, name)

    def input(self, kind: Any) -> dict[str, Any]:
        chosen = self.asking.some(list(kind.fields), kind.name, self.rand.choice((0, 1, 1, 2, 3)))
        out = {}
        for name, declared in kind.fields.items():
            needed = is_non_null_type(declared.type) and declared.default_value is None
            if name in chosen or needed or (name == "field" and kind.name.endswith("Order")):
                self.asking.used[f"{kind.name}.{name}"] += 1
                out[name] = self.value(declared.type, kind.name, name)
        return out

    def written(self, value: Any, gql_type: Any) -> str:
        """The value as a literal, or a variable that stands for it."""
        if self.chance(0.25):
            return self.variable(value, gql_type)
        nullable: Any = get_nullable_type(gql_type)
        if isinstance(value, dict):
            fields = (f"{n}: {self.written(v, nullable.fields[n].type)}" for n, v in value.items())
            return "{" + ", ".join(fields) + "}"
        return _literal(value, nullable)

    def variable(self, value: Any, gql_type: Any) -> str:
        name = self.name("v")
        default = ""
        if self.chance(0.4):
            default = f" = {_literal(value, gql_type)}"
            if value is None and is_non_null_type(gql_type):
                default = ""
        self.header[name] = f"${name}: {gql_type}{default}"
        if not default or self.chance(0.5):
            self.variables[name] = value
        return f"${name}"


def _types_named(given: dict[str, tuple[Any, str]]) -> list[str]:
    """The types of the objects whose ids are given, so that the selection fits them."""
    values = [value for name, (value, _) in given.items() if name in ("id", "ids") and value]
    ids = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return sorted({one.partition(":")[0] for one in ids} & NODES)


def _literal(value: Any, gql_type: Any) -> str:
    nullable: Any = get_nullable_type(gql_type)
    if isinstance(value, dict):
        fields = (f"{n}: {_literal(v, nullable.fields[n].type)}" for n, v in value.items())
        return "{" + ", ".join(fields) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_literal(one, nullable.of_type) for one in value) + "]"
    if isinstance(value, str) and isinstance(nullable, GraphQLEnumType):
        return value
    return json.dumps(value, ensure_ascii=False)


class _Texts:
    """Plain values that fit the small country, and some that fit nothing."""

    def __init__(self, rand: random.Random) -> None:
        self.rand = rand
        self.counties = [code for code, *_ in COUNTIES] + ["99"]
        self.municipalities = [str(101 + n) for n in range(20)] + ["091", "478", "999", "000", ""]
        self.organisations = [f"county:{code}" for code in self.counties]
        self.organisations += [f"municipality:{code}" for code in self.municipalities]
        self.organisations += [whole for _, _, whole in OTHERS]
        self.of_name: dict[str, Callable[[], Any]] = {
            "county": lambda: rand.choice(self.counties),
            "municipality": lambda: rand.choice(self.municipalities),
            "organisation": lambda: rand.choice(self.organisations),
            "collaborativeArea": lambda: rand.choice(("1", "2", "3", "9")),
            "rule": lambda: rand.choice(
                ("yhteistyo", "yhteistyo", "hyte", "lapset", "vanhat", "ei")
            ),
            "key": lambda: rand.choice(("yhteistyo", "hyte", "lapset", "vanhat", "ei")),
            "rules": lambda: rand.choice([name for name, *_ in RULES[:6]]),
            "statute": lambda: rand.choice(("611/2021", "612/2021", "1/1999")),
            "theme": lambda: rand.choice(("ensimmainen", "toinen", "tyhja", "ei")),
            "term": lambda: rand.choice(("2021-2025", "2025-2029", "2025-2029", "1999-2003")),
            "year": lambda: rand.choice((2026, 2026, 2027, 1999)),
            "round": lambda: rand.choice(
                (f"NegotiationRound:{rand.randrange(8)}", "County:1", "x")
            ),
            "negotiation": lambda: f"Negotiation:{rand.randrange(64)}",
            "subject": lambda: rand.choice(
                (
                    f"Negotiation:{rand.randrange(64)}",
                    f"NegotiationRound:{rand.randrange(8)}",
                    f"Obligation:{rand.randrange(60)}",
                    "County:1",
                )
            ),
            "caseNumber": lambda: rand.choice((*filter(None, CASES), "hel2021-009837", "", "x")),
            "id": self.global_id,
            "ids": self.global_id,
        }
        self.words: tuple[str, ...] = (
            "a",
            "la",
            "ÄNGE",
            "Ö",
            "w",
            "by",
            "",
            "%",
            "_",
            "101",
            "Neuvottelu 1",
            "😀",
        )
        self.words += ("100 %_\\", "Talks", "talks", "Teams", '"', "kunta", "é")

    def of(self, kind: str, place: str, name: str) -> Any:
        if kind == "Date":
            return self.day()
        if kind == "Boolean":
            return self.rand.random() < 0.5
        if name == "code":
            kinds = {"Query.county": self.counties, "Query.municipality": self.municipalities}
            return self.rand.choice(kinds.get(place, self.organisations))
        if name in self.of_name:
            return self.of_name[name]()
        return self.rand.choice(self.words)

    def day(self) -> str:
        near = TODAY + timedelta(self.rand.randrange(-400, 400))
        whole = FIRST_DAY + timedelta(self.rand.randrange((HORIZON - FIRST_DAY).days + 1))
        ends = (TODAY, HORIZON, self.rand.choice((near, whole)).replace(month=5, day=31))
        return str(self.rand.choice((near, near, whole, *ends)))

    def global_id(self) -> str:
        if self.rand.random() < 0.1:
            strange = ("", "x", "Obligation:", "Standing:1", "County:-1", "County:1x", "Reason:2")
            return self.rand.choice((*strange, "County:99999999999", "Negotiation:١"))
        number = self.rand.randrange(1, self.rand.choice((6, 12, 40)))
        return f"{self.rand.choice(sorted(NODES))}:{number}"
