"""What WhatsApp writes in place of, or after, what a person wrote."""

import re

from pipeline.dumps.message import Kind
from pipeline.dumps.whatsapp.header import MARKS, strip_marks

_EDITED_WORDS = (
    r"this message was edited|تم تعديل هذه الرسالة|se editó este mensaje|mensagem editada|"
    r"ce message a été modifié|diese nachricht wurde bearbeitet|"
    r"questo messaggio è stato modificato|"
    r"bu mesaj düzenlendi|pesan ini diedit|сообщение изменено|dit bericht is bewerkt"
)
_EDITED = re.compile(rf"[\s{MARKS}]*[<‹]\s*(?:{_EDITED_WORDS})\.?\s*[>›][\s{MARKS}]*\Z", re.I)
_DELETED = re.compile(
    r"(?:this message was deleted|you deleted this message|"
    r"this message was deleted by admin .{1,80}|"
    r"(?:لقد )?(?:تم حذف هذه الرسالة|حذفت هذه الرسالة|قمت بحذف هذه الرسالة)(?: بواسطة .{1,80})?|"
    r"تم حذف هذه الرسالة من قبل المشرف.{0,80}|"
    r"se eliminó este mensaje|eliminaste este mensaje|mensagem apagada|"
    r"mensagem apagada por .{1,80}|"
    r"essa mensagem foi apagada|ce message a été supprimé|vous avez supprimé ce message|"
    r"diese nachricht wurde gelöscht|du hast diese nachricht gelöscht|"
    r"questo messaggio è stato eliminato|hai eliminato questo messaggio|bu mesaj silindi|"
    r"pesan ini telah dihapus|сообщение удалено|данное сообщение удалено|"
    r"dit bericht is verwijderd)\.?",
    re.I,
)
_ATTACHED = re.compile(
    r"[<‹](?:attached|المُرفق|المرفق|مرفق|adjunto|pièce jointe|anhang|anexado|allegato|bijgevoegd)"
    r"\s*:\s*[^>›\n]{1,200}[>›]|"
    r"[^\n/]{1,150}\.\w{2,5} ?\((?:file attached|ملف مرفق|الملف مرفق|archivo adjunto|fichier joint|"
    r"datei angehängt|arquivo anexado|file allegato|bestand bijgevoegd|dosya ekli)\)",
    re.I,
)
_OMITTED = re.compile(
    r"[<‹](?:media omitted|تم استبعاد الوسائط|تم استبعاد ملف الوسائط|multimedia omitido|"
    r"archivo omitido|médias omis|mídia oculta|medien ausgeschlossen|media omessi|"
    r"medya dahil edilmedi|"
    r"media weggelaten|без медиафайлов|media tidak disertakan)[>›]|"
    r"(?:image|video|audio|sticker|gif|document|contact card|voice message|video note)[ ]omitted|"
    r"(?:لم يتم إدراج|تم استبعاد) (?:الصورة|الفيديو|الملصق|المقطع الصوتي|المستند|الوسائط|صورة|"
    r"فيديو|ملصق|مقطع صوتي|مستند|gif|ملف gif|بطاقة جهة الاتصال|رسالة صوتية)|"
    r"(?:imagen|video|audio|sticker|gif|documento) omitid[oa]|"
    r"(?:image|vidéo|audio|sticker|gif|document) (?:absente?|omise?)|"
    r"(?:bild|video|audio|sticker|gif|dokument) weggelassen",
    re.I,
)
_SPOKEN = re.compile(
    r"(?:poll|استطلاع|استطلاع رأي|encuesta|sondage|umfrage|enquete|location|الموقع|event|حدث)\s*:",
    re.I,
)
_SYSTEM = re.compile(
    r"(?:messages and calls are end-to-end encrypted|messages to this group are now secured|"
    r"الرسائل والمكالمات مشفرة|your security code with|تغيّر رمز الأمان|"
    r".{1,100}(?: created group | changed the (?:subject|group)| changed this group|"
    r" joined using | "
    r"added you\Z| was added\Z| changed their phone number| turned (?:on|off) ))",
    re.I,
)
# A sender that reads like this is the front half of a system line that held a colon.
_SYSTEM_SENDER = re.compile(
    r"(?: created group [\"“«]| changed the (?:subject|group name|group description)|"
    r" changed this group| added | removed |أنشأ [\"“«]|غيّر(?:ت)? .*(?:اسم|موضوع|وصف)|"
    r"تم تغيير (?:اسم|موضوع|وصف)|مشفرة تمامًا|end-to-end encrypted)",
    re.I,
)
_TAIL = re.compile("[^\n]*\\)")
# The first letters of every phrase that stands without a bracket or mark around it.
_STARTS = frozenset(
    (
        *("This", "this", "You ", "you ", "تم ح", "لقد ", "حذفت", "قمت ", "Se e", "Elim", "Mens"),
        *("Essa", "Ce m", "Vous", "Dies", "Du h", "Ques", "Hai ", "Bu m", "Pesa", "Сооб", "Данн"),
        *("Dit ", "imag", "vide", "audi", "stic", "GIF ", "docu", "Cont", "cont", "voic", "لم ي"),
        *("تم ا", "imag", "Mess", "Bild", "Vide", "Audi", "Stic", "Doku", "الرس", "soob", "Imag"),
    )
)


def names_an_event(sender: str) -> bool:
    """True when the words before the colon report an event and name no person."""
    return len(sender) > 12 and _SYSTEM_SENDER.search(sender) is not None


def read_body(body: str) -> tuple[Kind, str, bool]:
    """The kind of a body that has a sender, its text without marks, and whether it was edited."""
    if not (
        body[:4] in _STARTS
        or "<" in body
        or "\u200e" in body
        or "‹" in body
        or "\u200f" in body
        or (")" in body and _TAIL.match(body))
    ):
        return Kind.MESSAGE, body, False
    edited = False
    if body.rstrip().endswith((">", "›")) or "<" in body[-80:] or "‹" in body[-80:]:
        cut = _EDITED.sub("", body)
        edited, body = cut != body, cut
    first, _, rest = body.partition("\n")
    bare = strip_marks(first)
    if not rest and _DELETED.fullmatch(bare):
        return Kind.DELETED, bare, edited
    if (found := _OMITTED.match(bare) or _ATTACHED.match(bare)) is not None:
        caption = bare[found.end() :].strip()
        if caption and not found.group().endswith((">", "›", ")")):
            return Kind.MESSAGE, body, edited
        return Kind.MEDIA, "\n".join(part for part in (caption, rest) if part), edited
    if (
        "\u200e" in first
        and not rest
        and (found := _OMITTED.search(bare) or _ATTACHED.search(bare)) is not None
        and found.end() == len(bare)
    ):
        return Kind.MEDIA, bare[: found.start()].strip(), edited
    if body.startswith(("\u200e", "\u200f\u200e")) and not _SPOKEN.match(bare):
        return Kind.SYSTEM, strip_marks(body), edited
    if len(body) < 300 and _SYSTEM.match(bare) and "end-to-end" in bare:
        return Kind.SYSTEM, strip_marks(body), edited
    return Kind.MESSAGE, body, edited
