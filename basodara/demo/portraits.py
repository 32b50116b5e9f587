"""The clients that were written by hand: those whom the social worker's and the coordinator's pages show first.

Dates are days from today, so that the pages look lived in on whatever day the world is made.
"""

from datetime import date

from basodara.demo.lives import Consent, Life, Step, Track

KALUMATA, SASA, TABONA = "82.71.02.1004", "82.71.02.1001", "82.71.02.1023"


def portraits(today):
    """Twenty lives, in the order in which they are told."""
    return [*_of_the_social_worker(today), *_shared_with_the_centre(today), *_of_the_coordinator(today)]


def _by_rina(call_name, legal_name, sex, kelurahan, body, *, days, **more):
    return Life(by="rina", worker="rina", place="sentra", days=days, call_name=call_name, legal_name=legal_name,
                sex=sex, kelurahan=kelurahan, body=body, **more)  # fmt: skip


def _of_the_social_worker(today):
    year = today.year
    return [
        _by_rina("Rusdi", "Rusdi Hafel", "L", "82.71.03.1008", "R6MW", days=240, birth_date=date(year - 44, 2, 11),
            card={"way": "telepon", "time": "pagi sebelum 09.00", "home_visit": "ya",
                  "may_say": "Boleh menyebut nama Rina saja."},
            tracks=[Track("rina", since=236, last=12, every=27, due=9, corrected={"pills_left": 26, "missed_doses": 2},
                          told=[{"result": "TERLAKSANA", "place": "rumah", "needs": ["pangan", "uang"],
                                 "food_today": "kurang", "red_flags": [],
                                 "done": "Membantu mengisi berkas bantuan sembako."}])],
            steps=[Step("Menelepon menanyakan kabar bantuan sembako", due=-1, ago=12)], risk=("sedang", 200)),
        _by_rina("Nurlela", "Nurlela Gailea", "P", "82.71.02.1005", "JYFK", days=310, birth_date=date(year - 38, 9, 3),
            card={"way": "telepon", "time": "kapan saja", "home_visit": "ya", "may_say": "Ini Kak Rina."},
            household=[{"name": "Ona", "relation": "saudara", "age_band": "18-59", "knows_status": "ya",
                        "is_supporter": True, "contact_allowed": True}],
            ledger=[Consent("C6", 120, to="Ona"), Consent("C7", 120, "TOLAK")],
            tracks=[Track("rina", since=305, last=21, every=24, due=0, time="09.30", mistaken=18)]),
        _by_rina("Jefri", "Jefri Sahupala", "L", "82.71.02.1008", "KGD9", days=190, age=29,
            card={"way": "whatsapp", "time": "siang", "never": "Jangan datang ke rumah", "home_visit": "tempat_lain",
                  "meeting_place": "warung kopi dekat pelabuhan", "may_say": "Sapa seperti teman."},
            ledger=[Consent("C2", 30, "DITARIK")],
            tracks=[Track("rina", since=185, last=15, every=21, due=0, time="11.00", place="tempat_lain",
                          told=[{"result": "TERLAKSANA", "place": "tempat_lain", "mood": 4, "works": True}])]),
        _by_rina("Wahyuni", "Wahyuni Tuanany", "P", TABONA, "NJ7Y", days=16, age=23, stage="ASESMEN", checked=False,
            card={"way": "telepon", "time": "setelah 13.00", "home_visit": "ya"},
            tracks=[Track("rina", since=9, last=9, due=0, time="14.00", note="Asesmen awal")]),
        _by_rina("Marten", "Marten Soamole", "L", "82.71.04.1001", "DNMF", days=280, birth_date=date(year - 51, 11, 20),
            card={"way": "pendamping", "home_visit": "ya", "meeting_place": "perahu pagi ke Moti, pulang sore",
                  "may_say": "Biar pendamping yang menyampaikan lebih dulu."},
            tracks=[Track("rina", since=270, last=34, every=33, due=0, note="Kunjungan rumah, perahu 07.00",
                          told=[{"next_pickup_on": 11, "missed_doses": 0}, {"result": "TIDAK_BERTEMU",
                                 "done": "Ombak besar, perahu tidak menyeberang sampai sore."}])]),
        _by_rina("Fahri", "Muhammad Fahri Djumati", "L", KALUMATA, "QT6G", days=150, birth_date=date(year - 27, 6, 30),
            card={"way": "whatsapp", "time": "malam", "home_visit": "ya", "may_say": "Dari teman futsal."},
            tracks=[Track("rina", since=146, last=19, every=22, due=2, note="Penguatan keluarga")]),
        _by_rina("Yati", "Nurhayati Senen", "P", SASA, "KDR4", days=330, birth_date=date(year - 47, 4, 8),
            card={"way": "orang", "time": "kakaknya, Ibu Nur", "home_visit": "ya",
                  "never": "Jangan bicara di depan ayah", "may_say": "Titip salam dari Rina."},
            household=[{"name": "Ibu Nur", "relation": "saudara", "age_band": "18-59", "knows_status": "ya",
                        "contact_allowed": True},
                       {"name": "Ayah", "relation": "orang_tua", "age_band": "60+", "knows_status": "tidak"}],
            ledger=[Consent("C6", 200, to="Ibu Nur"), Consent("C8", 200, "TOLAK")],
            tracks=[Track("rina", since=325, last=26, every=28, due=2)]),
        _by_rina("Salma", "Salma Bopeng", "P", "82.71.06.1005", "WY94", days=205, birth_date=date(year - 33, 1, 17),
            card={"way": "whatsapp", "time": "setelah 19.00", "home_visit": "ya", "may_say": "Dari arisan."},
            tracks=[Track("rina", since=200, last=23, every=26, due=None)]),
        _by_rina("Ical", "Faisal Umagapi", "L", SASA, "9TTQ", days=13, age=19, stage="ASESMEN", checked=False,
            card={"way": "whatsapp", "home_visit": "tempat_lain"}),
        _by_rina("Samira", "Samira Assagaf", "P", KALUMATA, "F6HT", days=120, birth_date=date(year - 30, 8, 25),
            card={"way": "whatsapp", "time": "sore", "home_visit": "ya", "may_say": "Mau pesan kue."},
            tracks=[Track("rina", since=115, last=7, every=21, due=2, time="15.30", note="Penguatan keluarga")]),
        _by_rina("Mirna", "Mirna Tukuboya", "P", KALUMATA, "3N93", days=95, age=41,
            card={"way": "telepon", "time": "akhir pekan", "home_visit": "ya", "may_say": "Boleh menyebut nama Rina."},
            tracks=[Track("rina", since=90, last=23, every=22, due=4)]),
    ]  # fmt: skip


def _shared_with_the_centre(today):
    year = today.year
    return [
        Life(by="gani", worker="gani", place="gamalama", days=360, call_name="Mira", legal_name="Mira Umasugi", sex="P",
            kelurahan=KALUMATA, body="4F7K", birth_date=date(year - 34, 5, 4),
            person={"landmark": "belakang kios Ci Nur", "phone": "+6281200000042"},
            card={"way": "whatsapp", "phone": "+6281200000042", "time": "setelah 16.00", "never": "Jangan menelepon",
                  "home_visit": "ya", "meeting_place": "bila suami sedang melaut (Senin–Kamis)",
                  "may_say": "Ini Kak Rina, mau main ke rumah.” Jangan sebut lembaga."},
            household=[{"name": "Ibu Ani", "relation": "saudara", "age_band": "18-59", "knows_status": "ya",
                        "is_supporter": True, "contact_allowed": True},
                       {"name": "Suami", "relation": "pasangan", "age_band": "18-59", "knows_status": "tidak"},
                       {"name": "Mertua", "relation": "mertua_ipar", "age_band": "60+", "knows_status": "tidak"}],
            share=("sentra", 353, "rina"), case={"marital": "kawin", "occupation": "penjual kue"},
            ledger=[Consent("C4", 290, to="klinik"), Consent("C6", 250, to="Ibu Ani"),
                    Consent("C4", 44, "DITARIK", to="klinik")],
            tracks=[
                Track("gani", since=356, last=52, every=45, due=20, place="tempat_lain"),
                Track("rina", since=349, last=13, every=24, due=-6, told=[
                    {"result": "TIDAK_BERTEMU", "place": "rumah",
                     "done": "Rumah kosong. Tetangga bilang ke Bastiong. Tidak meninggalkan pesan."},
                    {"result": "TERLAKSANA", "place": "rumah", "health": "baik", "met": ["klien"], "private": True,
                     "pills_left": 22, "missed_doses": 1, "missed_reasons": ["lupa"], "next_pickup_on": 22, "mood": 4,
                     "family_support": "sebagian", "agreed": "Kakak ikut pertemuan keluarga berikutnya.",
                     "done": "Berbicara empat mata di dapur. Membahas cara menyimpan agar tidak terlihat.",
                     "red_flags": [], "complaints": [], "checks_card": True},
                    {"result": "TERLAKSANA", "place": "rumah"}, {"result": "TERLAKSANA", "place": "rumah"}])],
            steps=[Step("Menemani mengurus KIS di kelurahan", due=2, ago=9, owner="rina")], risk=("sedang", 250)),
        Life(by="gani", worker="gani", place="gamalama", days=260, call_name="Hi. Muhammad Zulkifli Abdurrahman",
            legal_name="Hi. Muhammad Zulkifli Abdurrahman", sex="L", kelurahan="82.71.02.1024", body="PW4Q",
            birth_date=date(year - 56, 12, 1),
            card={"way": "pendamping", "time": "Sari Umasugi", "home_visit": "ya",
                  "never": "Jangan datang saat waktu pengajian", "may_say": "Salam dari Sari."},
            share=("sentra", 210, "rina"), risk=("tinggi", 20),
            tracks=[Track("gani", since=255, last=40, every=44, due=26),
                    Track("rina", since=205, last=11, every=23, due=-4, note="Kunjungan ulang, dua kali tidak bertemu",
                          told=[{"result": "TIDAK_BERTEMU", "place": "rumah",
                                 "done": "Ada tamu keluarga; lewat saja."},
                                {"result": "TIDAK_BERTEMU", "place": "rumah",
                                 "done": "Pintu terkunci, tidak ada jawaban."}])]),
        Life(by="gani", worker="gani", place="gamalama", days=175, call_name="Hasna", legal_name="Hasna Limatahu",
            sex="P", kelurahan=KALUMATA, body="PW73", birth_date=date(year - 36, 3, 22), share=("sentra", 140, "rina"),
            card={"way": "telepon", "time": "sore", "home_visit": "ya", "may_say": "Dari tempat jahit."},
            tracks=[Track("gani", since=170, last=60, every=36, due=12),
                    Track("rina", since=134, last=17, every=20, due=1, time="10.00")]),
        Life(by="gani", worker="gani", place="gamalama", days=145, call_name="Almira Kaicil",
            legal_name="Almira Kaicil", sex="P", kelurahan=KALUMATA, body="4P6G", birth_date=date(year - 25, 10, 9),
            share=("sentra", 90, "rina"),
            card={"way": "whatsapp", "time": "jam kuliah selesai, 15.00", "home_visit": "tempat_lain",
                  "meeting_place": "taman kampus", "may_say": "Soal tugas kelompok."},
            tracks=[Track("rina", since=86, last=14, every=24, due=7, place="tempat_lain"),
                    Track("gani", since=140, last=30, every=40, due=3,
                          against_card="Klien sendiri meminta, orang tua sedang ke Tidore.")]),
        Life(by="gani", worker="gani", place="gamalama", days=65, call_name="Amir Abdurrahman bin Hi. Syamsuddin",
            legal_name="Amir Abdurrahman bin Hi. Syamsuddin", sex="L", kelurahan=KALUMATA, body="JJ49", age=60,
            share=("sentra", 1, ""), card={"way": "telepon", "time": "setelah salat Asar", "home_visit": "ya"},
            tracks=[Track("gani", since=60, last=26, every=30, due=5)]),
    ]  # fmt: skip


def _of_the_coordinator(today):
    year = today.year
    gani = {"by": "gani", "place": "gamalama"}
    return [
        Life(**gani, days=33, call_name="Yusuf", legal_name="Yusuf Kader", sex="L", kelurahan="82.71.04.1002",
            body="PJ3Q", age=46, stage="ASESMEN", checked=False, card={"way": "pendamping", "home_visit": "ya"}),
        Life(**gani, days=8, call_name="Rahmat", legal_name="Rahmat Togolobe", sex="L", kelurahan="82.71.07.1001",
            body="3P6D", age=31, stage="ASESMEN", checked=False, consents=[],
            card={"way": "whatsapp", "home_visit": "ya", "proposals": "jgn ditelp siang; istri blm tahu"}),
        Life(**gani, worker="gani", days=110, call_name="Novi", legal_name="Novita Papuangan", sex="P",
            kelurahan=TABONA, body="QQH3", birth_date=date(year - 28, 7, 14), risk=("krisis", 1),
            card={"way": "whatsapp", "time": "hanya pesan tulis", "never": "Jangan menelepon",
                  "home_visit": "tempat_lain", "meeting_place": "rumah kakak di Jati", "may_say": "Tanya kabar saja."},
            tracks=[Track("gani", since=105, last=1, every=20, due=1, place="tempat_lain", time="08.30",
                          told=[{"result": "TERLAKSANA", "place": "tempat_lain", "mood": 1, "met": ["klien"],
                                 "private": True, "red_flags": ["pengusiran"], "needs": ["tempat_tinggal"],
                                 "stigma_where": ["keluarga"], "stigma_by": "keluarga jauh",
                                 "stigma_wants_action": True,
                                 "done": "Mendampingi sampai tenang, mencari tempat bermalam.",
                                 "agreed": "Malam ini di rumah kakak; besok bertemu lagi.",
                                 "note": "Diminta pergi setelah pertengkaran. Belum ingin keluarga dihubungi."}])]),
        Life(**gani, worker="gani", days=100, call_name="Fitri", legal_name="Fitri Ramadani Samiun", sex="P",
            kelurahan="82.71.01.1002", body="FT7R", birth_date=date(year - 16, 2, 2),
            case={"guardian": "Nenek Saida", "occupation": "pelajar", "monthly_income": 0, "education": "smp",
                  "marital": "belum_kawin"},
            card={"way": "orang", "time": "neneknya", "home_visit": "ya", "never": "Jangan datang ke sekolah",
                  "may_say": "Dari kelompok belajar."},
            household=[{"name": "Nenek Saida", "relation": "lainnya", "age_band": "60+", "knows_status": "ya",
                        "is_supporter": True, "contact_allowed": True}],
            tracks=[Track("gani", since=95, last=16, every=21, due=0, time="15.00")]),
    ]  # fmt: skip
