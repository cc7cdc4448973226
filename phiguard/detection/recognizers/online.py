"""Ids of trackers that show by their own form: cookies, click ids and packed hashes, whatever the parameter is called."""

from __future__ import annotations

from phiguard.detection.types import BuiltIn

__all__ = ["RECOGNIZERS"]

_END = r"(?![\w.])"

RECOGNIZERS = (
    BuiltIn(
        id="meta_browser_cookie",
        entity="COOKIE_ID",
        fewest=15,
        score=0.95,
        pattern=rf"(?<![\w.])fb\.[0-3]\.1\d{{9,12}}\.\d{{5,20}}{_END}",
        literals=("fb.",),
        hits=("fb.1.1746104866432.9762388160",),
        misses=("fb.1.2", "afb.1.1746104866432.9762388160"),
    ),
    BuiltIn(
        id="meta_click_cookie",
        entity="CLICK_ID",
        fewest=10,
        score=0.95,
        pattern=r"(?<![\w.])fb\.[0-3]\.1\d{9,12}\.(?=[\w-]{0,6}[A-Za-z])[\w-]{12,250}(?![\w.])",
        literals=("fb.",),
        hits=("fb.1.1746104866432.IwAR7UZ1n1WIoPTV53awX7YXeJ6f2ZgA0",),
        misses=("fb.1.1746104866432.9762388160",),
    ),
    BuiltIn(
        id="meta_click_id",
        entity="CLICK_ID",
        score=0.9,
        pattern=r"(?<![\w.\-])(?:IwAR|IwY2xjaw|IwZXh0bgNhZW0|PAZXh0bgNhZW0)[\w-]{20,250}(?![\w-])",
        literals=("IwAR", "IwY2xjaw", "IwZXh0", "PAZXh0"),
        hits=("?fbclid=IwAR7UZ1n1WIoPTV53awX7YXeJ6f2ZgA0gDt1YBP",),
        misses=("IwAR", "xIwAR7UZ1n1WIoPTV53awX7YXeJ6f2ZgA0gDt1YBP"),
    ),
    BuiltIn(
        id="google_click_id",
        entity="CLICK_ID",
        score=0.9,
        pattern=r"(?<![\w.\-])(?:Cj0KC[QA]|CjwKC[AQ]|EAIaIQ|EAIaIQob)[\w-]{20,250}(?![\w-])",
        literals=("Cj0KC", "CjwKC", "EAIaIQ"),
        hits=("gclid=Cj0KCQiAa1b2c3d4e5f6g7h8i9j0k1l2m3n4_wcB",),
        misses=("Cj0KCQ", "xCj0KCQiAa1b2c3d4e5f6g7h8i9j0k1l2m3n4_wcB"),
    ),
    BuiltIn(
        id="tiktok_click_id",
        entity="CLICK_ID",
        score=0.95,
        pattern=r"(?<![\w.])E\.C\.P\.[\w-]{20,500}(?![\w-])",
        literals=("E.C.P.",),
        hits=("E.C.P.CqYBa1b2c3d4e5f6g7h8i9j0k1l2",),
        misses=("E.C.P. is a", "E.C.P.short"),
    ),
    BuiltIn(
        id="google_analytics_cookie",
        entity="COOKIE_ID",
        fewest=2,
        score=0.95,
        pattern=rf"(?<![\w.])GA1\.[1-4]\.(?:\d{{6,10}}\.\d{{10}}|[\w-]{{20,80}}){_END}",
        literals=("GA1.",),
        hits=("_ga=GA1.1.482110345.1746104866",),
        misses=("GA1.1.4", "GA1.1"),
    ),
    BuiltIn(
        id="packed_hash",
        entity="EMAIL_HASH",
        score=0.95,
        pattern=r"(?<![a-z])(?:em|pn)\.(?P<v>[A-Za-z0-9_\-]{43}|[0-9a-f]{64})(?![A-Za-z0-9])",
        literals=("em.", "pn."),
        hits=("tv.1~em.f660ab912ec121d1b1e928a0bb4bc61b15f5ad44d5efdc4e1c92a25e99b8e44a",),
        misses=("em.short", "item.f660ab912ec121d1b1e928a0bb4bc61b15f5ad44d5efdc4e1c92a25e99b8e44a"),
    ),
)
