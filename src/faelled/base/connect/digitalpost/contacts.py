"""Who and where in a MeMo message: attention data, addresses and contact points."""

# ruff: noqa: RUF009  # need, may and many make field() with the element name

from dataclasses import dataclass
from decimal import Decimal

from faelled.base.connect.digitalpost.parts import Part, many, may, need


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AttentionPerson(Part):
    person_id: str = need("memo:personID")
    label: str | None = may("memo:label")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ProductionUnit(Part):
    number: str = need("grd:productionUnitNumber")
    name: str | None = may("grd:productionUnitName")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class GlobalLocationNumber(Part):
    number: str = need("gln:globalLocationNumber")
    location: str | None = may("gln:location")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class EMail(Part):
    address: str = need("memo:emailAddress")
    related_agent: str | None = may("memo:relatedAgent")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SENumber(Part):
    number: str = need("grd:seNumber")
    company_name: str | None = may("grd:companyName")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Telephone(Part):
    number: str = need("memo:telephoneNumber")
    related_agent: str | None = may("memo:relatedAgent")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class EID(Part):
    eid: str = need("grd:eID")
    label: str | None = may("grd:label")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ContentResponsible(Part):
    id: str = need("memo:contentResponsibleID")
    label: str | None = may("memo:label")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class GeneratingSystem(Part):
    id: str = need("memo:generatingSystemID")
    label: str | None = may("memo:label")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SORData(Part):
    identifier: str = need("sor:sorIdentifier")
    entry_name: str | None = may("sor:entryName")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AddressPoint(Part):
    """Metres, as the examples write them."""

    easting: Decimal = need("grd:geographicEastingMeasure")
    northing: Decimal = need("grd:geographicNorthingMeasure")
    height: Decimal | None = may("grd:geographicHeightMeasure")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Address(Part):
    id: str | None = may("grd:id")
    address_label: str | None = may("grd:addressLabel")
    house_number: str | None = may("grd:houseNumber")
    door: str | None = may("grd:door")
    floor: str | None = may("grd:floor")
    co: str | None = may("grd:co")
    zip_code: str | None = may("grd:zipCode")
    city: str | None = may("grd:city")
    country: str | None = may("grd:country")
    point: AddressPoint | None = may("grd:AddressPoint")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class UnstructuredAddress(Part):
    unstructured: str = need("grd:unstructured")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AttentionData(Part):
    person: AttentionPerson | None = may("memo:AttentionPerson")
    production_unit: ProductionUnit | None = may("grd:ProductionUnit")
    location: GlobalLocationNumber | None = may("gln:GlobalLocationNumber")
    email: EMail | None = may("memo:EMail")
    se_number: SENumber | None = may("grd:SEnumber")
    telephone: Telephone | None = may("memo:Telephone")
    eid: EID | None = may("grd:EID")
    content_responsible: ContentResponsible | None = may("memo:ContentResponsible")
    generating_system: GeneratingSystem | None = may("memo:GeneratingSystem")
    sor: SORData | None = may("sor:SORdata")
    address: Address | None = may("grd:Address")
    unstructured_address: UnstructuredAddress | None = may("grd:UnstructuredAddress")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ContactInfo(Part):
    label: str = need("memo:label")
    value: str = need("memo:value")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ContactPoint(Part):
    group: str | None = may("memo:contactGroup")
    id: str = need("memo:contactPointID")
    label: str | None = may("memo:label")
    info: tuple[ContactInfo, ...] = many("memo:ContactInfo")
