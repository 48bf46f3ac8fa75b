"""Invented people. Any likeness to a living person is chance."""

from lms.accounts.drafts import ProfileDraft

PASSWORD = "learn-and-trade-2026"  # noqa: S105 - printed by `make run`, and only ever in a demo database


# Those who sign in by the addresses that `make run` prints.
TRAINEE = ProfileDraft(
    "Айгерим Каримова", "Aigerim Karimova", "KZ", "en", "Asia/Almaty", "Steppe Crafts LLP", "company"
)
FINISHED = ProfileDraft(
    "Rustam Yusupov", "Rustam Yusupov", "UZ", "en", "Asia/Tashkent", "Chamber of Commerce, Tashkent", "expert"
)
INSTRUCTOR = ProfileDraft("李雪梅", "Li Xuemei", "CN", "en", "Asia/Shanghai", "Academy of Digital Trade", "expert")
COORDINATOR = ProfileDraft(
    "Нұрлан Сейітов", "Nurlan Seiitov", "KZ", "en", "Asia/Almaty", "Ministry of Trade", "official"
)
ADMINISTRATOR = ProfileDraft(
    "Dilnoza Rahimova", "Dilnoza Rahimova", "UZ", "en", "Asia/Tashkent", "Programme office", "official"
)

_ZONES = {
    "CN": ("zh", "Asia/Shanghai"), "KZ": ("ru", "Asia/Almaty"), "KG": ("ru", "Asia/Bishkek"),
    "RU": ("ru", "Europe/Moscow"), "TJ": ("ru", "Asia/Dushanbe"), "UZ": ("ru", "Asia/Tashkent"),
    "IN": ("en", "Asia/Kolkata"), "PK": ("en", "Asia/Karachi"), "IR": ("fa", "Asia/Tehran"),
    "BY": ("ru", "Europe/Minsk"), "MN": ("en", "Asia/Ulaanbaatar"), "AZ": ("ru", "Asia/Baku"),
}  # fmt: skip

_NAMES = {
    "CN": "王建国=Wang Jianguo;陈晓燕=Chen Xiaoyan;刘洋=Liu Yang;赵敏=Zhao Min;黄志强=Huang Zhiqiang",
    "KZ": "Ерлан Әбдіков=Yerlan Abdikov;Мадина Оспанова=Madina Ospanova;Тимур Жақсыбеков=Timur Zhaksybekov;Әсел Нұрғалиева=Asel Nurgaliyeva",
    "KG": "Айбек Токтогулов=Aibek Toktogulov;Нургуль Асанова=Nurgul Asanova;Бакыт Мамбетов=Bakyt Mambetov;Жылдыз Эсенова=Zhyldyz Esenova",
    "RU": "Анна Соколова=Anna Sokolova;Дмитрий Ефимов=Dmitry Yefimov;Ольга Ким=Olga Kim;Сергей Щербаков=Sergey Shcherbakov;Мария Галимова=Maria Galimova",
    "TJ": "Фарҳод Раҳимов=Farhod Rahimov;Мавзуна Шарипова=Mavzuna Sharipova;Ҷамшед Назаров=Jamshed Nazarov;Зарина Қодирова=Zarina Qodirova",
    "UZ": "Sherzod Toʻraqulov=Sherzod Turaqulov;Gulnora Oʻrinova=Gulnora Urinova;Bekzod Aliyev=Bekzod Aliyev;Malika Yoʻldosheva=Malika Yuldosheva",
    "IN": "अनीता शर्मा=Anita Sharma;राजेश कुमार=Rajesh Kumar;Priya Raman=Priya Raman;Arjun Mehta=Arjun Mehta",
    "PK": "عائشہ خان=Ayesha Khan;بلال احمد=Bilal Ahmed;Sana Malik=Sana Malik;حمزہ قریشی=Hamza Qureshi",
    "IR": "زهرا احمدی=Zahra Ahmadi;محمد رضایی=Mohammad Rezaei;سارا کریمی=Sara Karimi;علی حسینی=Ali Hosseini",
    "BY": "Алена Каваленка=Alena Kavalenka;Павел Новік=Pavel Novik;Вікторыя Жук=Viktoryia Zhuk;Ігар Мельнік=Ihar Melnik",
    "MN": "Бат-Эрдэнэ Ганбаатар=Bat-Erdene Ganbaatar;Сарангэрэл Дорж=Sarangerel Dorj",
    "AZ": "Aygün Məmmədova=Aygun Mammadova;Elçin Hüseynov=Elchin Huseynov",
}
_WORKPLACES = [
    ("Customs service, e-commerce desk", "official"),
    ("Export promotion centre", "expert"),
    ("Family workshop", "company"),
    ("State university of economics", "student"),
    ("Logistics cooperative", "company"),
    ("Freelance trade consultant", "other"),
]


def everybody() -> list[ProfileDraft]:
    """The rest of the population, in a fixed order."""
    people = []
    for country, names in _NAMES.items():
        language, zone = _ZONES[country]
        for number, pair in enumerate(names.split(";")):
            printed, latin = pair.split("=")
            workplace, kind = _WORKPLACES[(number + len(country) + ord(country[1])) % len(_WORKPLACES)]
            people.append(ProfileDraft(printed, latin, country, language, zone, workplace, kind))
    return people
