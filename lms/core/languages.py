"""Languages: which the interface speaks, and how any language is written."""

INTERFACE_LANGUAGES: dict[str, str] = {"en": "English", "ru": "Русский", "zh": "中文", "fa": "فارسی"}
DEFAULT_LANGUAGE = "en"

# Languages people of the programme read, by their own names; courses and profiles may name any of them.
OWN_NAMES: dict[str, str] = {
    **INTERFACE_LANGUAGES,
    "kk": "Қазақша", "uz": "Oʻzbekcha", "ky": "Кыргызча", "tg": "Тоҷикӣ", "be": "Беларуская", "hi": "हिन्दी",
    "ur": "اردو", "ar": "العربية", "tr": "Türkçe", "az": "Azərbaycanca", "hy": "Հայերեն", "mn": "Монгол",
    "ne": "नेपाली", "si": "සිංහල", "km": "ខ្មែរ", "lo": "ລາວ", "my": "မြန်မာ", "dv": "ދިވެހި", "ps": "پښتو",
}  # fmt: skip
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "ur", "ps", "dv", "he", "ug", "sd", "ckb"})


def direction(language: str) -> str:
    """`rtl` or `ltr`, for the `dir` attribute (Unicode's Script_Direction of the usual script)."""
    return "rtl" if language.split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def best_language(wanted: list[str], offered: list[str]) -> str | None:
    """The first wanted language that is offered, comparing primary subtags (RFC 4647 lookup)."""
    for tag in wanted:
        for offer in offered:
            if tag.split("-")[0].lower() == offer.split("-")[0].lower():
                return offer
    return None
