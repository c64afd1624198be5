"""A List in the Credential Transparency Description Language (CTDL), as JSON-LD.

One graph a List: the Collection with a dated CollectionMember for each credential, the credentials
with what the Credential Registry requires of them, the organizations that own them, and a
TransferValueProfile for each articulation agreement. Terms: https://credreg.net/ctdl/terms.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from warehouse.council_list.content import Agreement, CouncilList, Listed, Organization

CONTEXT = "https://credreg.net/ctdl/schema/context/json"
CONCEPTS = "https://credreg.net/ctdl/terms"
FEE_CURRENCY = "USD"
FEE_COST_TYPE = "costType:AssessmentFee"

Node = dict[str, Any]


class ListGraph:
    """Writes the nodes of one List, with the references between them."""

    def __init__(self, council_list: CouncilList) -> None:
        self.list = council_list
        self.settings = council_list.settings
        self.language = self.settings["language"]
        self.codes = {each.credential_code for each in council_list.credentials}

    def document(self) -> Node:
        """Give the whole graph, the Collection first."""
        council = self.list
        nodes = [self._collection(), *map(self._member, council.credentials)]
        nodes += map(self._credential, council.credentials)
        nodes += [self._profile(listed, each) for listed, each in council.agreements]
        nodes += self._courses()
        nodes += [self._publisher()]
        nodes += [self._organization("certifying_entity", each) for each in council.entities]
        nodes += [self._organization("institution", each) for each in council.colleges]
        return {"@context": CONTEXT, "@graph": nodes}

    def uri(self, kind: str, code: object) -> str:
        """Give the identifier of a resource, which ends in its CTID."""
        return self.settings["resource_uri"] + self.list.ctid(kind, code)

    def _blank(self, kind: str, code: str) -> str:
        """Name a node that has no meaning outside its document."""
        return "_:" + self.list.ctid(kind, code).removeprefix("ce-")

    def page(self, anchor: str) -> str:
        """Give the address of a part of the List's web page."""
        return f"{self.settings['base_uri']}/{page_name(self.list.list_year)}#{anchor}"

    def _resource(
        self, kind: str, code: object, ctdl_class: str, name: str, description: str
    ) -> Node:
        return {
            "@id": self.uri(kind, code),
            "@type": ctdl_class,
            "ceterms:ctid": self.list.ctid(kind, code),
            "ceterms:name": self._text(name),
            "ceterms:description": self._text(description),
        }

    def lists_document(self, list_years: Sequence[int]) -> Node:
        """Give the Collection that holds the Lists of all years, each a Collection of its own."""
        lists = self._grouping("lists", "all", self.settings["list_name"]) | {
            "ceterms:hasMember": [self.uri("list", year) for year in list_years]
        }
        return {"@context": CONTEXT, "@graph": [lists, self._publisher()]}

    def _grouping(self, kind: str, code: object, name: str) -> Node:
        description = self.settings["list_description"]
        return self._resource(kind, code, "ceterms:Collection", name, description) | {
            "ceterms:ownedBy": [self.uri("publisher", "council")],
            "ceterms:subjectWebpage": self.page("list"),
            "ceterms:inLanguage": [self.language],
            "ceterms:lifeCycleStatusType": self._concept("LifeCycleStatus", "lifeCycle:Active"),
            "ceterms:collectionType": [
                self._concept("CollectionCategory", self.settings["collection_category"])
            ],
        }

    def _collection(self) -> Node:
        council = self.list
        name = f"{self.settings['list_name']} {council.list_year}"
        node = self._grouping("list", council.list_year, name) | {
            "ceterms:dateEffective": _day(council.effective_from),
            "ceterms:expirationDate": _day(council.effective_to),
            "ceterms:membershipCondition": [
                {
                    "@type": "ceterms:ConditionProfile",
                    "ceterms:description": self._text(self.settings["membership_condition"]),
                }
            ],
            "ceterms:hasMember": [self._member_id(each) for each in council.credentials],
        }
        if council.previous_year:
            node["ceterms:previousVersion"] = self.uri("list", council.previous_year)
        return node

    def _member_id(self, listed: Listed) -> str:
        year = self.list.list_year
        return self._blank("member", f"{year}|{listed.credential_code}")

    def _member(self, listed: Listed) -> Node:
        return {
            "@id": self._member_id(listed),
            "@type": "ceterms:CollectionMember",
            "ceterms:proxyFor": self.uri("credential", listed.credential_code),
            "ceterms:name": self._text(listed.credential_name),
            "ceterms:startDate": _day(listed.effective_from),
            "ceterms:endDate": _day(listed.effective_to),
        }

    def _credential(self, listed: Listed) -> Node:
        status = "credentialStat:Active" if listed.is_offered else "credentialStat:Deprecated"
        owner = self.uri("certifying_entity", listed.certifying_entity_code)
        node = self._resource(
            "credential",
            listed.credential_code,
            listed.ctdl_class,
            listed.credential_name,
            listed.description,
        ) | {
            "ceterms:subjectWebpage": listed.web_page,
            "ceterms:inLanguage": [self.language],
            "ceterms:credentialStatusType": self._concept("CredentialStatus", status),
            "ceterms:ownedBy": [owner],
            "ceterms:offeredBy": [owner],
            "ceterms:approvedBy": [self.uri("publisher", "council")],
        }
        if listed.soc_code:
            node["ceterms:occupationType"] = [
                self._alignment("occupation", listed.soc_code, listed.occupation_title)
            ]
        if listed.cip_codes:
            node["ceterms:instructionalProgramType"] = [
                self._alignment("program", code, None) for code in listed.cip_codes
            ]
        if listed.fee is not None:
            node["ceterms:estimatedCost"] = [self._fee(listed.fee)]
        if listed.validity_months:
            node["ceterms:renewalFrequency"] = f"P{listed.validity_months}M"
        if listed.minimum_age or listed.prerequisite_credential_code:
            node["ceterms:requires"] = [self._requirement(listed)]
        if listed.agreements:
            node["ceterms:providesTransferValueFor"] = [
                self.uri("agreement", each.agreement_id) for each in listed.agreements
            ]
        return node

    def _requirement(self, listed: Listed) -> Node:
        said = []
        node: Node = {"@type": "ceterms:ConditionProfile"}
        if listed.minimum_age:
            said.append(f"At least {listed.minimum_age} years old.")
            node["ceterms:minimumAge"] = listed.minimum_age
        if listed.prerequisite_credential_code:
            said.append(f"Holds {listed.prerequisite_name or 'the credential before it'}.")
            # What isn't on the List isn't described here, so there is nothing to point to.
            if listed.prerequisite_credential_code in self.codes:
                node["ceterms:targetCredential"] = [
                    self.uri("credential", listed.prerequisite_credential_code)
                ]
        return node | {"ceterms:description": self._text(" ".join(said))}

    def _fee(self, fee: Decimal) -> Node:
        return {
            "@type": "ceterms:CostProfile",
            "ceterms:costDetails": self.page("list"),
            "ceterms:description": self._text("Fee that a candidate pays."),
            "ceterms:directCostType": self._concept("CostType", FEE_COST_TYPE),
            "ceterms:currency": FEE_CURRENCY,
            "ceterms:price": _number(fee),
        }

    def _profile(self, listed: Listed, agreement: Agreement) -> Node:
        said = [
            f"{agreement.institution_name} grants {_number(agreement.credits)} credits in"
            f" {agreement.course_code} for {listed.credential_name}."
        ]
        if agreement.requirement_met:
            said.append(f"It meets: {agreement.requirement_met}.")
        if agreement.terms:
            said.append(agreement.terms)
        if agreement.district_name:
            said.append(f"For students of {agreement.district_name}.")
        node = self._resource(
            "agreement",
            agreement.agreement_id,
            "ceterms:TransferValueProfile",
            f"Credit at {agreement.institution_name} for {listed.credential_name}",
            " ".join(said),
        ) | {
            "ceterms:ownedBy": [self.uri("institution", agreement.institution_code)],
            "ceterms:subjectWebpage": self.page(f"agreement-{agreement.agreement_id}"),
            "ceterms:lifeCycleStatusType": self._concept("LifeCycleStatus", "lifeCycle:Active"),
            "ceterms:startDate": _day(agreement.in_force_from),
            "ceterms:transferValue": [
                {
                    "@type": "ceterms:ValueProfile",
                    "schema:value": _number(agreement.credits),
                    "ceterms:creditUnitType": [self.settings["credit_unit"]],
                }
            ],
            "ceterms:transferValueFrom": [self.uri("credential", listed.credential_code)],
            "ceterms:transferValueFor": [self._course_id(agreement)],
        }
        if agreement.in_force_to:
            node["ceterms:endDate"] = _day(agreement.in_force_to)
        return node

    def _course_id(self, agreement: Agreement) -> str:
        code = f"{agreement.institution_code}|{agreement.course_code}"
        return self._blank("college_course", code)

    def _courses(self) -> list[Node]:
        """Write the courses for which credit is given, as far as an agreement tells of them."""
        courses = {}
        for _, agreement in self.list.agreements:
            courses[self._course_id(agreement)] = {
                "@id": self._course_id(agreement),
                "@type": "ceterms:Course",
                "ceterms:name": self._text(agreement.course_code),
                "ceterms:codedNotation": agreement.course_code,
                "ceterms:ownedBy": [self.uri("institution", agreement.institution_code)],
            }
        return list(courses.values())

    def _publisher(self) -> Node:
        settings = self.settings
        council = Organization(
            code="council",
            name=settings["publisher_name"],
            description=settings["publisher_description"],
            web_page=f"{settings['base_uri']}/{REGISTERS_PAGE}",
            locality=settings["publisher_locality"],
            region=settings["state_name"],
            country=settings["publisher_country"],
            agent_type="orgType:Government",
            agent_sector="agentSector:Public",
        )
        return self._organization("publisher", council) | {
            "ceterms:email": [settings["publisher_email"]]
        }

    def _organization(self, kind: str, each: Organization) -> Node:
        ctdl_class = "ceterms:CredentialOrganization"
        web_page = each.web_page or self.page(f"college-{each.code}")
        return self._resource(kind, each.code, ctdl_class, each.name, each.description) | {
            "ceterms:subjectWebpage": web_page,
            "ceterms:agentType": [self._concept("OrganizationType", each.agent_type)],
            "ceterms:agentSectorType": self._concept("AgentSector", each.agent_sector),
            "ceterms:address": [self._place(each)],
        }

    def _place(self, each: Organization) -> Node:
        place = {
            "@type": "ceterms:Place",
            "ceterms:addressRegion": self._text(each.region),
            "ceterms:addressCountry": self._text(each.country),
        }
        if each.locality:
            place["ceterms:addressLocality"] = self._text(each.locality)
        return place

    def _text(self, text: str) -> dict[str, str]:
        return {self.language: text}

    def _concept(self, scheme: str, term: str) -> Node:
        """Point to a term of one of CTDL's own lists of concepts."""
        return {
            "@type": "ceterms:CredentialAlignmentObject",
            "ceterms:framework": f"{CONCEPTS}/{scheme}",
            "ceterms:targetNode": term,
        }

    def _alignment(self, framework: str, code: str, title: str | None) -> Node:
        """Point to a code of the occupations or of the instructional programs."""
        node: Node = {
            "@type": "ceterms:CredentialAlignmentObject",
            "ceterms:framework": self.settings[f"{framework}_framework"],
            "ceterms:frameworkName": self._text(self.settings[f"{framework}_framework_name"]),
            "ceterms:codedNotation": code,
        }
        if title:
            node["ceterms:targetNodeName"] = self._text(title)
        return node


def page_name(list_year: int) -> str:
    """Name the web page of a List."""
    return f"list-{list_year}.html"


REGISTERS_PAGE = "registers.html"


def _day(day: date) -> str:
    return day.isoformat()


def _number(amount: Decimal) -> int | float:
    """Give an amount as JSON writes numbers: whole ones without a point."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)
