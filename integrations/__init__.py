"""Frameworks and vendor SDKs, one file each; imported as ``phiguard.integrations.<name>`` by whoever uses that host."""

from __future__ import annotations

__all__: list[str] = []
