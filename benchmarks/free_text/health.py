"""Conditions, drugs, measurements, and what is named after somebody."""

from __future__ import annotations

import re

from benchmarks.free_text.grammar import Pieces
from benchmarks.free_text.people import People

__all__ = ["Health"]


class Health(People):
    """Slots of health."""

    def slot_cond(self) -> Pieces:
        """A condition or complaint."""
        draw = self.rng.random()
        if draw < 0.14:
            return [(self.pick(self.own["acronym"]), "CONDITION")]
        if draw < 0.38:
            return [(self.pick(self.own["commoncond"]), "CONDITION")]
        if draw < 0.62:
            term = self.pick(self.material.conditions)
            return [(term.upper() if len(term) < 5 and self.chance(0.8) else term.capitalize() if self.chance(0.08) else term, "CONDITION")]
        if draw < 0.74:
            return [(self.pick(self.own["eponym"]), "CONDITION")]
        whole = self.pick(self.material.icd)
        short = re.split(r",| due to | with |\[|\(", whole)[0].strip() or whole
        return [(short[0].lower() + short[1:] if self.chance(0.8) else short, "CONDITION")]

    def slot_ep(self) -> Pieces:
        """A condition named after somebody."""
        return self.listed("eponym", "CONDITION")

    def slot_epo(self) -> Pieces:
        """A surname as the name of a sign, a score or a disease: nobody's."""
        return [(self.surname() + self.pick(["", "", "", "-" + self.surname()]), "")]

    def slot_icd(self) -> Pieces:
        """An ICD-10-CM description in full."""
        return [(self.pick(self.material.icd), "CONDITION")]

    def slot_drug(self) -> Pieces:
        """A drug."""
        draw = self.rng.random()
        if draw < 0.34:
            name = self.pick(self.own["commondrug"])
            return [(name.capitalize() if self.chance(0.3) and name.islower() else name, "MEDICATION")]
        if draw < 0.42:
            return [(self.pick(self.material.lines("rxnorm")), "MEDICATION")]
        name = self.pick(self.material.drugs)
        return [(name.title() if self.chance(0.4) else name, "MEDICATION")]

    def slot_dose(self) -> Pieces:
        """A dose."""
        return [
            (
                self.pick(
                    [
                        f"{self.pick('5 10 20 25 40 50 81 100 500'.split())}{self.pick([' mg', 'mg'])}",
                        f"{self.number(4, 60)} units",
                        f"0.{self.number(1, 9)} mg/kg",
                        f"{self.number(25, 150)} mcg",
                        f"{self.number(1, 3)} tabs",
                    ]
                ),
                "",
            )
        ]

    def slot_lab(self) -> Pieces:
        """A measurement."""
        forms = (
            "A1c 8.{}%",
            "BP 1{}8/92",
            "GFR of 4{} mL/min",
            "INR 2.{}",
            "troponin 0.0{}",
            "LDL 13{}",
            "HbA1c of 7.{}",
            "WBC 11.{}",
            "eGFR 3{}",
            "BMI of 3{}",
            "Cr 1.{}",
            "TSH 5.{}",
            "SpO2 9{}%",
            "HR 9{}",
            "MELD score of 2{}",
            "PSA 4.{}",
            "ejection fraction of 3{}%",
            "K+ 5.{}",
            "Hgb 9.{}",
            "EF 3{}",
            "PHQ-9 score 1{}",
            "PHQ-9: {}",
            "GAD-7 1{}",
            "CD4 count 2{}0",
            "T 101.{}",
            "Na 13{}",
            "weight 18{} lb",
            "O2 sat 9{}%",
        )
        return [(self.pick(forms).format(self.number(0, 9)), "")]

    def slot_score(self) -> Pieces:
        """A score, sign or procedure named after somebody."""
        return self.listed("score")
