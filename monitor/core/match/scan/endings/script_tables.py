"""Endings of names in scripts that tell the language by themselves: Georgian, Armenian, and those of India.

They are written onto the name without a space, as in ``endings``, and a word that merely begins like a name has none of
them. Hindi, Punjabi and Urdu write theirs as words of their own, so what Devanagari adds is Marathi and Nepali.
"""

from collections.abc import Mapping, Sequence

_GEORGIAN = {
    "-ი": "მა მაც ს საც ის ისა ისაც ით ითაც ად ო იც ში შიც ზე ზეც თან თანაც სთან იდან იდანაც ამდე ისთვის ისკენ ისგან"
    " ივით იმ იმაც ები ებმა ებს ების ებში ებზე ებთან ებისთვის",
    "V": "მ მაც ს საც სა ში შიც ზე ზეც დან თან სთან სთვის თი მდე სკენ სგან ც ები ებმა ებს ების ებში",
    "-ა": "ის ით იდან ისთვის ისკენ ისგან ები ებმა ებს ების", "-ე": "ის ით იდან ისთვის ისკენ ისგან",
    "C": "მა ს ის ით ში ზე თან იდან ისთვის ისკენ ისგან ამდე",
}  # fmt: skip
_ARMENIAN = {
    "C": "ը ի ին ից ով ում ն ներ ները ների ներին ներից ներով ներում",
    "V": "ն յի յին յից յով յում ի ին ից ով ում ներ ները ների",
    "-ու": "վի վին վից վում վով", "-ություն": "ության ությանը ությունը ությունից ությամբ",
    "-ա": "այի այից այում այով",
}  # fmt: skip
_BENGALI = {
    "C": "ে ের েরও েরই কে েও ই ও রা েরা দের েদের টি টা য়ে েই তে গুলো",
    "V": "য় য়ও র রও রই কে কেও তে তেও ই ও রা দের টি টা য়ে য়ের তেই",
}  # fmt: skip
_TAMIL_AFTER_VOWEL = (
    "{0}ில் {0}ிலும் {0}ின் {0}ை {0}ைப் {0}ைத் {0}ைக் {0}ைச் {0}ால் {0}ும் {0}ிலிருந்து {0}ுடன் {0}ோடு {0}ிடம் {0}ிலுள்ள"
)
_TAMIL_AFTER_CONSONANT = (
    "{0}ில் {0}ிலும் {0}ின் {0}ை {0}ைப் {0}ைத் {0}ைக் {0}ைச் {0}ால் {0}ும் {0}ிலிருந்து {0}ுடன் {0}ோடு {0}ிடம் {0}ிலுள்ள"
    " {0}ுக்கு {0}ுக்குப் {0}ுக்குத் {0}ுக்கும் {0}ிற்கு {0}ிற்கும்"
)
_TAMIL_DATIVE = "க்கு க்குப் க்குத் க்குச் க்கும்"
_TAMIL = {
    "-்": _TAMIL_AFTER_CONSONANT.format(""),
    "-ய்": f"{_TAMIL_AFTER_CONSONANT.format('ய்ய')} ய்{_TAMIL_DATIVE.replace(' ', ' ய்')}",
    "-ம்": _TAMIL_AFTER_CONSONANT.format("த்த") + " மும்",
    "-டு": _TAMIL_AFTER_CONSONANT.format("ட்ட"), "-று": _TAMIL_AFTER_CONSONANT.format("ற்ற"),
    "-ு": _TAMIL_AFTER_CONSONANT.format(""),
    "V": f"{_TAMIL_AFTER_VOWEL.format('ய')} {_TAMIL_AFTER_CONSONANT.format('வ')} {_TAMIL_DATIVE}",
    "C": f"{_TAMIL_AFTER_CONSONANT.format('வ')} {_TAMIL_DATIVE}",
}  # fmt: skip
_MARATHI_OF = "जी चा ची चे च्या ला लाही ने नेही वर मध्ये मधील तील तून हून साठी शी कडे कडून मुळे सह"
_DEVANAGARI = {
    "mr": {
        "V": f"{_MARATHI_OF} त तच कर", "C": f"{_MARATHI_OF} ात ातील ातून ाचा ाची ाचे ाच्या ाला ाने ावर ाशी ासाठी ाकडे",
        "-े": "्यात ्यातील ्याचा ्याची ्याचे ्याच्या ्याला ्याने ्याहून",
    },
    "ne": dict.fromkeys("CV", "जी मा मै को का की ले लाई बाट देखि सँग हरू हरूको लाई"),
}  # fmt: skip
_TELUGU = dict.fromkeys("CV", "లో లోని లోనే లోనూ కు కి ను ని తో నుంచి నుండి పై లకు లను ల")
_KANNADA = {
    "V": "ನಲ್ಲಿ ದಲ್ಲಿ ಯಲ್ಲಿ ನ ದ ಯ ಗೆ ಕ್ಕೆ ಯಿಂದ ನಿಂದ ದಿಂದ ಯನ್ನು ವನ್ನು ನನ್ನು ದೊಂದಿಗೆ ಯೂ",
    "-ು": "ಿನಲ್ಲಿ ಿನ ಿಗೆ ಿನಿಂದ ನ್ನು ಿನಲ್ಲೂ", "C": "ನಲ್ಲಿ ದಲ್ಲಿ ನ ದ ಗೆ ನಿಂದ ನನ್ನು",
}  # fmt: skip
_MALAYALAM = {
    "V": "യിൽ യിലെ യിലും യുടെ യെ യും യ്ക്ക് ക്ക് യിൽനിന്ന് യോട് യിലേക്ക് യാണ് വിൽ വിലെ വിന്റെ വിന് വിനെ",
    "-ം": "ത്തിൽ ത്തിലെ ത്തിന്റെ ത്തിന് ത്തെ വും ത്തിലേക്ക് ത്ത് ത്തിലും", "-്": "ിൽ ിലെ ിന്റെ ിന് ിനെ ും ിലേക്ക് ിലും",
    "-ൻ": "നിൽ നിലെ നിന്റെ ന്റെ നെ നും ന് നിലേക്ക്", "-ർ": "റിൽ റിലെ റിന്റെ റിന് റിനെ റും രിൽ രിലെ രിന്റെ",
    "-ൽ": "ലിൽ ലിലെ ലിന്റെ ലിന് ലിനെ ലും",
}  # fmt: skip
_GUJARATI = dict.fromkeys("CV", "માં માંથી ના ની નો નું ને થી એ માટે")
_SINHALA = dict.fromkeys("CV", "ට ටත් ගේ ෙන් ේ ෙහි යේ හි දී වේ")

SCRIPT_TABLES: Mapping[str, Mapping[str, str]] = {
    "ka": _GEORGIAN, "hy": _ARMENIAN, "bn": _BENGALI, "ta": _TAMIL, "te": _TELUGU, "kn": _KANNADA, "ml": _MALAYALAM,
    "gu": _GUJARATI, "si": _SINHALA,
    **_DEVANAGARI,
}  # fmt: skip
"""By language: as in ``endings``."""
SCRIPT_VOWELS = frozenset("აეოუաեէըիոօուািীুূৃেৈোৌঅআইঈউঊএঐওঔாிீுூெேைொோௌஅஆஇஈஉஊஎஏஐஒஓ") | frozenset(
    "ािीुूृेैोौअआइईउऊएऐओऔॉీాిుూెేైొోౌఅఆఇఈಾಿೀುೂೆೇೈೊೋೌಅಆഅആഇാിീുൂെേൈൊോൌ"
)
"""Vowels of these scripts, as letters and as signs."""
SCRIPTS: Sequence[tuple[str, str, Sequence[str]]] = (
    ("\u0370", "\u03ff", ("el",)), ("\u0400", "\u04ff", ("ru", "uk", "bg")), ("\u0530", "\u058f", ("hy",)),
    ("\u0900", "\u097f", ("mr", "ne")), ("\u0980", "\u09ff", ("bn",)), ("\u0b80", "\u0bff", ("ta",)),
    ("\u0a80", "\u0aff", ("gu",)), ("\u0d80", "\u0dff", ("si",)),
    ("\u0c00", "\u0c7f", ("te",)), ("\u0c80", "\u0cff", ("kn",)), ("\u0d00", "\u0d7f", ("ml",)),
    ("\u10a0", "\u10ff", ("ka",)), ("\u1c90", "\u1cbf", ("ka",)), ("\u1f00", "\u1fff", ("el",)),
)  # fmt: skip
"""First and last character, and the languages that are written so."""
