"""Conditions as sentences: what stands after ``enable_when`` in a form.

    na_urgent is yes
    ho_stay_move is one of move, not_sure
    td_vary is not same                       (answered, and with something else)
    pets is none of cat, dog
    mo_budget_explained includes all of council, provider
    nx_sign_person is unanswered              (or: is answered)
    derived age is at least 16 and derived age is at most 25
    setting module_djg6 is on                 (or: is not on)
    ais_has_need is yes or ab_interpreter is not no

``and`` and ``or`` may be mixed only with brackets. docs/formats/form.md tells the same to whoever writes forms.
"""

from __future__ import annotations

import re

from doorstep.definition.conditions import AllOf, AnyOf, Comparison, Condition, Operator, Subject

_TOKEN = re.compile(r"\s*([(),]|[\w.-]+)")
_RESERVED = frozenset({"and", "or", "is", "not", "one", "none", "of", "includes", "all", "at", "least", "most"})

_AFTER_IS = (
    (("at", "least"), Operator.AT_LEAST),
    (("at", "most"), Operator.AT_MOST),
    (("one", "of"), Operator.EQUALS),
    (("none", "of"), Operator.NOT_EQUALS),
    (("not",), Operator.NOT_EQUALS),
)
_OF_A_SETTING = ((Operator.EQUALS, ("on",)), (Operator.NOT_EQUALS, ("on",)))


class SentenceError(ValueError):
    """The sentence cannot be read; ``what`` is wrong and ``mend`` helps."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend


def read_condition(sentence: str) -> Condition:
    """Return the condition that a sentence says. Raises SentenceError."""
    reader = _Sentence(_tokens(sentence))
    condition = reader.expression()
    if reader.next is not None:
        raise SentenceError(
            f'the condition goes on after its end with "{reader.next}"', 'join parts with "and" or "or"'
        )
    return condition


def _tokens(sentence: str) -> list[str]:
    tokens, at = [], 0
    sentence = sentence.rstrip()
    while at < len(sentence):
        match = _TOKEN.match(sentence, at)
        if match is None:
            raise SentenceError(f'"{sentence[at:].strip()[0]}" means nothing in a condition', "write it in words")
        tokens.append(match.group(1))
        at = match.end()
    return tokens


class _Sentence:
    """Reads tokens from left to right."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def next(self) -> str | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _skip(self, *words: str) -> bool:
        """Step over exactly these words; False, without stepping, when others stand here."""
        if self._tokens[self._at : self._at + len(words)] == list(words):
            self._at += len(words)
            return True
        return False

    def expression(self) -> Condition:
        parts, joined = [self._term()], None
        while self.next in ("and", "or"):
            if joined not in (None, self.next):
                raise SentenceError('"and" and "or" stand side by side', "put brackets round one of the two")
            joined = self.next
            self._at += 1
            parts.append(self._term())
        if joined is None:
            return parts[0]
        return AllOf(tuple(parts)) if joined == "and" else AnyOf(tuple(parts))

    def _term(self) -> Condition:
        if not self._skip("("):
            return self._comparison()
        inside = self.expression()
        if not self._skip(")"):
            raise SentenceError("a bracket is not closed", 'add ")"')
        return inside

    def _comparison(self) -> Comparison:
        subject = Subject.ITEM
        if self._skip("derived"):
            subject = Subject.DERIVED
        elif self._skip("setting"):
            subject = Subject.SETTING
        name = self._word("the link_id of a question")
        operator, words = self._test()
        if subject is Subject.SETTING and (operator, words) not in _OF_A_SETTING:
            raise SentenceError(f'the setting "{name}" can only be on or not', 'write "is on" or "is not on"')
        return Comparison(name, operator, tuple(_value(word, subject) for word in words), subject)

    def _test(self) -> tuple[Operator, tuple[str | int | bool, ...]]:
        if self._skip("includes", "all", "of"):
            return Operator.INCLUDES_ALL, self._list()
        if not self._skip("is"):
            raise SentenceError(f'"is" is missing before "{self.next or "the end"}"', 'write "link_id is option"')
        if self._skip("answered"):
            return Operator.EXISTS, (True,)
        if self._skip("unanswered"):
            return Operator.EXISTS, (False,)
        for words, operator in _AFTER_IS:
            if self._skip(*words):
                return operator, self._operand(operator, words)
        return Operator.EQUALS, (self._option(),)

    def _operand(self, operator: Operator, words: tuple[str, ...]) -> tuple[str | int, ...]:
        if operator in (Operator.AT_LEAST, Operator.AT_MOST):
            return (self._number(),)
        return self._list() if words[-1] == "of" else (self._option(),)

    def _list(self) -> tuple[str, ...]:
        words = [self._option()]
        while self._skip(","):
            words.append(self._option())
        return tuple(words)

    def _number(self) -> int:
        word = self._word("a whole number")
        if not word.isdigit():
            raise SentenceError(f'"{word}" is no whole number', 'write for example "is at least 16"')
        return int(word)

    def _option(self) -> str:
        """An option may be called ``none`` or ``all``; only the joining words cannot be options."""
        word = self.next
        if word is None or word in ("and", "or", "is", "(", ")", ","):
            raise SentenceError(f'an option is missing before "{word or "the end"}"', "name the option by its code")
        self._at += 1
        return word

    def _word(self, wanted: str) -> str:
        word = self.next
        if word is None or word in _RESERVED or word in "(),":
            raise SentenceError(f'{wanted} is missing before "{word or "the end"}"', 'write "link_id is option"')
        self._at += 1
        return word


def _value(word: str | int | bool, subject: Subject) -> str | int | bool:
    if subject is Subject.SETTING:
        return True
    if subject is Subject.DERIVED and isinstance(word, str):
        return {"true": True, "false": False}.get(word, word)
    return word
