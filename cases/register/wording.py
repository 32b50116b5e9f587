"""How registers name their columns. Words are compared folded: lower case, letters and digits only, single spaces.

To teach the reader a new heading, add it here; a longer phrase beats a shorter one that it contains.
"""

HEADINGS = {
    "number": "no;nomor;nmr;no urut;nomor urut;urut;num;nr;number",
    "name": (
        "nama;nama lengkap;nama klien;nama pasien;nama dampingan;nama odhiv;nama odha;nama pm;"
        "nama penerima manfaat;nama sesuai ktp;nama ktp;nama asli;nama warga;nama orang;nama penerima;nama lgkp;"
        "nm lengkap;klien;dampingan;nama dan alamat;penerima manfaat;nama lengkap sesuai ktp;nama anggota;"
        "nama ppks;name;full name;client name;nama sebenarnya"
    ),
    "call_name": (
        "nama panggilan;panggilan;nama akrab;alias;nama alias;nama samaran;samaran;inisial;nama kecil;sapaan;"
        "nickname;nick name;dipanggil;biasa dipanggil;nama panggil;nm panggilan;nama sapaan;nama sehari hari;"
        "panggilan sehari hari"
    ),
    "sex": (
        "l p;p l;lp;jenis kelamin;jns kelamin;jns klmn;jenis klmn;jk;j k;kelamin;klmn;sex;gender;lk pr;lk p;"
        "laki perempuan;jenis kelamin l p;jk l p;seks;laki laki perempuan;sex l p"
    ),
    "sex_male": (
        "jenis kelamin l;l;lk;laki laki;laki;pria;jk l;jenis kelamin laki laki;jenis kelamin lk;l p l;kelamin l;sex l"
    ),
    "sex_female": (
        "jenis kelamin p;p;pr;perempuan;wanita;jk p;jenis kelamin perempuan;jenis kelamin pr;l p p;kelamin p;sex p"
    ),
    "nik": (
        "nik;no nik;nomor nik;no ktp;nomor ktp;ktp;nomor induk kependudukan;no induk kependudukan;no identitas;"
        "nomor identitas;nik ktp;no nik ktp;no ktp nik;nik no ktp;nik 16 digit;nomer ktp;no id ktp;"
        "nik sesuai ktp;nik klien"
    ),
    "family_card_no": (
        "kk;no kk;nomor kk;nkk;no kartu keluarga;nomor kartu keluarga;kartu keluarga;nomer kk;family card;no k k"
    ),
    "birth": (
        "tgl lahir;tanggal lahir;tgl lhr;tgl lahir umur;tanggal lahir umur;tgl lahir usia;tanggal lahir usia;"
        "lahir;ttl;t t l;tempat tgl lahir;tempat tanggal lahir;tempat dan tanggal lahir;tempat dan tgl lahir;"
        "tmpt tgl lahir;tpt tgl lahir;tahun lahir;thn lahir;th lahir;umur;usia;umur thn;umur th;umur tahun;"
        "usia tahun;usia thn;umur tgl lahir;umur usia;date of birth;dob;birth date;age;kelahiran;"
        "tempat tgl bln thn lahir;umur saat ini;usia sekarang;bulan tahun lahir;tgl bln thn lahir;tglahir;"
        "tgllahir"
    ),
    "birth_place": "tempat lahir;tmp lahir;tpt lahir;tmpt lahir;kota lahir;lahir di;tempat kelahiran",
    "address": (
        "alamat;alamat domisili;alamat rumah;alamat lengkap;domisili;tempat tinggal;jalan;nama jalan;alamat ktp;"
        "alamat sekarang;alamat tinggal;alamat tempat tinggal;alamat rt rw;patokan;alamat sesuai ktp;address;"
        "lingkungan;alamat jalan;almt;alamat domisili sekarang;tinggal di"
    ),
    "rt": "rt;r t;alamat rt",
    "rw": "rw;r w;alamat rw",
    "rt_rw": "rt rw;rtrw;rt dan rw;alamat rt rw;r t r w",
    "kelurahan": (
        "kelurahan;kel;kelurahan desa;desa kelurahan;kel desa;desa kel;desa;kelurhan;klrhn;alamat kelurahan;"
        "nama kelurahan;kelurahan kecamatan;kel kec;desa kelurahan kecamatan;kelurahan domisili;wilayah;village;"
        "alamat kel;kelurahan dan kecamatan"
    ),
    "district": "kecamatan;kec;kecamatan domisili;nama kecamatan;alamat kecamatan;kcmtn;district;alamat kec",
    "phone": (
        "no hp;hp;nomor hp;no handphone;handphone;no telp;telp;tlp;no tlp;telepon;no telepon;nomor telepon;"
        "nomor telp;no telpon;telpon;no wa;wa;whatsapp;nomor wa;no whatsapp;hp wa;no hp wa;no wa hp;kontak;"
        "nomor kontak;no kontak;kontak hp;phone;mobile;no hp aktif;contact;no hp klien;nomor handphone;"
        "no telp hp;telp hp;no hp telp;no hand phone;nomer hp;no kontak hp"
    ),
    "art_start_date": (
        "mulai arv;tgl mulai arv;tanggal mulai arv;tgl mulai art;tanggal mulai art;mulai art;mulai obat;"
        "tgl mulai obat;arv sejak;tanggal arv;tgl arv;inisiasi arv;tgl inisiasi arv;inisiasi art;mulai terapi;"
        "tgl mulai terapi;mulai pengobatan;arv mulai;tgl mulai pengobatan;tanggal mulai pengobatan;tgl masuk arv;"
        "tahun mulai arv;mulai minum arv;mulai minum obat;sejak;tgl awal arv;awal arv;pertama arv;"
        "tgl pertama arv;mulai minum obat sejak;arv tgl mulai;arv tanggal mulai;pengobatan mulai;arv mulai tgl;"
        "art start;art start date;start arv;tgl start arv;terapi mulai;obat mulai"
    ),
    "regimen": (
        "paduan;rejimen;regimen;paduan arv;rejimen arv;regimen arv;jenis arv;jenis obat;obat;obat arv;nama obat;"
        "resimen;kombinasi obat;nama rejimen;paduan obat;kombinasi arv;jenis paduan;arv;arv paduan;arv jenis;"
        "arv rejimen;arv regimen;obat yang diminum;pengobatan paduan;pengobatan rejimen;terapi arv;jenis terapi"
    ),
    "companion": (
        "pendamping;nama pendamping;pendamping sebaya;ps;petugas;petugas pendamping;pj;penanggung jawab;"
        "pendamping lks;pendamping kds;didampingi;didampingi oleh;relawan;companion;pendamping pj;nama ps"
    ),
    "remark": (
        "keterangan;ket;catatan;info;remark;remarks;cat;keterangan lain;lain lain;ket lain;notes;catatan khusus;"
        "keterangan tambahan;catatan pendamping;hal penting;keterangan catatan;ktrgn;catatan penting;perhatian"
    ),
    "ignored": (
        "ibu kandung;nama ibu;nama ibu kandung;nama ayah;nama suami;nama istri;nama pasangan;suami;istri;"
        "suami istri;pasangan;nama anak;nama keluarga;keluarga;nama pmo;pmo;pengawas minum obat;agama;suku;"
        "pendidikan;pekerjaan;status;status kawin;status perkawinan;status pernikahan;tgl tes;tanggal tes;"
        "tgl konfirmasi;tanggal konfirmasi;tgl diagnosa;tanggal diagnosis;tgl positif;no reg;no registrasi;"
        "nomor registrasi;no reg nas;no rekam medis;no rm;nomor rekam medis;kode;kode klien;id;id pasien;vl;"
        "viral load;hasil vl;tgl vl;cd4;berat badan;bb;tinggi badan;tgl kunjungan;tanggal kunjungan;"
        "kunjungan terakhir;tgl ambil obat;tgl terakhir ambil obat;ambil obat terakhir;tgl terakhir ambil arv;"
        "ambil arv;jadwal;jadwal ambil obat;jadwal kontrol;tgl kontrol;tgl daftar;tgl masuk;tanggal masuk;"
        "tgl masuk lks;tgl dampingan;mulai dampingan;tgl mulai dampingan;mulai didampingi;hubungan;hub keluarga;"
        "jumlah anak;jml anak;populasi;populasi kunci;kelompok populasi;faktor risiko;email;foto;ttd;"
        "tanda tangan;paraf;kota;kabupaten;kab kota;kota kabupaten;provinsi;prov;kode pos;layanan;tempat berobat;"
        "tempat ambil obat;nama faskes;faskes;nama petugas;nama konselor;nama kds;nama lks;no hp keluarga;"
        "no hp pmo;hp keluarga;kontak darurat;no kontak darurat;no hp pendamping;hp pendamping;bantuan;"
        "jenis bantuan;stadium;status hiv;status arv;bpjs;no bpjs;no jkn;jkn;nomor bpjs;kis;dtks;dtsen;"
        "penghasilan;alamat keluarga;tgl meninggal;kelompok umur;umur anak"
    ),
}
HEADINGS = {field: tuple(words.split(";")) for field, words in HEADINGS.items()}
