from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kwalcode.privacy.checksums import IBAN_LENGTHS, is_bsn, is_iban
from kwalcode.privacy.identifiers import identifiers

TRUE = [
    ("Mail me maar op jan.de-vries+werk@voorbeeld.nl.", "e-mail", "jan.de-vries+werk@voorbeeld.nl"),
    ("(e-mail:SANNE@POST.VOORBEELD.COM)", "e-mail", "SANNE@POST.VOORBEELD.COM"),
    ("dat is zoë@café.nl, denk ik", "e-mail", "zoë@café.nl"),
    (
        "Kijk op https://voorbeeld.nl/team?id=3, daar staat ze.",
        "URL",
        "https://voorbeeld.nl/team?id=3",
    ),
    ("het staat op (www.buurtteam-noord.nl).", "URL", "www.buurtteam-noord.nl"),
    ("gewoon via buurtteam.nl/aanmelden hoor", "URL", "buurtteam.nl/aanmelden"),
    ("op NL91 ABNA 0417 1643 00 en toen", "IBAN", "NL91 ABNA 0417 1643 00"),
    ("rekening nl91abna0417164300.", "IBAN", "nl91abna0417164300"),
    ("de Belgische BE68 5390 0754 7034 dan", "IBAN", "BE68 5390 0754 7034"),
    ("haar BSN is 111222333, zei ze", "BSN", "111222333"),
    ("bsn:1234.56.782.", "BSN", "1234.56.782"),
    ("nummer 123 456 782 stond erop", "BSN", "123 456 782"),
    ("bel 06-12345678 maar", "phone", "06-12345678"),
    ("bel 06 12 34 56 78 maar", "phone", "06 12 34 56 78"),
    ("ze zei nul zes, 0 6 1 2 3 4 5 6 7 8 dus", "phone", "0 6 1 2 3 4 5 6 7 8"),
    ("op +31 (0)6 1234 5678, na vijven", "phone", "+31 (0)6 1234 5678"),
    ("op +31 20 123 45 67 2 keer", "phone", "+31 20 123 45 67"),
    ("0031612345678", "phone", "0031612345678"),
    ("kantoor (020) 123 45 67 of", "phone", "(020) 123 45 67"),
    ("kantoor (020-1234567)", "phone", "020-1234567"),
    ("vast 0172 - 12 34 56.", "phone", "0172 - 12 34 56"),
    ("die Duitser, +49 30 1234567, die", "phone", "+49 30 1234567"),
    ("Ik ben geboren op 12 maart 1985 in", "date of birth", "12 maart 1985"),
    ("geb. 3-4-'85 te", "date of birth", "3-4-'85"),
    ("Geboortedatum: 1985-04-03", "date of birth", "1985-04-03"),
    ("I: Wat is je geboortedatum?\n\nR: Eh, 03/04/1985.", "date of birth", "03/04/1985"),
    ("Op 1 mei 2003 is hij geboren, ja", "date of birth", "1 mei 2003"),
    ("ze is jarig op 31 dec. hè", "date of birth", "31 dec."),
    ("Ik woon in de Kerkstraat 12, daar", "address", "Kerkstraat 12"),
    ("op de nieuwe kerkstraat 12a dus", "address", "kerkstraat 12a"),
    ("aan de Prins Hendrikkade 33-2.", "address", "Prins Hendrikkade 33-2"),
    ("Burg. de Vlugtlaan 125 bis", "address", "Burg. de Vlugtlaan 125 bis"),
    ("Laan van Meerdervoort 501 B", "address", "Laan van Meerdervoort 501 B"),
    ("In de Jan van Galen straat 4 zat", "address", "Jan van Galen straat 4"),
    ("de Dorpsweg, op nummer 7, daar", "address", "Dorpsweg, op nummer 7"),
    ("Dorpsstr. 8", "address", "Dorpsstr. 8"),
    ("die woont op 1234 AB hè", "postcode", "1234 AB"),
    ("die woont op 1234ab hè", "postcode", "1234ab"),
    ("mijn postcode is 1234 ab dus", "postcode", "1234 ab"),
    ("een busje, 12-ABC-3, voor", "number plate", "12-ABC-3"),
    ("een busje, G-001-BB, voor", "number plate", "G-001-BB"),
    ("een busje, gn-12-bk, voor", "number plate", "gn-12-bk"),
    ("met kenteken 12 abc 3 erop", "number plate", "12 abc 3"),
    ("kenteken is: AB123C.", "number plate", "AB123C"),
]

FALSE = [
    "Dat was om 16:30 uur, of 16.30, van 09:00 tot 10:15.",
    "In 2019 en 2020, en weer in 2021 en '22, 1985 dus.",
    "Hij kreeg € 1.250,50 en later 1200 euro, dat is 20.000 per jaar.",
    "Het ging om € 123.456.782 en 123456782 euro, EUR 123456782.",
    "Ik sprak [naam] in [plaats], op [straat] 12, tel. [telefoonnummer 1], [postcode].",
    "[naam] belde [naam 2] van [instelling], geboren op [datum].",
    "Het dossier 123456789 en zaak 111222334 en 000000000.",
    "Rekening NL00ABNA0417164300 klopt niet, en BE68 5390 0754 7035 ook niet.",
    "Op 12-03-2019 om 14:00, en 06-11-2019 12:30, was er overleg.",
    "Van 01-02-2003 04:15 tot 06-02-2003 04:15.",
    "Geboren in 1985, ja, in Utrecht. Hij is 34 jaar.",
    "Op 12 maart 2019 kwam de melding binnen.",
    "Ze was 3 keer weg 2 weken, onderweg 4 uur, op de snelweg 120 km.",
    "Op straat 3 jongens, in de hoofdstraat 12 keer, in Milaan 2 nachten.",
    "De huren steeg 3 procent; bij de Dorpsstraat 10% en Kerkstraat 2019.",
    "Het ging van 2019 de verkeerde kant op, 1500 in totaal, 1000kg, 1080px, 1234 SS.",
    "In 2021 GGD, 1500 EUR, artikel 273f, 2019 WA-verzekering, 18-plus, 24/7.",
    "Afspraak op 3-mei-21 of 12-jan-9, en 10-op-10, A4'tje, 9-tot-5, 50-50.",
    "Ik weet het niet.Misschien wel.de vraag is @thuis of a@b.",
    "Versie 1.2.3, pagina 12-34, nummer 1-2-3, kamer 4.12, 0 van de 10.",
]


@pytest.mark.parametrize(("text", "kind", "wanted"), TRUE)
def test_finds(text: str, kind: str, wanted: str) -> None:
    assert [(hit.kind, text[hit.start : hit.end]) for hit in identifiers(text)] == [(kind, wanted)]


@pytest.mark.parametrize("text", FALSE)
def test_leaves_alone(text: str) -> None:
    assert [(hit.kind, text[hit.start : hit.end]) for hit in identifiers(text)] == []


@pytest.mark.parametrize(("text", "kind", "wanted"), TRUE)
@pytest.mark.parametrize("before", ["👩‍👩‍👧 hè 🙂 ", "e\u0301e\u0301n. ", "[naam] 𝔘, "])
def test_spans_are_code_points(before: str, text: str, kind: str, wanted: str) -> None:
    places = [(hit.start + len(before), hit.end + len(before)) for hit in identifiers(text)]
    assert [(hit.start, hit.end) for hit in identifiers(before + text)] == places


def test_longer_hit_wins() -> None:
    text = "https://voorbeeld.nl/111222333 en 111222333@voorbeeld.nl"
    assert [hit.kind for hit in identifiers(text)] == ["URL", "e-mail"]


def test_several_in_one_sentence() -> None:
    text = "Kerkstraat 12, 1234 AB Utrecht, 06-12345678, geb. 1-2-1990, a@b.nl"
    assert [hit.kind for hit in identifiers(text)] == [
        *("address", "postcode", "phone", "date of birth", "e-mail")
    ]


@settings(deadline=None)
@given(st.integers(0, 99_999_999))
def test_eleven_test_sees_every_wrong_digit(body: int) -> None:
    digits = f"{body:08d}"
    right = [d for d in "0123456789" if is_bsn(digits + d)]
    assert len(right) <= 1
    for d in right:
        number = digits + d
        for place in range(9):
            for other in set("0123456789") - {number[place]}:
                assert not is_bsn(number[:place] + other + number[place + 1 :])


@settings(deadline=None)
@given(
    st.sampled_from(sorted(IBAN_LENGTHS)),
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=30, max_size=30),
    st.integers(0, 17),
)
def test_iban_checksum(country: str, filling: str, turned: int) -> None:
    body = filling[: IBAN_LENGTHS[country] - 4]
    values = "".join(str(int(c, 36)) for c in body + country + "00")
    number = f"{country}{98 - int(values) % 97:02d}{body}"
    assert is_iban(number)
    assert is_iban(number.lower())
    assert not is_iban(number + "0")
    spaced = " ".join(number[i : i + 4] for i in range(0, len(number), 4))
    assert [(h.kind, h.start, h.end) for h in identifiers(f"op {spaced}.")] == [
        ("IBAN", 3, 3 + len(spaced))
    ]
    place = min(turned, len(number) - 1)
    if number[place].isdigit():
        wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        assert not is_iban(wrong)


PIECES = [
    *("a", ".", "@", "0", "6", " ", "-", "(", ")", "+31", "NL91", "ABNA", "0417", "1234 AB", "12"),
    *("straat", "Laan", "van", " A", "geboren", "1-1-1985", "mei", "http://", "www.", "nl", "/"),
    *(
        "12-AB-34",
        "kenteken ",
        "\n",
        "🙂",
        "\u0301",
        "ſ",
        "K",
        "٣",
        "\u00a0",
        "é",
        "Dr. ",
        "%",
        "_",
    ),
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text(max_size=80))
def test_hits_are_ordered_apart_and_inside(text: str) -> None:
    hits = identifiers(text)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert all(a.end <= b.start for a, b in pairwise(hits))
    assert all(text[hit.start : hit.end].strip() == text[hit.start : hit.end] for hit in hits)


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "a",
            "a.",
            "a@",
            "a@a.",
            "a-",
            "_",
            "(",
            "0",
            "0 ",
            "06 ",
            "+31 ",
            "NL91 ABNA 0417 1643 0 ",
        ),
        *(
            "www.",
            "http://",
            "a.nl ",
            "123456782 ",
            "A straat 1 ",
            "Laan van A ",
            "Van de ",
            "Dr. ",
        ),
        *("geboren 1-1-", "geboren ", "1 mei ", "AA-11-", "kenteken ", "1234 A", "É", "straat"),
    ],
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    started = time.process_time()
    identifiers(text)
    # Measured: under .2 s each; a quadratic rule takes minutes.
    assert time.process_time() - started < 5
