"""Sends the whole scenario once and notes, for each event, what was offered, what arrived, and how long sending took."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

from phiguard.cli.demo.clients import Send, senders
from phiguard.cli.demo.recorders import Arrived, Recorder
from phiguard.cli.demo.scenario import Event, Scenario
from phiguard.cli.demo.sdks import Sdks, sdks
from phiguard.errors import PHIBlocked

__all__ = ["Delivery", "Driver", "driver"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of one event.

    Attributes:
        event: the event.
        arrived: the requests that the recorder got for it.
        offered: for SDKs, the bodies that they handed to their HTTP client; empty for plain clients.
        seconds: how long the client took to send it, with the answer read.
        stopped: whether the sender was told by an exception.
    """

    event: Event
    arrived: tuple[Arrived, ...]
    offered: tuple[bytes, ...] = ()
    seconds: float
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Driver:
    """The clients and SDKs, connected to the recorders."""

    sites: Mapping[str, Recorder]
    clients: Mapping[str, Send]
    sdks: Sdks

    def run(self, scenario: Scenario, step: Callable[[Event], None]) -> tuple[Delivery, ...]:
        """Send every event, clean ones several times; *step* is called before each."""
        return tuple(self._sent(event, step) for event in scenario.events for _ in range(event.rounds))

    def _sent(self, event: Event, step: Callable[[Event], None]) -> Delivery:
        step(event)
        site = self.sites[event.to]
        before, start, stopped = site.count, perf_counter(), False
        try:
            self._send(event, site)
        except PHIBlocked:
            stopped = True
        seconds = perf_counter() - start
        offered: tuple[bytes, ...] = ()
        if event.client in self.sdks.capture:
            offered, seconds = self.sdks.witness.take()
        return Delivery(event=event, arrived=site.since(before), offered=offered, seconds=seconds, stopped=stopped)

    def _send(self, event: Event, site: Recorder) -> None:
        if event.client in self.sdks.capture:
            self.sdks.capture[event.client](event)
        else:
            self.clients[event.client](event, site.authority)


@contextmanager
def driver(sites: Mapping[str, Recorder]) -> Iterator[Driver]:
    """All clients and SDKs, made once: both runs use the same."""
    with senders() as clients, sdks(segment=sites["segment"].authority, sentry=sites["sentry"].authority) as running:
        yield Driver(sites, clients, running)
