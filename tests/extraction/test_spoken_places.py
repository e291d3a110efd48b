"""Where it happens, and how one answers, in forms that people use."""

import pytest

from pipeline.extraction.call import FieldName
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.extractor import RulesExtractor


def value(text: str, name: FieldName) -> str | None:
    (call,) = RulesExtractor().read(SourceText(text, None)).calls
    field = call.fields.get(name)
    return field.value if field else None


@pytest.mark.parametrize(
    ("tail", "place"),
    [
        # spots with a name
        ("التجمع بمركز الأمير سلطان الثقافي الأحد", "مركز الأمير سلطان الثقافي"),
        ("البروفات في مسرح الملك خالد الكبير", "مسرح الملك خالد الكبير"),
        ("العرض بقاعة الأمير فهد الكبرى", "قاعة الأمير فهد الكبرى"),
        # beside a town
        ("التصوير بالصمان قرب حفر الباطن", "الصمان قرب حفر الباطن"),
        ("التصوير في الدهناء بجانب رماح", "الدهناء بجانب رماح"),
        # where people live is not where it is
        ("يقيم بمصر والتصوير في الطائف", "الطائف"),
        ("السكن في الخبر والتصوير في الدمام", "الدمام"),
        ("ساكن في جدة، التصوير في رابغ", "رابغ"),
        # a verb that is spelled like a town
        ("بصور فيلم قصير في أبها", "أبها"),
        # an aside behind a label
        ("Location: Abha (or willing to travel)", "Abha"),
        ("المدينة: بريدة (ممكن يسافر)", "بريدة"),
        ("نبي ناس من المنطقة: راعي، معلم، بياع. التصوير بحائل", "حائل"),
    ],
)
def test_the_place_is_where_it_happens(tail: str, place: str) -> None:
    assert value(f"مطلوب ممثل ٣٠-٤٠ لفيلم وثائقي\n{tail}\n٠٥٥١٢٣٤٥٦٧", FieldName.LOCATION) == place


@pytest.mark.parametrize(
    ("tail", "contact"),
    [
        ("انستا noor.films@", "noor.films"),
        ("سناب cast_abha@", "cast_abha"),
        ("راسلونا casting@abha.example", "casting@abha.example"),
    ],
)
def test_a_handle_may_be_written_from_the_right(tail: str, contact: str) -> None:
    text = f"مطلوب ممثل ٣٠-٤٠ لفيلم وثائقي في أبها\n{tail}"
    assert value(text, FieldName.CONTACT_INFO) == contact
