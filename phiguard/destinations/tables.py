"""A table of somebody's TOML file, read one option at a time, so that what is misspelt or of the wrong type is refused by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NoReturn, TypeVar, cast

from phiguard.errors import ConfigurationError

__all__ = ["Table", "suggestion"]

Word = TypeVar("Word", bound=StrEnum)

_LONGEST_SHOWN = 60
_MISSING = object()


def suggestion(word: str, known: Iterable[str]) -> str:
    """``; did you mean 'x'?`` when one of *known* is close to *word*, else an empty string."""
    import difflib

    by_form = {str(name).lower(): str(name) for name in known}
    close = difflib.get_close_matches(word.lower()[:_LONGEST_SHOWN], by_form, n=1, cutoff=0.6)
    return f"; did you mean {by_form[close[0]]!r}?" if close else ""


class Table:
    """One table under check: every getter marks its option as known, and `done` refuses the rest.

    Args:
        data: the table.
        where: what messages call it: ``policy`` or ``policy: [sender]``.

    Raises:
        ConfigurationError: from every method, naming option, type and remedy.
    """

    def __init__(self, data: object, where: str) -> None:
        if not isinstance(data, Mapping):
            msg = f"{where}: expected a table, got {type(data).__name__}; write key = value lines under it"
            raise ConfigurationError(msg)
        self.where = where
        self._data: Mapping[Any, Any] = data
        self._known: list[str] = []

    def __contains__(self, key: str) -> bool:
        """Whether the option was written."""
        return key in self._data

    def keys(self) -> Iterator[str]:
        """The names of the options that were written, each then counted as known."""
        for key in self._data:
            if not isinstance(key, str):
                msg = f"{self.where}: option names are text, got {type(key).__name__}; quote it"
                raise ConfigurationError(msg)
            self._known.append(key)
            yield key

    def known(self, *keys: str) -> None:
        """Mark options as known that are read in another way, or only sometimes."""
        self._known += keys

    def refuse(self, key: str, expected: str, remedy: str = "") -> NoReturn:
        """Refuse option *key*: say what was expected, the type that came instead, and what to write."""
        got = type(self._data[key]).__name__ if key in self._data else "nothing"
        raise ConfigurationError(f"{self.where}: {key}: expected {expected}, got {got}" + (f"; {remedy}" if remedy else ""))

    def _get(self, key: str) -> Any:
        self._known.append(key)
        return self._data.get(key, _MISSING)

    def text(self, key: str, default: str | None = None) -> str:
        """A string; required when there is no *default*."""
        value = self._get(key)
        if value is _MISSING and default is not None:
            return default
        if not isinstance(value, str):
            self.refuse(key, "text", f'write {key} = "..."')
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """A truth value."""
        value = self._get(key)
        if value is _MISSING:
            return default
        if not isinstance(value, bool):
            self.refuse(key, "true or false", f"write {key} = {str(default).lower()}")
        return value

    def maybe(self, key: str) -> bool | None:
        """A truth value, or None when it was not written."""
        self._known.append(key)
        return self.flag(key, default=False) if key in self._data else None

    def number(self, key: str, default: float, *, least: float) -> float:
        """A number of the type of *default*, at least *least*."""
        value = self._get(key)
        if value is _MISSING:
            return default
        kinds: tuple[type, ...] = (int,) if isinstance(default, int) else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds):
            self.refuse(key, "a whole number" if kinds == (int,) else "a number", f"write {key} = {default}")
        number = cast("float", value)
        if not number >= least:
            msg = f"{self.where}: {key}: must be at least {least}; write {key} = {default}"
            raise ConfigurationError(msg)
        return type(default)(number)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings; empty when it was not written."""
        value = self._get(key)
        if value is _MISSING:
            return ()
        if isinstance(value, str) or not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
            self.refuse(key, "a list of texts", f'write {key} = ["..."]')
        return tuple(value)

    def word(self, key: str, words: type[Word], default: Word | None = None) -> Word:
        """One of a closed set of words."""
        value = self._get(key)
        if value is _MISSING and default is not None:
            return default
        if not isinstance(value, str):
            self.refuse(key, "one word", "it is one of " + ", ".join(words))
        if value not in list(words):
            hint = suggestion(value, words) or "; it is one of " + ", ".join(words)
            msg = f"{self.where}: {key}: {value[:_LONGEST_SHOWN]!r} is not known{hint}"
            raise ConfigurationError(msg)
        return words(value)

    def day(self, key: str) -> date | None:
        """A date, as TOML writes it or as text in the same form; None when it was not written."""
        value = self._get(key)
        if value is _MISSING:
            return None
        if type(value) is date:
            return value
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            self.refuse(key, "a date", f"write {key} = 2027-01-31")

    def table(self, key: str) -> Table:
        """A table below this one; empty when it was not written."""
        value = self._get(key)
        return Table({} if value is _MISSING else value, f"{self.where}: [{key}]")

    def tables(self, key: str) -> tuple[Table, ...]:
        """A list of tables (``[[key]]``)."""
        value = self._get(key)
        if value is _MISSING:
            return ()
        if isinstance(value, (str, Mapping)) or not isinstance(value, (list, tuple)):
            self.refuse(key, "a list of tables", f"write [[{key}]] with two brackets")
        return tuple(Table(item, f"{self.where}: [[{key}]] number {number}") for number, item in enumerate(value, 1))

    def done(self) -> None:
        """Refuse every option that nobody asked for."""
        for key in self._data:
            if key not in self._known:
                msg = f"{self.where}: unknown option {str(key)[:_LONGEST_SHOWN]!r}{suggestion(str(key), self._known)}"
                raise ConfigurationError(msg)
