"""Who makes it, or for whom, by name, by trade or by handle."""

from datetime import UTC, datetime

import pytest

from pipeline.extraction.call import FieldName
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.extractor import RulesExtractor

POSTED = datetime(2026, 2, 20, 15, tzinfo=UTC)


def company(text: str) -> str | None:
    calls = RulesExtractor().read(SourceText(text, POSTED)).calls
    assert len(calls) == 1
    field = calls[0].fields.get(FieldName.COMPANY)
    if field is not None:
        assert all(text[quote.start : quote.end] == quote.text for quote in field.evidence)
    return field.value if field else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("نادي المسرح بجامعة الساحل يعلن عن تجارب أداء لمسرحية", "نادي المسرح بجامعة الساحل"),
        ("جمعية الفنون – فرع الطائف تعلن عن تجارب أداء لمسرحية", "جمعية الفنون – فرع الطائف"),
        ('تعلن "الأفق الذهبي للإنتاج" عن حاجتها إلى ممثلين لفيلم', "الأفق الذهبي للإنتاج"),
        ("تعتزم شركة واحة للإنتاج البدء في تصوير فيلم وتدعو الممثلين", "شركة واحة للإنتاج"),
        ("براند عطور محلي يدور وجه لحملة جديدة، نبي ممثلة", "براند عطور محلي"),
        ("مطلوب ممثلين لإعلان محل مجوهرات بالمدينة", "محل مجوهرات"),
        ("مطلوب أطفال لتصوير إعلان\nلصالح علامة تمور معروفة", "علامة تمور معروفة"),
        ("Need two actors for a dental clinic commercial in Jeddah", "dental clinic"),
        ("Model needed for a photoshoot, DM @lamsa.boutique", "lamsa.boutique"),
        ("Cedar Lane Films is looking for twins for a feature film", "Cedar Lane Films"),
        ("مطلوب ممثلة لفيلم قصير\nمكان التسجيل: استديو نبرة", None),
        ("Automotive TVC needs two drivers", None),
        ("مطلوب ممثلة لفيلم قصير، تواصل @lama_directs", None),
    ],
)
def test_a_company_is_told_by_its_words(text: str, name: str | None) -> None:
    assert company(f"{text}\nالأجر ٩٠٠ ريال\nواتس 0541112223") == name
