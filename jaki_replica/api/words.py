"""What the description says in English, in Indonesian for its page; the file for machines is English alone.

Each Indonesian line has the English one as its translation, word for word: a test compares them.
"""

from __future__ import annotations

from collections.abc import Mapping

from jaki_replica.ui.words import lazy_gettext as _l

WORDS: Mapping[str, object] = {
    "Complaints, categories and areas of one region.": _l("Laporan, kategori, dan wilayah satu daerah."),
    "File a complaint": _l("Mengirim laporan"),
    "Sent as a form. The place is told by lat and lon, by the code of an area, or by a photo.": _l(
        "Dikirim sebagai formulir. Tempatnya disebut dengan lat dan lon, dengan kode wilayah, atau oleh foto."
    ),
    "Made by the sender, new for each complaint. The same key with the same content answers the same.": _l(
        "Dibuat pengirim, baru untuk tiap laporan. Kunci yang sama dengan isi yang sama dijawab sama."
    ),
    "What everybody may know of a complaint": _l("Yang boleh diketahui semua orang tentang satu laporan"),
    "The number may be written with spaces, dots or dashes.": _l(
        "Nomornya boleh ditulis dengan spasi, titik, atau tanda hubung."
    ),
    "What can be reported here": _l("Yang bisa dilaporkan di sini"),
    "In the order in which the region lists them.": _l("Menurut urutan daerah ini."),
    "In which area a position lies": _l("Di wilayah mana sebuah titik berada"),
    "With accuracy_m the areas that the circle touches are given too, for people to choose from.": _l(
        "Dengan accuracy_m, wilayah yang tersentuh lingkarannya ikut disebut, supaya bisa dipilih orangnya."
    ),
    "No such complaint here": _l("Tidak ada laporan itu di sini"),
    "The key was used for another complaint": _l("Kunci itu sudah dipakai untuk laporan lain"),
    "The request is too large": _l("Permintaannya terlalu besar"),
    "The form is neither multipart nor URL-encoded": _l("Formulirnya bukan multipart dan bukan URL-encoded"),
    "The input is wrong; `faults` names every place": _l("Isiannya salah; `faults` menyebut setiap tempatnya"),
    "More often than this region allows; see Retry-After": _l(
        "Lebih sering daripada yang diizinkan daerah ini; lihat Retry-After"
    ),
    "A part this needs does not answer now": _l("Bagian yang diperlukan sedang tidak menjawab"),
    "A field, a header, or `position` for lat and lon together.": _l(
        "Sebuah isian, sebuah header, atau `position` untuk lat dan lon bersama."
    ),
    "Its portal, where it has one here.": _l("Portalnya, bila ada di sini."),
    "Only where the position lies outside this region.": _l("Hanya bila titiknya di luar daerah ini."),
    "Code of a category.": _l("Kode kategori."),
    "What is wrong, in the reporter's words; 5 characters at least.": _l(
        "Apa yang rusak, dengan kata pelapor; paling sedikit 5 huruf."
    ),
    "Latitude in degrees (WGS 84).": _l("Lintang dalam derajat (WGS 84)."),
    "Longitude in degrees (WGS 84).": _l("Bujur dalam derajat (WGS 84)."),
    "Radius of the position in metres, as the device told it.": _l(
        "Jari-jari ketelitian titik dalam meter, menurut perangkatnya."
    ),
    "A place nearby that people know.": _l("Tempat di dekatnya yang dikenal orang."),
    "Code of the area, where no position is known; with a position, one of its candidates.": _l(
        "Kode wilayah bila titiknya tidak diketahui; bila ada titik, salah satu calonnya."
    ),
    "Whether text, photos and exact position stay hidden. Sensitive categories always are.": _l(
        "Apakah cerita, foto, dan titiknya disembunyikan. Kategori peka selalu disembunyikan."
    ),
    "E-mail or Indonesian phone number for answers; none for an anonymous complaint.": _l(
        "Surel atau nomor ponsel Indonesia untuk jawaban; kosong untuk laporan tanpa nama."
    ),
    "Language of the messages to the reporter.": _l("Bahasa pesan kepada pelapor."),
    "JPEG, PNG, WebP or HEIC; repeat the part for several. Positions in them are read, then removed.": _l(
        "JPEG, PNG, WebP, atau HEIC; ulangi bagian ini untuk beberapa foto. Titik di dalamnya dibaca, lalu dihapus."
    ),
    "Until when it shall be done (UTC).": _l("Batas selesainya (UTC)."),
    "The page everybody may see.": _l("Halaman yang boleh dilihat semua orang."),
    "The reporter's own page; whoever has it may answer for him.": _l(
        "Halaman milik pelapor; siapa pun yang memegangnya bisa menjawab atas namanya."
    ),
    "How the complaint stood after it.": _l("Keadaan laporan sesudahnya."),
    "Only of public complaints.": _l("Hanya dari laporan publik."),
    "Only of public complaints; telephone numbers, mail addresses and identity numbers are covered.": _l(
        "Hanya dari laporan publik; nomor telepon, surel, dan nomor identitas di dalamnya ditutup."
    ),
    "Whether the reporter made text, photos and position public.": _l(
        "Apakah pelapor membuka cerita, foto, dan titiknya untuk umum."
    ),
    "Oldest first.": _l("Yang terlama lebih dulu."),
    "Code of its group.": _l("Kode kelompoknya."),
    "Always private.": _l("Selalu rahasia."),
    "Whether the citizens' form asks for a photo first; the interface takes a complaint without.": _l(
        "Apakah isian warga meminta foto lebih dulu; antarmuka ini menerima laporan tanpa foto."
    ),
    "The part of the circle in it, 0 to 1.": _l("Bagian lingkaran yang ada di dalamnya, 0 sampai 1."),
    "Whether official boundaries are still missing.": _l("Apakah batas resminya masih belum ada."),
    "In Indonesian.": _l("Dalam bahasa Indonesia."),
    "In English.": _l("Dalam bahasa Inggris."),
    "Its code.": _l("Kodenya."),
    "What it is called.": _l("Namanya."),
    "Number of the complaint.": _l("Nomor laporan."),
    "Its state; a new one is `waiting`.": _l("Keadaannya; yang baru `waiting`."),
    "The area the place lies in.": _l("Wilayah tempatnya."),
    "The unit that looks first.": _l("Unit yang melihat lebih dulu."),
    "When it happened (UTC).": _l("Kapan terjadinya (UTC)."),
    "What was done.": _l("Apa yang dilakukan."),
    "The unit that did it.": _l("Unit yang melakukannya."),
    "Before the work, after it, or of what is not fixed.": _l(
        "Sebelum dikerjakan, sesudahnya, atau dari yang belum beres."
    ),
    "At most 320 pixels wide.": _l("Paling lebar 320 piksel."),
    "At most 1280 pixels wide.": _l("Paling lebar 1280 piksel."),
    "Its state now.": _l("Keadaannya sekarang."),
    "What it is about.": _l("Tentang apa."),
    "The unit that has it now.": _l("Unit yang menanganinya sekarang."),
    "When it was filed (UTC).": _l("Kapan dikirim (UTC)."),
    "When its fix was accepted (UTC).": _l("Kapan perbaikannya diterima (UTC)."),
    "Code of the category.": _l("Kode kategorinya."),
    "What its group is called.": _l("Nama kelompoknya."),
    "Other words people use for it.": _l("Kata lain yang dipakai orang."),
    "Code of the area.": _l("Kode wilayahnya."),
    "How far it is from the position, in metres.": _l("Jaraknya dari titik, dalam meter."),
    "Code of the government.": _l("Kode pemerintahnya."),
    "Code of the area the position lies in.": _l("Kode wilayah tempat titiknya berada."),
    "Inside an area, near one, or outside the region.": _l("Di dalam wilayah, di dekatnya, atau di luar daerah."),
    "How far the position is from the area, in metres.": _l("Jarak titik dari wilayahnya, dalam meter."),
    "Areas that the circle of accuracy touches.": _l("Wilayah yang tersentuh lingkaran ketelitian."),
    "The government a position outside most likely belongs to.": _l(
        "Pemerintah yang paling mungkin untuk titik di luar daerah."
    ),
    "What is wrong, in one word.": _l("Apa yang salah, dalam satu kata."),
    "What to do about it.": _l("Apa yang perlu dilakukan."),
    "Which kind of problem it is, as an address of this page.": _l("Jenis masalahnya, sebagai alamat di halaman ini."),
    "The kind of problem in words.": _l("Jenis masalahnya dalam kata."),
    "The HTTP status.": _l("Status HTTP."),
    "What went wrong this time.": _l("Apa yang salah kali ini."),
    "Everything that is wrong with the input.": _l("Semua yang salah pada isiannya."),
    "Number of the request, for questions to the operator.": _l("Nomor permintaan, untuk bertanya kepada pengelola."),
    "The input is wrong": _l("Isiannya salah"),
    "The place lies outside this region": _l("Tempatnya di luar daerah ini"),
    "There is no such thing here": _l("Tidak ada yang seperti itu di sini"),
    "It does not fit what is there already": _l("Tidak cocok dengan yang sudah ada"),
    "This is not allowed": _l("Ini tidak diizinkan"),
    "The request cannot be read": _l("Permintaannya tidak terbaca"),
    "This address does not take this method": _l("Alamat ini tidak menerima metode itu"),
    "This kind of content is not taken here": _l("Jenis isi itu tidak diterima di sini"),
    "More often than this region allows": _l("Lebih sering daripada yang diizinkan daerah ini"),
    "Something went wrong on our side": _l("Ada yang salah di pihak kami"),
}


def in_words(english: str) -> str:
    """The same in the language of the page."""
    return str(WORDS.get(english, english))
