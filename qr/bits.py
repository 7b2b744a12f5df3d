"""Numbers of any width out of a row of bits."""

import string
from typing import Final, Self

BASE64: Final = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
"""The alphabet that is safe in addresses (RFC 4648, section 5)."""


class Truncated(ValueError):
    """More bits are asked for than there are."""


class Bits:
    """Read from the left, most significant bit first."""

    def __init__(self, value: int, length: int) -> None:
        self._value = value
        self.left = length
        """How many bits are not read yet."""

    @classmethod
    def of_base64(cls, text: str) -> Self:
        """Six bits for each character. Raises ValueError for any other character."""
        value = 0
        for letter in text:
            value = value << 6 | BASE64.index(letter)
        return cls(value, 6 * len(text))

    @classmethod
    def of_hexadecimal(cls, text: str) -> Self:
        return cls(int(text, 16), 4 * len(text))

    def number(self, width: int) -> int:
        """The next `width` bits. Raises Truncated when there are fewer."""
        if width > self.left:
            raise Truncated
        self.left -= width
        return self._value >> self.left & ((1 << width) - 1)

    def back(self, width: int) -> None:
        """So many bits are read once more."""
        self.left += width
