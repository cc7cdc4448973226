"""Numbers of plans' groups, bank accounts and biometric templates by what stands before them, and counties by what stands behind."""

from __future__ import annotations

from phiguard.detection.types import BuiltIn

__all__ = ["RECOGNIZERS"]

_IS = r"(?i:[ :=#]{1,3}(?:(?:number|no\.?|num|id|is)[ :=#]{1,2}){0,2})"
_END = r"(?![\w\-])"


def _mixed(text: str) -> bool:
    return sum(char.isdigit() for char in text) > 2 and len(set(text)) > 2  # a number of somebody's, and no placeholder


RECOGNIZERS = (
    BuiltIn(
        id="plan_group_labelled",
        entity="HEALTH_PLAN_GROUP",
        fewest=3,
        score=0.8,
        pattern=rf"(?i:(?<![a-z])(?:group (?:number|no\.?|#|id)|grp(?: ?#| no\.?)))[ :=#]{{1,3}}(?P<v>[A-Z0-9][A-Z0-9\-]{{3,19}}){_END}",
        literals=("group n", "group #", "group id", "grp#", "grp #", "grp no"),
        check=_mixed,
        ambiguous=True,
        hits=("Group number: GRP-88120", "GRP# 0042177"),
        misses=("group number of users", "group id 12", "age group 1234"),
    ),
    BuiltIn(
        id="bank_account_labelled",
        entity="US_BANK_NUMBER",
        fewest=6,
        score=0.85,
        pattern=rf"(?i:(?<![a-z])(?:bank|checking|savings) (?:account|acct\.?)){_IS}(?P<v>\d{{6,17}}){_END}",
        literals=("bank a", "checking a", "savings a"),
        check=_mixed,
        hits=("bank account 945456787654", "Checking acct no. 4412839901"),
        misses=("bank account manager", "bank account 12345", "account 945456787654"),
    ),
    BuiltIn(
        id="biometric_labelled",
        entity="BIOMETRIC_ID",
        fewest=3,
        score=0.8,
        pattern=r"(?i:(?<![a-z])(?:finger ?print|voice ?print|retina(?:l)?|iris|facial|palm)(?: scan| template| biometric){0,2} "
        rf"(?:id|no\.?|number|ref(?:erence)?))[ :=#]{{1,3}}(?P<v>[A-Za-z0-9][A-Za-z0-9\-]{{3,40}}){_END}",
        literals=("fingerprint", "finger print", "voiceprint", "voice print", "retina", "iris ", "facial ", "palm "),
        check=_mixed,
        hits=("fingerprint id: FP-88120", "retinal scan number 4412-77"),
        misses=("fingerprint id unknown", "interface id: 88120", "fingerprint of the build 88120"),
    ),
    BuiltIn(
        id="county_named",
        entity="COUNTY",
        score=0.7,
        pattern=r"(?<![\w\-])(?P<v>[A-Z][a-z]{2,20}(?:[ \-][A-Z][a-z]{2,20})?) County(?![\w\-])",
        literals=(" county",),
        check=lambda text: text.split()[0] not in {"The", "This", "Your", "Our", "Each", "Every", "Any", "In", "From", "Which", "Home"},
        hits=("lives in Hennepin County", "San Mateo County"),
        misses=("The County", "county line", "Hennepin Countywide"),
    ),
)
