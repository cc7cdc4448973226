"""People named in running text by the words around the name: salutations, titles, degrees.  Other names are the name engine's."""

from __future__ import annotations

import re

from phiguard.detection.types import BuiltIn

__all__ = ["RECOGNIZERS"]

_WORD = r"[A-Z\u00c0-\u00de][a-z\u00df-\u00ff'\u2019\-]{1,24}(?:[A-Z][a-z]{1,20})?"
_NAME = rf"{_WORD}(?: (?:[A-Z]\.|(?:de|la|van|von|der|den) ))?(?: {_WORD}){{0,2}}"
_NOBODY = frozenset(
    """all team there everyone folks friend friends sir madam customer member patient user colleague colleagues support doctor dr mom dad
    hiring manager valued guest world again reader subscriber neighbor neighbour parent parents student students applicant candidate
    admin administrator healthcare provider providers committee editor board santa reviewer partner client clients shopper""".split()  # noqa: SIM905 -- a table of words
)


def _somebody(text: str) -> bool:
    return not any(word.lower() in _NOBODY for word in re.findall(r"[A-Za-z]+", text))


RECOGNIZERS = (
    BuiltIn(
        id="salutation",
        entity="PERSON_NAME",
        score=0.75,
        pattern=rf"(?:(?<![A-Za-z])(?:Hi|Hello|Dear|Hey|Hola|Estimad[oa]|hi|hello|dear))(?: (?:Mr|Mrs|Ms|Miss|Mx|Sr|Sra)\.?)? "
        rf"(?P<v>{_NAME})(?=[,!.:;\n<]| ?[-\u2013]|\Z)",
        literals=("hi ", "hello ", "dear ", "hey ", "hola ", "estimado ", "estimada "),
        check=_somebody,
        hits=("Hi Maya, your order", "<p>Dear Jane Okafor,</p>", "Hello Mrs. Greer!"),
        misses=("Hi there,", "Dear customer,", "Dear Hiring Manager,", "hi its me", "Delhi Maya,"),
    ),
    BuiltIn(
        id="name_stated",
        entity="PERSON_NAME",
        score=0.8,
        pattern=rf"(?i:my name is|my name's|me llamo|mi nombre es|patient(?:'s)? name is|patient is) (?P<v>{_NAME})",
        literals=("my name", "llamo", "mi nombre", "name is", "patient is"),
        check=_somebody,
        hits=("Hi, my name is Luz Ortiz and", "Me llamo Luz Ortiz"),
        misses=("my name is on the list", "the file name is Report"),
    ),
    BuiltIn(
        id="patient_named",
        entity="PERSON_NAME",
        score=0.75,
        pattern=rf"(?<![A-Za-z])(?:[Ee]l|[Ll]a|[Dd]el|[Ll]os) pacientes? (?P<v>{_WORD}(?: (?:de la|de|la|del|y))?(?: {_WORD}){{1,2}})",
        literals=("paciente ", "pacientes "),
        check=_somebody,
        hits=("El paciente Evaristo Pizarro ingresa", "de la paciente Luz de la Ortiz Vega"),
        misses=("el paciente ingresa", "La paciente Luz,"),
    ),
    BuiltIn(
        id="name_labelled",
        entity="PERSON_NAME",
        score=0.7,
        pattern=rf"(?<![A-Za-z])(?:Name|NAME|Nombre)\*?:\*?[ \t]{{0,4}}(?P<v>{_WORD}(?: [A-Z]\.)?(?: {_WORD}){{1,2}})",
        literals=("name:", "name*:", "nombre:", "nombre*:"),
        check=_somebody,
        ambiguous=True,
        hits=(">Name: Luz Ortiz", "*Name:* Luz B. Ortiz"),
        misses=("Name: text", "File Name: readme", "Name: Luz", "UserName: Luz Ortiz"),
    ),
    BuiltIn(
        id="provider_titled",
        entity="PROVIDER_NAME",
        score=0.75,
        pattern=rf"(?<![A-Za-z])(?:Dr|Doctor|Prof)\.? (?P<v>{_NAME})",
        literals=("dr", "doctor ", "prof"),
        check=_somebody,
        ambiguous=True,
        hits=("Dr. Simone Iyer said", "see Dr Okafor", "Dr. Anthony Ostrowski - Psychiatry"),
        misses=("Doctor who", "dr.", "Drive Simone"),
    ),
    BuiltIn(
        id="provider_degree",
        entity="PROVIDER_NAME",
        score=0.75,
        pattern=rf"(?<![A-Za-z])(?P<v>{_NAME}),? (?:M\.?D\.?|D\.?O\.?|NP|PA-C|RN|LCSW|LMFT|PsyD|Psy\.D\.|PhD|DDS|PMHNP|APRN|DNP"
        rf"|PharmD)(?![A-Za-z])",
        literals=(
            " md",
            " m.d",
            " do",
            " d.o",
            " np",
            " pa-c",
            " rn",
            " lcsw",
            " lmft",
            " psyd",
            " psy.d",
            " phd",
            " dds",
            " pmhnp",
            " aprn",
            " dnp",
            " pharmd",
        ),
        check=_somebody,
        ambiguous=True,
        hits=("Vincent Ferris, MD", "with Bridget Delgado, PsyD."),
        misses=("annapolis, MD", "MD Anderson", "Vincent Ferris MDX"),
    ),
)
