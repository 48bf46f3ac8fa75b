"""What the renderer itself prints, in the language of the text: headings of boxes, the label of a table.

The text's language decides, not the interface's: a Russian lesson keeps Russian headings for a reader of English.
"""

BOXES = ("try", "remember", "note", "dated", "example")

# try, remember, note, dated, example, and the label of a table for screen readers
_WORDS: dict[str, tuple[str, str, str, str, str, str]] = {
    "en": ("Try it", "Remember", "Note", "Check today's figure", "Worked example", "Table"),
    "ru": (
        "Попробуйте", "Запомните", "Обратите внимание",
        "Проверьте, что действует сегодня", "Разбор примера", "Таблица",
    ),
    "zh": ("动手试试", "请记住", "注意", "查一查今天的数字", "实例演算", "表格"),
    "fa": (
        "امتحان کنید", "به خاطر بسپارید", "توجه",
        "رقم امروز را بررسی کنید", "نمونهٔ حل‌شده", "جدول",
    ),
    "kk": (
        "Орындап көріңіз", "Есте сақтаңыз", "Назар аударыңыз",
        "Бүгінгі көрсеткішті тексеріңіз", "Мысалды талдау", "Кесте",
    ),
    "uz": (
        "Sinab koʻring", "Eslab qoling", "Eʼtibor bering",
        "Bugungi koʻrsatkichni tekshiring", "Yechilgan misol", "Jadval",
    ),
    "ky": (
        "Аткарып көрүңүз", "Эсиңизде болсун", "Көңүл буруңуз",
        "Бүгүнкү көрсөткүчтү текшериңиз", "Мисалды талдоо", "Таблица",
    ),
    "tg": (
        "Санҷида бинед", "Дар хотир доред", "Диққат диҳед",
        "Рақами имрӯзаро санҷед", "Намунаи ҳалшуда", "Ҷадвал",
    ),
    "be": (
        "Паспрабуйце", "Запомніце", "Звярніце ўвагу",
        "Праверце, што дзейнічае сёння", "Разбор прыкладу", "Табліца",
    ),
    "tr": ("Deneyin", "Unutmayın", "Not", "Güncel rakamı kontrol edin", "Çözümlü örnek", "Tablo"),
    "az": (
        "Sınayın", "Yadda saxlayın", "Qeyd",
        "Bu günün rəqəmini yoxlayın", "Həll edilmiş nümunə", "Cədvəl",
    ),
    "ar": ("جرّب بنفسك", "تذكّر", "ملاحظة", "تحقّق من الرقم الحالي", "مثال محلول", "جدول"),
    "ur": ("آزما کر دیکھیں", "یاد رکھیں", "نوٹ", "آج کا عدد جانچیں", "حل شدہ مثال", "جدول"),
    "hi": (
        "करके देखें", "याद रखें", "ध्यान दें",
        "आज का आँकड़ा जाँचें", "हल किया हुआ उदाहरण", "तालिका",
    ),
    "hy": (
        "Փորձեք", "Հիշեք", "Ուշադրություն",
        "Ստուգեք այսօրվա թիվը", "Լուծված օրինակ", "Աղյուսակ",
    ),
    "mn": (
        "Туршаад үзээрэй", "Санаарай", "Анхаар",
        "Өнөөдрийн тоог шалгаарай", "Бодолттой жишээ", "Хүснэгт",
    ),
}  # fmt: skip


def _words(language: str) -> tuple[str, str, str, str, str, str]:
    return _WORDS.get(language.split("-")[0].lower(), _WORDS["en"])


def box_heading(box: str, language: str) -> str:
    """What stands above a box; English where the language has no words here yet."""
    return _words(language)[BOXES.index(box)]


def table_label(language: str) -> str:
    return _words(language)[5]
