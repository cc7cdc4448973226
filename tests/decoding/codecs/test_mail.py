"""Whole mails, encoded words, quoted-printable and data: URLs."""

from __future__ import annotations

import base64
import email.message
import email.policy
import json
import quopri
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phiguard.decoding import DROP, Replace, open_call, open_text
from phiguard.model.call import OutboundCall

View = Callable[..., dict[str, str]]
Opener = Callable[..., Any]


def _mail(*, html: bool = True) -> bytes:
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["From"] = "care@clinic.test"
    message["To"] = "Zoë Doe <zoe@x.test>"
    message["Subject"] = "Ihr Termin für Zoë"
    message.set_content("Dear Zoë,\nyour diagnosis is anxiety.\n")
    if html:
        message.add_alternative("<p>Dear <b>Zoë</b> Doe</p>", subtype="html")
        message.add_attachment("name,dob\nZoë,1990-01-02\n", subtype="csv", filename="r.csv")
    return bytes(message)


def _texts(body: bytes) -> list[str]:
    return [leaf.text for leaf in open_call(OutboundCall(method="POST", url="https://a.test/", body=body)).leaves if leaf.where == "body"]


@pytest.mark.parametrize("html", [True, False])
def test_a_mail(html: bool) -> None:
    """Headers with their encoded words, and every part under its transfer encoding and type."""
    texts = " | ".join(_texts(_mail(html=html)))
    assert "Ihr Termin für Zoë" in texts
    assert "your diagnosis is anxiety." in texts
    assert not html or ("Dear Zoë Doe" in texts and "1990-01-02" in texts)


@pytest.mark.parametrize("old", ["anxiety", "für Zoë", "Zoë Doe", "1990-01-02"])
def test_a_mail_is_rewritten(old: str) -> None:
    """One text changes, and a mail reader reads the rest as before."""
    call = OutboundCall(method="POST", url="https://a.test/", headers={"Content-Type": "message/rfc822"}, body=_mail())
    document = open_call(call)
    assert document.rewrite({}) == call
    leaf = next(leaf for leaf in document.leaves if old in leaf.text)
    after = document.rewrite({leaf.address: Replace(leaf.text.replace(old, "GONE"))})
    message = email.message_from_bytes(after.body, policy=email.policy.default)
    parts = [part.get_content() for part in message.walk() if not part.is_multipart()]
    assert any("GONE" in text for text in (str(message["subject"]), str(message["to"]), *map(str, parts)))
    assert len(parts) == 3


def test_headers_can_be_dropped() -> None:
    """With their line."""
    body = b"From: a@x.test\r\nSubject: Ann\r\nX-Id: 7\r\n\r\ntext"
    document = open_call(OutboundCall(method="POST", url="https://a.test/", headers={}, body=body))
    assert document.rewrite({(2, 1): DROP}).body == b"From: a@x.test\r\nX-Id: 7\r\n\r\ntext"


@pytest.mark.parametrize(
    "body", [b"Note: x\n\ntext", b"From: a\nno header", b"Subject: a\nTo: b", b"http://x.test/\n\n", b"a: b\nc: d\n\nx"]
)
def test_what_is_no_mail_is_something_else(body: bytes) -> None:
    """Two headers, one of them a mail's, and a blank line are needed."""
    leaves = open_call(OutboundCall(method="POST", url="https://a.test/", body=body)).leaves
    assert "mail" not in {name for leaf in leaves for name in leaf.encodings}


def test_a_mail_in_base64(view: View) -> None:
    """As mail services take it in JSON."""
    raw = base64.urlsafe_b64encode(_mail(html=False)).decode()
    assert view(json.dumps({"raw": raw}))["From"] == "care@clinic.test"


@pytest.mark.parametrize("media", ["quoted-printable", "base64"])
def test_transfer_encodings_of_parts(media: str, opened: Opener) -> None:
    """A part is decoded by its header, however short it is, and written in the same way."""
    content = "Zoë=x"
    coded = quopri.encodestring(content.encode()) if media == "quoted-printable" else base64.b64encode(content.encode())
    head = f'--b\r\nContent-Disposition: form-data; name="f"\r\nContent-Transfer-Encoding: {media}\r\n\r\n'
    body = head.encode() + coded + b"\r\n--b--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    document = opened(body, headers=headers)
    leaf = next(leaf for leaf in document.leaves if leaf.key == "f")
    assert leaf.text == content
    after = document.rewrite({leaf.address: Replace("[N]")}).body
    assert after == body.replace(coded, b"[N]" if media == "quoted-printable" else base64.b64encode(b"[N]"))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("=?utf-8?Q?Zo=C3=AB_Doe?=", "Zoë Doe"),
        ("=?UTF-8?B?Wm/Dqw==?= <z@x.test>", "Zoë <z@x.test>"),
        ("=?utf-8?Q?Zo?= =?utf-8?Q?e?=", "Zoe"),
        ("=?iso-8859-1?q?Zo=EB?=", "Zoë"),
        ("=?nonsense?q?Zo=EB?=", "=?nonsense?q?Zo=EB?="),
        ("=?utf-8?B?####?=", "=?utf-8?B?####?="),
    ],
)
def test_encoded_words(source: str, text: str) -> None:
    """Words that can be read are, and any other stays as it is."""
    document = open_text(json.dumps({"subject": source}))
    assert [leaf.text for leaf in document.leaves][1] == text
    changed = document.rewrite({document.leaves[1].address: Replace("Ünd")})
    assert [leaf.text for leaf in open_text(changed).leaves][1] == "Ünd"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Zo=C3=AB =3D x", "Zoë = x"),
        ("=31=32=33-45", "123-45"),
        ("long " * 20 + "line=\r\n goes on", "long " * 20 + "line goes on"),
        ("Zo=EB=EB =3D", "Zoëë ="),
        ("note x=42", "note x=42"),
        ("a = b", "a = b"),
        ("E=MC=3D2 =zz", "E=MC=3D2 =zz"),
        ("=00=01 =3D", "=00=01 =3D"),
    ],
)
def test_quoted_printable(source: str, text: str) -> None:
    """Only where each equals sign is an escape, and one of them beyond chance."""
    document = open_text(source)
    assert [leaf.text for leaf in document.leaves] == [text]
    changed = document.rewrite({document.leaves[0].address: Replace("[é=]")})
    assert changed in ("[=C3=A9=3D]", "[é=]")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("data:text/csv;base64," + base64.b64encode(b"name,dob\nAnn,1990\n").decode(), {"name": "Ann", "dob": "1990"}),
        ("data:application/json,%7B%22name%22%3A%22Ann%22%7D", {"name": "Ann"}),
        ("data:text/plain;name=ann.txt;base64,QW5u", {"name": "ann.txt", "u": "Ann"}),
        ("data:text/plain;charset=utf-8,Ann%20Doe", {"u": "Ann Doe"}),
        ("data: nothing of the kind", {"u": "data: nothing of the kind"}),
        ("data:text/plain;base64,%%%", {"u": "data:text/plain;base64,%%%"}),
    ],
)
def test_data_urls(view: View, source: str, expected: dict[str, str]) -> None:
    """The content by its type; parameters too."""
    assert view(json.dumps({"u": source})) == expected


def test_data_urls_are_rewritten(replaced: Callable[..., Any]) -> None:
    """In base64 or percent-encoded, as they were."""
    source = json.dumps({"u": "data:text/csv;base64," + base64.b64encode(b"name,dob\nAnn,1990\n").decode()})
    assert ";base64," in replaced(source, "name", "[N]")
    assert replaced(json.dumps({"u": "data:application/json,%7B%22name%22%3A%22Ann%22%7D"}), "name", "é") != ""


def test_an_image_in_a_data_url_is_opaque(opened: Opener) -> None:
    """It was not looked at, and the document says so."""
    image = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 2).decode()
    assert opened(json.dumps({"u": f"data:image/png;base64,{image}"})).incomplete == ("opaque",)


@given(text=st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_quoted_text_is_read_back(text: str) -> None:
    """What Python's library writes."""
    source = quopri.encodestring(f"== {text}".encode()).decode("ascii")
    document = open_text(source)
    assert document.rewrite({}) == source
    assert "error" not in document.incomplete


@given(head=st.text("abFrom: \r\n\t-;=", max_size=40), body=st.binary(max_size=30))
@settings(max_examples=150, deadline=None)
def test_no_mail_raises(head: str, body: bytes) -> None:
    """Whatever the head is."""
    call = OutboundCall(
        method="POST", url="https://a.test/", headers={"Content-Type": "message/rfc822"}, body=head.encode() + b"\r\n\r\n" + body
    )
    document = open_call(call)
    assert document.rewrite({}) == call
    assert "error" not in document.incomplete
