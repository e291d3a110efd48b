"""What WhatsApp writes itself is told from what people write, in the phones' languages."""

from pathlib import Path

import pytest

from pipeline.dumps.dump import open_dump
from pipeline.dumps.message import DumpMessage, Kind

STAMP = "25/03/2024, 13:05 - "


def read(tmp_path: Path, *lines: str) -> list[DumpMessage]:
    path = tmp_path / "chat.txt"
    path.write_text("".join(f"{STAMP}{line}\n" for line in lines), encoding="utf-8")
    with open_dump(path) as dump:
        return list(dump.messages())


@pytest.mark.parametrize(
    "line",
    [
        'Sara created group "Casting: Riyadh"',
        'Sara changed the subject from "A" to "B: C"',
        "أضاف أحمد: سارة",
        "أضافت سارة أحمد: كاستنج",
        "غيّرت سارة اسم المجموعة إلى: كاستنج الرياض",
        'أنشأ أحمد المجموعة "كاستنج: الرياض"',
        "تم تغيير اسم المجموعة إلى: كاستنج",
        "Sara hat die Gruppe „Casting: Riad“ erstellt.",
        "Sara hat den Betreff von „A“ zu „B: C“ geändert.",
        "Sara hat Omar hinzugefügt: Casting",
        "Sara a créé le groupe « Casting : Riyad »",
        "Sara a changé le sujet en « A: B »",
        "Sara a ajouté Omar: Casting",
        'Sara creó el grupo "Casting: Riad"',
        'Sara cambió el asunto a "A: B"',
        "Sara añadió a Omar: Casting",
        'Sara criou o grupo "Casting: Riade"',
        'Sara mudou o nome do grupo para "A: B"',
        "Sara adicionou Omar: Casting",
        'Sara ha creato il gruppo "Casting: Riad"',
        "Sara ha cambiato l'oggetto in «A: B»",
        "Sara ha aggiunto Omar: Casting",
        'Sara, "Casting: Riyad" grubunu oluşturdu',
        'Sara grubun adını "A: B" olarak değiştirdi',
        'Sara membuat grup "Casting: Riyadh"',
        'Sara mengubah subjek menjadi "A: B"',
        "Sara menambahkan Omar: Casting",
        'سارہ نے گروپ "کاسٹنگ: ریاض" بنایا',
        'سارہ نے گروپ کا نام "الف: ب" کر دیا',
        "سارا گروه «کستینگ: ریاض» را ایجاد کرد",
        "سارا نام گروه را به «الف: ب» تغییر داد",
        'सारा ने ग्रुप "कास्टिंग: रियाद" बनाया',
        'सारा ने ग्रुप का नाम बदलकर "क: ख" कर दिया',
    ],
)
def test_an_event_with_a_colon_has_no_sender(tmp_path: Path, line: str) -> None:
    """The words before the colon are no name."""
    one, two = read(tmp_path, line, "Sara: hello")
    assert (one.kind, one.sender, one.text) == (Kind.SYSTEM, None, line)
    assert (two.kind, two.sender) == (Kind.MESSAGE, "Sara")


@pytest.mark.parametrize(
    "name",
    [
        "غادة أحمد",
        "غير معروف",
        "Omar Added",
        "محمد “أبو فهد”",
        'Ali "The Voice"',
        "„Kai“ Müller",
        "أضواء",
        "+966 55",
    ],
)
def test_a_name_stays_a_name(tmp_path: Path, name: str) -> None:
    """Nobody is taken for an event."""
    (one,) = read(tmp_path, f"{name}: hello")
    assert (one.sender, one.text) == (name, "hello")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("Diese Nachricht wurde gelöscht.", Kind.DELETED),
        ("Ce message a été supprimé", Kind.DELETED),
        ("Este mensaje fue eliminado", Kind.DELETED),
        ("Esta mensagem foi apagada", Kind.DELETED),
        ("Você apagou esta mensagem", Kind.DELETED),
        ("Questo messaggio è stato eliminato", Kind.DELETED),
        ("Bu mesajı sildiniz", Kind.DELETED),
        ("Pesan ini telah dihapus", Kind.DELETED),
        ("یہ پیغام حذف کر دیا گیا", Kind.DELETED),
        ("این پیام حذف شد", Kind.DELETED),
        ("यह मैसेज डिलीट किया गया था", Kind.DELETED),
        ("تم حذف هذه الرسالة بواسطة أحمد", Kind.DELETED),
        ("<Medien ausgeschlossen>", Kind.MEDIA),
        ("<Médias omis>", Kind.MEDIA),
        ("<Multimedia omitido>", Kind.MEDIA),
        ("<Mídia oculta>", Kind.MEDIA),
        ("<Media omessi>", Kind.MEDIA),
        ("<Medya dahil edilmedi>", Kind.MEDIA),
        ("<Media tidak disertakan>", Kind.MEDIA),
        ("<میڈیا چھوڑ دیا گیا>", Kind.MEDIA),
        ("<رسانه حذف شد>", Kind.MEDIA),
        ("<मीडिया छोड़ा गया>", Kind.MEDIA),
        ("\u200eBild weggelassen", Kind.MEDIA),
        ("immagine omessa", Kind.MEDIA),
        ("görüntü dahil edilmedi", Kind.MEDIA),
        ("gambar tidak disertakan", Kind.MEDIA),
        ("imagem ocultada", Kind.MEDIA),
        ("IMG-20240325-WA0001.jpg (Datei angehängt)", Kind.MEDIA),
        ("IMG-20240325-WA0001.jpg (dosya ekli)", Kind.MEDIA),
        ("\u200e<eklendi: 00000012-PHOTO-2024-03-25-13-05-07.jpg>", Kind.MEDIA),
        ("\u200e<เอกสารแนบ: 00000012-PHOTO-2024-03-25-13-05-07.jpg>", Kind.MEDIA),
        ("Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt. Niemand", Kind.SYSTEM),
        ("Mesajlar ve aramalar uçtan uca şifrelidir.", Kind.SYSTEM),
        ("Pesan dan panggilan terenkripsi secara end-to-end.", Kind.SYSTEM),
        # People's own words that only resemble it.
        ("Diese Nachricht wurde gelöscht, warum?", Kind.MESSAGE),
        ("video omitido por error, lo reenvío", Kind.MESSAGE),
        ("<3 <3", Kind.MESSAGE),
        ("Este mensaje es para todos", Kind.MESSAGE),
    ],
)
def test_the_kind_of_a_body(tmp_path: Path, body: str, kind: Kind) -> None:
    """By WhatsApp's own words, whole."""
    (one,) = read(tmp_path, f"Sara: {body}")
    assert one.kind is kind


@pytest.mark.parametrize(
    "mark",
    [
        *("This message was edited", "تم تعديل هذه الرسالة", "Diese Nachricht wurde bearbeitet"),
        *("Ce message a été modifié", "Se editó este mensaje", "Mensagem editada"),
        *("Questo messaggio è stato modificato", "Bu mesaj düzenlendi", "Pesan ini diedit"),
        *("اس پیغام میں ترمیم کی گئی", "این پیام ویرایش شد", "यह मैसेज एडिट किया गया"),
    ],
)
def test_an_edit_is_noted_and_leaves_no_words(tmp_path: Path, mark: str) -> None:
    """The mark is no part of what was said."""
    (one,) = read(tmp_path, f"Sara: مرحبا \u200e<{mark}>")
    assert (one.text, one.edited) == ("مرحبا", True)


def test_an_impossible_date_costs_the_time_and_not_the_message(tmp_path: Path) -> None:
    """Nothing that was said is lost to a broken clock, nor is the order of other dates."""
    path = tmp_path / "chat.txt"
    path.write_text(
        "99/99/2024, 13:05 - Sara: one\n03/25/2024, 13:05 - Sara: two\n", encoding="utf-8"
    )
    with open_dump(path) as dump:
        assert dump.date_order.order.value == "mdy"
        seen = [(m.text, m.sent_at is None) for m in dump.messages()]
    assert seen == [("one", True), ("two", False)]
