"""`phiguard.detection.build_roles`: the expanded table that is shipped is the one that people wrote."""

from __future__ import annotations

import pytest

from phiguard.detection.build_roles import dump, expand, main
from phiguard.detection.keys import LISTS, ROLES, Entry, load, table
from phiguard.model.roles import Role, Use


def test_the_shipped_table_is_up_to_date() -> None:
    """``roles.txt`` is what ``roles.toml`` gives; if not, run ``python -m phiguard.detection.build_roles``."""
    assert ROLES.read_text("utf-8") == dump(expand())


def test_reading_gives_what_was_expanded() -> None:
    """Every form with its entry, and every list of words, come back."""
    assert table() == expand()
    assert load(dump(expand())) == expand()
    assert all(getattr(table(), name) for name in LISTS)


@pytest.mark.parametrize(
    ("form", "entry"),
    [
        ("date of birth", Entry(Role(Use.VALUE, "DATE_OF_BIRTH"))),
        ("dateofbirth", Entry(Role(Use.VALUE, "DATE_OF_BIRTH"))),
        ("dt of brth", Entry(Role(Use.VALUE, "DATE_OF_BIRTH"))),
        ("city", Entry(Role(Use.VALUE, "CITY"), needs="company")),
    ],
)
def test_forms_are_expanded(form: str, entry: Entry) -> None:
    """Spellings and glued forms stand in the table, with the mark that limits them."""
    assert expand().forms[form] == entry


def test_main_writes_the_same_again(capsys: pytest.CaptureFixture[str]) -> None:
    """Writing twice changes nothing, so a clone stays clean."""
    before = ROLES.read_bytes()
    main()
    assert ROLES.read_bytes() == before
    assert "forms" in capsys.readouterr().out
