"""What the Credential Registry requires of published resources, and what may stand where.

Required properties: the Registry Assistant's input classes and CTDL's minimum data; ranges: CTDL's
schema (https://credreg.net/ctdl/schema/encoding/json). Only what a List publishes is covered.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

CREDENTIALS = {
    "ceterms:ApprenticeshipCertificate",
    "ceterms:Badge",
    "ceterms:Certificate",
    "ceterms:Certification",
    "ceterms:License",
}
ORGANIZATION = "ceterms:CredentialOrganization"
ALIGNMENT = "ceterms:CredentialAlignmentObject"
NAMED = ("ceterms:ctid", "ceterms:name", "ceterms:description", "ceterms:subjectWebpage")
OF_CREDENTIALS = (*NAMED, "ceterms:ownedBy", "ceterms:credentialStatusType", "ceterms:inLanguage")
REQUIRED = {
    **dict.fromkeys(CREDENTIALS, OF_CREDENTIALS),
    "ceterms:Collection": [
        *NAMED,
        "ceterms:ownedBy",
        "ceterms:lifeCycleStatusType",
        "ceterms:collectionType",
        "ceterms:dateEffective",
        "ceterms:expirationDate",
        "ceterms:hasMember",
        "ceterms:inLanguage",
    ],
    "ceterms:CollectionMember": ["ceterms:proxyFor", "ceterms:startDate", "ceterms:endDate"],
    "ceterms:TransferValueProfile": [
        *NAMED,
        "ceterms:ownedBy",
        "ceterms:startDate",
        "ceterms:transferValue",
        "ceterms:transferValueFrom",
    ],
    ORGANIZATION: [*NAMED, "ceterms:agentType", "ceterms:agentSectorType", "ceterms:address"],
    "ceterms:ValueProfile": ["schema:value", "ceterms:creditUnitType"],
    ALIGNMENT: ["ceterms:framework"],
    "ceterms:ConditionProfile": ["ceterms:description"],
    "ceterms:CostProfile": ["ceterms:description", "ceterms:directCostType", "ceterms:price"],
    "ceterms:Place": ["ceterms:addressRegion", "ceterms:addressCountry"],
    "ceterms:Course": ["ceterms:name", "ceterms:ownedBy"],
}
# Properties whose values are nodes, in place or in the same document, and the classes allowed.
NODES = {
    "ceterms:address": {"ceterms:Place"},
    "ceterms:agentSectorType": {ALIGNMENT},
    "ceterms:agentType": {ALIGNMENT},
    "ceterms:approvedBy": {ORGANIZATION},
    "ceterms:collectionType": {ALIGNMENT},
    "ceterms:credentialStatusType": {ALIGNMENT},
    "ceterms:directCostType": {ALIGNMENT},
    "ceterms:estimatedCost": {"ceterms:CostProfile"},
    "ceterms:hasMember": {"ceterms:CollectionMember"},
    "ceterms:instructionalProgramType": {ALIGNMENT},
    "ceterms:lifeCycleStatusType": {ALIGNMENT},
    "ceterms:membershipCondition": {"ceterms:ConditionProfile"},
    "ceterms:occupationType": {ALIGNMENT},
    "ceterms:offeredBy": {ORGANIZATION},
    "ceterms:ownedBy": {ORGANIZATION},
    "ceterms:providesTransferValueFor": {"ceterms:TransferValueProfile"},
    "ceterms:proxyFor": CREDENTIALS,
    "ceterms:requires": {"ceterms:ConditionProfile"},
    "ceterms:targetCredential": CREDENTIALS,
    "ceterms:transferValue": {"ceterms:ValueProfile"},
    "ceterms:transferValueFor": {"ceterms:Course"},
    "ceterms:transferValueFrom": CREDENTIALS,
}
# Terms of CTDL's own lists of concepts, as far as a List may use them.
TERMS = {
    "ceterms:agentSectorType": r"agentSector:(PrivateForProfit|PrivateNonProfit|Public)",
    "ceterms:agentType": r"orgType:[A-Z]\w+",
    "ceterms:collectionType": r"collectionCategory:(IndustryRecognized|Quality|Perkins)",
    "ceterms:credentialStatusType": r"credentialStat:(Active|Deprecated|Probationary|Suspended)",
    "ceterms:directCostType": r"costType:[A-Z]\w+",
    "ceterms:lifeCycleStatusType": r"lifeCycle:(Active|Ceased|Developing|Suspended)",
}
UUID_4 = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
LITERALS = {
    "ceterms:ctid": rf"ce-{UUID_4}",
    "ceterms:inLanguage": r"[a-z]{2}",
    "ceterms:subjectWebpage": r"https?://\S+",
    "ceterms:costDetails": r"https?://\S+",
    "ceterms:framework": r"https?://\S+",
    "ceterms:previousVersion": rf"https?://\S+/ce-{UUID_4}",
    "ceterms:renewalFrequency": r"P\d+M",
    "ceterms:creditUnitType": r"creditUnit:[A-Z]\w+",
    "ceterms:currency": r"[A-Z]{3}",
    "ceterms:email": r"\S+@\S+",
    "ceterms:codedNotation": r".+",
    "ceterms:targetNode": r"\w+:\w+",
}
DATES = {"ceterms:startDate", "ceterms:endDate", "ceterms:dateEffective", "ceterms:expirationDate"}
TEXTS = {
    "ceterms:name",
    "ceterms:description",
    "ceterms:frameworkName",
    "ceterms:targetNodeName",
    "ceterms:addressLocality",
    "ceterms:addressRegion",
    "ceterms:addressCountry",
}
NUMBERS = {"schema:value", "ceterms:price", "ceterms:minimumAge"}
LEAST_DESCRIPTION = 15

Node = dict[str, Any]


def violations(document: Node) -> list[str]:
    """Name each rule that a document breaks, and where."""
    found = []
    if document.get("@context") != "https://credreg.net/ctdl/schema/context/json":
        found.append("document: the context isn't CTDL's")
    graph = {node["@id"]: node for node in document["@graph"]}
    if len(graph) != len(document["@graph"]):
        found.append("document: two nodes have one @id")
    for where, node in _nodes(document["@graph"]):
        found += [f"{where}: {problem}" for problem in _problems(node, graph)]
    return found


def _nodes(value: Any, where: str = "graph") -> Iterator[tuple[str, Node]]:
    """Walk through the nodes of a document, those in place too."""
    if isinstance(value, dict) and "@type" in value:
        where = value.get("@id", where)
        yield where, value
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _nodes(each, f"{where} {name}")
    elif isinstance(value, list):
        for each in value:
            yield from _nodes(each, where)


def _problems(node: Node, graph: dict[str, Node]) -> Iterator[str]:
    kind = node["@type"]
    if kind not in REQUIRED:
        yield f"{kind} is no class that a List publishes"
    for name in REQUIRED.get(kind, ()):
        if not node.get(name):
            yield f"{kind} lacks {name}"
    if "ceterms:ctid" in node and not node["@id"].endswith("/" + node["ceterms:ctid"]):
        yield "the @id doesn't end in the CTID"
    for name, value in node.items():
        for each in value if isinstance(value, list) else [value]:
            yield from (f"{name}: {problem}" for problem in _judged(name, each, graph))
    description = node.get("ceterms:description", {})
    if any(len(text) < LEAST_DESCRIPTION for text in description.values()) and "@id" in node:
        yield "the description is too short"
    first, last = node.get("ceterms:startDate"), node.get("ceterms:endDate")
    if first and last and last < first:
        yield "it ends before it starts"


def _judged(name: str, value: Any, graph: dict[str, Node]) -> Iterator[str]:
    """Judge one value of a property."""
    if name.startswith("@"):
        return
    if name in NODES:
        node = graph.get(value) if isinstance(value, str) else value
        if node is None:
            yield f"{value} is in no node of the document"
        elif node["@type"] not in NODES[name]:
            yield f"{node['@type']} may not stand here"
        elif name in TERMS and not re.fullmatch(TERMS[name], node.get("ceterms:targetNode", "")):
            yield f"{node.get('ceterms:targetNode')} is no term of the list"
    elif name in DATES:
        try:
            date.fromisoformat(value)
        except (TypeError, ValueError):
            yield f"{value} is no day"
    elif name in TEXTS:
        if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
            yield f"{value} names no language"
    elif name in NUMBERS:
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield f"{value} is no number"
    elif name not in LITERALS:
        yield "unknown property"
    elif not isinstance(value, str) or not re.fullmatch(LITERALS[name], value):
        yield f"{value} has not the form of its range"
