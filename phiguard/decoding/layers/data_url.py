"""``data:`` URLs (RFC 2397): a file inside a value, opened by the type that it declares."""

from __future__ import annotations

import re

from phiguard.decoding.codec import Field, Hint, Opened, Raw
from phiguard.decoding.codecs.form import percent_decode, percent_encoder
from phiguard.decoding.layers.base64_text import decode_base64, encode_base64
from phiguard.model.leaf import LeafType
from phiguard.model.patterns import late

__all__ = ["DATA_URL", "DataUrlText"]

_HEAD = late(
    r"data:([\w.+-]{1,60}/[\w.+-]{1,80})?((?:;[\w.+-]{1,40}=(?:\"[^\",\n]{0,80}\"|[^\",;\s]{0,80})){0,8})(;base64)?,", re.IGNORECASE
)
_PARAMETER = late(r";([\w.+-]{1,40})=(?:\"([^\"]*)\"|([^;]*))")
_ENCODE_TEXT = percent_encoder(plus=False, safe="/:@!$&'()*+,;=?")


def _encode_base64(new: Raw, raw: Raw) -> Raw:
    """Base64 in the style of *raw*; percent-encoded where it was."""
    old = raw if isinstance(raw, str) else raw.decode("latin-1")
    text = str(encode_base64(new, percent_decode(old, plus=False)))
    return text.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D") if "%" in old else text


class DataUrlText:
    """The codec: the content, and each parameter that is no charset (a file name)."""

    marks = "/%="

    def open(self, source: str, hint: Hint) -> Opened | None:
        """See `TextCodec`."""
        del hint
        head = _HEAD.match(source) if source[:5].lower() == "data:" else None
        if head is None:
            return None
        fields: list[Field] = []
        for found in _PARAMETER.finditer(source, *head.span(2)):
            name, group = found.group(1), 2 if found.group(2) is not None else 3
            if name.lower() != "charset":
                text = percent_decode(found.group(group), plus=False)
                fields.append(Field((len(fields),), *found.span(group), text, _ENCODE_TEXT, name, (), LeafType.TEXT, name))
        raw = source[head.end() :]
        text = percent_decode(raw, plus=False)
        value: Raw | None = decode_base64(text) if head.group(3) else text
        media = (head.group(1) or "text/plain") + head.group(2)
        encode = _encode_base64 if head.group(3) else _ENCODE_TEXT
        if value is None:
            return None
        fields.append(Field((len(fields),), head.end(), len(source), value, encode, media=media))
        return Opened(fields=fields, codec="data-url", blank="")


DATA_URL = DataUrlText()
