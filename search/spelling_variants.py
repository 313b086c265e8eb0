"""How far apart two words are: letters too many, too few, other ones, and what sounds alike."""

import re

# Longer words are not looked up by their slips: nobody types them by heart.
LONGEST = 40
# Before what a word sounds like, and before that with one letter left out.
SOUND = "~"

# What is written in two ways and heard in one. The order matters: first what is longer.
_HEARD = [
    (re.compile(pattern), heard)
    for pattern, heard in (
        ("sch(?![aeiouY])", "s"),
        ("ij|ei", "Y"),
        ("ie|y", "i"),
        ("ou|au", "u"),
        ("qu", "kw"),
        ("x", "ks"),
        ("ck|c(?![eiYh])", "k"),
        ("c(?=[eiY])|z", "s"),
        ("ch", "g"),
        ("ph|v", "f"),
        ("th|dt", "t"),
        (r"d$", "t"),
        (r"(.)\1+", r"\1"),
    )
]


def sound_of(word: str) -> str:
    """Return the word as it sounds: wijkteam as weikteam, vertrouwen as vertrauwen."""
    for pattern, heard in _HEARD:
        word = pattern.sub(heard, word)
    return word


def slips_of(word: str) -> list[str]:
    """Return the word, and the word without each of its letters.

    Two words that are one typing error apart have one of these in common.
    """
    if len(word) > LONGEST:
        return [word]
    shorter = (word[:place] + word[place + 1 :] for place in range(len(word)))
    return list(dict.fromkeys([word, *shorter]))


def looked_up_by(word: str) -> list[str]:
    """Return what a word and one that is nearly the same, or sounds so, have in common."""
    if len(word) > LONGEST:
        return [word]
    return [*slips_of(word), *(SOUND + slip for slip in slips_of(sound_of(word)))]


def is_one_slip(one: str, other: str) -> bool:
    """Tell whether one typing error makes the one word of the other, which is a different one."""
    return one != other and slips_between(one, other) == 1


def slips_between(one: str, other: str) -> int:
    """Return how many typing errors lie between: a letter too many or few, another, two changed."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, sign in enumerate(one, 1):
        current = [row]
        for column, against in enumerate(other, 1):
            best = min(last[column] + 1, current[-1] + 1, last[column - 1] + (sign != against))
            if row > 1 and column > 1 and sign == other[column - 2] and against == one[row - 2]:
                best = min(best, before[column - 2] + 1)
            current.append(best)
        before, last = last, current
    return last[-1]


def distance(typed: str, word: str) -> float:
    """Return how far a word is from what was typed; a slip of the ear counts for half."""
    by_eye = slips_between(typed, word)
    by_ear = slips_between(sound_of(typed), sound_of(word))
    return min(by_eye, by_ear + 0.5)


# One letter or two that are written for another, at the place where somebody doubts.
_DOUBTED = (("ei", "ij"), ("au", "ou"), ("d", "t"), ("z", "s"), ("v", "f"), ("g", "ch"), ("c", "k"))


def rewritten(word: str) -> list[str]:
    """Return how a word may have been meant: a letter too many, two changed, or one doubted.

    For a dictionary, which has no index of words that look alike.
    """
    found = [word[:at] + word[at + 1 :] for at in range(len(word))]
    found += [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)]
    for pair in _DOUBTED:
        for one, other in (pair, pair[::-1]):
            for match in re.finditer(one, word):
                found.append(word[: match.start()] + other + word[match.end() :])
    for match in re.finditer("[bcdfgklmnprst](?=[aeiou])|[aeou](?=[bcdfgklmnprst])", word):
        found.append(word[: match.start()] + match[0] * 2 + word[match.end() :])
    return list(dict.fromkeys(found))
