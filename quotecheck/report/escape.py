"""Article text is hostile: what each output format must do to it before it is printed.

Nothing is dropped without a trace: what a terminal or a page would obey becomes a sign that can be read.
"""

from __future__ import annotations

import html
import re

_CONTROL_PICTURES = 0x2400
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_LINE_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029 ]+")
# C0 and C1 control characters, bidirectional overrides and isolates (CVE-2021-42574), invisible tags, a byte
# order mark inside the text, and surrogates that belong to no pair.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f\ud800-\udfff]")
_JSON_UNSAFE = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_BLANKS_OF_A_CELL = "\t\n\r"
# What can start markup inside a line, and what makes a link of a bare address; line starts are never the text's own.
_MARKDOWN_SIGNS = re.compile(r"[\\`*_{}\[\]#|~$@]|(?<=:)//|(?<=www)\.", re.IGNORECASE)

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes a spreadsheet read a cell as a formula (OWASP, CSV Injection), with the full-width forms."""


def _sign(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    if 0xD800 <= code <= 0xDFFF:
        return _REPLACEMENT
    return f"<U+{code:04X}>"


def visible(text: str) -> str:
    """``text`` on one line, each character that a terminal would obey shown as a sign; blanks run together.

    An escape character becomes ``␛``, an override ``<U+202E>``, half a surrogate pair the replacement character.
    """
    return _UNSAFE.sub(_sign, _LINE_BREAKS.sub(" ", text))


def json_text(encoded: str) -> str:
    """A JSON text in which what is unsafe outside of it (U+2028, C1, overrides, lone surrogates) is ``\\uXXXX``.

    These characters can only stand inside JSON strings, where the escape means the same.
    """
    return _JSON_UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", encoded)


def csv_cell(text: str) -> str:
    """A text cell that no spreadsheet runs: one that could start a formula gets a leading apostrophe.

    After OWASP's advice; blanks in front are looked through, as importers trim them. Line breaks become one kind, as
    readers take a lone carriage return for the end of the row. Numbers must not come here.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    safe = _UNSAFE.sub(lambda found: found.group() if found.group() in _BLANKS_OF_A_CELL else _sign(found), text)
    return f"'{safe}" if safe.startswith(FORMULA_STARTS) or safe.lstrip().startswith(FORMULA_STARTS) else safe


def markdown(text: str) -> str:
    """Text that Markdown shows as it is, on one line, with no markup, link, mention or HTML of its own."""
    return _MARKDOWN_SIGNS.sub(r"\\\g<0>", html.escape(visible(text), quote=False))


def page(text: str) -> str:
    """Text that stands as it is in HTML, between tags or inside a quoted attribute."""
    return html.escape(visible(text), quote=True)
