"""Words in quotation marks that are no speech: titles of works, names of streets and medals, so-called terms."""

from __future__ import annotations

from collections.abc import Sequence

from quotecheck.speech import cues
from quotecheck.speech.narration import Token

_NAMING = frozenset(
    """
    called named titled entitled dubbed nicknamed termed labeled labelled known so-called word words phrase term
    terms title song film movie book novel show series album play episode documentary magazine nickname slogan
    hashtag headline game program programme podcast single track exhibition painting poem medal order street
    avenue award operation codenamed christened
    """.split()
)
_SMALL = frozenset(
    """
    a an the of in on at for and or to with from by de la le van von
    """.split()
)


def is_term(tokens: Sequence[Token], i: int) -> bool:
    """Whether the quote at ``tokens[i]`` names something instead of repeating what somebody said.

    Names are written in title case without a full stop, or follow a naming word ("a site called “…”"); a term is
    one or two words behind an article or "so-called".
    """
    token = tokens[i]
    inner = token.inner
    words = inner.rstrip(",.;:").split()
    if not words:
        return True
    if inner[-1:] in "!?…" and len(words) > 1:
        return False
    before = [t.lower for t in tokens[max(0, i - 3) : i] if t.region is None]
    clause = before[len(before) - before[::-1].index(",") :] if "," in before else before
    titled = _is_title_case(words)
    naming = next((w for w in reversed(clause) if w not in ("the", "a", "an", "as", "of", ",", "is", "was", "by")), "")
    if naming in _NAMING and (titled or len(words) <= 3):
        # "called her “a liar”" has an object between; "a site called “Harbour View”" has not
        return not (naming == "called" and not titled and _has_speaker_before(tokens, i))
    if titled and len(words) >= 2 and not inner.endswith((".", "!")):
        return before[-1:] != [","] and before[-1:] != [":"]
    return False


def is_scare(tokens: Sequence[Token], i: int) -> bool:
    """Whether a quote is a short noun phrase behind an article, as outlets mark a term: a “wall of memory”."""
    words = tokens[i].inner.rstrip(",.").split()
    before = tokens[i - 1].lower if i else ""
    return len(words) <= 4 and before in ("a", "an", "the", "so-called", "its", "their")


def _is_title_case(words: list[str]) -> bool:
    letters = [w.strip("‘’'\"“”(),.") for w in words]
    content = [w for w in letters if w and w.lower() not in _SMALL]
    if not content or len(words) > 12:
        return False
    return all(w[0].isupper() or w[0].isdigit() for w in content)


def _has_speaker_before(tokens: Sequence[Token], i: int) -> bool:
    for j in range(i - 1, max(-1, i - 4), -1):
        if tokens[j].lower == "called":
            return j > 0 and (tokens[j - 1].is_capital or tokens[j - 1].lower in cues.PRONOUNS | cues.AUXILIARIES)
    return False
