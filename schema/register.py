"""The register in the API: organisations, counties, municipalities, areas and council terms."""

from __future__ import annotations

import enum
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from schema.engine import Connection, Node, entity, interface_of, many, on, one
from schema.localised import Named
from server.kit.sorting import sort_key as finnish_key
from server.obligations import models as obligations
from server.register import models as m

if TYPE_CHECKING:
    from schema.bodies.types import Contact, OrganisationUnit
    from schema.obligations.evidence import RecordKeeping
    from schema.obligations.types import Obligation

LazyContact = Annotated["Contact", strawberry.lazy("schema.bodies.types")]
LazyUnit = Annotated["OrganisationUnit", strawberry.lazy("schema.bodies.types")]
LazyRecordKeeping = Annotated["RecordKeeping", strawberry.lazy("schema.obligations.evidence")]
LazyObligation = Annotated["Obligation", strawberry.lazy("schema.obligations.types")]
FOREVER = "'9999-12-31'"
CountyCode = Annotated[
    str, strawberry.argument(description='Code of Statistics Finland, "01" to "21".')
]
MunicipalityCode = Annotated[
    str, strawberry.argument(description='Code of Statistics Finland, three digits: "837".')
]
OrganisationCode = Annotated[
    str,
    strawberry.argument(
        description="Code over all kinds: county:08, municipality:837, hus, ministry:vm."
    ),
]


@strawberry.enum(description="What kind of party an organisation is.")
class OrganisationKind(enum.Enum):
    COUNTY = strawberry.enum_value("COUNTY", description="A wellbeing services county.")
    MUNICIPALITY = strawberry.enum_value("MUNICIPALITY", description="A municipality.")
    HUS_GROUP = strawberry.enum_value("HUS_GROUP", description="HUS Group.")
    MINISTRY = strawberry.enum_value("MINISTRY", description="A ministry.")
    STATE_AGENCY = strawberry.enum_value("STATE_AGENCY", description="Another State authority.")
    REGIONAL_COUNCIL = strawberry.enum_value("REGIONAL_COUNCIL", description="A regional council.")
    EMPLOYMENT_AREA = strawberry.enum_value("EMPLOYMENT_AREA", description="An employment area.")
    COMPANY = strawberry.enum_value("COMPANY", description="A company.")
    ASSOCIATION = strawberry.enum_value("ASSOCIATION", description="An association.")
    PARISH = strawberry.enum_value("PARISH", description="A parish or parish union.")
    EDUCATION_PROVIDER = strawberry.enum_value(
        "EDUCATION_PROVIDER", description="A provider of education."
    )
    OTHER = strawberry.enum_value("OTHER", description="Any other party.")


@strawberry.enum(description="Where a municipality stands in the reform.")
class MunicipalityScope(enum.Enum):
    COUNTY = strawberry.enum_value("COUNTY", description="Belongs to a wellbeing services county.")
    HELSINKI = strawberry.enum_value("HELSINKI", description="Helsinki, which organises itself.")
    ALAND = strawberry.enum_value("ALAND", description="In Åland, outside the reform.")


@strawberry.enum(description="Which councils a term is of.")
class CouncilKind(enum.Enum):
    COUNTY = strawberry.enum_value("COUNTY", description="County councils.")
    MUNICIPAL = strawberry.enum_value("MUNICIPAL", description="Municipal councils.")


def valid(row: Any, day: str) -> str:
    """Is the row in force on the day? An open start or end does not limit it."""
    return (
        f"coalesce({row.starts_on}, '0001-01-01') <= {day}"
        f" AND coalesce({row.ends_on}, {FOREVER}) >= {day}"
    )


def id_of(kind: str, code: object) -> str:
    """The id of the organisation of a kind and code: ``{x.county_id} = {id_of("COUNTY", code)}``.

    Found once for a statement, so that the list is read along its own index (county, order, id).
    A condition on the joined organisation reads the list to its end and judges row by row.
    """
    return f"(SELECT id FROM organisation WHERE kind = '{kind}' AND code = {code})"


def id_named(organisation_code: object) -> str:
    """The id of the organisation of an organisation code, for conditions as with ``id_of``."""
    return f"(SELECT id FROM organisation WHERE organisation_code = {organisation_code})"


@interface_of(m.Organisation, discriminator="kind")
class Organisation(Node, Named):
    """A party of the interface: a county, a municipality, a ministry, HUS Group, a company."""

    organisation_code: str = strawberry.field(
        description="Unique over all kinds: county:08, municipality:837, hus, ministry:vm."
    )
    code: str = strawberry.field(
        description="Code within its kind: a county's two digits, a municipality's three."
    )
    kind: OrganisationKind = strawberry.field(description="What kind of party it is.")
    business_id: str | None = strawberry.field(description="Business id; null when not verified.")
    starts_on: date | None = strawberry.field(
        description="First day it exists; null when before the register begins."
    )
    ends_on: date | None = strawberry.field(
        description="Last day it exists, inclusive; null while it does."
    )
    website: str | None = strawberry.field(description="Address of its website.")
    source: str = strawberry.field(description="Where the facts about it come from.")
    to_be_checked: bool = strawberry.field(description="Is its name still to be checked?")
    revision: int = strawberry.field(description="Rises with every change of the record.")

    @one(m.Organisation)
    def successor(self: Any, other: Any) -> Organisation | None:
        """The organisation it merged into; null when it has not."""
        return on(f"{other.id} = {self.successor_id}")

    @many(m.FormerName, order="-ends_on", limit=50, page=1)
    def former_names(self: Any, name: Any) -> list[FormerName]:
        """Names it bore before, latest first; at most 50."""
        return on(f"{name.organisation_id} = {self.id}")

    @many(m.OrganisationUnit, order="sort_fi", limit=200, page=5, day="valid_on")
    def units(self: Any, unit: Any) -> list[LazyUnit]:
        """Its units on the day, sorted as Finns sort; at most 200."""
        return on(f"{unit.organisation_id} = {self.id}", valid(unit, unit.day))

    @many(obligations.RecordKeeping, order="starts_on", limit=50, page=2)
    def record_keeping(self: Any, row: Any) -> list[LazyRecordKeeping]:
        """Since when its record here is complete, withdrawn statements included."""
        return on(f"{row.organisation_id} = {self.id}")

    @many(m.Contact, order="sort_fi", limit=200, page=5, day="valid_on")
    def contacts(self: Any, contact: Any) -> list[LazyContact]:
        """Where its tasks are reached on the day, sorted by task; at most 200."""
        return on(f"{contact.organisation_id} = {self.id}", valid(contact, contact.day))


@entity(m.FormerName)
class FormerName:
    """A name an organisation bore until a day."""

    name_fi: str = strawberry.field(description="The name in Finnish.")
    name_sv: str | None = strawberry.field(description="The name in Swedish.")
    ends_on: date = strawberry.field(description="The last day it was used.")


@entity(m.Organisation, kind="COUNTY")
class County(Organisation):
    """A wellbeing services county (hyvinvointialue, välfärdsområde)."""

    population: int | None = strawberry.field(description="Residents on the day of the figure.")
    population_on: date | None = strawberry.field(description="The day of the population figure.")

    @many(m.Organisation, order="sort_fi", day="valid_on", page=50)
    def municipalities(self: Any, x: Any) -> Connection[Municipality]:
        """Municipalities that belong to the county on the day, sorted as Finns sort."""
        return on(
            f"{x.kind} = 'MUNICIPALITY'",
            x.exists(
                m.CountyMembership,
                lambda cm: (
                    f"{cm.municipality_id} = {x.id}",
                    f"{cm.county_id} = {self.id}",
                    valid(cm, x.day),
                ),
            ),
        )

    @many(obligations.Obligation, order="sort_on", day="as_of")
    def obligations(self: Any, x: Any) -> Connection[LazyObligation]:
        """Its own obligations and those of its municipalities, soonest due first."""
        return on(f"{x.county_id} = {self.id}")

    @one(m.CollaborativeArea)
    def collaborative_area(self: Any, area: Any) -> CollaborativeArea | None:
        """The collaborative area the county belongs to."""
        return on(_area_of(self, area))


@entity(m.Organisation, kind="MUNICIPALITY")
class Municipality(Organisation):
    """A municipality. Helsinki and Åland's sixteen belong to no county."""

    scope: MunicipalityScope | None = strawberry.field(
        description="Where it stands in the reform; null for those merged before it."
    )
    language_status: str | None = strawberry.field(
        description="unilingual_fi, bilingual_fi_majority, bilingual_sv_majority, unilingual_sv."
    )
    population: int | None = strawberry.field(description="Residents on the day of the figure.")
    population_on: date | None = strawberry.field(description="The day of the population figure.")
    mark: str | None = strawberry.field(
        description="Three letters that tell it from the others of its county in narrow tables."
    )

    @many(obligations.Obligation, order="sort_on", day="as_of")
    def obligations(self: Any, x: Any) -> Connection[LazyObligation]:
        """The obligations it bears alone or with its county, soonest due first."""
        return on(f"{x.municipality_id} = {self.id}")

    @one(m.Organisation, day="valid_on")
    def county(self: Any, x: Any) -> County | None:
        """The county it belongs to on the day; null for Helsinki, Åland and merged ones."""
        return on(
            f"{x.id} = (SELECT cm.county_id FROM county_membership cm"
            f" WHERE cm.municipality_id = {self.id} AND cm.starts_on <= {x.day}"
            f" AND coalesce(cm.ends_on, {FOREVER}) >= {x.day})"
        )


@entity(m.Organisation)
class OtherOrganisation(Organisation):
    """A party that is neither a county nor a municipality."""


@entity(m.CollaborativeArea)
class CollaborativeArea(Node, Named):
    """A collaborative area of healthcare and social welfare. It is not a legal person."""

    code: str = strawberry.field(description="Statistics Finland's digit, 1 to 5.")
    coordinator: Organisation | None = strawberry.field(
        description="The service organiser that coordinates it; null when not known."
    )
    revision: int = strawberry.field(description="Rises with every change of the record.")

    @many(m.Organisation, order="sort_fi", limit=50)
    def members(self: Any, x: Any) -> list[Organisation]:
        """The counties, Helsinki and HUS Group that belong to it on the request's day."""
        return on(
            x.exists(
                m.AreaMembership,
                lambda am: (
                    f"{am.organisation_id} = {x.id}",
                    f"{am.area_id} = {self.id}",
                    valid(am, self.day),
                ),
            )
        )


@entity(m.CouncilTerm)
class CouncilTerm(Node):
    """A term of the county councils or of the municipal councils."""

    kind: CouncilKind = strawberry.field(description="Which councils.")
    key: str = strawberry.field(description='First and last year, "2025-2029".')
    starts_on: date = strawberry.field(description="First day.")
    ends_on: date = strawberry.field(description="Last day, inclusive.")


def _area_of(organisation: Any, area: Any) -> str:
    return (
        f"{area.id} = (SELECT am.area_id FROM area_membership am"
        f" WHERE am.organisation_id = {organisation.id} AND am.starts_on <= {organisation.day}"
        f" AND coalesce(am.ends_on, {FOREVER}) >= {organisation.day})"
    )


@strawberry.input(description="Which municipalities.")
class MunicipalityFilter:
    county: str | None = strawberry.field(
        default=None, description="Code of the county it belongs to on the day."
    )
    scope: MunicipalityScope | None = strawberry.field(
        default=None, description="Where it stands in the reform."
    )
    valid_on: date | None = strawberry.field(
        default=None,
        description="In force on this day; the request's day when left out. What is asked below"
        " holds for the request's day all the same, unless given there.",
    )
    text: str | None = strawberry.field(
        default=None, description="Part of its name in Finnish or Swedish, or its code."
    )


@strawberry.type
class RegisterQuery:
    @one(m.Organisation)
    def county(self: Any, x: Any, code: CountyCode) -> County | None:
        """The county of a code; null for any other."""
        return on(f"{x.kind} = 'COUNTY'", f"{x.code} = {code}")

    @many(m.Organisation, order="organisation_code", limit=50, page=23)
    def counties(self: Any, x: Any) -> list[County]:
        """The 21 wellbeing services counties by code. Helsinki and HUS are serviceOrganisers."""
        return on(f"{x.kind} = 'COUNTY'", valid(x, self.day))

    @many(m.Organisation, order="organisation_code", limit=50, page=23)
    def service_organisers(self: Any, x: Any) -> list[Organisation]:
        """All who organise the services: 21 counties, the City of Helsinki and HUS Group."""
        return on(f"{x.service_organiser}", valid(x, self.day))

    @one(m.Organisation)
    def organisation(self: Any, x: Any, code: OrganisationCode) -> Organisation | None:
        """The organisation of an organisation code; null for no such."""
        return on(f"{x.organisation_code} = {code}")

    @many(m.Organisation, order="sort_fi", page=50, most=500)
    def organisations(
        self: Any,
        x: Any,
        kind: Annotated[
            OrganisationKind, strawberry.argument(description="Of which kind they are.")
        ],
    ) -> Connection[Organisation]:
        """Organisations of a kind in force on the request's day, sorted as Finns sort."""
        return on(f"{x.kind} = {kind}", valid(x, self.day))

    @one(m.Organisation)
    def municipality(self: Any, x: Any, code: MunicipalityCode) -> Municipality | None:
        """The municipality of a code, also one that has merged; null for no such."""
        return on(f"{x.kind} = 'MUNICIPALITY'", f"{x.code} = {code}")

    @many(m.Organisation, order="sort_fi")
    def municipalities(
        self: Any,
        x: Any,
        filter_: Annotated[
            MunicipalityFilter | None,
            strawberry.argument(description="Which municipalities; all of the day when left out."),
        ] = None,
    ) -> Connection[Municipality]:
        """Municipalities in force on a day, sorted as Finns sort. Merged ones: by code, search."""
        return on(f"{x.kind} = 'MUNICIPALITY'", *_chosen(self, x, filter_))

    @many(m.CollaborativeArea, order="code", limit=10)
    def collaborative_areas(self: Any, x: Any) -> list[CollaborativeArea]:
        """The five collaborative areas by code."""
        return on()

    @many(m.CouncilTerm, order="starts_on", limit=100, page=10)
    def council_terms(
        self: Any,
        x: Any,
        kind: Annotated[
            CouncilKind | None,
            strawberry.argument(description="Of which councils; of both when left out."),
        ] = None,
    ) -> list[CouncilTerm]:
        """Terms of councils, earliest first."""
        return on(f"{x.kind} = {kind}" if kind else "")


def _chosen(root: Any, x: Any, given: Any) -> list[str]:
    day = str(given.valid_on) if given and given.valid_on else root.day
    out = [valid(x, day)]
    if not given:
        return out
    if given.county:
        out.append(
            x.exists(
                m.CountyMembership,
                lambda cm: (
                    f"{cm.municipality_id} = {x.id}",
                    f"{cm.county_id} = {id_of('COUNTY', given.county)}",
                    valid(cm, day),
                ),
            )
        )
    if given.scope:
        out.append(f"{x.scope} = {given.scope}")
    if given.text:
        out.append(
            f"({given.text.within(x.sort_fi, finnish_key)}"
            f" OR {given.text.within(x.sort_sv, finnish_key)} OR {x.code} = {given.text})"
        )
    return out
