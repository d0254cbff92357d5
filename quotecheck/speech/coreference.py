"""From the words that mention a speaker to the speaker: names, pronouns and descriptions within one article.

A name stands for the fullest name of its bearer. A pronoun stands for whom the article talks about there and who
agrees with it in gender and number where the text tells them. A description ("the leader") stands for the person
whom the article introduced with its words; one that fits nobody speaks for itself ("officials").
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from quotecheck.records import Span
from quotecheck.speech import cues
from quotecheck.speech.beside import beside
from quotecheck.speech.clauses import name_ahead, nearest, own, place_in, subject
from quotecheck.speech.directory import BY_PLACE, Directory, Found
from quotecheck.speech.discourse import (
    INNER,
    NAMED,
    OWNER,
    SPEAKER,
    SUBJECT,
    Act,
    Candidate,
    Discourse,
    Unnamed,
    is_rivalled,
)
from quotecheck.speech.entities import Entity
from quotecheck.speech.frames import find_frames
from quotecheck.speech.identity import DOCUMENTS
from quotecheck.speech.mentions import (
    DEFINITE,
    OWNED,
    apposition,
    head_noun,
    head_of,
    joint,
    named_so,
    names_at_end,
    owner_of,
    pair,
    shown_whole,
    trimmed,
    unnamed,
    unshouted,
)
from quotecheck.speech.names import Gender, clean_name, gender_of, is_role, name_runs
from quotecheck.speech.narration import Narration, Token, narrate
from quotecheck.speech.phrases import phrase_before
from quotecheck.speech.roles import BODIES, MEDIUM, is_people_word, is_person_word, is_plural_word

_SINGULAR = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_PLURAL = frozenset("they them their theirs themselves".split())
_BODY = frozenset("it its itself".split())
_FIRST = frozenset("i me my mine myself we us our ours ourselves".split())
_SECOND = frozenset("you your yours yourself yourselves this".split())
_RELATIVE = frozenset("who whom whose which that".split())
_PRONOUNS = _SINGULAR.keys() | _PLURAL | _BODY | _FIRST | _SECOND | _RELATIVE
_ARTICLES = frozenset(("a", "an", "the"))
_BESIDE = frozenset(", who himself herself themselves itself myself too also all both alone each then later".split())
_PLURAL_VERBS = frozenset("are were have say think believe want argue do call see hope fear agree know".split())

_RIVALLED, _GUESSED, _UNKNOWN = 0.85, 0.75, 0.6
"""How much of the confidence stays where the speaker was inferred or not found; by hand, as no data tell it."""

_FIRM, _FAR = 1.5, -1.0  # the least score of what "it" may be, and of who another pronoun may mean
_APART = 1.5  # how far the likeliest must be from the next to be learned from
_CLEAR = 2  # what a clear pronoun counts for when genders are learned; a likely one counts 1
_AROUND = 400  # characters of a quote that are read to understand a mention in it
_SUBJECTS = 5  # clauses of one sentence whose subjects are looked for


class Speakers:
    """Resolves the mentions of one article; ask in the order of the text, as pronouns look back at who spoke.

    ``quotes`` are contents with their speakers' mentions, as far as known: "I" in a quote finds its speaker by them.
    Where they do not tell, the sentence that holds the quote is read.
    """

    def __init__(
        self, text: str, narrations: Sequence[Sequence[Narration]], quotes: Sequence[tuple[Span, Span]] = ()
    ) -> None:
        self._text = text
        self._sentences = [s for paragraph in narrations for s in paragraph]
        self._starts = [s.span.start for s in self._sentences]
        self._quotes = sorted(quotes)
        self._quote_starts = [content.start for content, _ in self._quotes]
        self._names = Directory(narrations)
        self._beside: list[list[Act]] = []  # by sentence, the same in both readings
        # the first reading learns from clear pronouns who is he and who is she, the second one uses it
        self._begin(learning=True)
        self._read(len(self._sentences))
        self._begin(learning=False)

    def _begin(self, *, learning: bool) -> None:
        self._talk = Discourse([s.paragraph for s in self._sentences])
        self._read_so_far = 0
        self._learning = learning
        self._told: dict[str, Unnamed] = {}

    def resolve(self, mention: Span) -> tuple[str | None, float]:
        """The speaker that ``mention`` stands for by the fullest name, None where nobody can be told; how sure that is.

        The second is a factor on the confidence: 1 where the mention names the speaker or nobody else can be meant.
        """
        who, sure = self._resolve(mention, 0)
        if who is not None:
            self._talk.add(Act(mention.start, self._place(mention.start), who, self._rank(mention, sure)))
            self._talk.speaks(who)
            if isinstance(who, Unnamed):
                self._told.setdefault(who.head, who)
        return (who.name if isinstance(who, Entity) else who.words if who else None), sure

    def _rank(self, mention: Span, sure: float) -> float:
        """What a mention that was asked for counts: a possessive ("Lee's view") or what was inferred counts less."""
        words = self._text[mention.start : mention.end + 1].lower().rstrip(" s")
        if words.endswith(("’", "'")):
            return OWNER
        return SPEAKER if sure == 1.0 and words not in _PRONOUNS else SUBJECT

    def _resolve(self, mention: Span, depth: int) -> Found:
        at = self._place(mention.start)
        self._read(at + 1)
        around, inside = self._tokens(mention, at)
        tokens = trimmed(around)
        if not tokens:
            return self._label(mention)
        if all(t.lower in cues.PREPOSITIONS | cues.CONJUNCTIONS for t in tokens):
            return None, _UNKNOWN
        if inside is None:
            return self._refer(tokens, at, depth)
        return self._quoted(tokens, inside, at, mention, depth)

    def _label(self, mention: Span) -> Found:
        """Words that no sentence holds: the label of a transcript."""
        words = " ".join(self._text[mention.start : mention.end].split()).strip("’' \"“”‘,.:;")
        found, sure = self._names.named(words, mention.start)
        return found or (Unnamed(unshouted(words), "", "person") if len(words) > 1 else None), sure

    # --- what a phrase of the narration refers to ---

    def _refer(self, tokens: Sequence[Token], sentence: int, depth: int = 0) -> Found:
        words = [t.lower for t in tokens]
        at = tokens[0].start
        by_itself = len(words) == 1 or words[0] in ("who", "which")
        by_itself = by_itself or (words[0] not in _SECOND | _RELATIVE and words[1] in _BESIDE)
        if words[0] in _PRONOUNS and by_itself:
            return self._pronoun(tokens[0], sentence)
        several = joint(tokens)
        if several is not None:
            return Unnamed(shown_whole(several, self._text), "", "people"), 1.0
        head = head_of(tokens)
        if head_noun(head) in DOCUMENTS:
            author, sure = self._author(head[-1], sentence)
            if author is not None:
                return author, sure
        if pair(head):
            return unnamed(tokens, self._text), 1.0
        called = named_so(tokens)
        if called is not None:
            return self._by_name(tokens[called[0] : called[1]])
        noun = head_noun(head)
        many = len(head) == 1 and is_people_word(noun) and self._names.at(at) is None
        runs = [] if many else name_runs(head)  # "Families" opens its sentence and names nobody
        if runs and all(t.lower in MEDIUM or not t.is_word for t in head[runs[-1][1] :]):
            found, sure = self._by_name(head[runs[-1][0] : runs[-1][1]])
            if isinstance(found, Entity) or words[0] not in DEFINITE or not is_role(head[runs[-1][0] : runs[-1][1]]):
                return found, sure  # but "the Aland Republican" is somebody who was named otherwise
        apposed = apposition(tokens, len(head))
        runs = name_runs(head_of(apposed)) if apposed else []
        if runs and (runs[0][0] == 0 or is_person_word(noun)) and runs[-1][1] == len(head_of(apposed)):
            several = joint(apposed)
            if several is not None:
                return Unnamed(shown_whole(several, self._text), "", "people"), 1.0
            if not is_plural_word(noun):
                return self._by_name(apposed[runs[-1][0] : runs[-1][1]])  # "its president, Ann Lee"
        if words[0] in DEFINITE or words[0] in OWNED or len(head) == 1:
            found, sure = self._names.described(head, at, sentence, self._talk)
            told = self._told.get(noun) if sure <= BY_PLACE and len(head) == 2 else None
            if found is not None and (told is None or told.kind != "person"):
                return found, sure  # but who was introduced as a mayor is the mayor rather than whoever spoke
        return self._introduced(unnamed(tokens, self._text), words[0])

    def _introduced(self, who: Unnamed | None, determiner: str) -> Found:
        """Who or what was introduced in fuller words than "the spokesman", by those or by the name that they got."""
        short = who is not None and determiner in DEFINITE and who.words.lower() == who.head
        earlier = self._told.get(who.head) if who is not None and short else None
        if who is None or earlier is None or earlier.kind != who.kind:
            return who, 1.0
        named = self._talk.named_later(earlier) if who.kind == "person" else None
        return (named, _RIVALLED) if named is not None else (earlier, 1.0)

    def _by_name(self, tokens: Sequence[Token]) -> Found:
        name, titles = clean_name(tokens)
        found, sure = self._names.named(name, tokens[0].start, gender_of(titles))
        return found or (Unnamed(unshouted(name), "", "person", gender_of(titles)) if len(name) > 1 else None), sure

    def _author(self, document: Token, sentence: int) -> Found:
        """Who is named behind a document: of "a report by the Harbour Board" the board."""
        behind = self._sentences[sentence].tokens if self._sentences else ()
        behind = behind[place_in(behind, document.end) :]
        runs = name_runs(behind[:12]) if behind and behind[0].lower in ("by", "from") else []
        if not runs or any(not t.is_word or t.lower in cues.FINITE_VERBS for t in behind[1 : runs[0][0]]):
            return None, 1.0
        return self._by_name(behind[runs[0][0] : runs[0][1]])

    # --- pronouns ---

    def _pronoun(self, token: Token, sentence: int) -> Found:
        word, at = token.lower, token.start
        if word in _RELATIVE:
            return self._antecedent(token, sentence)
        if word in _FIRST or word in _SECOND:
            return None, _UNKNOWN
        if word in _PLURAL:
            found = self._talk.people(at, sentence)
        elif word in _BODY:
            found = self._talk.body(at, sentence)
        else:
            gender = gender_of([word])
            tokens = self._sentences[sentence].tokens
            found = self._talk.person(at, sentence, gender)
            if self._learning:
                self._hear(found, gender, self._talk.only_person(at, sentence))
            name = name_ahead(tokens, place_in(tokens, at))
            ahead = self._names.at(tokens[name].start) if name is not None else None
            if ahead is not None and ahead.fits(gender) and not (ahead.is_body or ahead.is_place):
                return ahead, _RIVALLED
        if not found or found[0].score < (_FIRM if word in _BODY else _FAR):
            return None, _UNKNOWN
        who = found[0].who
        certain = isinstance(who, Entity) and who.gender is not None and word in _SINGULAR
        if found[0].score < 0:
            return (None, _UNKNOWN) if isinstance(who, Entity) and not who.is_person else (who, _GUESSED)
        return who, _RIVALLED if is_rivalled(found) and not (certain and found[0].score > 2) else 1.0

    def _hear(self, found: Sequence[Candidate], gender: Gender | None, only: Entity | None) -> None:
        """Learn the gender of whom a pronoun stands for, where that is clear or at least likely."""
        if only is not None:
            only.hear(gender, _CLEAR)
        elif found and isinstance(found[0].who, Entity) and found[0].score > INNER - 1:
            apart = len(found) == 1 or found[0].score - found[1].score > _APART
            found[0].who.hear(gender, int(apart))

    def _antecedent(self, token: Token, sentence: int) -> Found:
        """Whom a relative pronoun takes up: the phrase right before it."""
        tokens = self._sentences[sentence].tokens
        i = place_in(tokens, token.start)
        last = i - 1
        while last >= 0 and not tokens[last].is_word and tokens[last].region is None:
            last -= 1
        if last < 0 or tokens[last].region is not None:
            return None, _UNKNOWN
        apart = last < i - 1
        plural = i + 1 < len(tokens) and tokens[i + 1].lower in _PLURAL_VERBS
        runs = name_runs(tokens[:i])
        if len(runs) > 1 and runs[-1][1] == last + 1 and apart:
            between = [t.lower for t in tokens[runs[-2][1] : runs[-1][0]]]
            if between in (["of"], ["from"]):
                last, runs = runs[-2][1] - 1, runs[:-1]  # "Ann Lee of Aville, who"
        phrase = phrase_before(tokens, last)
        if runs and runs[-1][1] == last + 1:
            if plural and (several := joint(names_at_end(tokens[:i]))) is not None:
                return Unnamed(shown_whole(several, self._text), "", "people"), 1.0
            named, sure = self._by_name(tokens[runs[-1][0] : runs[-1][1]])
            of_it = token.lower == "who" and isinstance(named, Entity) and (named.is_body or named.is_place)
            if not (of_it and phrase and is_person_word(head_noun(head_of(tokens[phrase[0] : phrase[1]])))):
                return named, sure
            return self._refer(tokens[phrase[0] : phrase[1]], sentence)  # "a clerk of the Harbour Board who"
        if phrase is None:
            return None, _UNKNOWN
        if apart and phrase[0] > 1 and tokens[phrase[0] - 1].lower == "," and not tokens[phrase[1] - 1].is_capital:
            # "Ann Lee, the mayor of Aville, who said": what stands between commas describes the name before it
            longer = phrase_before(tokens, i - 1)
            phrase = longer if longer is not None and longer[0] < phrase[0] else phrase
        words = tokens[phrase[0] : phrase[1]]
        whole = token.lower in ("which", "that") and head_noun(head_of(words)) in DOCUMENTS | BODIES
        last_noun = words if whole else nearest(words)
        begin = max((k for k, t in enumerate(last_noun[:-1]) if t.lower in _ARTICLES), default=0)
        found, sure = self._refer(words if whole else last_noun[begin:], sentence)
        return found, min(sure, 0.95)

    # --- mentions within quotes ---

    def _quoted(
        self, tokens: Sequence[Token], inside: tuple[Narration, Token], sentence: int, mention: Span, depth: int
    ) -> Found:
        """What a mention inside a quote refers to; ``inside`` is its own sentence and the quote as a token."""
        words = [t.lower for t in tokens]
        here, quote = inside
        if words[0] in _FIRST and (len(words) == 1 or words[1] in _BESIDE):
            return self._voice(quote, sentence, mention, depth)
        if words[0] in _SINGULAR and len(words) == 1:
            gender = gender_of(words)
            before = [t for t in here.tokens if t.start < mention.start]
            for first, last in reversed(name_runs(before)):
                found = self._by_name(before[first:last])[0]
                if isinstance(found, Entity) and not found.is_body and not found.is_place and found.fits(gender):
                    return found, _GUESSED
            voice = self._voice(quote, sentence, mention, depth)[0]
            others = [c for c in self._talk.person(quote.start, sentence, gender) if c.who is not voice]
            return (others[0].who, _GUESSED) if others and others[0].score > 0 else (None, _UNKNOWN)
        if words[0] in _RELATIVE and len(words) == 1:
            before = [t for t in here.tokens if t.start < mention.start]
            while before and not before[-1].is_word:
                before.pop()
            phrase = phrase_before(before, len(before) - 1)
            return self._refer(before[phrase[0] : phrase[1]], sentence) if phrase else (None, _UNKNOWN)
        if words[0] in _PRONOUNS and len(words) == 1:
            return None, _UNKNOWN
        return self._refer(tokens, sentence, depth)

    def _voice(self, quote: Token, sentence: int, mention: Span, depth: int) -> Found:
        """Whose quote it is."""
        if depth > 2:
            return None, _UNKNOWN
        i = bisect_left(self._quote_starts, mention.start + 1) - 1
        for content, speaker in reversed(self._quotes[max(0, i - 3) : i + 1]):
            if content.end > mention.start and not (content.start <= speaker.start < content.end):
                return self._resolve(speaker, depth + 1)
        tokens = self._sentences[sentence].tokens
        k = place_in(tokens, quote.start)
        for frame in find_frames(self._sentences[sentence]):
            if frame.mention is not None and any(a <= k < b for a, b in frame.content):
                return self._resolve(Span(tokens[frame.mention[0]].start, tokens[frame.mention[1] - 1].end), depth + 1)
        found = self._talk.person(quote.start, sentence, None)
        return (found[0].who, _GUESSED) if found and found[0].score > 1 else (None, _UNKNOWN)

    # --- reading on ---

    def _read(self, end: int) -> None:
        while self._read_so_far < min(end, len(self._sentences)):
            number = self._read_so_far
            self._read_so_far += 1
            self._read_sentence(number)

    def _read_sentence(self, number: int) -> None:
        """Take down who a sentence talks about, and in what rank."""
        tokens = self._sentences[number].tokens
        subjects: list[tuple[int, int]] = []
        floors = [0, *(i + 1 for i, t in enumerate(tokens) if t.region is not None and not t.is_phrase)]
        for floor in floors[:_SUBJECTS]:
            found = subject(tokens, floor)
            if found is None or (subjects and found[0] < subjects[-1][1]):
                continue
            subjects.append(found)
            phrase = trimmed(tokens[found[0] : found[1]])
            who = self._refer(phrase, number)[0] if phrase and phrase[0].lower not in _RELATIVE else None
            if who is None:
                continue
            if isinstance(who, Unnamed) and who.kind == "person" and tokens[found[1] : found[1] + 1]:
                equal = tokens[found[1]].lower in ("is", "was") and found[1] + 1 < len(tokens)
                who = (self._names.at(tokens[found[1] + 1].start) if equal else None) or who  # "The mayor is Ann Lee."
            speaks = found[1] < len(tokens) and "say" in cues.PATTERNS.get(tokens[found[1]].lower, ())
            inverted = found[0] > floor > 0 and "say" in cues.PATTERNS.get(tokens[found[0] - 1].lower, ())
            rank = SPEAKER if speaks or inverted else SUBJECT if found[1] < len(tokens) - 1 else NAMED
            self._talk.add(Act(phrase[0].start, number, who, rank))
            if isinstance(who, Unnamed):
                self._told.setdefault(who.head, who)
                # "The mayor's plan would cost more. She said": whose it is counts as much as the thing itself
                owning = owner_of(phrase) if who.kind in ("thing", "things") else ()
                owner = self._refer(owning, number)[0] if owning else None
                if isinstance(owner, Entity) or (owner is not None and owner.kind == "person"):
                    self._talk.add(Act(phrase[0].start, number, owner, rank))
            elif phrase[0].lower not in _PRONOUNS and self._learning and who.gender is None:
                # "Judge Lee wrote in his ruling": what a subject calls its own tells its gender
                who.hear(gender_of(own(tokens[found[1] : found[1] + 9])), _CLEAR)
        if self._learning:
            self._beside.append(beside(tokens, number, subjects, self._names, self._text))
        for act in self._beside[number]:
            self._talk.add(act)

    # --- where things stand ---

    def _place(self, at: int) -> int:
        """The number of the sentence that holds ``at`` or is the last before it."""
        return max(0, bisect_left(self._starts, at + 1) - 1)

    def _tokens(self, span: Span, sentence: int) -> tuple[list[Token], tuple[Narration, Token] | None]:
        """The tokens of a mention, and the quote that holds it, if one does."""
        tokens: list[Token] = []
        for narration in self._sentences[sentence : sentence + 4]:
            if narration.span.start >= span.end:
                break
            around = [t for t in narration.tokens if t.start < span.end and t.end > span.start]
            for token in around:
                if token.region is not None and token.start < span.start and span.end <= token.end:
                    return self._inner(span, token)
            tokens.extend(t for t in around if t.start >= span.start)
        return tokens, None

    def _inner(self, span: Span, quote: Token) -> tuple[list[Token], tuple[Narration, Token] | None]:
        window = Span(max(quote.start + 1, span.start - _AROUND), min(quote.end, span.end + _AROUND))
        for narration in narrate(self._text, window, 0, []):
            tokens = [t for t in narration.tokens if span.start <= t.start < span.end]
            if tokens:
                return tokens, (narration, quote)
        return [], None
