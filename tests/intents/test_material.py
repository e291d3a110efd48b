"""Whether a new value says something else, or the same in other words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.call import FieldName
from pipeline.intents.material import says_anew


@pytest.mark.parametrize(
    ("name", "before", "after", "anew"),
    [
        (FieldName.DEADLINE, "2026-12-02", "2026-12-12", True),
        (FieldName.DEADLINE, "2026-12-02", "2026-12-02", False),
        (FieldName.DEADLINE, "", "2026-12-02", True),
        (FieldName.DEADLINE, "2026-12-02", "", False),
        (FieldName.COMPENSATION, "١٥٠٠ ريال", "1500 SAR", False),
        (FieldName.COMPENSATION, "1,500 SAR", "الأجر 1500", False),
        (FieldName.COMPENSATION, "١٥٠٠ ريال", "٢٠٠٠ ريال", True),
        (FieldName.COMPENSATION, "مدفوع", "غير مدفوع بدون أجر", True),
        (FieldName.CONTACT_INFO, "+966550001234", "+966550001234", False),
        (FieldName.CONTACT_INFO, "+966550001234", "+966550001234, a@b.sa", True),
        (FieldName.CONTACT_INFO, "+966550001234, a@b.sa", "a@b.sa", False),
        (FieldName.LOCATION, "جدة", "الرياض", True),
        (FieldName.LOCATION, "جدة", "جده", False),
        (FieldName.LOCATION, "جدة", "Jeddah", False),
        (FieldName.LOCATION, "", "جدة", False),
        (FieldName.REQUIREMENTS, "العمر 20-30", "الأعمار من ٢٠ إلى ٣٠", False),
        (FieldName.REQUIREMENTS, "العمر 20-30", "العمر 25-35", True),
        (FieldName.REQUIREMENTS, "٥ بنات كومبارس", "بنات كومبارس", False),
        (FieldName.COMPENSATION, "1500 SAR", "unpaid", True),
        (FieldName.TITLE, "ممثلات", "مخرج", False),
    ],
)
def test_numbers_days_and_contacts_count_more_than_words(
    name: FieldName, before: str, after: str, anew: bool
) -> None:
    assert says_anew(name, before, after) is anew


@given(st.sampled_from(list(FieldName)), st.text(max_size=60))
def test_a_value_never_differs_from_itself(name: FieldName, value: str) -> None:
    assert not (value and says_anew(name, value, value))
    assert not says_anew(name, value, " ")
