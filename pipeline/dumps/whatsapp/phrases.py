"""The words WhatsApp writes itself, in the languages of the phones that export chats.

Plain phrases in small letters, without the mark or full stop around them; what a group of them
has in common besides is in `marks`.
"""

EDITED = (
    "this message was edited",
    "تم تعديل هذه الرسالة",
    "se editó este mensaje",
    "este mensaje fue editado",
    "mensagem editada",
    "esta mensagem foi editada",
    "ce message a été modifié",
    "diese nachricht wurde bearbeitet",
    "questo messaggio è stato modificato",
    "bu mesaj düzenlendi",
    "pesan ini diedit",
    "pesan ini telah diedit",
    "сообщение изменено",
    "dit bericht is bewerkt",
    "اس پیغام میں ترمیم کی گئی",
    "یہ پیغام ترمیم شدہ ہے",
    "این پیام ویرایش شد",
    "این پیام ویرایش شده است",
    "यह मैसेज एडिट किया गया",
    "यह मैसेज एडिट किया गया था",
)

DELETED = (
    "this message was deleted",
    "you deleted this message",
    "تم حذف هذه الرسالة",
    "حذفت هذه الرسالة",
    "قمت بحذف هذه الرسالة",
    "لقد تم حذف هذه الرسالة",
    "لقد حذفت هذه الرسالة",
    "لقد قمت بحذف هذه الرسالة",
    "se eliminó este mensaje",
    "este mensaje fue eliminado",
    "eliminaste este mensaje",
    "mensagem apagada",
    "essa mensagem foi apagada",
    "esta mensagem foi apagada",
    "esta mensagem foi eliminada",
    "você apagou esta mensagem",
    "você apagou essa mensagem",
    "eliminou esta mensagem",
    "ce message a été supprimé",
    "vous avez supprimé ce message",
    "diese nachricht wurde gelöscht",
    "du hast diese nachricht gelöscht",
    "questo messaggio è stato eliminato",
    "hai eliminato questo messaggio",
    "bu mesaj silindi",
    "bu mesajı sildiniz",
    "pesan ini telah dihapus",
    "pesan ini dihapus",
    "anda menghapus pesan ini",
    "anda telah menghapus pesan ini",
    "сообщение удалено",
    "данное сообщение удалено",
    "dit bericht is verwijderd",
    "یہ پیغام حذف کر دیا گیا",
    "یہ پیغام حذف کر دیا گیا تھا",
    "یہ پیغام ڈیلیٹ کر دیا گیا",
    "آپ نے یہ پیغام حذف کر دیا",
    "این پیام حذف شد",
    "این پیام حذف شده است",
    "شما این پیام را حذف کردید",
    "यह मैसेज डिलीट किया गया",
    "यह मैसेज डिलीट किया गया था",
    "यह मैसेज डिलीट कर दिया गया",
    "यह संदेश हटा दिया गया",
    "यह संदेश हटा दिया गया था",
    "आपने यह मैसेज डिलीट किया",
    "आपने यह संदेश हटा दिया",
)

# Between < and >, and with some of these words.
OMITTED_WORDS = (
    "media omitted",
    "تم استبعاد الوسائط",
    "تم استبعاد ملف الوسائط",
    "multimedia omitido",
    "archivo omitido",
    "médias omis",
    "fichier omis",
    "mídia oculta",
    "mídia omitida",
    "arquivo de mídia oculto",
    "ficheiro não revelado",
    "medien ausgeschlossen",
    "medien weggelassen",
    "media omessi",
    "medya dahil edilmedi",
    "medya atlandı",
    "media weggelaten",
    "без медиафайлов",
    "media tidak disertakan",
    "میڈیا چھوڑ دیا گیا",
    "میڈیا شامل نہیں",
    "رسانه حذف شد",
    "رسانه حذف شده",
    "پیوست نشده است",
    "मीडिया छोड़ा गया",
    "मीडिया के बिना",
    "मीडिया हटाया गया",
)

# Without brackets: (what, what became of it), as iPhones write.
_LEFT_OUT = (
    (
        (
            *("image", "video", "audio", "sticker", "gif", "document", "contact card"),
            *("voice message", "video note"),
        ),
        ("omitted",),
    ),
    (("imagen", "video", "audio", "sticker", "gif", "documento"), ("omitido", "omitida")),
    (
        ("imagem", "vídeo", "áudio", "figurinha", "sticker", "gif", "documento"),
        ("omitido", "omitida", "ocultado", "ocultada", "oculto", "oculta"),
    ),
    (
        ("image", "vidéo", "audio", "sticker", "gif", "document"),
        ("absent", "absente", "omis", "omise"),
    ),
    (("bild", "video", "audio", "sticker", "gif", "dokument"), ("weggelassen",)),
    (
        ("immagine", "video", "audio", "sticker", "gif", "documento"),
        ("omesso", "omessa"),
    ),
    (
        ("görüntü", "resim", "video", "ses", "çıkartma", "gif", "belge"),
        ("dahil edilmedi",),
    ),
    (("gambar", "video", "audio", "stiker", "gif", "dokumen"), ("tidak disertakan",)),
    (("تصویر", "ویدیو", "صدا", "استیکر", "سند"), ("حذف شد", "حذف شده")),
    (("تصویر", "ویڈیو", "آڈیو", "اسٹیکر", "دستاویز"), ("چھوڑ دی گئی", "چھوڑ دیا گیا")),
    (("इमेज", "वीडियो", "ऑडियो", "स्टिकर", "दस्तावेज़"), ("छोड़ी गई", "छोड़ा गया")),
)
_ARABIC_KINDS = (
    *("الصورة", "الفيديو", "الملصق", "المقطع الصوتي", "المستند", "الوسائط", "صورة", "فيديو"),
    *("ملصق", "مقطع صوتي", "مستند", "gif", "ملف gif", "بطاقة جهة الاتصال", "رسالة صوتية"),
)
OMITTED = (
    *(f"{what} {became}" for kinds, ends in _LEFT_OUT for what in kinds for became in ends),
    *(f"{verb} {what}" for verb in ("لم يتم إدراج", "تم استبعاد") for what in _ARABIC_KINDS),
)

# Between < and >, before a colon and the name of a file.
ATTACHED = (
    *("attached", "المُرفق", "المرفق", "مرفق", "adjunto", "pièce jointe", "anhang", "anexado"),
    *("anexo", "allegato", "bijgevoegd", "ekli dosya", "eklendi", "terlampir", "lampiran", "منسلک"),
    *("پیوست", "संलग्न", "अटैच किया गया"),
)

# In round brackets after the name of a file.
FILE_ATTACHED = (
    *("file attached", "ملف مرفق", "الملف مرفق", "archivo adjunto", "fichier joint"),
    *("datei angehängt", "arquivo anexado", "ficheiro anexado", "file allegato"),
    *("bestand bijgevoegd", "dosya ekli", "ekli dosya", "file terlampir", "فائل منسلک"),
    *("فایل پیوست", "فایل پیوست شد", "फ़ाइल अटैच की गई", "फ़ाइल संलग्न"),
)

# A body that starts so is WhatsApp's own notice, whoever stands before the colon.
NOTICES = (
    "messages and calls are end-to-end encrypted",
    "messages to this group are now secured with end-to-end encryption",
    "الرسائل والمكالمات مشفرة",
    "الرسائل والمكالمات مشفّرة",
    "nachrichten und anrufe sind ende-zu-ende-verschlüsselt",
    "les messages et les appels sont chiffrés de bout en bout",
    "los mensajes y las llamadas están cifrados de extremo a extremo",
    "as mensagens e as chamadas são protegidas com a criptografia de ponta a ponta",
    "as mensagens e ligações são protegidas com a criptografia de ponta a ponta",
    "as mensagens e as chamadas são encriptadas ponto a ponto",
    "i messaggi e le chiamate sono crittografati end-to-end",
    "mesajlar ve aramalar uçtan uca şifrelidir",
    "pesan dan panggilan terenkripsi secara end-to-end",
    "پیغامات اور کالز اینڈ ٹو اینڈ انکرپٹڈ",
    "پیام‌ها و تماس‌ها رمزگذاری سرتاسر",
    "پیام‌ها و تماس‌ها سرتاسر رمزگذاری",
    "मैसेज और कॉल एंड-टू-एंड एन्क्रिप्टेड",
)

# What stands before a colon and reads like this tells an event and names no person: the colon
# belongs to a subject or to a name. Each is a pattern.
EVENTS = (
    # en
    ' created group ["“«]',
    " changed the (?:subject|group name|group description)",
    " changed this group",
    " (?:added|removed) ",
    "end-to-end encrypted",
    # ar: these verbs stand first, where no name does.
    r"\A(?:لقد )?(?:أضاف|أزال|أخرج|غيّر|أنشأ|انضمّ?|غادر|حذف)(?:ت|وا)? ",
    r"\A(?:تمت?|قام(?:ت)?) (?:إضافة|إزالة|تغيير|بإضافة|بإزالة|بتغيير|بإنشاء|إنشاء) ",
    'أنشأ ["“«]',
    "غيّر(?:ت)? .*(?:اسم|موضوع|وصف)",
    "مشفّ?رة تمامًا",
    # de
    ' hat die gruppe ["„“«]',
    " hat den (?:betreff|gruppennamen)",
    " hat die (?:gruppenbeschreibung|beschreibung)",
    " hat .+ (?:hinzugefügt|entfernt)",
    "ende-zu-ende-verschlüsselt",
    # fr
    " a créé le groupe ",
    " a (?:changé|modifié) (?:le sujet|l['’]objet|le nom|la description)",
    " a (?:ajouté|retiré) ",
    "chiffrés de bout en bout",
    # es
    " creó el grupo ",
    " cambió (?:el asunto|el nombre|la descripción)",
    " (?:añadió|agregó|eliminó) a ",
    "cifrados de extremo a extremo",
    # pt
    " criou o grupo ",
    " (?:mudou|alterou) (?:o assunto|o nome|a descrição)",
    " (?:adicionou|removeu) ",
    "criptografia de ponta a ponta|encriptadas ponto a ponto",
    # it
    " ha creato il gruppo ",
    " ha (?:cambiato|modificato) (?:l['’]oggetto|il nome|la descrizione)",
    " ha (?:aggiunto|rimosso) ",
    "crittografat[ei] end-to-end",
    # tr
    " grubunu oluşturdu",
    " (?:grubun|grup) (?:adını|konusunu|açıklamasını)",
    " (?:kişisini|adlı kişiyi) (?:ekledi|çıkardı)",
    "uçtan uca şifreli",
    # id
    " membuat grup ",
    " (?:mengubah|mengganti) (?:subjek|nama|deskripsi)",
    " (?:menambahkan|mengeluarkan) ",
    "terenkripsi secara end-to-end",
    # ur
    " نے (?:گروپ|.+ (?:نام|موضوع|تفصیل)|.+ کو (?:شامل|ہٹا|نکال))",
    "اینڈ ٹو اینڈ",
    # fa
    ' گروه ["«“]',
    " (?:نام|موضوع|توضیحات) گروه",
    " را (?:اضافه|حذف|ایجاد) ",
    "رمزگذاری سرتاسر",
    # hi
    " ने (?:ग्रुप|.+ (?:नाम|विषय|विवरण)|.+ को (?:जोड़ा|हटाया|निकाला))",
    "एंड-टू-एंड",
)
