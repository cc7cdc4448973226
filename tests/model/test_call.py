"""OutboundCall is valid from birth and says nothing of its content."""

from __future__ import annotations

import pytest

from phiguard.model.call import OutboundCall


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain", "X-N": "1"},
        [("Content-Type", "text/plain"), ("X-N", "1")],
        (("Content-Type", "text/plain"), ("X-N", "1")),
        [(b"Content-Type", b"text/plain"), ("X-N", 1)],
        [["Content-Type", "text/plain"], ["X-N", "1"]],
    ],
)
def test_headers_take_one_form(headers: object) -> None:
    """Headers given as a mapping, as pairs or as bytes become a tuple of str pairs in the order given."""
    call = OutboundCall(method="GET", url="https://a.test/", headers=headers)  # type: ignore[arg-type]
    assert call.headers == (("Content-Type", "text/plain"), ("X-N", "1"))


@pytest.mark.parametrize(
    ("given", "kept"), [(bytearray(b"x"), b"x"), (memoryview(b"x"), b"x"), ("é", b"\xc3\xa9"), (None, b""), (b"x", b"x")]
)
def test_bodies_become_bytes(given: object, kept: bytes) -> None:
    """A body in any in-memory form is kept as bytes."""
    assert OutboundCall(method="POST", url="https://a.test/", body=given).body == kept  # type: ignore[arg-type]


@pytest.mark.parametrize("body", [iter([b"x"]), 5, {"a": 1}])
def test_a_body_that_must_be_read_first_is_refused(body: object) -> None:
    """A stream or an object is no body: whoever describes the call reads it first."""
    with pytest.raises(TypeError, match="body is bytes"):
        OutboundCall(method="POST", url="https://a.test/", body=body)  # type: ignore[arg-type]


def test_method_and_url_are_text() -> None:
    """Method and URL of another type are a mistake of the caller, named by type."""
    with pytest.raises(TypeError, match="got bytes"):
        OutboundCall(method="GET", url=b"https://a.test/")  # type: ignore[arg-type]


def test_header_is_found_in_any_case() -> None:
    """Header names are compared without case, and the first one counts."""
    call = OutboundCall(method="GET", url="https://a.test/", headers=(("content-TYPE", "a"), ("Content-Type", "b")))
    assert call.header("Content-Type") == "a"
    assert call.header("Absent") == ""


def test_repr_shows_shape_only() -> None:
    """The repr of a call holds nothing of its URL, headers or body."""
    text = repr(OutboundCall(method="POST", url="https://canary-host.test/canary?canary=1", headers={"X-Canary": "canary"}, body=b"canary"))
    assert "canary" not in text.lower()
    assert "POST" in text
    assert "body=6B" in text
