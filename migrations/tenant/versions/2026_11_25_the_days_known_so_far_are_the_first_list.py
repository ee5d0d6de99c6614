"""the days known so far are the first list: what deadlines were counted with before there was one."""

from alembic import op

revision = "r112"
down_revision = "r111"
branch_labels = None
depends_on = None

DAYS = """\
2024-01-01 holiday Tahun Baru Masehi
2024-02-08 holiday Isra Mikraj Nabi Muhammad
2024-02-09 joint Cuti Bersama Tahun Baru Imlek
2024-02-10 holiday Tahun Baru Imlek
2024-02-14 holiday Hari Pemilihan Umum
2024-03-11 holiday Hari Suci Nyepi
2024-03-12 joint Cuti Bersama Hari Suci Nyepi
2024-03-29 holiday Wafat Yesus Kristus
2024-03-31 holiday Kebangkitan Yesus Kristus
2024-04-08 joint Cuti Bersama Hari Raya Idul Fitri
2024-04-09 joint Cuti Bersama Hari Raya Idul Fitri
2024-04-10 holiday Hari Raya Idul Fitri
2024-04-11 holiday Hari kedua dari Hari Raya Idul Fitri
2024-04-12 joint Cuti Bersama Hari Raya Idul Fitri
2024-04-15 joint Cuti Bersama Hari Raya Idul Fitri
2024-05-01 holiday Hari Buruh Internasional
2024-05-09 holiday Kenaikan Yesus Kristus
2024-05-10 joint Cuti Bersama Kenaikan Yesus Kristus
2024-05-23 holiday Hari Raya Waisak
2024-05-24 joint Cuti Bersama Hari Raya Waisak
2024-06-01 holiday Hari Lahir Pancasila
2024-06-17 holiday Hari Raya Idul Adha
2024-06-18 joint Cuti Bersama Hari Raya Idul Adha
2024-07-07 holiday Tahun Baru Islam
2024-08-17 holiday Hari Kemerdekaan Republik Indonesia
2024-09-16 holiday Maulid Nabi Muhammad
2024-11-27 holiday Hari Pemilihan Kepala Daerah
2024-12-25 holiday Hari Raya Natal
2024-12-26 joint Cuti Bersama Hari Raya Natal
2025-01-01 holiday Tahun Baru Masehi
2025-01-27 holiday Isra Mikraj Nabi Muhammad
2025-01-28 joint Cuti Bersama Tahun Baru Imlek
2025-01-29 holiday Tahun Baru Imlek
2025-03-28 joint Cuti Bersama Hari Suci Nyepi
2025-03-29 holiday Hari Suci Nyepi
2025-03-31 holiday Hari Raya Idul Fitri
2025-04-01 holiday Hari kedua dari Hari Raya Idul Fitri
2025-04-02 joint Cuti Bersama Hari Raya Idul Fitri
2025-04-03 joint Cuti Bersama Hari Raya Idul Fitri
2025-04-04 joint Cuti Bersama Hari Raya Idul Fitri
2025-04-07 joint Cuti Bersama Hari Raya Idul Fitri
2025-04-18 holiday Wafat Yesus Kristus
2025-04-20 holiday Kebangkitan Yesus Kristus
2025-05-01 holiday Hari Buruh Internasional
2025-05-12 holiday Hari Raya Waisak
2025-05-13 joint Cuti Bersama Hari Raya Waisak
2025-05-29 holiday Kenaikan Yesus Kristus
2025-05-30 joint Cuti Bersama Kenaikan Yesus Kristus
2025-06-01 holiday Hari Lahir Pancasila
2025-06-06 holiday Hari Raya Idul Adha
2025-06-09 joint Cuti Bersama Hari Raya Idul Adha
2025-06-27 holiday Tahun Baru Islam
2025-08-17 holiday Hari Kemerdekaan Republik Indonesia
2025-08-18 joint Cuti Bersama Hari Kemerdekaan Republik Indonesia
2025-09-05 holiday Maulid Nabi Muhammad
2025-12-25 holiday Hari Raya Natal
2025-12-26 joint Cuti Bersama Hari Raya Natal
2026-01-01 holiday Tahun Baru Masehi
2026-01-16 holiday Isra Mikraj Nabi Muhammad
2026-02-16 joint Cuti Bersama Tahun Baru Imlek
2026-02-17 holiday Tahun Baru Imlek
2026-03-18 joint Cuti Bersama Hari Suci Nyepi
2026-03-19 holiday Hari Suci Nyepi
2026-03-20 joint Cuti Bersama Hari Raya Idul Fitri
2026-03-21 holiday Hari Raya Idul Fitri
2026-03-22 holiday Hari kedua dari Hari Raya Idul Fitri
2026-03-23 joint Cuti Bersama Hari Raya Idul Fitri
2026-03-24 joint Cuti Bersama Hari Raya Idul Fitri
2026-04-03 holiday Wafat Yesus Kristus
2026-04-05 holiday Kebangkitan Yesus Kristus
2026-05-01 holiday Hari Buruh Internasional
2026-05-14 holiday Kenaikan Yesus Kristus
2026-05-15 joint Cuti Bersama Kenaikan Yesus Kristus
2026-05-27 holiday Hari Raya Idul Adha
2026-05-28 joint Cuti Bersama Hari Raya Idul Adha
2026-05-31 holiday Hari Raya Waisak
2026-06-01 holiday Hari Lahir Pancasila
2026-06-16 holiday Tahun Baru Islam
2026-08-17 holiday Hari Kemerdekaan Republik Indonesia
2026-08-25 holiday Maulid Nabi Muhammad
2026-12-24 joint Cuti Bersama Hari Raya Natal
2026-12-25 holiday Hari Raya Natal
2027-01-01 holiday Tahun Baru Masehi
2027-01-05 holiday Isra Mikraj Nabi Muhammad
2027-02-05 joint Cuti Bersama Tahun Baru Imlek
2027-02-06 holiday Tahun Baru Imlek
2027-03-08 holiday Hari Suci Nyepi
2027-03-09 joint Cuti Bersama Hari Raya Idul Fitri
2027-03-10 holiday Hari Raya Idul Fitri (perkiraan)
2027-03-11 holiday Hari kedua dari Hari Raya Idul Fitri (perkiraan)
2027-03-12 joint Cuti Bersama Hari Raya Idul Fitri
2027-03-15 joint Cuti Bersama Hari Raya Idul Fitri
2027-03-25 joint Cuti Bersama Wafat Yesus Kristus
2027-03-26 holiday Wafat Yesus Kristus
2027-03-28 holiday Kebangkitan Yesus Kristus
2027-05-01 holiday Hari Buruh Internasional
2027-05-06 holiday Kenaikan Yesus Kristus
2027-05-17 holiday Hari Raya Idul Adha (perkiraan)
2027-05-18 joint Cuti Bersama Hari Raya Idul Adha
2027-05-19 joint Cuti Bersama Hari Raya Waisak
2027-05-20 holiday Hari Raya Waisak
2027-06-01 holiday Hari Lahir Pancasila
2027-06-06 holiday Tahun Baru Islam
2027-08-15 holiday Maulid Nabi Muhammad
2027-08-17 holiday Hari Kemerdekaan Republik Indonesia
2027-12-24 joint Cuti Bersama Hari Raya Natal
2027-12-25 holiday Hari Raya Natal
2027-12-26 holiday Isra Mikraj Nabi Muhammad
2028-01-01 holiday Tahun Baru Masehi
2028-01-26 holiday Tahun Baru Imlek (perkiraan)
2028-02-27 holiday Hari Raya Idul Fitri (perkiraan)
2028-02-28 holiday Hari kedua dari Hari Raya Idul Fitri (perkiraan)
2028-03-26 holiday Hari Suci Nyepi
2028-04-14 holiday Wafat Yesus Kristus
2028-04-16 holiday Kebangkitan Yesus Kristus
2028-05-01 holiday Hari Buruh Internasional
2028-05-05 holiday Hari Raya Idul Adha (perkiraan)
2028-05-09 holiday Hari Raya Waisak (perkiraan)
2028-05-25 holiday Kenaikan Yesus Kristus
2028-05-26 holiday Tahun Baru Islam (perkiraan)
2028-06-01 holiday Hari Lahir Pancasila
2028-08-04 holiday Maulid Nabi Muhammad (perkiraan)
2028-08-17 holiday Hari Kemerdekaan Republik Indonesia
2028-12-14 holiday Isra Mikraj Nabi Muhammad (perkiraan)
2028-12-25 holiday Hari Raya Natal
2029-01-01 holiday Tahun Baru Masehi
2029-02-13 holiday Tahun Baru Imlek (perkiraan)
2029-02-15 holiday Hari Raya Idul Fitri (perkiraan)
2029-02-16 holiday Hari kedua dari Hari Raya Idul Fitri (perkiraan)
2029-03-15 holiday Hari Suci Nyepi
2029-03-30 holiday Wafat Yesus Kristus
2029-04-01 holiday Kebangkitan Yesus Kristus
2029-04-25 holiday Hari Raya Idul Adha (perkiraan)
2029-05-01 holiday Hari Buruh Internasional
2029-05-10 holiday Kenaikan Yesus Kristus
2029-05-15 holiday Tahun Baru Islam (perkiraan)
2029-05-27 holiday Hari Raya Waisak (perkiraan)
2029-06-01 holiday Hari Lahir Pancasila
2029-07-24 holiday Maulid Nabi Muhammad (perkiraan)
2029-08-17 holiday Hari Kemerdekaan Republik Indonesia
2029-12-04 holiday Isra Mikraj Nabi Muhammad (perkiraan)
2029-12-25 holiday Hari Raya Natal
2030-01-01 holiday Tahun Baru Masehi
2030-02-03 holiday Tahun Baru Imlek (perkiraan)
2030-02-04 holiday Hari Raya Idul Fitri (perkiraan)
2030-02-05 holiday Hari kedua dari Hari Raya Idul Fitri (perkiraan)
2030-03-05 holiday Hari Suci Nyepi
2030-04-14 holiday Hari Raya Idul Adha (perkiraan)
2030-04-19 holiday Wafat Yesus Kristus
2030-04-21 holiday Kebangkitan Yesus Kristus
2030-05-01 holiday Hari Buruh Internasional
2030-05-04 holiday Tahun Baru Islam (perkiraan)
2030-05-16 holiday Hari Raya Waisak (perkiraan)
2030-05-30 holiday Kenaikan Yesus Kristus
2030-06-01 holiday Hari Lahir Pancasila
2030-07-13 holiday Maulid Nabi Muhammad (perkiraan)
2030-08-17 holiday Hari Kemerdekaan Republik Indonesia
2030-11-23 holiday Isra Mikraj Nabi Muhammad (perkiraan)
2030-12-25 holiday Hari Raya Natal
2031-01-01 holiday Tahun Baru Masehi
2031-01-23 holiday Tahun Baru Imlek (perkiraan)
2031-01-25 holiday Hari Raya Idul Fitri (perkiraan)
2031-01-26 holiday Hari kedua dari Hari Raya Idul Fitri (perkiraan)
2031-03-24 holiday Hari Suci Nyepi
2031-04-03 holiday Hari Raya Idul Adha (perkiraan)
2031-04-11 holiday Wafat Yesus Kristus
2031-04-13 holiday Kebangkitan Yesus Kristus
2031-04-23 holiday Tahun Baru Islam (perkiraan)
2031-05-01 holiday Hari Buruh Internasional
2031-05-22 holiday Kenaikan Yesus Kristus
2031-06-01 holiday Hari Lahir Pancasila
2031-06-04 holiday Hari Raya Waisak (perkiraan)
2031-07-02 holiday Maulid Nabi Muhammad (perkiraan)
2031-08-17 holiday Hari Kemerdekaan Republik Indonesia
2031-11-13 holiday Isra Mikraj Nabi Muhammad (perkiraan)
2031-12-25 holiday Hari Raya Natal
2032-01-01 holiday Tahun Baru Masehi
2032-01-14 holiday Hari Raya Idul Fitri (perkiraan)
2032-01-15 holiday Hari kedua dari Hari Raya Idul Fitri (perkiraan)
2032-02-11 holiday Tahun Baru Imlek (perkiraan)
2032-03-12 holiday Hari Suci Nyepi
2032-03-22 holiday Hari Raya Idul Adha (perkiraan)
2032-03-26 holiday Wafat Yesus Kristus
2032-03-28 holiday Kebangkitan Yesus Kristus
2032-04-12 holiday Tahun Baru Islam (perkiraan)
2032-05-01 holiday Hari Buruh Internasional
2032-05-06 holiday Kenaikan Yesus Kristus
2032-05-23 holiday Hari Raya Waisak (perkiraan)
2032-06-01 holiday Hari Lahir Pancasila
2032-06-21 holiday Maulid Nabi Muhammad (perkiraan)
2032-08-17 holiday Hari Kemerdekaan Republik Indonesia
2032-11-01 holiday Isra Mikraj Nabi Muhammad (perkiraan)
2032-12-25 holiday Hari Raya Natal
2033-01-01 holiday Tahun Baru Masehi
2033-01-03 holiday Hari Raya Idul Fitri (perkiraan)
2033-01-04 holiday Hari kedua dari Hari Raya Idul Fitri (perkiraan)
2033-01-31 holiday Tahun Baru Imlek (perkiraan)
2033-03-12 holiday Hari Raya Idul Adha (perkiraan)
2033-03-31 holiday Hari Suci Nyepi
2033-04-01 holiday Tahun Baru Islam (perkiraan)
2033-04-15 holiday Wafat Yesus Kristus
2033-04-17 holiday Kebangkitan Yesus Kristus
2033-05-01 holiday Hari Buruh Internasional
2033-05-13 holiday Hari Raya Waisak (perkiraan)
2033-05-26 holiday Kenaikan Yesus Kristus
2033-06-01 holiday Hari Lahir Pancasila
2033-06-10 holiday Maulid Nabi Muhammad (perkiraan)
2033-08-17 holiday Hari Kemerdekaan Republik Indonesia
2033-10-21 holiday Isra Mikraj Nabi Muhammad (perkiraan)
2033-12-23 holiday Hari Raya Idul Fitri (perkiraan)
2033-12-24 holiday Hari kedua dari Hari Raya Idul Fitri (perkiraan)
2033-12-25 holiday Hari Raya Natal
2034-01-01 holiday Tahun Baru Masehi
2034-02-19 holiday Tahun Baru Imlek (perkiraan)
2034-03-01 holiday Hari Raya Idul Adha (perkiraan)
2034-03-20 holiday Hari Suci Nyepi
2034-03-22 holiday Tahun Baru Islam (perkiraan)
2034-04-07 holiday Wafat Yesus Kristus
2034-04-09 holiday Kebangkitan Yesus Kristus
2034-05-01 holiday Hari Buruh Internasional
2034-05-18 holiday Kenaikan Yesus Kristus
2034-05-30 holiday Maulid Nabi Muhammad (perkiraan)
2034-06-01 holiday Hari Lahir Pancasila; Hari Raya Waisak (perkiraan)
2034-08-17 holiday Hari Kemerdekaan Republik Indonesia
2034-10-10 holiday Isra Mikraj Nabi Muhammad (perkiraan)
2034-12-12 holiday Hari Raya Idul Fitri (perkiraan)
2034-12-13 holiday Hari kedua dari Hari Raya Idul Fitri (perkiraan)
2034-12-25 holiday Hari Raya Natal
2035-01-01 holiday Tahun Baru Masehi
2035-02-08 holiday Tahun Baru Imlek (perkiraan)
2035-02-19 holiday Hari Raya Idul Adha (perkiraan)
2035-03-10 holiday Hari Suci Nyepi
2035-03-11 holiday Tahun Baru Islam (perkiraan)
2035-03-23 holiday Wafat Yesus Kristus
2035-03-25 holiday Kebangkitan Yesus Kristus
2035-05-01 holiday Hari Buruh Internasional
2035-05-03 holiday Kenaikan Yesus Kristus
2035-05-20 holiday Maulid Nabi Muhammad (perkiraan)
2035-05-22 holiday Hari Raya Waisak (perkiraan)
2035-06-01 holiday Hari Lahir Pancasila
2035-08-17 holiday Hari Kemerdekaan Republik Indonesia
2035-09-30 holiday Isra Mikraj Nabi Muhammad (perkiraan)
2035-12-01 holiday Hari Raya Idul Fitri (perkiraan)
2035-12-02 holiday Hari kedua dari Hari Raya Idul Fitri (perkiraan)
2035-12-25 holiday Hari Raya Natal
2036-01-01 holiday Tahun Baru Masehi
2036-01-28 holiday Tahun Baru Imlek (perkiraan)
2036-02-08 holiday Hari Raya Idul Adha (perkiraan)
2036-02-29 holiday Tahun Baru Islam (perkiraan)
2036-03-28 holiday Hari Suci Nyepi
2036-04-11 holiday Wafat Yesus Kristus
2036-04-13 holiday Kebangkitan Yesus Kristus
2036-05-01 holiday Hari Buruh Internasional
2036-05-09 holiday Maulid Nabi Muhammad (perkiraan)
2036-05-10 holiday Hari Raya Waisak (perkiraan)
2036-05-22 holiday Kenaikan Yesus Kristus
2036-06-01 holiday Hari Lahir Pancasila
2036-08-17 holiday Hari Kemerdekaan Republik Indonesia
2036-09-18 holiday Isra Mikraj Nabi Muhammad (perkiraan)
2036-11-19 holiday Hari Raya Idul Fitri (perkiraan)
2036-11-20 holiday Hari kedua dari Hari Raya Idul Fitri (perkiraan)
2036-12-25 holiday Hari Raya Natal
"""


def upgrade() -> None:
    """the days known so far are the first list."""
    op.execute(
        "INSERT INTO holiday_editions (number, counts_from, known_at, known_by, reason) VALUES"
        " (1, '1970-01-01T00:00:00Z', '2026-11-25T00:00:00Z', 'jaki', 'Daftar pertama')"
    )
    rows = (line.split(" ", 2) for line in DAYS.splitlines())
    values = ", ".join(f"(1, '{day}', '{kind}', '{name}')" for day, kind, name in rows)
    op.execute(f"INSERT INTO holiday_days (edition, day, kind, name) VALUES {values}")  # noqa: S608  # the lines above
