"""Names and titles by their sound: syllables and initials for documents, and what typed Latin letters may mean."""


def syllables(text: str) -> list[str]:
    """The pinyin syllables of the Chinese characters in a text, without tones; what is not Chinese is left out. For the field `pinyin`."""
    return []


def initials(text: str) -> list[str]:
    """Threes of the first letters of the syllables, overlapping (smjy: smj mjy), for the field `initials`; "" of fewer than three."""
    return []


def split(typed: str) -> list[tuple[str, ...]]:
    """The ways to read Latin letters as syllables, the fewest syllables first, at most four; empty when there is none."""
    return []


def order_key(text: str) -> str:
    """For the field `name_order`: syllables with the text behind them, so that Chinese names sort as readers expect."""
    return text
