"""Names of people as they are written: frequent, rare, of other countries, invented."""

from __future__ import annotations

from benchmarks.free_text.chance import Chance
from benchmarks.free_text.grammar import Pieces

__all__ = ["People"]

_PARTICLES = (
    "de la ",
    "van ",
    "van den ",
    "von ",
    "de ",
    "Del ",
    "Di ",
    "Al-",
    "el-",
    "O'",
    "Mc",
    "Mac",
    "bin ",
    "St. ",
    "da ",
    "dos ",
    "D'",
)


class People(Chance):
    """Slots of people."""

    def given(self) -> str:
        """A given name: frequent, rare, of another country, or invented."""
        draw = self.rng.random()
        if draw < 0.36:
            return self._given.draw(self.rng)
        if draw < 0.52:
            return self.pick(self._givens)
        if draw < 0.84:
            return self.pick(self._world_first)
        return self._letters["given" if self.chance(0.4) else "first"].invent(self.rng)

    def surname(self) -> str:
        """A surname likewise, some with a particle or of two parts."""
        draw = self.rng.random()
        if draw < 0.3:
            name = self._surname.draw(self.rng)
        elif draw < 0.5:
            name = self.pick(self._surnames)
        elif draw < 0.8:
            name = self.pick(self._world_last)
        else:
            name = self._letters["surname" if self.chance(0.45) else "world"].invent(self.rng)
        if self.chance(0.03):
            name = self.pick(_PARTICLES) + name
        return f"{name}-{self._surname.draw(self.rng)}" if self.chance(0.025) else name

    def name(self) -> str:
        """Given name and surname as people write them."""
        first, last = self.given(), self.surname()
        form = self.rng.random()
        if form < 0.6:
            return f"{first} {last}"
        if form < 0.7:
            return f"{first} {self.capitals(1)}{self.pick(['.', ''])} {last}"
        if form < 0.76:
            return f"{first} {self.given()} {last}"
        if form < 0.82:
            return f"{first[0]}. {last}"
        if form < 0.84:
            return f"{first[0]}.{self.capitals(1)}. {last}"
        if form < 0.93:
            return f"{first} {last[0]}."
        return (
            f"{first} {last}{self.pick([' Jr.', ' Sr.', ' III', ', Jr.', ' II'])}" if form < 0.945 else f"{first} {last} {self.surname()}"
        )

    def slot_pn(self) -> Pieces:
        """A person's name in reading order."""
        return [(self.name(), "PERSON")]

    def slot_p(self) -> Pieces:
        """A person's name in any form."""
        form = self.rng.random()
        if form < 0.6:
            return self.slot_pn()
        if form < 0.75:
            return self.slot_pf()
        if form < 0.87:
            return [
                (f"{self.surname()}, {self.given()}{self.pick(['', '', ' ' + self.capitals(1) + '.', ' ' + self.capitals(1)])}", "PERSON")
            ]
        if form < 0.95:
            return [(self.pick(["Mr. ", "Mrs. ", "Ms. ", "Miss ", "Mr ", "Mrs ", "Sr. "]), ""), (self.surname(), "PERSON")]
        return [(self.capitals(1) + "." + self.capitals(1) + "." + self.pick(["", self.capitals(1) + "."]), "PERSON")]

    def slot_pf(self) -> Pieces:
        """A given name."""
        return [(self.given(), "PERSON")]

    def slot_pl(self) -> Pieces:
        """A surname."""
        return [(self.surname(), "PERSON")]

    def slot_dr(self) -> Pieces:
        """A doctor or nurse, the title included."""
        last = self.pick([self.surname(), self.name()])
        form = self.rng.random()
        if form < 0.72:
            return [(self.pick(["Dr. ", "Dr. ", "Dr ", "Doctor ", "dr. ", "dr ", "Prof. "]) + last, "PERSON")]
        if form < 0.92:
            return [(self.name() + self.pick([", MD", " MD", ", M.D.", ", DO", ", NP", " PA-C", ", RN", ", LCSW", ", PhD"]), "PERSON")]
        return [(self.pick(["Nurse ", "NP ", "PA "]) + last, "PERSON")]
