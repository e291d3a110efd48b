"""Days of the month written out in words."""

import re

TEENS = {"الحادي": 1, "الثاني": 2, "الثالث": 3, "الرابع": 4, "الخامس": 5, "السادس": 6,
         "السابع": 7, "الثامن": 8, "التاسع": 9}  # fmt: skip
ORDINALS = {
    "الاول": 1,
    "العاشر": 10,
    "العشرين": 20,
    "العشرون": 20,
    "الثلاثين": 30,
    "الثلاثون": 30,
    **{word: ones for word, ones in TEENS.items() if ones > 1},
    **{f"{word} عشر": 10 + ones for word, ones in TEENS.items()},
    **{f"{word} والعشر{end}": 20 + ones for word, ones in TEENS.items() for end in ("ين", "ون")},
    "الحادي والثلاثين": 31,
    "الحادي والثلاثون": 31,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "tenth": 10,
    "fifteenth": 15,
    "twentieth": 20,
    "thirtieth": 30,
}
WORDED = re.compile(
    r"(?<!النصف )(?<!الاسبوع )(?<!الثلث )(?<!half )(?<!week )(?<!\w)"
    rf"(?P<word>{'|'.join(sorted(ORDINALS, key=len, reverse=True))})"
    r"(?: من| من شهر| لشهر| of)(?: ال)? ?$"
)
""" "The fifth of March", written out."""
