"""The arithmetic that tells a real number from one that only looks like it."""

from __future__ import annotations

IBAN_LENGTHS = {
    **{"AE": 23, "AL": 28, "AT": 20, "BA": 20, "BE": 16, "BG": 22, "BR": 29, "CH": 21},
    **{"CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18, "FR": 27},
    **{"GB": 22, "GE": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IT": 27},
    **{"LT": 20, "LU": 20, "LV": 21, "MA": 28, "MD": 24, "ME": 22, "MK": 19, "MT": 31},
    **{"NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "RS": 22, "SA": 24, "SE": 24},
    **{"SI": 19, "SK": 24, "TN": 24, "TR": 26, "UA": 29},
}
"""Characters in an IBAN, by country (the IBAN registry of ISO 13616); the more common ones."""


def is_iban(number: str) -> bool:
    """Tell whether ASCII letters and digits without separators are an IBAN (ISO 7064, mod 97)."""
    number = number.upper()
    if IBAN_LENGTHS.get(number[:2]) != len(number) or not number[2:4].isdecimal():
        return False
    return int("".join(str(int(c, 36)) for c in number[4:] + number[:4])) % 97 == 1


def is_bsn(digits: str) -> bool:
    """Tell whether nine ASCII digits pass the eleven-test of the Dutch citizen service number.

    The weights are 9 to 2 and, for the last digit, -1; the sum must be a multiple of eleven.
    """
    if len(digits) != 9 or digits == "000000000":
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11 == 0
