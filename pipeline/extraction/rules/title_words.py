"""How the name of a call is announced, and which openings name nothing."""

import re

TOWN_COLON = re.compile(r" ?: ?(?=\S)")
ANNOUNCING = re.compile(
    r"(?<!\w)(?:فتح|يفتح|تفتح|باب|استقبال|الاعلان|تعلن|يعلن|نعلن|دعوه|تدعو|ندعو|يسر|عن|الي|ل)(?!\w)|ل$"
)
ANNOUNCES = re.compile(
    r"(?<!\w)(?:تعلن|يعلن|نعلن|الاعلان|يسر\w*|دعوه|تدعو|يدعو|ندعو)(?!\w)[^\n]{0,90}?"
    r"(?:(?<!\w)عن (?:حاجت\w+ (?:الي |لل?(?=\w{3})))?|(?<!\w)الي (?=تجارب|اختبار|تقديم|المشاركه))"
    r"(?:فتح (?:ال)?باب (?:ال)?\w+ )?(?:(?:بد|انطلاق|استقبال) (?:طلبات )?(?:ال\w+ )?)*"
    r"(?:(?:في|الي) |لل?(?=\w{4}))?"
)
GREETS = re.compile(
    r"(?:hi|hello|hey|dear|good (?:morning|evening|day|afternoon))\b(?: [\w'’]+){0,4}\W*"
    r"|(?:the |our )?(?:shoot|filming|shooting)(?: (?:is|will be|starts?|takes place))?\W*"
    r"|(?:يا (?:جماعه|شباب|بنات|اهل|اخوان)|هلا|مرحبا|حياكم|اخواني)(?: \w+){0,2}\W*"
)
"""Calls out to people, or begins a sentence on the day."""
HAVE = re.compile(r"(?:عندي|عندنا|لدينا|لدي) (?:لكم )?")
HURRIED = re.compile(r" (?:فورا|حالا|الان|ضروري|عاجل\w*|للضروره|بشكل عاجل|حاليا)(?!\w)")
TAKING_PART = re.compile(
    r"(?<!\w)(?:(?:ال|لل|ل)?(?:تمثيل|مشاركه|ظهور|انضمام) (?:في |ب(?=\w{3})|الي )"
    r"|(?:الي|علي) (?:ال)?(?:تقدم|ترشح) ل(?:ادا )?)"
)
"""In front of the work or parts that talents are invited to, whoever they are."""
TALENTS = re.compile(r"(?:ال)?(?:مواهب|موهوب\w*|راغب\w*|مهتم\w*|شغوف\w*|هواه|مبدع\w*)")
IN_HAND = re.compile(
    r"(?<!\w)(?:و)?(?:عندي|عندنا|لدي|لدينا|نجهز|نحضر|بنصور|نصور|بصور|اصور|نشتغل علي|نعمل علي|بصدد"
    r"|(?:انا )?(?:مخرج|مساعد مخرج|منتج\w*)(?: ال\w+)?"
    r"|(?:3nd[in]a?|3andi|3anna|3ndna)"
    r"|(?:i'?m|i am|we'?re|we are)? ?(?:making|producing|directing|shooting|working on|casting))"
    r" (?:الان |حاليا |الحين |now )?(?=(?:ل|ب|لل)?\w)"
)
""" "We have a film and need ...": the work somebody has in hand."""
TURNED_DOWN = re.compile(r"(?<!\w)(?:اعتذر|تعذر|ما جا)\w*|\b(?:dropped out|cancelled on)\b")
"""Tells of who was to do it, not of who is wanted."""
ADJECTIVES = re.compile(r"(?:[a-z][a-z'’&/+-]*[ -]){0,3}")
WHO_CAN = re.compile(r"(?:اللي|مين|منو|من) ")
CAN = re.compile(r"[يت]\w{3,} ")
OBJECT_FOLLOWS = re.compile(r" [a-z0-9]")
VAGUE = re.compile(
    r"(?:(?:دور|دورين|ادوار)(?: بس| فقط)?(?=\W*$)|انتم|انتو|انتي?|واحد|وحده"
    r"|شخص|احد|حدا|someone|somebody|you)(?!\w)"
)
LISTED = re.compile(r"\W{0,3}(?:[-*•·▪●◦–+✔✅]|\d{1,2}\s?[).:-])\s*\S")
PART = re.compile(r" (?:ال)?(?:جز|موسم) (?:ال)?\w+| (?:season|part) \w+")
