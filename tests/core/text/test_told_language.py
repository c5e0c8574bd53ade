"""What language a document is in, where it does not say so: told surely, or not at all."""

import pytest

from monitor.core.text.told_language import tell_language

TOLD = {
    "en": "The ferry to the island was late again. Its crew says that the engine of the new boat is not what they were"
    " told it would be, and the harbour has asked for a report by the end of the week.",
    "de": "Die Fähre zur Insel war wieder zu spät. Die Mannschaft sagt, dass der Motor des neuen Bootes nicht das ist,"
    " was man ihr gesagt hat, und der Hafen will bis zum Ende der Woche einen Bericht haben.",
    "fr": "Le bac pour l'île était encore en retard. L'équipage dit que le moteur du nouveau bateau n'est pas celui"
    " qui avait été promis, et le port demande un rapport avant la fin de la semaine.",
    "es": "El barco de la isla llegó otra vez tarde. La tripulación dice que el motor de la nave nueva no es el que"
    " les habían prometido, y el puerto ha pedido un informe para el fin de la semana.",
    "it": "Il traghetto per l'isola era di nuovo in ritardo. L'equipaggio dice che il motore della nuova nave non è"
    " quello che era stato promesso, e il porto ha chiesto un rapporto per la fine della settimana.",
    "pt": "A balsa para a ilha chegou outra vez com atraso. A tripulação diz que o motor do novo barco não é o que foi"
    " prometido, e o porto pediu um relatório até ao fim da semana para a direção.",
    "nl": "De veerboot naar het eiland was weer te laat. De bemanning zegt dat de motor van de nieuwe boot niet is wat"
    " er beloofd werd, en de haven heeft om een verslag gevraagd voor het einde van de week.",
    "pl": "Prom na wyspę znowu się spóźnił. Załoga mówi, że silnik nowej łodzi nie jest tym, co im obiecano, a port"
    " prosi o raport do końca tygodnia. Nie ma jeszcze decyzji, czy łódź będzie w tym roku na wodzie.",
    "sv": "Färjan till ön var sen igen. Besättningen säger att motorn i den nya båten inte är vad som hade lovats, och"
    " hamnen har bett om en rapport för slutet av veckan. Det är inte klart när den kan gå ut på sjön.".replace(
        "till", "mot"
    ),
    "tr": "Adaya giden vapur yine geç kaldı. Mürettebat yeni teknenin motorunun söz verilen gibi olmadığını söylüyor"
    " ve liman bu hafta için bir rapor istedi. Bu yıl da her gün bir sefer daha var, ama çok az yolcu için.",
    "id": "Kapal ke pulau itu terlambat lagi. Awak kapal mengatakan bahwa mesin kapal baru tidak seperti yang"
    " dijanjikan, dan pelabuhan telah meminta laporan untuk akhir pekan ini. Para penumpang akan menunggu di kota.",
    "zh": "开往岛上的渡船又晚点了。船员说新船的发动机和说好的不一样。",
    "ja": "島へのフェリーがまた遅れた。乗組員は新しい船のエンジンが約束と違うと言う。",
    "ko": "섬으로 가는 배가 또 늦었다. 선원들은 새 배의 엔진이 약속과 다르다고 말한다.",
    "ru": "Паром на остров снова опоздал. Экипаж говорит, что двигатель новой лодки не тот, который был обещан.",
    "uk": "Пором на острів знову спізнився. Екіпаж каже, що двигун нового човна не той, який їм обіцяли, її чекають.",
    "be": "Паром на востраў зноў спазніўся. Экіпаж кажа, што рухавік новай лодкі не той, які быў абяцаны.",
    "sr": "Трајект за острво опет касни. Посада каже да мотор новог чамца није онај који ће ићи, већ други који је"
    " био обећан.",
    "el": "Το πλοίο για το νησί άργησε πάλι. Το πλήρωμα λέει ότι η μηχανή δεν είναι αυτή που τους είχαν πει.",
    "ar": "تأخرت العبارة إلى الجزيرة مرة أخرى. يقول الطاقم إن محرك القارب الجديد ليس ما وعدوا به.",
    "he": "המעבורת לאי איחרה שוב. הצוות אומר שהמנוע של הסירה החדשה אינו מה שהובטח.",
    "th": "เรือข้ามฟากไปเกาะมาสายอีกครั้ง ลูกเรือบอกว่าเครื่องยนต์ของเรือใหม่ไม่ใช่สิ่งที่สัญญาไว้",
}
UNSURE = {
    "too few words": "Ferry late again, says the crew of the boat",
    "no sentences": "Ferry Pier Crew Engine Boat Harbour Report Island Captain Anchor Rope Sail Mast " * 4,
    "Danish": "Færgen til øen var forsinket igen. Besætningen siger, at motoren i den nye båd ikke er, hvad de fik"
    " lovet,"
    " og havnen har bedt om en rapport før slutningen af ugen. Det er ikke klart, hvornår den kan sejle.",
    "Norwegian": "Ferja til øya var sein igjen. Mannskapet sier at motoren i den nye båten ikke er det de ble lovet,"
    " og havna har bedt om en rapport før slutten av uka. Det er ikke klart når den kan gå.",
    "Afrikaans": "Die veerboot na die eiland was weer laat. Die bemanning sê dat die motor van die nuwe boot nie is wat"
    " aan hulle beloof is nie, en die hawe het vir die einde van die week om 'n verslag gevra.",
    "Catalan": "El vaixell de l'illa va arribar tard un altre cop. La tripulació diu que el motor de la nau nova no"
    " és el"
    " que els havien promès, però el port ha demanat un informe amb totes les dades de la setmana.",
    "Galician": "O barco da illa chegou outra vez tarde. A tripulación di que o motor da nave nova non é o que lles"
    " prometeran, e o porto pediu unha nota coa data de cada día da semana para a oficina.",
    "Romanian": "Feribotul spre insulă a întârziat din nou. Echipajul spune că motorul noii ambarcațiuni nu este cel"
    " promis, iar portul a cerut un raport până la sfârșitul săptămânii de la căpitan.",
    "Czech": "Trajekt na ostrov měl opět zpoždění. Posádka říká, že motor nové lodi není to, co jim bylo slíbeno, a"
    " přístav"
    " požádal o zprávu do konce týdne. Loď se vrátí za rok, jak se zdá, do vody.",
    "Hungarian": "A komp a szigetre megint késett. A legénység azt mondja, hogy az új hajó motorja nem az, amit ígértek"
    " nekik, és a kikötő jelentést kért a hét végéig. A hajó is áll, és a kikötő is vár.",
    "Finnish": "Lautta saarelle oli taas myöhässä. Miehistö sanoo, että uuden veneen moottori ei ole se, mikä heille"
    " luvattiin, ja satama on pyytänyt raporttia viikon loppuun mennessä. Se on yhä rannassa.",
    "Malay": "Feri ke pulau itu lewat lagi. Anak kapal berkata enjin bot baru ialah bukan seperti yang dijanjikan, dan"
    " pelabuhan telah meminta laporan kerana hujung minggu ini. Para penumpang akan menunggu di bandar.",
    "Vietnamese": "Chuyến phà ra đảo lại trễ. Thủy thủ đoàn nói rằng động cơ của con tàu mới không như đã hứa, và cảng"
    " đã yêu cầu một báo cáo trước cuối tuần này cho ban quản lý.",
    "Bulgarian": "Фериботът до острова отново закъсня. Екипажът казва, че двигателят на новата лодка не е този,"
    " който е обещан.",
    "Macedonian": "Трајектот за островот повторно доцни. Екипажот вели дека моторот ќе биде друг, а не тој што беше"
    " ветен.",
    "Kazakh": "Аралға баратын паром тағы кешікті. Экипаж жаңа қайықтың қозғалтқышы уәде етілгендей емес дейді.",
    "Persian": "کشتی جزیره باز هم دیر کرد. خدمه می‌گویند موتور قایق جدید آن چیزی نیست که گفته بودند.",
    "Urdu": "جزیرے کی کشتی پھر دیر سے آئی۔ عملہ کہتا ہے کہ نئی کشتی کا انجن وہ نہیں ہے جس کا وعدہ تھا۔",
    "two languages": "The ferry to the island was late again and the crew is not happy with it, they say that it"
    " will be"
    " so. Die Fähre zur Insel war wieder zu spät und die Mannschaft ist nicht zufrieden damit, dass es so ist.",
}


@pytest.mark.parametrize("language", TOLD)
def test_many_words_tell_a_language(language: str) -> None:
    assert tell_language([TOLD[language]] * 2) == language


@pytest.mark.parametrize("case", UNSURE)
def test_none_is_told_where_another_may_be_meant(case: str) -> None:
    assert tell_language([UNSURE[case]]) == ""


def test_a_few_names_of_elsewhere_do_not_hide_it() -> None:
    assert (
        tell_language([*[TOLD["en"]] * 3, "The yards of Malmö and São Paulo, and of 汉堡 and Київ, have said so."])
        == "en"
    )
    assert tell_language([TOLD["zh"], "Ferry Line AB 与 Müller 合作"]) == "zh"


def test_only_the_beginnings_are_looked_at() -> None:
    """A document may hold thousands of long entries."""
    assert tell_language(TOLD["zh"] if place < 20 else TOLD["de"] * 1_000 for place in range(5_000)) == "zh"
