"""A table of a policy: as any `Table`, with messages for people who write one by hand and have nothing to copy from."""

from __future__ import annotations

from phiguard.destinations.tables import Table, suggestion
from phiguard.errors import ConfigurationError
from phiguard.model.destination import Category

__all__ = ["Options"]

_LONGEST_SHOWN = 60
_ALSO_CALLED = {
    Category.FIRST_PARTY: "internal own self ours intranet 1st_party firstparty",
    Category.INFRA: "infrastructure cloud database storage hosting",
    Category.AD_TRACKER: "ads advertising advertiser pixel marketing tracker tracking",
    Category.CDP: "customer_data",
    Category.ERROR_TRACKER: "errors error_tracking crash monitoring",
    Category.LOG_APM: "logs logging apm observability metrics telemetry",
    Category.LLM: "ai model chatbot",
    Category.MESSAGING: "email mail sms notifications",
    Category.PARTNER_API: "partner vendor api third_party external",
}
"""What people write for a category when they have not seen the list."""

_MEANT = {name: category for category, names in _ALSO_CALLED.items() for name in names.split()}


class Options(Table):
    """As `Table`; what stands below it is of this class too."""

    def flag(self, key: str, *, default: bool) -> bool:
        """A truth value; text is the usual mistake."""
        if isinstance(self._data.get(key), str):
            self.refuse(key, "true or false", f"write {key} = true or {key} = false, without quotes")
        return super().flag(key, default=default)

    def category(self, key: str) -> Category:
        """A recipient's category, with a hint for the words that people use instead."""
        value = self._data.get(key)
        meant = _MEANT.get(value.lower().replace("-", "_").replace(" ", "_")) if isinstance(value, str) else None
        if meant is not None:
            msg = f"{self.where}: {key}: {str(value)[:_LONGEST_SHOWN]!r} is not known; did you mean {str(meant)!r}?"
            raise ConfigurationError(msg)
        return self.word(key, Category)

    def table(self, key: str) -> Options:
        """As `Table.table`."""
        self.known(key)
        return Options(self._data.get(key, {}), f"{self.where}: [{key}]")

    def tables(self, key: str) -> tuple[Options, ...]:
        """As `Table.tables`."""
        parts = super().tables(key)
        return tuple(Options(item, part.where) for item, part in zip(self._data.get(key, ()), parts, strict=True))

    def done(self) -> None:
        """Refuse every option that nobody asked for, with the one that was meant or all that there are."""
        for key in self._data:
            if key not in self._known:
                hint = suggestion(str(key), self._known) or f"; it is one of {', '.join(dict.fromkeys(self._known))}"
                msg = f"{self.where}: unknown option {str(key)[:_LONGEST_SHOWN]!r}{hint}"
                raise ConfigurationError(msg)
