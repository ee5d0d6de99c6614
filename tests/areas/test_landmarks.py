"""Places everybody knows lie where everybody knows they lie."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jaki_replica.areas import facts
from jaki_replica.areas.locating import Locator
from jaki_replica.areas.terms import How

# Place, latitude, longitude, code of the area it lies in.
LANDMARKS = """
Monas                               -6.17539 106.82715 31.71.01.1001
Masjid Istiqlal                     -6.17008 106.83122 31.71.02.1001
Bundaran Hotel Indonesia            -6.19499 106.82305 31.71.06.1001
Kota Tua, Taman Fatahillah          -6.13490 106.81330 31.73.03.1008
Ancol                               -6.12540 106.83320 31.72.05.1003
Taman Mini                          -6.30240 106.89520 31.75.10.1008
Kebun Binatang Ragunan              -6.30580 106.82020 31.74.04.1004
Bandara Halim                       -6.26660 106.89100 31.75.08.1004
Gelora Bung Karno                   -6.21860 106.80180 31.71.07.1001
Pelabuhan Tanjung Priok, coast      -6.10400 106.88600 31.72.02.1001
Pulau Pramuka, island               -5.74580 106.61370 31.01.01.1001
Pulau Untung Jawa, island           -5.97760 106.70560 31.01.02.1001
Pulau Harapan, island               -5.65330 106.57830 31.01.01.1003
Masjid Raya Baiturrahman             5.55360  95.31720 11.71.01.2001
Museum Tsunami                       5.54790  95.31500 11.71.01.2003
Ulee Lheue, coast                    5.55870  95.28420 11.71.03.2002
Universitas Syiah Kuala              5.57060  95.36930 11.71.04.2008
Pelabuhan Lampulo, coast             5.57700  95.32380 11.71.02.2010
Jembatan Ampera, north bank         -2.98930 104.76180 16.71.11.1001
Jembatan Ampera, south bank         -2.99430 104.76470 16.71.02.1006
Pasar 16 Ilir, river bank           -2.98870 104.76560 16.71.05.1002
Pulau Kemaro, river island          -2.97840 104.81970 16.71.06.1007
Bandara Sultan Mahmud Badaruddin II -2.89780 104.69990 16.71.07.1002
Tugu Adipura                        -5.42580 105.25850 18.71.06.1002
Universitas Lampung                 -5.36490 105.24330 18.71.10.1002
Menara Siger, coast                 -5.87190 105.75260 18.01.21.2004
Bandara Radin Inten II              -5.24220 105.17870 18.01.04.2011
Kota Metro, Imopuro                 -5.11310 105.30670 18.72.01.1003
Krui, coast                         -5.19200 103.93100 18.13.01.2003
Kedaton Ternate                      0.79810 127.38640 82.71.03.1008
Benteng Oranje                       0.79240 127.38690 82.71.06.1009
Bandara Sultan Babullah              0.83160 127.38070 82.71.03.1015
Pulau Hiri, island                   0.89600 127.31700 82.71.07.1002
Soasio, Tidore                       0.67440 127.44890 82.72.01.1017
Pulau Maitara, island                0.73100 127.37100 82.72.05.2014
Sofifi                               0.73720 127.56100 82.72.02.1003
Tobelo                               1.72840 128.00900 82.03.05.2004
Labuha, Bacan                       -0.63500 127.48000 82.04.08.2001
Sanana                              -2.05900 125.97900 82.05.02.2002
Bobong, Taliabu                     -1.95100 124.38900 82.08.01.2009
"""
ROWS = [line.rsplit(maxsplit=3) for line in LANDMARKS.strip().splitlines()]


def region_of(code: str) -> str:
    return code[:5] if code[:5] in {"11.71", "16.71"} else code[:2]


@pytest.mark.parametrize(("name", "lat", "lon", "code"), ROWS, ids=[row[0] for row in ROWS])
def test_a_landmark_lies_in_its_village(
    name: str, lat: str, lon: str, code: str, trial_locator: Callable[[str], Locator]
) -> None:
    found = trial_locator(region_of(code)).locate(float(lat), float(lon))
    assert (found.code, found.how) == (code, How.INSIDE), name


def test_a_jetty_off_the_coast_of_an_island_is_near_it(trial_locator: Callable[[str], Locator]) -> None:
    found = trial_locator("31").locate(-5.79780, 106.50200)
    assert (found.code, found.how) == ("31.01.02.1002", How.NEAR)


def test_the_two_banks_of_a_river_lie_in_different_kecamatan(trial_locator: Callable[[str], Locator]) -> None:
    locator = trial_locator("16.71")
    north, south = locator.area_at(-2.98930, 104.76180), locator.area_at(-2.99430, 104.76470)
    names = {unit.code: unit.name for unit in facts.units_of("16.71")}
    assert north is not None
    assert south is not None
    assert (names[north[:8]], names[south[:8]]) == ("Bukitkecil", "Seberang Ulu Satu")


@pytest.mark.parametrize(
    ("region", "lat", "lon", "neighbour"),
    [
        ("31", -6.4025, 106.7942, "32.76"),
        ("31", -6.1783, 106.6319, "36.71"),
        ("31", -6.2349, 106.9896, "32.75"),
        ("11.71", 5.5200, 95.4100, "11.06"),
        ("16.71", -2.9700, 104.5500, "16.07"),
        ("18", -4.0700, 103.9500, None),
    ],
)
def test_a_place_over_the_border_is_offered_to_the_neighbour(
    region: str, lat: float, lon: float, neighbour: str | None, trial_locator: Callable[[str], Locator]
) -> None:
    found = trial_locator(region).locate(lat, lon)
    assert (found.how, found.code) == (How.OUTSIDE, None)
    assert found.neighbour is not None
    if neighbour is not None:
        assert found.neighbour.region_code == neighbour
    assert not found.neighbour.region_code.startswith(region)
