"""A small made-up world for looking at pages: real names of places, invented events.

Every value is a plain dictionary; ``Names`` holds a text in the three languages."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.pages import world_papers as papers
from tests.pages.register_world import CONTACTS, HOLDINGS

Row = dict[str, Any]
TODAY = "2026-11-21"


@dataclass(frozen=True)
class Names:
    """One text in Finnish, Swedish and English."""

    fi: str
    sv: str
    en: str


def same(text: str) -> Names:
    return Names(text, text, text)


_COUNTIES = """
01 Itä-Uudenmaan|Östra Nylands|East Uusimaa|7
02 Keski-Uudenmaan|Mellersta Nylands|Central Uusimaa|6
03 Länsi-Uudenmaan|Västra Nylands|West Uusimaa|10
04 Vantaan ja Keravan|Vanda och Kervo|Vantaa and Kerava|2
05 Varsinais-Suomen|Egentliga Finlands|Southwest Finland|27
06 Satakunnan|Satakunta|Satakunta|16
07 Kanta-Hämeen|Egentliga Tavastlands|Kanta-Häme|11
08 Pirkanmaan|Birkalands|Pirkanmaa|23
09 Päijät-Hämeen|Päijänne-Tavastlands|Päijät-Häme|10
10 Kymenlaakson|Kymmenedalens|Kymenlaakso|6
11 Etelä-Karjalan|Södra Karelens|South Karelia|9
12 Etelä-Savon|Södra Savolax|South Savo|11
13 Pohjois-Savon|Norra Savolax|North Savo|19
14 Pohjois-Karjalan|Norra Karelens|North Karelia|13
15 Keski-Suomen|Mellersta Finlands|Central Finland|22
16 Etelä-Pohjanmaan|Södra Österbottens|South Ostrobothnia|18
17 Pohjanmaan|Österbottens|Ostrobothnia|14
18 Keski-Pohjanmaan|Mellersta Österbottens|Central Ostrobothnia|8
19 Pohjois-Pohjanmaan|Norra Österbottens|North Ostrobothnia|30
20 Kainuun|Kajanalands|Kainuu|8
21 Lapin|Lapplands|Lapland|21
"""


def _county(line: str) -> tuple[str, str, str, int]:
    fi, sv, en, number = line.split("|")
    return f"{fi} hyvinvointialue", f"{sv} välfärdsområde", en, int(number)


COUNTIES = {line[:2]: _county(line[3:]) for line in _COUNTIES.strip().splitlines()}
PIRKANMAA = [
    ("020", "Akaa"), ("108", "Hämeenkyrö"), ("143", "Ikaalinen"), ("177", "Juupajoki"),
    ("211", "Kangasala"), ("250", "Kihniö"), ("291", "Kuhmoinen"), ("418", "Lempäälä"),
    ("508", "Mänttä-Vilppula"), ("536", "Nokia"), ("562", "Orivesi"), ("581", "Parkano"),
    ("604", "Pirkkala"), ("619", "Punkalaidun"), ("635", "Pälkäne"), ("702", "Ruovesi"),
    ("790", "Sastamala"), ("837", "Tampere"), ("887", "Urjala"), ("908", "Valkeakoski"),
    ("922", "Vesilahti"), ("936", "Virrat"), ("980", "Ylöjärvi"),
]  # fmt: skip
_NORTH_OSTROBOTHNIA = (
    "Alavieska Haapajärvi Haapavesi Hailuoto Ii Kalajoki Kempele Kuusamo Kärsämäki Liminka "
    "Lumijoki Merijärvi Muhos Nivala Oulainen Oulu Pudasjärvi Pyhäjoki Pyhäjärvi Pyhäntä Raahe "
    "Reisjärvi Sievi Siikajoki Siikalatva Taivalkoski Tyrnävä Utajärvi Vaala Ylivieska"
)
NORTH_OSTROBOTHNIA = _NORTH_OSTROBOTHNIA.split()
SWEDISH = {
    "Hämeenkyrö": "Tavastkyro", "Ikaalinen": "Ikalis", "Tampere": "Tammerfors", "Oulu": "Uleåborg",
    "Raahe": "Brahestad", "Hailuoto": "Karlö", "Ii": "Ijo",
}  # fmt: skip
IN_USE = {"08": 18, "17": 6, "15": 15, "01": 7, "05": 11, "10": 4, "19": 12, "09": 10, "12": 0}


@cache
def county(code: str) -> Row:
    fi, sv, en, _ = COUNTIES[code]
    return {
        **HOLDINGS,
        "__typename": "County",
        "id": f"County:{int(code)}",
        "code": code,
        "organisationCode": f"county:{code}",
        "name": Names(fi, sv, f"Wellbeing Services County of {en}"),
        "website": f"https://county-{code}.example",
        "collaborativeArea": {
            "name": Names(
                "Sisä-Suomen yhteistyöalue",
                "Inre Finlands samarbetsområde",
                "Inner Finland collaborative area",
            )
        },
        "municipalities": connection(municipalities(code)),
    }


def municipality(code: str, name: str, mark: str, county_code: str) -> Row:
    fi, sv, en, _ = COUNTIES[county_code]
    return {
        **HOLDINGS,
        "__typename": "Municipality",
        "kind": "MUNICIPALITY",
        "website": None,
        "id": f"Municipality:{code}",
        "code": code,
        "organisationCode": f"municipality:{code}",
        "name": Names(name, SWEDISH.get(name, name), name),
        "mark": mark,
        "population": 15_987,
        "populationOn": "2024-12-31",
        "startsOn": None,
        "endsOn": None,
        "successor": None,
        "county": {
            "code": county_code,
            "name": Names(fi, sv, f"Wellbeing Services County of {en}"),
        },
    }


@cache
def municipalities(county_code: str) -> list[Row]:
    pairs = PIRKANMAA
    if county_code == "19":
        pairs = [(str(300 + i), name) for i, name in enumerate(NORTH_OSTROBOTHNIA)]
    marks: list[str] = []
    for _, name in pairs:
        tries = [name[:3], *(name[:2] + letter for letter in name[3:])]
        marks.append(next((mark for mark in tries if mark not in marks), name[:3]))
    return [
        municipality(code, name, mark, county_code)
        for (code, name), mark in zip(pairs, marks, strict=True)
    ]


def towns() -> dict[str, Row]:
    return {town["code"]: town for town in municipalities("08")}


SECTION_14 = {
    "__typename": "ObligationRule",
    "key": "county-municipality-negotiation",
    "name": Names(
        "Hyvinvointialueen ja kuntien neuvottelu",
        "Samråd mellan välfärdsområdet och kommunerna",
        "Negotiation between the county and its municipalities",
    ),
    "statute": "611/2021",
    "section": "14 §",
    "tracking": "TRACKED",
    "cadence": "COUNCIL_TERM",
    "unit": "PAIR",
    "topic": "GENERAL_COOPERATION",
    "validFrom": "2021-07-01",
    "validTo": None,
    "evidenceKinds": ["NEGOTIATION"],
    "entry": "county-municipality-negotiation",
    "version": 1,
    "period": "COUNTY_COUNCIL_TERM",
    "bearer": "PARTIES",
    "product": "NEGOTIATION",
    "helsinki": "EXEMPT",
    "reason": Names(
        "Seurataan, koska neuvottelu voidaan päivätä.",
        "Följs upp, eftersom samrådet kan dateras.",
        "Followed, since the negotiation can be dated.",
    ),
    "predecessor": None,
    "successors": [],
    "statuteName": Names(
        "Laki hyvinvointialueesta", "Lag om välfärdsområden", "Act on Wellbeing Services Counties"
    ),
    "summary": Names(
        "Hyvinvointialue ja sen kunnat neuvottelevat vähintään kerran valtuustokaudessa"
        " yhteistyöstä, tavoitteista ja työnjaosta.",
        "Välfärdsområdet och kommunerna ska minst en gång per fullmäktigeperiod samråda om"
        " samarbetet, målen och arbetsfördelningen.",
        "The county and its municipalities negotiate at least once a council term on"
        " cooperation, goals and division of work.",
    ),
    "evidenceAccepted": Names(
        "Kaudella pidetty neuvottelu, jossa molemmat olivat läsnä.",
        "Ett samråd som hållits under perioden och där båda var närvarande.",
        "A negotiation held in the term with both present.",
    ),
    "sourceUrl": "https://www.finlex.fi/fi/laki/ajantasa/2021/20210611",
}
YEARLY = {
    **SECTION_14,
    "key": "hyte-annual-negotiation",
    "name": Names(
        "Hyvinvoinnin ja terveyden edistämisen vuosittainen neuvottelu",
        "Årlig förhandling om främjande av hälsa och välfärd",
        "Annual negotiation on the promotion of health and wellbeing",
    ),
    "statute": "612/2021",
    "section": "7 §",
    "cadence": "CALENDAR_YEAR",
    "period": "CALENDAR_YEAR",
}
OLD_RULE = {
    **YEARLY,
    "key": "former-negotiation",
    "validTo": "2023-12-31",
    "successors": [YEARLY],
}
REFERENCE = {
    **SECTION_14,
    "key": "child-protection-cooperation",
    "name": same("Lastensuojelun yhteistyö"),
    "tracking": "REFERENCE",
    "cadence": None,
    "unit": None,
    "period": "",
    "bearer": "COUNTY",
    "product": "COOPERATION",
    "evidenceKinds": [],
    "evidenceAccepted": same(""),
    "reason": Names(
        "Ei seurata, koska työ on jatkuvaa.",
        "Följs inte upp, eftersom arbetet är fortgående.",
        "Not followed, since the work goes on all the time.",
    ),
}
DELIVERY = {
    **SECTION_14,
    "key": "municipal-wellbeing-plan-delivery",
    "name": same("Suunnitelman toimittaminen"),
    "cadence": "ON_EVENT",
    "unit": "MUNICIPALITY",
    "period": "ON_EVENT:county-municipality-negotiation",
    "evidenceKinds": ["DELIVERED"],
    "predecessor": OLD_RULE,
}
RULES = {rule["key"]: rule for rule in (SECTION_14, YEARLY, OLD_RULE, REFERENCE, DELIVERY)}
THEME: Row = {
    "__typename": "Theme",
    "key": "wellbeing-promotion",
    "name": Names("Hyvinvoinnin edistäminen", "Främjande av välfärd", "Promotion of wellbeing"),
    "description": Names("Yhteinen suunnittelu.", "Gemensam planering.", "Planning together."),
}


OTHER_THEME: Row = {**THEME, "key": "interoperability", "name": same("Yhteentoimivuus")}


def duties() -> list[Row]:
    """A national duty under a theme, its part under none, and a local duty of two."""
    basis = {
        "statute": "612/2021",
        "section": "7 § 4 mom.",
        "sourceUrl": "https://www.finlex.fi/fi/laki/ajantasa/2021/20210612",
        "note": same("Neuvottelu"),
        "notes": {"fi": "Neuvottelu", "sv": None, "en": None},
        "rule": YEARLY,
    }
    top: Row = {
        "__typename": "Duty",
        "id": "Duty:1",
        "revision": 2,
        "isNational": True,
        "name": Names("Hyvinvointi", "Välfärd", "Wellbeing"),
        "names": {"fi": "Hyvinvointi", "sv": "Välfärd", "en": "Wellbeing"},
        "description": Names("Yhteinen työ.", "Gemensamt arbete.", "Work together."),
        "descriptions": {"fi": "Yhteinen työ.", "sv": "Gemensamt arbete.", "en": "Work together."},
        "topic": "HEALTH_WELLBEING_PROMOTION",
        "startsOn": "2023-01-01",
        "endsOn": None,
        "theme": THEME,
        "parent": None,
        "keeper": None,
        "parties": [],
        "children": [],
        "legalBases": [basis, {**basis, "note": None, "rule": None}],
    }
    part = {**top, "id": "Duty:2", "theme": None, "parent": top, "legalBases": []}
    host = county("08")
    local = {
        **part,
        "id": "Duty:3",
        "isNational": False,
        "name": same("Matkaketju"),
        "names": {"fi": "Matkaketju", "sv": None, "en": None},
        "description": None,
        "topic": "VITALITY",
        "startsOn": None,
        "keeper": host,
        "parties": [host, towns()["837"]],
    }
    return [{**top, "children": [part, local]}, part, local]


TERMS = [
    {"kind": "MUNICIPAL", "key": "2021-2025", "startsOn": "2021-08-01", "endsOn": "2025-05-31"},
    {"kind": "COUNTY", "key": "2022-2025", "startsOn": "2022-03-01", "endsOn": "2025-05-31"},
    {"kind": "COUNTY", "key": "2025-2029", "startsOn": "2025-06-01", "endsOn": "2029-05-31"},
    {"kind": "MUNICIPAL", "key": "2025-2029", "startsOn": "2025-06-01", "endsOn": "2029-05-31"},
]
OPEN = {
    "177": "NOT_STARTED", "250": "SCHEDULED", "291": "IN_PROGRESS", "619": "IN_PROGRESS",
    "887": "NOT_STARTED",
}  # fmt: skip
YEAR_OPEN = {**OPEN, "508": "NO_RECORD", "562": "SCHEDULED", "635": "OVERDUE", "702": "MISSED"}
PERIODS = {
    SECTION_14["key"]: ("2025-06-01", "2029-05-31"),
    YEARLY["key"]: ("2026-01-01", "2026-12-31"),
    DELIVERY["key"]: ("2025-06-01", "2029-05-31"),
}


def status_of(rule: Row, code: str) -> str:
    return (OPEN if rule is SECTION_14 else YEAR_OPEN).get(code, "FULFILLED")


@cache
def matrix_country() -> list[Row]:
    cells = []
    for code, row in COUNTIES.items():
        done = IN_USE.get(code)
        counts = {"NO_RECORD": row[3]} if done is None else {"FULFILLED": done}
        if done is not None and done < row[3]:
            counts["NOT_STARTED"] = row[3] - done
        for rule in (SECTION_14, YEARLY):
            cells += [
                {
                    "rule": rule,
                    "county": county(code),
                    "municipality": None,
                    "status": status,
                    "dueOn": PERIODS[rule["key"]][1],
                    "count": n,
                    "obligation": None,
                }
                for status, n in counts.items()
                if n
            ]
    return cells


@cache
def matrix_county(code: str) -> list[Row]:
    return [
        {
            "rule": rule,
            "county": county(code),
            "municipality": m,
            "status": status_of(rule, m["code"]),
            "dueOn": PERIODS[rule["key"]][1],
            "count": 1,
            "obligation": obligation(rule, m),
        }
        for rule in (SECTION_14, YEARLY)
        for m in municipalities(code)
    ] + [own_cell(rule, code) for rule in own_rules()]


def own_rules() -> list[Row]:
    """Sixteen rules of a county alone, the last without a due day."""
    plan = {**DELIVERY, "unit": "COUNTY", "cadence": "COUNCIL_TERM", "evidenceKinds": ["DELIVERED"]}
    rules = [
        {**plan, "key": f"county-plan-{i}", "name": same(f"Suunnitelma {i}")} for i in range(16)
    ]
    return [*rules[:-1], {**rules[-1], "cadence": "STANDING"}]


def own_cell(rule: Row, code: str) -> Row:
    """The county's own obligation under a rule, in its matrix."""
    standing = rule["cadence"] == "STANDING"
    return {
        "rule": rule,
        "county": county(code),
        "municipality": None,
        "status": "NO_RECORD" if standing else "NOT_STARTED",
        "dueOn": None if standing else "2029-05-31",
        "count": 1,
        "obligation": {
            "id": "Obligation:county",
            "startsOn": "2025-06-01",
            "endsOn": None if standing else "2029-05-31",
            "withheldFulfilment": None,
        },
    }


PRESENCE = Names(
    "Kuhmoisten läsnäolo on kiistetty: kunta peruu kiistämisen tai pidetään uusi neuvottelu.",
    "Kuhmoinens närvaro är bestridd: kommunen återtar bestridandet eller ett nytt samråd hålls.",
    "Kuhmoinen's attendance is disputed: withdraw the dispute or hold a new negotiation.",
)
HELD = Names(
    "Neuvottelu pidettiin 14.10.2026.",
    "Ett samråd hölls 14.10.2026.",
    "A negotiation was held on 14 Oct 2026.",
)
LINKED = {
    "__typename": "LinkedEvidence",
    "id": "LinkedEvidence:1",
    "revision": 1,
    "title": "Pöytäkirjan liite",
    "url": "https://minutes.example/1",
    "dated": {"value": "2026-05-06", "precision": "DAY"},
    "reason": "Yhteinen kokous ennen palvelun käyttöönottoa.",
    "recordedOn": "2026-09-01",
    "stage": None,
    "shownOf": None,
    "withdrawnOn": None,
    "demonstration": True,
}


GROUND: Row = {
    "statute": "621/1999",
    "section": "24 § 1 mom. 17 k.",
    "reason": "Liikesalaisuus",
    "sinceOn": "2026-04-14",
    "recordedBy": {"name": same("Pirkanmaan hyvinvointialue")},
}
APART: Row = {
    "fromOn": "2026-03-10",
    "negotiation": {
        "id": "Negotiation:withheld",
        "heldOn": {"value": "2026-03-10"},
        "withholding": GROUND,
    },
}


def obligation(rule: Row, town: Row) -> Row:
    starts_on, ends_on = PERIODS[rule["key"]]
    status = status_of(rule, town["code"])
    host = county(town["county"]["code"])
    missing = {"code": "PRESENCE_DISPUTED", "text": PRESENCE, "organisation": town}
    return {
        "__typename": "Obligation",
        "id": f"Obligation:{rule['key']}:{town['code']}",
        "revision": 3,
        "startsOn": starts_on,
        "endsOn": ends_on,
        "dueOn": ends_on,
        "rule": rule,
        "term": {"key": "2025-2029"},
        "year": None,
        "county": host,
        "municipality": town,
        "organisation": None,
        "collaborativeArea": None,
        "bearers": [
            {"role": "BEARER", "organisation": host},
            {"role": "BEARER", "organisation": town},
        ],
        "withheldFulfilment": APART if status == "NOT_STARTED" else None,
        "standing": {
            "status": status,
            "fromOn": "2026-11-03",
            "dueOn": ends_on,
            "kept": True,
            "because": [
                {
                    "code": "HELD",
                    "text": HELD,
                    "on": "2026-10-14",
                    "negotiation": {"id": "Negotiation:1"},
                    "organisation": None,
                },
                {
                    "code": "PRESENCE_DISPUTED",
                    "text": PRESENCE,
                    "on": "2026-11-03",
                    "negotiation": None,
                    "organisation": town,
                },
            ],
            "beside": papers.beside([THEME, OTHER_THEME], LINKED) if rule is SECTION_14 else None,
            "missing": []
            if status == "FULFILLED"
            else [missing, {**missing, "organisation": host}],
        },
        "evidence": connection([LINKED | {"recordedBy": host}] if status == "IN_PROGRESS" else []),
        "exemptions": [],
        "negotiations": connection([negotiation("1")] if status == "IN_PROGRESS" else []),
        "history": connection(
            [
                {
                    "act": "dispute_report",
                    "at": "2026-11-03T11:40:00+00:00",
                    "organisation": town,
                },
                {
                    "act": "record_negotiation_held",
                    "at": "2026-10-16T08:12:00+00:00",
                    "organisation": host,
                },
            ]
        ),
    }


UNITS = ("county", "municipality", "helsinki", "hus", "ministry", "area", "counties")


def obligation_of(unit: str) -> Row:
    """An obligation of every unit that is not a county with a municipality; one is unstarted."""
    town, host = municipalities("08")[5], county("08")
    helsinki = municipality("091", "Helsinki", "Hki", "08") | {"county": None}
    hus = {"__typename": "OtherOrganisation", "id": "OtherOrganisation:1", "name": same("HUS")}
    hus |= {"organisationCode": "hus"}
    ministry = hus | {"id": "OtherOrganisation:2", "name": same("Valtiovarainministeriö")}
    ministry |= {"organisationCode": "ministry:vm"}
    counties = [county(code) for code in ("01", "03", "05", "17")]
    bearers = {
        "county": [host],
        "municipality": [town],
        "helsinki": [helsinki],
        "hus": [hus],
        "ministry": [ministry, host],
        "area": [host, county("15")],
        "counties": counties,
    }[unit]
    whole = obligation(DELIVERY, town)
    standing = whole["standing"] | {"status": "NO_RECORD"}
    lasting = unit == "counties"
    return {
        **whole,
        "id": f"Obligation:{unit}",
        "rule": DELIVERY | {"unit": "BILINGUAL_COUNTIES"} if lasting else DELIVERY,
        "term": None,
        "year": 2026 if unit == "ministry" else None,
        "endsOn": None if lasting else whole["endsOn"],
        "dueOn": None if lasting else whole["dueOn"],
        "county": host if unit in ("county", "municipality", "ministry") else None,
        "municipality": {"municipality": town, "helsinki": helsinki}.get(unit),
        "organisation": hus if unit == "hus" else None,
        "collaborativeArea": host["collaborativeArea"] if unit == "area" else None,
        "bearers": [
            *({"role": "BEARER", "organisation": each} for each in bearers),
            {"role": "RECIPIENT", "organisation": ministry},
        ],
        "standing": None if unit == "hus" else standing,
        "evidence": connection(
            [LINKED | {"recordedBy": host, "stage": "HANDLED", "shownOf": host}]
        ),
    }


def attendance(town: Row, host: Row, number: int) -> Row:
    disputed = town["code"] == "291"
    own = town["__typename"] == "County"
    provenance = (
        "OWN" if own else "DISPUTED" if disputed else "CONFIRMED" if number % 3 else "REPORTED"
    )
    return {
        "id": f"Attendance:{town['code']}",
        "organisation": town,
        "present": town["code"] != "635",
        "note": None,
        "provenance": provenance,
        "recordedBy": host,
        "disputedOn": "2026-11-03" if disputed else None,
        "disputeReason": "Kunnan edustaja oli estynyt." if disputed else None,
    }


def _texts() -> Row:
    return {"fi": "Sovittiin yhteisestä seurannasta.", "sv": None, "en": None}


@cache
def negotiation(name: str = "1") -> Row:
    host = county("08")
    towns = municipalities("08")[4:16] if name == "1" else municipalities("08")[5:6]
    held = name == "1"
    return {
        "__typename": "Negotiation",
        "id": f"Negotiation:{name}",
        "revision": 4,
        "title": Names(
            "Alueneuvottelu, syksy 2026",
            "Områdessamråd hösten 2026",
            "Area negotiation, autumn 2026",
        )
        if held
        else None,
        "kind": "COUNTY_MUNICIPALITY",
        "state": "HELD" if held else "SCHEDULED",
        "meetsOn": "2026-10-14" if held else "2026-12-09",
        "heldOn": {"value": "2026-10-14", "precision": "DAY"} if held else None,
        "mode": "PLACE",
        "place": "Tampere",
        "memoUrl": "https://minutes.example/2" if held else None,
        "agenda": papers.agenda(ROUND_TITLE, [host, *towns], _texts()) if held else [],
        "minutes": papers.minutes([host, *towns]) if held else None,
        "actions": connection(papers.actions(ROUND_TITLE, [host, *towns]) if held else []),
        "decisions": connection(papers.decisions([host, *towns]) if held else []),
        "cancelledOn": None,
        "cancelReason": None,
        "demonstration": True,
        "keeper": {**host, "contacts": CONTACTS},
        "county": host,
        "round": {"id": "NegotiationRound:1", "title": ROUND_TITLE},
        "openedTime": "09:04" if held else None,
        "endedTime": "12:00" if held else None,
        "chair": host if held else None,
        "chairRole": "Puheenjohtaja" if held else None,
        "secretary": None,
        "secretaryRole": None,
        "participants": [
            {
                "organisation": host,
                "role": "Hyvinvointialuejohtaja",
                "fromTime": None,
                "untilTime": "10:49",
                "recordedBy": host,
            }
        ]
        if held
        else [],
        "withholding": GROUND if name == "withheld" else None,
        "mergedInto": None,
        "mergedFrom": [],
        "isPublic": True,
        "proposals": [],
        "rules": [SECTION_14, YEARLY],
        "parties": [
            {"organisation": o, "invitedOn": "2026-09-02" if i != 3 else None}
            for i, o in enumerate([host, *towns])
        ],
        "attendance": [attendance(o, host, i) for i, o in enumerate([host, *towns])]
        if held
        else [],
        "events": connection(events(host, towns, held)),
    }


def actions() -> list[Row]:
    """Actions of a list, each with the negotiation it was agreed in."""
    host, town = county("08"), municipalities("08")[5]
    return papers.actions(ROUND_TITLE, [host, town], negotiation("2"))


def events(host: Row, towns: list[Row], held: bool) -> list[Row]:
    def event(kind: str, on: str, day: str | None = None, who: Row = host, note: str = "") -> Row:
        return {
            "kind": kind,
            "on": on,
            "day": day,
            "recordedAt": f"{on}T09:15:00+00:00",
            "recordedBy": who,
            "organisation": who if who is not host else None,
            "note": note or None,
        }

    found = [
        event("PLANNED", "2026-08-12"),
        event("DATE_SET", "2026-08-20", "2026-10-13"),
        event("INVITED", "2026-09-02"),
        event("MOVED", "2026-09-21", "2026-10-14", note="Toinen kokous samana päivänä."),
    ]
    if held:
        found += [
            event("HELD", "2026-10-14", "2026-10-14"),
            event("DISPUTED", "2026-11-03", None, towns[2]),
        ]
    return found


ROUND_TITLE = Names(
    "Valtuustokauden neuvottelut 2025–2029",
    "Samråd under fullmäktigeperioden 2025–2029",
    "Negotiations of the term 2025–2029",
)


def counterparty(town: Row, number: int) -> Row:
    status = status_of(SECTION_14, town["code"])
    held = status == "FULFILLED" or town["code"] == "291"
    dated = held or status == "SCHEDULED"
    day = ("2026-03-10", "2026-05-06", "2026-10-14")[number % 3]
    meeting = {
        "id": "Negotiation:1" if held else "Negotiation:2",
        "state": "HELD" if held else "SCHEDULED",
        "withholding": None,
        "meetsOn": day if held else "2026-12-09",
        "heldOn": {"value": day, "precision": "DAY"} if held else None,
        "minutes": papers.minutes([county("08"), town]) if held and number % 2 else None,
        "keeper": county("08"),
    }
    provenance = "DISPUTED" if town["code"] == "291" else "CONFIRMED"
    return {
        "organisation": town,
        "invitation": {"invitedOn": "2026-01-12"} if status != "NOT_STARTED" else None,
        "attendance": {"present": town["code"] != "635", "provenance": provenance}
        if held
        else None,
        "negotiation": meeting if dated else None,
    }


@cache
def negotiation_round(code: str = "08") -> Row:
    return {
        "__typename": "NegotiationRound",
        "id": "NegotiationRound:1" if code == "08" else "NegotiationRound:19",
        "revision": 2,
        "title": ROUND_TITLE,
        "startsOn": "2025-06-01",
        "endsOn": "2029-05-31",
        "purpose": "Yhteistyö, tavoitteet ja työnjako.",
        "kind": "COUNTY_MUNICIPALITY",
        "legalBasis": "611/2021 14 §",
        "steeringGroup": None,
        "objective": {
            "fi": "Yhteiset tavoitteet",
            "sv": None,
            "en": None,
            "baseline": "100",
            "target": "80",
            "unit": "m²",
        },
        "kickoffOn": "2025-09-03",
        "kickoffAudience": "Talousjohtajat",
        "closedOn": None,
        "cancelledOn": None,
        "cancelReason": None,
        "agenda": [
            {
                "place": 1,
                "title": Names("Tilat", "Lokaler", "Premises"),
                "topic": "PREMISES",
                "legalReference": None,
            }
        ],
        "reports": [],
        "demonstration": True,
        "keeper": county(code),
        "county": county(code),
        "rules": [SECTION_14],
        "progress": {"counterparties": 23, "invited": 21, "dated": 19, "held": 17},
        "counterparties": connection(
            [counterparty(m, i) for i, m in enumerate(municipalities(code))]
        ),
    }


def connection(rows: list[Row], *, more: bool = False) -> Row:
    return {
        "totalCount": 312 if more else len(rows),
        "pageInfo": {
            "hasPreviousPage": more,
            "hasNextPage": more,
            "startCursor": "c2",
            "endCursor": "c51",
        },
        "edges": [{"node": row} for row in rows],
    }
