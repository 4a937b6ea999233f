"""Finding local help (TB-11), and saying honestly how old what we know of it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from doorstep.calendar import day_words
from doorstep.packs.model import EVERYWHERE, Directory, Entry, Need

if TYPE_CHECKING:
    from datetime import date

STALE_AFTER_DAYS: Final = 180
"""How long details count as fresh, unless the settings say otherwise."""

NEED_WORDS: Final = {
    Need.KINDS_OF_HELP: "Kinds of help",
    Need.RIGHTS: "Your rights",
    Need.MONEY_ADVICE: "Money and benefits",
    Need.ADVOCACY: "Someone to speak up for you",
    Need.SAFEGUARDING: "Staying safe",
    Need.COMPLAINTS: "Comments and complaints",
    Need.COMMUNITY: "Groups and things to do",
    Need.HOUSING: "Housing",
    Need.CARERS: "Help for carers",
    Need.CHILDCARE: "Childcare and breaks",
    Need.EQUIPMENT: "Equipment and gadgets",
    Need.HEALTH_SERVICES: "Health services",
    Need.URGENT: "Urgent help",
    Need.FOOD: "Food and shopping",
    Need.GETTING_ABOUT: "Getting about",
    Need.LONELINESS: "Feeling lonely",
    Need.MEMORY: "Memory and dementia",
    Need.MENTAL_HEALTH: "Feelings and mental health",
    Need.SIGHT_HEARING: "Sight and hearing",
    Need.LEARNING_DISABILITY: "Learning disability",
    Need.AUTISM: "Autism",
    Need.LONG_TERM_ILLNESS: "Living with an illness",
    Need.LOSS: "When someone dies",
    Need.ADDICTION: "Drink, drugs and betting",
    Need.DOMESTIC_ABUSE: "Being hurt or controlled at home",
    Need.WORK_LEARNING: "Work and learning",
    Need.YOUNG_ADULTS: "Young adults",
    Need.YOUNG_CARERS: "Young carers",
    Need.ARMED_FORCES: "Armed forces",
    Need.FAITH_CULTURE: "Faith and culture",
    Need.HOME_SAFETY: "Safety at home",
}
"""Each need in plain words, for screen and print."""


def find(directory: Directory, words: str = "", *, place: str = "", need: Need | None = None) -> tuple[Entry, ...]:
    """Return the entries that hold every one of ``words``, serve ``place`` and are for ``need``.

    Empty arguments leave nothing out. Local help comes before help for all of England, and names that hold the words
    before other matches; otherwise the order is the directory's.
    """
    wanted = words.casefold().split()
    fitting = [
        entry
        for entry in directory.entries
        if (need is None or need in entry.needs) and _serves(entry, place) and _holds(_all_words(entry), wanted)
    ]
    return tuple(sorted(fitting, key=lambda entry: (_is_national(entry), not _holds(entry.name.casefold(), wanted))))


def places(directory: Directory) -> tuple[str, ...]:
    """Return every place that the directory knows, by the alphabet, without ``EVERYWHERE``."""
    return tuple(sorted({place for entry in directory.entries for place in entry.places} - {EVERYWHERE}))


def is_stale(checked_on: date | None, today: date, after_days: int = STALE_AFTER_DAYS) -> bool:
    """Tell whether something was last checked more than so many days ago, or never."""
    return checked_on is None or (today - checked_on).days > after_days


def pack_warning(directory: Directory, today: date, after_days: int = STALE_AFTER_DAYS) -> str:
    """Return what to say above the whole directory, on screen and in print; empty when there is nothing to say."""
    if directory.head.sample:
        return "This list is a sample of an invented place. Ask your office for the list of your own area."
    if is_stale(directory.head.issued, today, after_days):
        made = day_words(directory.head.issued)
        return f"This list was made on {made}, more than {after_days} days ago. Please check before you rely on it."
    return ""


def entry_warning(entry: Entry, today: date, after_days: int = STALE_AFTER_DAYS) -> str:
    """Return what to say beside one entry, on screen and in print: when it was checked, and whether that is enough."""
    if entry.checked_on is None:
        return "Nobody has checked this lately. Please ask before you rely on it."
    checked = f"Checked on {day_words(entry.checked_on)}."
    if is_stale(entry.checked_on, today, after_days):
        return f"{checked} That is more than {after_days} days ago: please check before you rely on it."
    return checked


def how_to_reach(entry: Entry) -> str:
    """Return phone, email, web and hours of an entry in one line, for a copy."""
    told = (entry.phone, entry.email, entry.web, entry.hours)
    return ". ".join(part for part in told if part)


def _serves(entry: Entry, place: str) -> bool:
    wanted = place.strip().casefold()
    return not wanted or _is_national(entry) or any(wanted in each.casefold() for each in entry.places)


def _is_national(entry: Entry) -> bool:
    return EVERYWHERE in entry.places


def _all_words(entry: Entry) -> str:
    needs = (NEED_WORDS[need] for need in entry.needs)
    return " ".join((entry.name, entry.what, entry.who_for, *needs, *entry.places)).casefold()


def _holds(text: str, wanted: list[str]) -> bool:
    return all(word in text for word in wanted)
