"""How posts say by when: bounds, last days, doors that shut, and what is shot instead."""

import re

BOUND = re.compile(
    r"(?<!\w)(?:و?قبل|و?حتي|لغايه|لحد|لين|الي غايه|لحين|(?:لا|ما|مو) [ني]?ت?تاخر\w*(?: \w+)? عن"
    r"|لا يتجاوز"
    r"|بحد اقصي|في موعد اقصاه|موعد اقصاه|اقصاه"
    r"|(?:ما|لا|لن) (?:\w+ ){1,5}بعد|no (?:\w+ ){1,3}after"
    r"|by|latest|before|until|till|no later than|not later than|avant le|avant"
    r"|[gq28]?ab[e]?l|gabel|[h7]att?a|l[ae]?[7h]ad|lghay[ae]t|leen|lain)(?!\w)"
)
CLOCK = (
    r"(?:الساعه|ساعه|at|@)? ?\d{1,2}(?:[:.]\d\d)? ?"
    r"(?:a\.?m\.?|p\.?m\.?|ص|م|صباحا|ظهرا|مسا|عصرا|الظهر|العصر|المغرب|العشا|مساا|ليلا|الصبح"
    r"|بالليل|hrs|h)?"
)
ZONE = r"(?:pt|et|ct|est|edt|pst|pdt|cst|gmt|bst|utc|gst|ast|ksa time|ksa|uae time|بتوقيت \w+)"
BETWEEN = re.compile(
    rf"(?:[\s,،:.()\-\u2013*_]|{CLOCK}|{ZONE}|\b(?:noon|midnight|cob|eod|close of business"
    rf"|end of day|on|of|the|end|day|this|date|is|or|night|morning|evening|le|yoo?m|youm|el|al)\b"
    r"|(?<=قبل )(?:ما|لا) \w+|(?<=before )(?:we|i) [a-z]+"
    r"|(?<!\w)(?:يوم|تاريخ|ليله|مسا|صباح|ظهر|عصر|نهايه|هو|من|موعد|بتاريخ|الموافق|منتصف|الليل|في"
    r"|فجر|مغرب|عشا|صلاه|دوام|الدوام|وقت|اقصاه)(?!\w))*"
)
TIME_AFTER = re.compile(
    rf"(?:[ ,،\-\u2013(]{{1,3}}(?:الساعه|ساعه|at|@|by|مسا|صباحا|ظهرا)? ?(?:{CLOCK}(?: ?{ZONE})?"
    rf"|midnight|noon|مسا|ظهرا|صباحا|منتصف الليل|eod)(?!\w)\)?)"
)
WITHIN = re.compile(r"(?:خلال|لمده|في غضون|within|in the next)\b")
CLAUSE = re.compile(r"[.!؟?؛;](?=\s|$)|[|•\n،]|,(?= )")
APPLY_FROM = re.compile(
    r"(?<!\w)(?:ال|لل|و)?(?:تقديم|تسجيل|استقبال الطلبات)\W{0,3}(?:من|مفتوح من)?\W{0,2}(?:يوم )?$"
    r"|\b(?:applications?|submissions?|registration|apply)\W{0,3}(?:open |accepted )?(?:from )?$"
)
STILL_TODAY = re.compile(r"(?<!\w)(?:اليوم|الليله|today|tonight)")
HOUR_AFTER = re.compile(
    r" (?:(?:at|@|الساعه|ساعه|من) ?)?\d{1,2}(?::\d\d)? ?(?:am|pm|ص|م|الصبح|الظهر|العصر|المغرب)"
    r"(?!\w)"
)
"""An hour behind "today" is when one is to be there."""
PAID_THEN = re.compile(
    r"(?<!\w)(?:ال)?(?:دفع|كاش|نقدا|[يتن]?سلم\w*|[يتن]ستلم\w*|[يتن]?حول\w*|تحويل|paid|cash|payment)"
    r"(?: \w+){0,2} (?:(?:ب|في )?(?:نهايه|اخر|نفس) |same |at the )?$"
)
""" "Cash at the end of the day"."""
NOT_TODAY = re.compile(r"(?:في|اجر|سعر|ليوم|per|a) $")
URGENT = re.compile(
    r"(?<!\w)(?:عا+جل|ضروري|مستعجل|الحين|هسه|دلوقتي|الان|ناقصنا|urgent|asap|right now)|!!"
)
HOURGLASS = re.compile(r"[\u23f3\u231b]\ufe0f?\W*(?:يوم |الي |لين )?$")
"""An hourglass and a day, and no other word on the line."""
STOP = re.compile(r"[.!؟?؛;|•\n]")
SHOOTING = re.compile(
    r"(?<!\w)(?:ال|لل|و|بال)?(?:تصوير|بروفات|بروفه|عرض|عروض|حفل|فعاليه|مده|متفرغ\w*|التفرغ"
    r"|متواجد\w*|تكون موجود|مواليد|وصول|حضور)(?!\w)"
    r"|(?<![-.@\w])(?:shoot\w*|film(?:ing|s)|rehears\w*|perform\w*|runs?|show|available"
    r"|availability|born"
    r"|wrap\w*|event|call time|arrive|fitting\w*|from)(?![\w]|\.\w)"
)
APPLYING = re.compile(
    r"(?<!\w)(?:ال|لل|و|بال)?(?:تقديم|تسجيل|ترشح|ترشيح|تواصل|حجز|ارسال|ارسل\w*|راسل\w*|ابعت\w*"
    r"|ابعث\w*|طلبات"
    r"|مشاركات|تسليم|تتواصل|يتواصل|تواصلو\w*|اتواصل\w*|تقدم\w*|رسل\w*|مهتم\w*|استلام|[تي]?كلم\w*"
    r"|دز\w*"
    r"|طرش\w*|سجل\w*|قدم\w*)(?!\w)"
    r"|\b(?:submi\w*|appl\w*|send|email|e-mail|register\w*|rsvp|reply|respond|self[- ]?tapes?"
    r"|tapes?|message|dm|contact|entries|text|whatsapp|due|closes?|closing|deadline)\b"
)
CLOCK_ONLY = re.compile(
    rf"(?:الساعه|ساعه) ?\d{{1,2}}(?:[:.]\d\d)?(?: ?(?:ص|م|صباحا|ظهرا|مسا|عصرا|الظهر|العصر|المغرب"
    rf"|العشا|ليلا))?(?!\w)|(?<=قبل )(?:المغرب|العشا|العصر|الظهر|منتصف الليل)(?!\w)"
    rf"|\d{{1,2}}(?::\d\d)? ?(?:am|pm)(?: ?{ZONE})?(?!\w)"
)
TAKEN_IN = (
    r"(?:ال|لل)?(?:تقديم\w*|تسجيل\w*|حجز|فورم|نموذج|رابط|باب|طلبات\w*|استقبال|استلام|ارسال|قبول"
    r"|مشارك\w+|اسما|اسامي|قوايم|قايمه"
    r"|ترشح|ترشيح\w*|عينات|فيديوهات|صور|مقاطع|اعلان|تواصل|كاستن\w+)"
)
LAST_DAY = re.compile(
    rf"(?<!\w)(?:و|ب)?(?:اخر|نهايه|ختام|انتها|اغلاق|غلق|اقفال|قفل|تقفيل|ايقاف)"
    rf" (?:ال)?(?:مهله|رد|شي|موعد|معاد|ميعاد|فرصه|يوم|تاريخ|اجل|حد|وقت|{TAKEN_IN})(?: (?:ل|ال"
    rf"|لل)?\w+){{0,3}}? ?$"
    r"|(?<!\w)(?:اخره|اخرها) ?$"
    r"|\b[aā](?:kh|5)[ei]r (?:yoo?m|youm|mo3ed|maw3ed|mohla|forsa|wa[2q]t)(?: (?:el|al|l))? ?$"
    r"|(?<!\w)(?:ال)?مهله(?: \w+){0,2} ?$"
    r"|\b(?:last|final) (?:day|date|call|chance)(?: [a-z]+){0,3} ?$"
)
CLOSES = re.compile(
    r"(?<!\w)و?(?:[يتن](?:ن|ت)?(?:قفل|غلق|وقف|نتهي|سكر|ختتم)\w*|مفتوح\w*|متاح\w*|مستمر\w*)(?!\w)"
    r"|\b(?:closes?|closing|ends?|ending|due|expires?|shuts?|wraps?(?: up)?|open)\b"
)
SHUTS = re.compile(r"(?<!\w)[يت]ن?(?:قفل|غلق|سكر)\w*(?!\w)|\b(?:closes?|closing|due|expires?)\b")
ENDS = re.compile(r"(?<!\w)و?[يت]نتهي(?!\w)|\bends?\b")
DAY_WORD = re.compile(r"(?:[\s:\-\u2013(]*(?<!\w)(?:يوم|تاريخ|بتاريخ|ليله|on|by)?[\s:\-\u2013(]*)$")
WHAT_CLOSES = re.compile(
    rf"(?<!\w)و?{TAKEN_IN}(?!\w)"
    r"|(?<!\w)نستقبل\w*(?!\w)"
    r"|\b(?:submissions?|subs|applications?|apps|tapes?|self[- ]?tapes?|entries|registrations?"
    r"|form|sign[- ]?ups?"
    r"|casting|call|portal|link|bookings?)\b"
)
TAKES = re.compile(
    r"(?<!\w)و?(?:(?:ن|ي|ت)(?:ستقبل|تلقي|ستلم|قبل)\w*|(?:ال)?(?:استقبال|تقديم|تسجيل|ارسال|استلام"
    r"|ترشح|ترشيح\w*|حجز|طلبات))(?!\w)"
    r"|\b(?:accept\w*|submissions?|applications?|registration|taking|open)\b"
)
UP_TO = re.compile(
    r"(?<!\w)(?:الي|ل|لي|لين|حتي|وحتي|لغايه|until|till|to|up to|through)"
    r" ?(?:يوم |تاريخ |نهايه |غايه )*$"
)
TO_GLUED = re.compile(r"(?<!\w)ل(?:يوم|تاريخ) ")
ANSWERED = re.compile(
    r"(?:سيتم|سوف|راح|بنتواصل|سنتواصل|نتواصل|نرد|الرد|يتم التواصل|we(?:'ll| will)|shortlisted"
    r"|selected|successful)"
)
ADDRESSED = re.compile(r"@|\d{7}|https?:|[a-z]\.[a-z]{2}|الرابط|الايميل|الواتس")
AWAITS = re.compile(
    r"(?<!\w)(?:[نت]نتظر\w*|بانتظار\w*|في انتظار\w*|[تين]?رفع\w*|مفتوح\w*|متاح\w*)(?!\w)"
    r"|\b(?:waiting for|upload\w*|open)\b"
)
"""Who waits for people, or lets them upload, takes them in."""
AT_MOST = re.compile(
    r"[\s,،()-]{0,3}(?:(?:ع ?|ب|عال|علي )?(?:ال)?(?:كثير|كتير|اكثر)|(?:ك|ب)?حد اقصي|كاقصي حد"
    r"|اخر (?:وقت|موعد|معاد|ميعاد|يوم|حد|فرصه|رد|شي)|هو اخر \w+|(?:is )?the last day|at the latest"
    r"|last day|max|latest|[aā](?:kh|5)[ei]r (?:yoo?m|youm|wa[2q]t|mo3ed))(?!\w)"
)
""" "Tomorrow at the latest"."""
CLOSE_OF_DAY = re.compile(
    r"(?:\b(?:eod|cob|end of (?:the )?day|close of (?:play|business))|(?<!\w)نهايه (?:يوم|دوام))"
    r"(?: on)? ?$"
)
BY_TODAY = re.compile(r"(?:اليوم|الليله|tonight|today)")
SENDING = re.compile(
    r"(?<!\w)و?(?:ارسل\w*|راسل\w*|ابعت\w*|ابعث\w*|طرش\w*|دزو?ا?|سجلو?ا?|عب[يو]?ا?|كلم\w*"
    r"|تواصلو?ا?\w*|قدمو?ا?"
    r"|رسل\w*|send|submit|apply|dm|text|message|register|whatsapp)(?!\w)"
)
CLOCK_TIME = re.compile(r" ?(?:الساعه |ساعه |at )?(?:\d{1,2}|منتصف الليل|midnight|المغرب|العشا)")
