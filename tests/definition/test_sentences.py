"""Conditions as sentences."""

from __future__ import annotations

import pytest

from doorstep.definition.conditions import AllOf, AnyOf, Comparison, Condition, Operator, Subject
from doorstep.definition.sentences import SentenceError, read_condition


def _is(name: str, *values: str) -> Comparison:
    return Comparison(name, Operator.EQUALS, values)


@pytest.mark.parametrize(
    ("sentence", "meaning"),
    [
        ("a is yes", _is("a", "yes")),
        ("a.b is one of x, y ,z", _is("a.b", "x", "y", "z")),
        ("a is none", _is("a", "none")),
        ("a is all", _is("a", "all")),
        ("a is not none", Comparison("a", Operator.NOT_EQUALS, ("none",))),
        ("a is none of x, y", Comparison("a", Operator.NOT_EQUALS, ("x", "y"))),
        ("a includes all of x, y", Comparison("a", Operator.INCLUDES_ALL, ("x", "y"))),
        ("a is answered", Comparison("a", Operator.EXISTS, (True,))),
        ("a is unanswered", Comparison("a", Operator.EXISTS, (False,))),
        ("a is at least 2", Comparison("a", Operator.AT_LEAST, (2,))),
        ("derived age is at most 25", Comparison("age", Operator.AT_MOST, (25,), Subject.DERIVED)),
        ("derived early is true", Comparison("early", Operator.EQUALS, (True,), Subject.DERIVED)),
        ("setting module is on", Comparison("module", Operator.EQUALS, (True,), Subject.SETTING)),
        ("a is x and b is y and c is z", AllOf((_is("a", "x"), _is("b", "y"), _is("c", "z")))),
        ("a is x or b is one of y, z", AnyOf((_is("a", "x"), _is("b", "y", "z")))),
        ("a is x and (b is y or c is z)", AllOf((_is("a", "x"), AnyOf((_is("b", "y"), _is("c", "z")))))),
        ("(a is x)", _is("a", "x")),
    ],
)
def test_a_sentence_means_what_it_says(sentence: str, meaning: Condition) -> None:
    assert read_condition(sentence) == meaning


@pytest.mark.parametrize(
    ("sentence", "what", "mend"),
    [
        ("a", '"is" is missing before "the end"', "link_id is option"),
        ("is yes", 'link_id of a question is missing before "is"', "link_id is option"),
        ("a is", 'an option is missing before "the end"', "code"),
        ("a is one of x,", 'an option is missing before "the end"', "code"),
        ("a is x and", 'link_id of a question is missing before "the end"', "link_id is option"),
        ("a is x and b is y or c is z", '"and" and "or" stand side by side', "brackets"),
        ("a is x b is y", 'goes on after its end with "b"', '"and" or "or"'),
        ("(a is x", "a bracket is not closed", '")"'),
        ("a = x", '"=" means nothing', "in words"),
        ("a is at least many", '"many" is no whole number', "at least 16"),
        ("setting module is off", 'the setting "module" can only be on or not', '"is not on"'),
    ],
)
def test_a_sentence_that_says_nothing_is_told_why(sentence: str, what: str, mend: str) -> None:
    with pytest.raises(SentenceError) as caught:
        read_condition(sentence)
    assert what in caught.value.what
    assert mend in caught.value.mend
