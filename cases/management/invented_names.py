"""Invented people's names, as uneven as real ones: a few words are everywhere, most are rare.

For measuring and for demo worlds. The words are common Indonesian names and family names heard in Maluku Utara; who
carries which is drawn. Shares were set by hand and agree only roughly with `privacy/blind/common_words.txt`, as those
of a real register would.
"""

import random
from bisect import bisect
from itertools import accumulate

MEN = (
    "Muhammad Abdul Ahmad Ibrahim Ismail Usman Hasan Yusuf Ali Umar Djafar Rahmat Abdullah Kasim Soleman "
    "Husain Hamid Karim Salim Iskandar Latif Malik Ishak Adam Jamal Yunus Idris Saleh Arsad Abubakar Hadi "
    "Anwar Ridwan Syarif Taufik Irwan Arman Burhan Rusdi Fadli Gafur Ikram Safar Djamaludin Sahril Zainal "
    "Arifin Basri Hamza Lukman Mansur Munir Nasir Rasyid Samad Syukur Tahir Talib Wahyudi Yamin Zakaria "
    "Agus Budi Eko Abas Akbar Alwi Amir Ansar Asis Badrun Baharudin Bahri Darwis Fahmi Fajar Faisal Farid "
    "Fauzi Firman Habib Haerudin Hakim Halik Hamdan Hamka Haris Hasbi Hasyim Hendra Ilham Imran Indra "
    "Irfan Jabir Jufri Kader Kamal Lutfi Mahmud Majid Marwan Mochtar Mukhlis Muksin Mulyadi Musa Mustafa "
    "Naser Nurdin Rais Rajab Ramadan Ramli Rauf Rifai Risal Rizki Rudi Sabri Said Salahudin Samsudin "
    "Samsul Sanusi Sardi Sofyan Suaib Sudirman Sugeng Suryadi Syahrul Tamrin Wahyu Yahya Yasin Yasir Yudi "
    "Yusran Zulkifli Yohanes Yosep Paulus Petrus Markus Daniel David Kristian Jefri Lukas Matius Simon "
    "Stefanus Anton Alex Andi Andre Benyamin Frans Hendrik Herman Johan Robert Samuel Thomas Hidayatullah "
    "Hasanudin Nasrudin Sirajudin Kamarudin Jalaludin Fahrudin Saifudin Amirudin Muhidin Muslim Bahar "
    "Sadik Aswad Awaludin Azhar Azwar Chairul Dahlan Fikri Galib Hamsah Isnain Jainudin Junaidi Kahar "
    "Laode Makmur Nawawi Parman Qodir Rustam Suparno Slamet Tarmizi Wawan Yakub Zaid Joko Bambang"
)
WOMEN = (
    "Siti Nur Fatimah Aisyah Maryam Sri Fitri Nurhayati Halima Rahma Nuraini Salma Marlina Nurlaila Dewi "
    "Sarina Asmawati Rosmini Yulianti Wulan Ratna Hasna Hadija Nurjana Rukia Saida Ramla Aminah Ana Anita "
    "Ani Asma Astuti Ati Ayu Citra Dian Dina Eni Erna Eva Fatma Fauzia Fitria Hajar Hamidah Hartini "
    "Hasnawati Hasnia Hawa Heni Herlina Ida Iin Ika Indah Ira Isra Jubaida Juliana Jumiati Kartini "
    "Kartika Lestari Lili Lina Lisa Maimuna Mala Mariam Mariana Maria Masita Mega Mila Mira Mirna Murni "
    "Nadia Nani Nining Nita Novi Nova Nurlela Nurmala Nursia Nurwahida Rabia Rahmatia Rahmawati Rani "
    "Ratih Rina Rini Rita Rohani Rosdiana Rosita Rosna Safitri Sakina Samsia Sania Sari Saripa Sartika "
    "Sitna Suarni Suharni Sulastri Suriati Susanti Suryani Tina Tuti Ulfa Umi Wahida Warni Winda Yani "
    "Yanti Yati Yuni Yusnita Zahra Zainab Zulaiha Marta Magdalena Elisabet Kristina Yuliana Hidayati "
    "Mutmainah Nurfadila Nurfitri Nursanti Nurmila Nurbaya Nuraisyah Nurafni Rahmi Rahmania Atika "
    "Badariah Chadijah Desi Dahlia Evi Farida Gamaria Halija Hafsa Ijah Jamila Kalsum Latifa Mardiana "
    "Munira Nilawati Oktavia Puspita Ramlah Sofia Salbia Triana Uswatun Widya"
)
FAMILIES = (
    "Umasugi Sangadji Hi.Adam Kamarullah Tomagola Albaar Alting Marsaoly Saban Tuanany Bopeng Buamona "
    "Drakel Duwila Fabanyo Gailea Fataruba Leko Sahupala Sibua Umagapi Umanailo Umaternate Djumati Dano "
    "Togubu Faruk Hafel Hatari Teng Samiun Sehe Senen Tukuboya Lamusu Lajame Larege Lating Lestaluhu "
    "Mahifa Mandar Marajabessy Mujid Naim Pora Rumadaul Safi Selang Sidik Tomaito Ulath Umafagur "
    "Umasangadji Upara Usia Wambes Yoisangadji Tawari Papuangan Sofyan Ade Assagaf Alhadar Bachmid "
    "Alkatiri Syawal Barmawi Daeng Gani Husni Iskandaralam Jauhar Kuilo Limatahu Mole Naya Pattiwael "
    "Rumkel Soamole Tjan Walanda Yamani Zen Fokaaya Golose Ibo"
)
# How many of a hundred begin so, whatever follows.
FIRST_OF_MEN = {"": 74, "Muhammad": 15, "Abdul": 8, "Ahmad": 3}
FIRST_OF_WOMEN = {"": 79, "Siti": 15, "Nur": 4, "Sri": 2}
STEMS = (
    "Nur Rahma Sulis Hera Fitri Yuli Ruk Mar Sam Bahar Kama Sul Has Ram Sal Kar Dar War Sur Jun Juma Hali "
    "Faja Zul Mus Lela Ratna Ros Wahi Asma Nila Herna Isma Ami Sya Mulia Suka Purna Indra Arya Setya Taju "
    "Rafi Wira Lati Bidu Rusma Hami Jami Nura Tami Dewi Erni Oki Tuti Mari Hary Budi Eka Dwi Tri Catur "
    "Panca Kus Mul Par Sas Sut Wid Yuni Aga Bas Cah Des Esti Gun Han Ima Jati Kris Laksa Mega Nova Pri "
    "Rez Sept Tego Usm Vira Yog Zul Abra Bila Dzul Farha Ghani Husna Izza Kiki Lutfi Miftah Nazar Qomar "
    "Rosi Sadi Thali Ubai Wafa Zaki"
)
ENDINGS = (
    "wati yanti udin syah ni na la tini lina riani santi sari ningsih yono nto man wan dila fia nah tuti "
    "mala rita hadi yadi din ta ri lia dayanti nawir lawati manto sia ratih diana hana"
)


class InventedNames:
    """Draws names, the same ones for the same seed."""

    def __init__(self, seed: int = 2026):
        self._random = random.Random(seed)
        rare = [stem + ending for stem in STEMS.split() for ending in ENDINGS.split()]
        self._random.shuffle(rare)
        self._men = _Uneven(MEN.split() + rare[0::3])
        self._women = _Uneven(WOMEN.split() + rare[1::3])
        self._families = _Uneven(FAMILIES.split() + rare[2::3])

    def legal_name(self) -> str:
        """One to four words: given names, then the father's name or a family name; now and then a title."""
        draw = self._random
        given, firsts = (self._men, FIRST_OF_MEN) if draw.random() < 0.48 else (self._women, FIRST_OF_WOMEN)
        words = draw.choices(list(firsts), firsts.values())[0].split()
        words += [given.draw(draw) for _ in range(draw.choices((1, 2, 3), (68, 30, 2))[0])]
        last = draw.random()
        if last < 0.45:
            words.append(self._men.draw(draw))
        elif last < 0.93 or len(words) > 2:
            words.append(self._families.draw(draw))
        words = list(dict.fromkeys(words))
        if words[0] == "Muhammad":
            words[0] = draw.choice(
                ["Muhammad", "Muhammad", "Moh.", "Muh.", "Mohamad", "M." if len(words) > 1 else "Muhamad"]
            )
        if words[0] == "Abdul" and len(words) > 1 and draw.random() < 0.3:
            words[:2] = [_joined_to_abdul(words[1].lower())]
        if draw.random() < 0.03:
            words.insert(0, draw.choice(["Hi.", "Hj.", "H."]))
        return " ".join(words)

    def call_name(self, legal_name: str) -> str:
        """One of the names, or as companions write it: "Ci M"."""
        if self._random.random() < 0.3:
            return f"Ci {legal_name[0]}"
        words = legal_name.split()
        return self._random.choice([word for word in words if len(word) > 3] or words)


def _joined_to_abdul(name: str) -> str:
    """Abdurrahman, Abdulmalik."""
    return f"Abdu{name[0]}{name}" if name[0] in "rsn" else f"Abdul{name}"


class _Uneven:
    """Words by falling share, like 1 / (rank + 3) ** steepness."""

    def __init__(self, words: list[str], steepness: float = 0.95):
        self.words = words
        self._sums = list(accumulate(1 / (rank + 3) ** steepness for rank in range(1, len(words) + 1)))

    def draw(self, random_: random.Random) -> str:
        return self.words[bisect(self._sums, random_.random() * self._sums[-1])]
