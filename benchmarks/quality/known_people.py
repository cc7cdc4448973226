"""Known people's values in clinical messages: each patient's own are found, nobody else's are."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import phiguard
from benchmarks.quality.board import Line, rows
from phiguard.decoding import open_call
from phiguard.detection.known_values import compile_values

__all__ = ["measure"]

Person = dict[str, Any]
Finder = Any


def measure(corpora: Path) -> Iterator[Line]:
    """Own values found in FHIR as published, and in FHIR, HL7 v2, X12 and C-CDA messages written from each patient's row."""
    folder = corpora / "datasets" / "dev" / "structured"
    people = list(rows(folder / "synthea_patients.ndjson.gz"))
    everybody = phiguard.KnownValues.load(_values(person) for person in people)
    for name, write in _FORMATS.items():
        yield from _own(name, write, people, everybody)
    yield _others(people)


def _own(name: str, write: Callable[[Person], tuple[str, str]], people: list[Person], everybody: Finder) -> Iterator[Line]:
    count: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    lost: defaultdict[str, list[str]] = defaultdict(list)
    for person in people:
        kind, body = write(person)
        values = _values(person)
        for way, known in (("subject", compile_values(values)), ("KnownValues", everybody)):
            seen = _seen(kind, body, known)
            for key, value in values.items():
                count[way][1] += 1
                good = _flat(value) in seen or any(forms <= seen for forms in _forms(key, value))
                count[way][0] += int(good)
                if not good:
                    lost[way].append(f"{person['id'][:8]} {key}")
    for way, (kept, of) in count.items():
        yield Line(name=f"known values in {name}, phiguard.{way}", good=kept, of=of, bar=99.0, errors=tuple(lost[way]))


def _others(people: list[Person]) -> Line:
    """How many of one patient's values are said to be found in another's messages, where they do not stand."""
    false, of = 0, 0
    errors: list[str] = []
    for person, other in zip(people, [*people[1:], people[0]], strict=True):
        theirs = {_flat(value) for value in _values(other).values()}
        for key, value in _values(person).items():
            if _flat(value) in theirs:
                continue
            of += 1
            known = compile_values({key: value})
            if any(_seen(*write(other), known) for write in _FORMATS.values()):
                false += 1
                errors.append(f"{person['id'][:8]} {key}")
    return Line(name="known values of another patient: found", good=false, of=of, bar=1.0, most=True, errors=tuple(errors))


def _seen(kind: str, body: str, known: Finder) -> set[str]:
    call = phiguard.OutboundCall(method="POST", url="https://partner.example/in", headers=(("Content-Type", kind),), body=body.encode())
    leaves = open_call(call).leaves
    found = [(leaf, span) for leaf in leaves for _, span in known.find(leaf)]
    found += [(leaf, span) for leaf, (_, span) in (known.together(leaves) if isinstance(known, phiguard.KnownValues) else ())]
    return {_flat(leaf.text[start:end]) for leaf, (start, end) in found}


def _flat(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _forms(key: str, value: str) -> Iterator[set[str]]:
    """The pieces that a message may hold a value in: the parts of a name, a number with its country."""
    if key == "name":
        first, last = (_flat(part) for part in value.split(maxsplit=1))
        yield from ({f"{last}{first}"}, {first, last})
    elif key == "phone":
        yield {"1" + _flat(value)}


def _values(person: Person) -> dict[str, str]:
    return {
        "name": f"{person['given'][0]} {person['family']}",
        "date_of_birth": person["birth_date"],
        "ssn": person["ssn"],
        "mrn": person["mrn"],
        "phone": person["phone"],
        "address": person["street"],
        "drivers_license": person["drivers_license"] or person["id"],
    }


def _compact(person: Person) -> tuple[str, str, str]:
    """Date of birth, SSN and telephone number as HL7 v2 and X12 write them."""
    return person["birth_date"].replace("-", ""), person["ssn"].replace("-", ""), person["phone"].replace("-", "")


def _fhir(person: Person) -> tuple[str, str]:
    identifiers = [
        {"type": {"coding": [{"code": code}]}, "value": value}
        for code, value in (("MR", person["mrn"]), ("SS", person["ssn"]), ("DL", _values(person)["drivers_license"]))
    ]
    body = {
        "resourceType": "Patient",
        "id": person["id"],
        "identifier": identifiers,
        "name": [{"text": _values(person)["name"], "family": person["family"], "given": person["given"]}],
        "telecom": [{"system": "phone", "value": person["phone"]}],
        "birthDate": person["birth_date"],
        "address": [{"line": [person["street"]], "city": person["city"], "postalCode": person["zip"]}],
    }
    return "application/fhir+json", json.dumps(body)


def _hl7(person: Person) -> tuple[str, str]:
    born, ssn, phone = _compact(person)
    pid = (
        f"PID|1||{person['mrn']}^^^SITE^MR||{person['family']}^{person['given'][0]}||{born}|M|||{person['street']}^^{person['city']}^MA^"
        f"{person['zip']}||{phone}|||||||{ssn}|{_values(person)['drivers_license']}"
    )
    header = r"MSH|^~\&|APP|SITE|EHR|SITE|20240102030405||ADT^A01|M1|P|2.5"
    return "application/hl7-v2", f"{header}\r{pid}\rPV1|1|I"


def _x12(person: Person) -> tuple[str, str]:
    born, ssn, phone = _compact(person)
    segments = (
        "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *240102*0304*^*00501*000000001*0*P*:",
        "GS*HS*SENDER*RECEIVER*20240102*0304*1*X*005010X279A1",
        "ST*270*0001*005010X279A1",
        f"NM1*IL*1*{person['family']}*{person['given'][0]}****MI*{person['mrn']}",
        f"REF*SY*{ssn}",
        f"REF*0B*{_values(person)['drivers_license']}",
        f"N3*{person['street']}",
        f"N4*{person['city']}*MA*{person['zip']}",
        f"PER*IC**TE*{phone}",
        f"DMG*D8*{born}*M",
        "SE*9*0001~GE*1*1~IEA*1*000000001",
    )
    return "application/edi-x12", "~".join(segments) + "~"


def _ccda(person: Person) -> tuple[str, str]:
    body = (
        '<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><recordTarget><patientRole>'
        f'<id root="1.2.3" extension="{person["mrn"]}"/><id root="2.16.840.1.113883.4.1" extension="{person["ssn"]}"/>'
        f'<id root="2.16.840.1.113883.4.3.25" extension="{_values(person)["drivers_license"]}"/>'
        f"<addr><streetAddressLine>{person['street']}</streetAddressLine><city>{person['city']}</city></addr>"
        f'<telecom value="tel:+1-{person["phone"]}"/><patient><name><given>{person["given"][0]}</given><family>{person["family"]}'
        f'</family></name><birthTime value="{_compact(person)[0]}"/></patient></patientRole></recordTarget></ClinicalDocument>'
    )
    return "application/xml", body


_FORMATS: dict[str, Callable[[Person], tuple[str, str]]] = {"FHIR": _fhir, "HL7 v2": _hl7, "X12": _x12, "C-CDA": _ccda}
