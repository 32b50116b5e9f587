"""What a remark says about safe contact, as proposals that a person confirms. The words themselves are always kept.

Kinds and values: way (telepon, whatsapp, sms, pendamping), not_way (the same, or semua), through (who), time and
not_time (words), home_visit (ya, tidak, tempat_lain), knows and does_not_know (who), say (words). A phrase that is not
understood gives no proposal: better none than a wrong one about who knows.
"""

import re

from cases.register.shapes import Proposal

# word used below: the ways it is written. Order counts: "ke rumah" before "rumah".
_WRITTEN = {
    "jangan": "jgn;jangan;jng;jngan;jgn lah;janganlah;jgan",
    "tidak": "tdk;tidak;tak;gak;ga;nggak;ndak;belum;blm;blum;tra;tara",
    "telepon": "ditelp;ditelpon;ditelepon;di telp;di telpon;di telepon;di tlp;ditlp;telp;telpon;tlp;tlpn;telepon;"
    "telfon;ditelfon;telephone;call;dicall;nelpon;menelpon;menelepon;calling",
    "whatsapp": "di wa;diwa;wa;whatsap;whatsapp;whats app;w a;wa an;chat;dichat;chat wa;wa chat",
    "sms": "disms;di sms;sms",
    "hubungi": "hub;hubungi;dihub;dihubungi;kontak;kontaknya;dikontak;di kontak;di hubungi;menghubungi;hubunginya",
    "lewat": "lwt;lewat;melalui;mll;mel;via;lwat;lewati",
    "kunjungi": "ke rmh;kerumah;ke rumah;dtg ke rumah;datang ke rumah;dikunjungi;di kunjungi;kunjungan rumah;kunjungi;"
    "dikunjungi di rumah;kunjungan ke rumah;dtg kerumah;home visit;homevisit;visit;berkunjung",
    "sudah": "sdh;sudah;so;udah;telah;sdah",
    "tahu": "tau;tahu;mengetahui;mengetahuinya;ketahui;diketahui;tahu status;tau status;tahu statusnya",
    "setelah": "stlh;setelah;sesudah;habis;di atas;diatas",
    "sebelum": "sblm;sebelum",
    "hanya": "hny;hanya;cuma;cm;cukup",
    "saja": "saja;aja;sj;sja;dulu;only",
    "malam": "mlm;malam",
    "jam": "jm;jam;pukul;pkl",
    "orang tua": "org tua;orangtua;ortu;ortunya;org tuanya;orang tuanya;orang tua",
    "orang rumah": "org rmh;org rumah;orang rmh;orang rumah;serumah;orang serumah",
    "bapak": "bpk;bapak;papa;ayah;bapaknya;ayahnya",
    "ibu": "ibu;mama;mamanya;ibunya",
    "keluarga": "kel;klrg;keluarga;keluarganya;klg;klrga",
    "kakak": "kk;kaka;kakak;kakaknya",
    "adik": "ade;adik;adiknya;adek",
    "suami": "suami;suaminya;paitua",
    "istri": "istri;istrinya;isteri;maitua",
    "anak": "anak;anaknya",
    "teman": "tmn;teman;temannya",
}
_WRITTEN = [
    (re.compile(rf"\b(?:{'|'.join(sorted(words.split(';'), key=len, reverse=True))})\b"), word)
    for word, words in _WRITTEN.items()
]
_PERSON = (
    r"(?:suami|istri|bapak|ibu|orang tua|keluarga|kakak(?: ipar)?|adik(?: ipar)?|anak|mertua|nenek|kakek|om|tante|paman"
    r"|bibi|pacar|pasangan|orang rumah|tetangga|teman|sepupu|saudara|majikan|bos|ipar|siapa ?pun|semua orang|keponakan"
    r"|menantu)"
)
_PEOPLE = rf"({_PERSON}(?:\s*(?:,|dan|&|\+|/)?\s*{_PERSON})*)"
_HOUR = r"jam \d{1,2}(?:[.:]\d\d)?(?:\s*(?:-|sampai|sd)\s*\d{1,2}(?:[.:]\d\d)?)?(?: (?:pagi|siang|sore|malam))?"
_ONE_TIME = rf"(?:pagi|siang|sore|malam|subuh|maghrib|{_HOUR}|jam kerja|hari kerja|hari libur|hari minggu|akhir pekan)"
_TIME = rf"\b{_ONE_TIME}(?:\s*(?:/|dan|atau)\s*{_ONE_TIME})*\b"
_WAY = r"(telepon|whatsapp|sms)"
_REFUSED = r"\b(?:jangan|tidak boleh|tidak mau|tidak bisa|tidak bersedia|menolak)"


def plain(text):
    """The remark with its shortened words written out: "jgn ditelp siang" -> "jangan telepon siang"."""
    words = " ".join(str(text).casefold().split())
    for pattern, full in _WRITTEN:
        words = pattern.sub(full, words)
    return words


def read_remark(text):
    """Proposals found in one remark, without repeats; `words` is the piece of the remark as it was written."""
    found = []
    for piece in re.split(r"[,;\n·]|\.(?=\s|$)|\b(?:tapi|tetapi|tp)\b|\s-\s|\s/\s", str(text)):
        piece = " ".join(piece.split())
        for kind, value in _of_piece(plain(piece)) if piece else ():
            if all((kind, value) != (known.kind, known.value) for known in found):
                found.append(Proposal(kind, value, piece))
    return found


def _of_piece(words):
    yield from _who_knows(words)
    yield from _visit(words)
    yield from _say(words)
    yield from _way(words)


def _who_knows(words):
    """Who does not know weighs more: "suami tahu, ibu tidak tahu" comes in two pieces, so one of the patterns holds."""
    for kind, pattern in (
        ("does_not_know", rf"\b{_PEOPLE}(?:\s(?:masih|yang|yg|satu ?pun))?\s+tidak\s+(?:ada\s+(?:yang|yg)\s+)?tahu\b"),
        ("does_not_know", rf"\btidak\s+(?:di ?)?tahu\s*(?:oleh)?:?\s+{_PEOPLE}\b"),
        ("does_not_know", rf"\b(?:rahasia dari|rahasiakan dari|dirahasiakan dari|jangan sampai)\s+{_PEOPLE}\b"),
        ("knows", rf"\b(?:hanya\s+)?{_PEOPLE}\s+(?:yang\s+|yg\s+)?(?:sudah\s+)?tahu\b"),
        ("knows", rf"\b(?:sudah|yang|yg)\s+tahu\s*:?\s+(?:hanya\s+)?{_PEOPLE}\b"),
    ):
        if match := re.search(pattern, words):
            yield from ((kind, who) for who in re.findall(_PERSON, match[1]))
            return


def _visit(words):
    if re.search(r"\bluar rumah\b|\b(?:ketemu|bertemu|temui|jumpa) di (?!rumah\b)\w+", words):
        yield ("home_visit", "tempat_lain")
    elif re.search(rf"{_REFUSED}\s+kunjungi\b|\bjangan\s+(?:ketemu\s+)?di rumah\b", words):
        yield ("home_visit", "tidak")
    elif re.search(r"\b(?:boleh|bisa|bersedia|mau|silakan)\s+kunjungi\b|\bkunjungi (?:boleh|bisa|ok)\b", words):
        yield ("home_visit", "ya")


def _say(words):
    silent = r"\bjangan\s+(?:sebut|bilang|bicara|bahas|bawa|pakai|pake)\b"
    if re.search(rf"{silent}|\b(?:mengaku|ngaku|bilang)\s+(?:dari|sebagai|teman)\b", words):
        yield ("say", words)


def _way(words):
    time = re.search(_TIME, words)
    refused = re.search(rf"{_REFUSED}\s+(?:hubungi\s+)?(?:lewat\s+)?{_WAY}\b", words)
    if refused:
        # "jgn ditelp siang": not at that time. "jgn ditelp": not that way.
        yield ("not_time", time[0]) if time else ("not_way", refused[1])
        if match := re.search(rf"\b{_WAY}\b", words[refused.end() :]):
            yield ("way", match[1])
        return
    if re.search(rf"{_REFUSED}\s+hubungi\b", words):
        yield ("not_time", time[0]) if time else ("not_way", "semua")
        return
    asked = rf"\b(?:hanya|lewat|hubungi)\s+(?:lewat\s+|bisa\s+)?{_WAY}\b"
    only = rf"^{_WAY}(?:\b.*\bsaja)?$|\b{_WAY} (?:saja|boleh|ok)\b"
    to = r"\b(?:lewat|hubungi)\s+(?:(?:ke|hp|nomor|no|telepon|whatsapp)\s+)*"
    if match := re.search(rf"{to}({_PERSON}|pendamping|ps)\b", words):
        yield ("way", "pendamping") if match[1] in ("pendamping", "ps") else ("through", match[1])
    elif match := re.search(rf"{asked}|{only}", words):
        yield ("way", next(filter(None, match.groups())))
    if time and re.search(r"\b(?:hubungi|telepon|whatsapp|sms|lewat|waktu|bisa|hanya|aman)\b", words):
        before = words[: time.start()]
        ahead = re.search(r"\b(setelah|sebelum)\s*$", before)
        said = f"{ahead[1]} {time[0]}" if ahead else time[0]
        yield ("not_time", said) if re.search(r"\b(?:jangan|tidak)\b", before) else ("time", said)
