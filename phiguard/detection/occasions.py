"""Messages that use the words of care and are about something else: work at a health service, its software, another kind of insurance.

A hiring panel for psychiatry and a meeting of the pharmacy's developers name nobody's care.  Each sense is claimed by words of its own,
takes away only what such a message is expected to hold, and is refused where the message tells of a patient.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence

from phiguard.detection.candidates import Candidate
from phiguard.detection.keys import split_key
from phiguard.model.entities import Kind, Strength
from phiguard.model.leaf import SHARED, Leaf, LeafType
from phiguard.model.patterns import late

__all__ = ["meant"]

_MEETINGS = (
    r"(?:weekly|daily|monthly|integration|platform|product|engineering|design|vendor)[ _-]sync"
    r"|team[ _-](?:meeting|sync|lunch|offsite|building|huddle)|staff(?:ing)?[ _-](?:meeting|huddle|training|schedule|physician|nurse)"
    r"|stand[- ]?(?:up|down)|all[- ]hands|town[- ]hall|offsite|okrs?|kick[- ]?off|retro(?:spective)?|sprint|fire[ _-]drill|grand rounds"
    r"|journal club|(?:content|design|code|budget|quarterly|roadmap) review|in-?service|reuni[oó]n de (?:equipo|personal)"
)
_HIRING = (
    r"hiring|recruit(?:er|ing|ment)|(?:phone|panel|technical|onsite|residency|job|fellowship)[ _-]interviews?"
    r"|interviews?[ _-](?:loop|panel|debrief|schedule|candidate)|interview(?=:)|candidates?(?! for)|onboarding|credentialing|payroll"
    r"|employment (?:agreement|contract|offer)|offer letter|job (?:offer|posting|opening|title)|performance review|continuing education"
    r"|entrevista de trabajo|candidat[oa]s?|contrataci[oó]n"
)
_SHIFTS = (
    r"on[ -]?call|(?:shift|nursing|duty)[ _-](?:roster|rota|handover|swap|schedule|change)|roster|rota|hand[- ]?over"
    r"|guardias?|turnos? de (?:enfermer[ií]a|personal|guardia)"
)
_WORK = late(rf"(?i)(?<![a-z])(?:{_MEETINGS}|{_HIRING}|{_SHIFTS})(?![a-z])")
_WORK_KEYS = frozenset(
    {
        ("hire", "date"),
        ("hiring", "manager"),
        ("job",),
        ("jobs",),
        ("job", "title"),
        ("employee",),
        ("employees",),
        ("candidate",),
        ("recruiter",),
        ("openings",),
        ("roster",),
        ("shift",),
        ("shifts",),
        ("oncall",),
        ("on", "call"),
        ("payroll",),
        ("applicant",),
        ("schedule", "layers"),
        ("escalation", "policy"),
        ("credentialing",),
    }
)  # fmt: skip -- a table
_PATIENTS = late(
    r"(?i)(?<![a-z])(?:patients?|pacientes?|your|my|tu|su|mi|visit|appointment|cita|symptoms?|refills?|results?|follow[- ]?up"
    r"|consult(?:ation)?|intake|screening|therapy session|admitted|diagnos\w{2,8}|prescri\w{2,8})(?![a-z])"
)
_CARE_OF_WORK = frozenset(
    {"PROVIDER_SPECIALTY", "PROVIDER_NAME", "FACILITY", "TREATMENT", "HEALTH_PAGE_TITLE", "HEALTH_EVENT_NAME", "HEALTH_URL_PATH"}
)
_OF_PATIENTS = frozenset(
    {
        "MEDICAL_RECORD_NUMBER",
        "HEALTH_PLAN_ID",
        "HEALTH_PLAN_GROUP",
        "US_MBI",
        "DATE_OF_BIRTH",
        "US_SSN",
        "ENCOUNTER_ID",
        "RX_NUMBER",
        "CLAIM_NUMBER",
        "PRIOR_AUTH",
        "REFERRAL",
        "APPOINTMENT",
        "COPAY",
    }
)  # fmt: skip -- a table
_CODE = late(
    r"\A\s{0,4}(?:(?:fix|feat|feature|chore|refactor|docs?|tests?|ci|build|perf|style|revert|hotfix|bugfix)(?:\([\w ./\-]{1,40}\))?!?: "
    r"|(?:Bump|Revert|Merge (?:branch|pull request|remote)|Release|WIP)\b)"
)
_OTHER_INSURANCE = late(
    r"(?i)(?<![a-z])(?:vehicles?|cars?|auto|collision|comprehensive|motorcycle|home ?owners?|renters?|condo|boat|flood|flights?|trip|pets?"
    r"|sedan|suv|truck|roof|dwelling|liability)(?![a-z])"
)
_INSURANCE = frozenset({"INSURANCE_PLAN", "COPAY"})


def meant(found: Sequence[Candidate], leaves: Iterable[Leaf]) -> list[Candidate]:
    """*found* without the words of care that an event uses in another sense."""
    health = {each.leaf.event for each in found if each.kind is Kind.HEALTH}
    if not health:
        return list(found)
    told: defaultdict[int, list[Candidate]] = defaultdict(list)
    for each in found:
        told[each.leaf.event].append(each)
    texts: defaultdict[int, list[Leaf]] = defaultdict(list)
    for leaf in leaves:
        if leaf.event in health:
            texts[leaf.event].append(leaf)
    dropped: set[int] = set()
    for event in health:
        ours, shared = told[event], told[SHARED] if event != SHARED else []
        if _at_work(ours, shared, texts[event]):
            dropped.update(id(each) for each in ours if each.kind is Kind.HEALTH and each.entity in _CARE_OF_WORK)
        if _insured_otherwise(ours, shared, texts[event]):
            dropped.update(id(each) for each in ours if each.entity in _INSURANCE)
    return [each for each in found if id(each) not in dropped and not _in_code(each)]


def _at_work(found: Sequence[Candidate], shared: Sequence[Candidate], leaves: Sequence[Leaf]) -> bool:
    """Whether an event is about people's work: words or keys of it, no clinical fact, and nothing that only a patient has."""
    if not any(each.entity in _CARE_OF_WORK for each in found):
        return False
    for each in itertools.chain(found, shared):
        if each.entity in _OF_PATIENTS or (each.strength is Strength.CLINICAL and not _CODE.match(each.leaf.text)):
            return False
    said = [leaf for leaf in leaves if leaf.type is LeafType.TEXT and len(leaf.text) <= 2000]  # a title, not a document
    if any(_PATIENTS.search(leaf.text) for leaf in said) or any("patient" in split_key(name) for leaf in said for name in _names(leaf)):
        return False
    return any(_WORK.search(leaf.text) for leaf in said) or any(_of_work(leaf) for leaf in said) or _profile(said)


def _names(leaf: Leaf) -> tuple[str, ...]:
    return (*leaf.parents[-3:], leaf.key)


def _of_work(leaf: Leaf) -> bool:
    return any(words in _WORK_KEYS or words[-2:] in _WORK_KEYS for words in map(split_key, _names(leaf)))


def _profile(leaves: Sequence[Leaf]) -> bool:
    """Whether a container holds both a title and a department: a colleague's profile."""
    keys: defaultdict[tuple[int, ...], set[str]] = defaultdict(set)
    for leaf in leaves:
        keys[leaf.address[:-1]].add(" ".join(split_key(leaf.key)))
    return any({"title", "department"} <= names and not names & {"url", "event", "page", "path"} for names in keys.values())


def _in_code(found: Candidate) -> bool:
    """Whether a clinical word stands in the message of a commit: ``fix: rounding of the diabetes score``."""
    return found.kind is Kind.HEALTH and found.recognizer in {"lexicon", "label"} and _CODE.match(found.leaf.text) is not None


def _insured_otherwise(found: Sequence[Candidate], shared: Sequence[Candidate], leaves: Sequence[Leaf]) -> bool:
    """Whether what is insured is a thing, and nothing else in the event is about health."""
    health = {each.entity for each in itertools.chain(found, shared) if each.kind is Kind.HEALTH}
    if not health <= _INSURANCE:
        return False
    return any(_OTHER_INSURANCE.search(text) for leaf in leaves for text in (leaf.key, leaf.text[:200]))
