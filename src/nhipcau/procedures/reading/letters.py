"""Capital and small letters for patterns. Unicode has Vietnamese in pairs: ranges would mix."""

_LATIN = [chr(point) for point in range(0xC0, 0x1EFA) if chr(point).isalpha()]
UPPER = (
    "A-Z"
    + "".join(letter for letter in _LATIN if letter.isupper() and letter < "ʰ")
    + "".join(letter for letter in _LATIN if letter.isupper() and letter >= "Ạ")
)
LOWER = (
    "a-z"
    + "".join(letter for letter in _LATIN if letter.islower() and letter < "ʰ")
    + "".join(letter for letter in _LATIN if letter.islower() and letter >= "ạ")
)
