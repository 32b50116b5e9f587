"""What workers of the demo world wrote, and what clients told them. Every sentence is invented."""

LANDMARKS = (
    "dekat masjid kampung", "belakang kios Ci Nur", "seberang lapangan voli", "rumah panggung cat hijau",
    "samping bengkel perahu", "turunan kedua dari pasar", "dekat sumur tua", "di atas warung pisang goreng",
    "rumah ujung, pagar bambu", "depan pos ronda",
)  # fmt: skip

CARDS = (
    {"way": "whatsapp", "time": "setelah 16.00", "never": "Jangan menelepon", "home_visit": "ya",
     "may_say": "Ini teman pengajian, mau mampir."},
    {"way": "whatsapp", "time": "malam setelah 20.00", "never": "Jangan kirim pesan suara", "home_visit": "tempat_lain",
     "meeting_place": "bangku taman dekat benteng", "may_say": "Sapa seperti teman lama. Jangan sebut lembaga."},
    {"way": "telepon", "time": "pagi sebelum 09.00", "home_visit": "ya", "may_say": "Cukup menyebut nama sendiri."},
    {"way": "telepon", "time": "jam istirahat, 12.00–13.00", "never": "Jangan menelepon ke tempat kerja",
     "home_visit": "ya", "meeting_place": "Sabtu pagi, saat rumah sepi", "may_say": "Dari arisan."},
    {"way": "pendamping", "time": "", "never": "Jangan datang dengan seragam", "home_visit": "ya",
     "may_say": "Biar pendamping yang menyampaikan lebih dulu."},
    {"way": "pendamping", "home_visit": "tempat_lain", "meeting_place": "rumah pendamping",
     "may_say": "Tidak ada pesan lewat orang lain."},
    {"way": "orang", "time": "adiknya, sore", "home_visit": "ya", "never": "Jangan bicara di depan orang tua",
     "may_say": "Titip salam untuk kakak."},
    {"way": "jangan", "home_visit": "tidak", "meeting_place": "klien yang datang ke kantor, hari Jumat",
     "never": "Jangan menghubungi lebih dulu", "may_say": "Tunggu klien datang sendiri."},
)  # fmt: skip

OCCUPATIONS = {
    "L": ("nelayan", "tukang ojek", "buruh pelabuhan", "petani pala", "penjaga toko", "tukang batu", "sopir angkot"),
    "P": ("penjual kue", "ibu rumah tangga", "penjahit", "penjual ikan", "kasir toko", "guru mengaji", "usaha laundry"),
}
SOURCES = (
    "datang sendiri", "teman kelompok", "puskesmas", "keluarga", "pendamping lama", "rumah sakit",
    "perangkat kelurahan",
)  # fmt: skip

HOUSEHOLD = (
    {"name": "Ibu Hasnah", "relation": "orang_tua", "age_band": "60+", "knows_status": "tidak"},
    {"name": "Ona", "relation": "saudara", "age_band": "18-59", "knows_status": "ya", "is_supporter": True,
     "contact_allowed": True},
    {"name": "Om Idris", "relation": "mertua_ipar", "age_band": "60+", "knows_status": "tidak"},
    {"name": "Nurul", "relation": "anak", "age_band": "5-17", "knows_status": "tidak"},
    {"name": "Si kecil Rahma", "relation": "anak", "age_band": "0-4", "knows_status": "belum_tahu"},
    {"name": "Mama Tin", "relation": "lainnya", "age_band": "18-59", "knows_status": "belum_tahu"},
    {"name": "Kak Fitra", "relation": "saudara", "age_band": "18-59", "knows_status": "ya"},
)  # fmt: skip

PARTNERS = {
    "P": {"name": "Bapak Usman", "relation": "pasangan", "age_band": "18-59", "knows_status": "tidak"},
    "L": {
        "name": "Ibu Wati",
        "relation": "pasangan",
        "age_band": "18-59",
        "knows_status": "ya",
        "contact_allowed": True,
    },
}

DONE = (
    "Mendengarkan cerita minggu ini, menguatkan.", "Membahas jadwal dan cara mengingat waktu minum.",
    "Menghitung sisa bersama-sama, sesuai catatan.", "Membantu mengisi berkas bantuan sembako.",
    "Menjelaskan lagi cara mengambil sendiri bila pendamping berhalangan.", "Menimbang berat badan, naik sedikit.",
    "Berbicara dengan kakak tentang dukungan di rumah.", "Mengantar surat keterangan dari kelurahan.",
    "Membicarakan rencana jualan kue bersama kelompok.", "Bermain dengan anak sambil berbincang santai.",
    "Menyampaikan jadwal pertemuan kelompok bulan ini.", "Membahas rasa cemas sebelum tidur, latihan napas.",
)  # fmt: skip
AGREED = (
    "Kakak ikut pertemuan keluarga berikutnya.", "Klien menyetel alarm pukul 20.00.",
    "Ambil berikutnya bersama teman kelompok.", "Klien memikirkan dulu kapan memberi tahu suami.",
    "Mencatat pengeluaran jualan selama dua minggu.", "Bertemu lagi di rumah, sore hari.",
    "Klien mencoba datang ke pertemuan kelompok.", "Menyiapkan fotokopi KTP dan KK.",
    "Istirahat cukup dan makan tiga kali sehari.", "Menelepon bila keluhan bertambah.", "",
)  # fmt: skip
NOT_MET = (
    "Rumah kosong. Tetangga bilang ke Bastiong. Tidak meninggalkan pesan.", "Sedang melaut, pulang lusa.",
    "Pintu terkunci, tidak ada jawaban. Pulang tanpa bertanya ke tetangga.", "Ada tamu keluarga; lewat saja.",
    "Ombak besar, perahu tidak menyeberang sampai sore.",
)  # fmt: skip
REFUSED = (
    "Klien minta waktu sendiri dulu. Tetap menyapa dengan baik.", "Klien sedang lelah, minta datang minggu depan.",
)  # fmt: skip
SIDE_EFFECTS = ("Mimpi aneh pada minggu pertama.", "Mual pagi hari, hilang setelah makan.", "Pusing ringan.", "")
WHO_COLLECTS = ("klien sendiri", "klien sendiri", "klien sendiri", "kakak", "pendamping", "suami")
STIGMA_BY = ("tetangga", "rekan kerja", "keluarga jauh", "petugas loket")
RESTRICTED = (
    "Klien bercerita tentang pertengkaran di rumah; belum ingin dibicarakan dengan siapa pun.",
    "Klien cemas ditinggal pasangan. Jangan disinggung pada pertemuan keluarga.",
    "Klien pernah tinggal di jalan waktu kecil. Cukup diketahui pendampingan.",
)  # fmt: skip
STEPS = (
    "Menemani mengurus KIS di kelurahan", "Menelepon menanyakan hasil periksa",
    "Mengantar berkas bantuan ke Dinas Sosial", "Menanyakan kabar sekolah anak", "Mengajak ke pertemuan kelompok",
    "Membawa formulir pelatihan jahit",
    "Mencari tempat tinggal sementara", "Mengambil fotokopi KK", "Menghubungi kakak tentang dukungan di rumah",
)  # fmt: skip
DROPPED = ("Klien memilih mengurus sendiri.", "Tidak diperlukan lagi, sudah dibantu kelompok.")
RISK_WHY = {
    "rendah": "Rutin bertemu, keluarga mendukung.",
    "sedang": "Penghasilan tidak tetap, kadang lupa waktu minum.",
    "tinggi": "Tinggal sendiri, dua kali tidak bertemu.",
    "krisis": "Diminta keluar dari rumah oleh keluarga.",
}
WITNESSES = ("Kak Halija", "Ibu RT", "Om Yakub", "Nenek Saida")
REASON_NOTES = ("", "Ombak tinggi sejak pagi.", "Klien ada hajatan keluarga.", "Perahu tidak jalan hari itu.")
