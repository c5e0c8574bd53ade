"""Countries and regions whose people are called by the name with an ending: Greenland, Greenlandic, Greenlanders."""

_PLACES = """
afghanistan africa albania algeria america andorra angola arabia argentina armenia asia australia austria azerbaijan
bahrain bangladesh belarus bhutan bolivia bosnia botswana brazil brunei bulgaria burundi california cambodia cameroon
catalonia chad chechnya chile colombia congo costa-rica crimea croatia cuba dominica ecuador egypt eritrea estonia
ethiopia europe fiji gambia georgia ghana greenland guatemala guinea guyana haiti honduras hong-kong iceland india
indonesia iran iraq israel jamaica japan jordan kazakhstan kenya korea kosovo kuwait latvia lebanon liberia libya
lithuania macedonia malawi malaysia malta mauritania mexico moldova mongolia morocco mozambique namibia nepal
nicaragua nigeria oman pakistan palestine panama paraguay qatar romania russia rwanda sardinia scotland senegal serbia
siberia sicily singapore slovakia slovenia somalia sudan surinam syria tanzania texas tibet timor tunisia uganda
ukraine uruguay uzbekistan venezuela vietnam yemen zambia zealand zimbabwe
"""
PLACES = frozenset(_PLACES.split())
_PEOPLE = ("n", "an", "ian", "ean", "ese", "i", "er", "ic")
PEOPLE_ENDINGS = tuple(f"{ending}{plural}" for ending in _PEOPLE for plural in ("", "s"))
