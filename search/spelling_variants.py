"""One typing error: a letter too many, too few, another one, or two that changed places."""

# Longer words are not looked up by their slips: nobody types them by heart.
LONGEST = 40


def slips_of(word: str) -> list[str]:
    """Return the word, and the word without each of its letters.

    Two words that are one typing error apart have one of these in common.
    """
    if len(word) > LONGEST:
        return [word]
    shorter = (word[:place] + word[place + 1 :] for place in range(len(word)))
    return list(dict.fromkeys([word, *shorter]))


def is_one_slip(one: str, other: str) -> bool:
    """Tell whether one typing error makes the one word of the other, which is a different one."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    return (
        one != other
        and (
            one[1:] == other  # a letter too many
            or one == other[1:]  # too few
            or one[1:] == other[1:]  # another one
            or (one[:2] == other[1::-1] and one[2:] == other[2:])  # two changed places
        )
    )
