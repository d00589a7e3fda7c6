"""What the figure finder reads, row by row: sentence → every figure in it, and nothing else.

A row is (sentence, "kind | as written | value | value_high | unit | modifier" ...). "-" is None. A sentence
with no figures after it is a trap: nothing may be found there.
"""

from __future__ import annotations

import datetime
import re

import pytest

from extract.figures import date_bounds, designation_key, find, number_words, same_designation
from extract.types import Figure

ANCHOR = "2022-12-26"
"""A Monday."""

MONEY = [
    ("a loan of 1.5 billion U.S. dollars", "money | 1.5 billion U.S. dollars | 1500000000 | - | USD | exact"),
    ("worth two or three billion U.S. dollars.", "money | two or three billion U.S. dollars | 2e9 | 3e9 | USD | range"),
    ("borrow up to $3 billion from the IMF", "money | $3 billion | 3e9 | - | USD* | up_to"),
    ("a total of over $1 billion.", "money | $1 billion | 1e9 | - | USD* | more_than"),
    ("a $10 billion loan", "money | $10 billion | 1e10 | - | USD* | exact"),
    ("105 billion rubles ($1.7 billion)", "money | 105 billion rubles | 105e9 | - | RUB* | exact",
     "money | $1.7 billion | 1.7e9 | - | USD* | exact"),
    ("105 billion Russian rubles", "money | 105 billion Russian rubles | 105e9 | - | RUB | exact"),
    ("3 million Belarusian roubles", "money | 3 million Belarusian roubles | 3e6 | - | BYN | exact"),
    ("will reach 40 billion US dollars", "money | 40 billion US dollars | 4e10 | - | USD | exact"),
    ("a $2-3 billion deal", "money | $2-3 billion | 2e9 | 3e9 | USD* | range"),
    ("€2–3bn of aid", "money | €2–3bn | 2e9 | 3e9 | EUR | range"),
    ("from $10 million to $15 million", "money | $10 million to $15 million | 1e7 | 1.5e7 | USD* | range"),
    ("rose from $10 million to $15 million", "money | $10 million | 1e7 | - | USD* | exact",
     "money | $15 million | 1.5e7 | - | USD* | exact"),
    ("cost $500 million to $1 billion", "money | $500 million to $1 billion | 5e8 | 1e9 | USD* | range"),
    ("paid A$25 million", "money | A$25 million | 25e6 | - | AUD | exact"),
    ("paid HK$25 million", "money | HK$25 million | 25e6 | - | HKD | exact"),
    ("paid US$25 million", "money | US$25 million | 25e6 | - | USD | exact"),
    ("paid C$25 million", "money | C$25 million | 25e6 | - | CAD | exact"),
    ("paid R$25 million", "money | R$25 million | 25e6 | - | BRL | exact"),
    ("paid U.S. $25 million", "money | U.S. $25 million | 25e6 | - | USD | exact"),
    ("a fine of $900m", "money | $900m | 9e8 | - | USD* | exact"),
    ("some £1.2bn", "money | £1.2bn | 1.2e9 | - | GBP | about"),
    ("nearly €2bn", "money | €2bn | 2e9 | - | EUR | about"),
    ("€ 1.200.000,50", "money | € 1.200.000,50 | 1200000.50 | - | EUR | exact"),
    ("1.200,50 euros", "money | 1.200,50 euros | 1200.50 | - | EUR | exact"),
    ("1,5 million euros", "money | 1,5 million euros | 1.5e6 | - | EUR | exact"),
    ("5 mln euros", "money | 5 mln euros | 5e6 | - | EUR | exact"),
    ("100€ a head", "money | 100€ | 100 | - | EUR | exact"),
    ("USD 5 million", "money | USD 5 million | 5e6 | - | USD | exact"),
    ("5 million USD", "money | 5 million USD | 5e6 | - | USD | exact"),
    ("EUR200m bond", "money | EUR200m | 2e8 | - | EUR | exact"),
    ("$5 million USD", "money | $5 million USD | 5e6 | - | USD | exact"),
    ("Rs 1.5 lakh crore", "money | Rs 1.5 lakh crore | 1.5e12 | - | INR* | exact"),
    ("₹1,25,000", "money | ₹1,25,000 | 125000 | - | INR | exact"),
    ("10 crore rupees", "money | 10 crore rupees | 1e8 | - | INR* | exact"),
    ("500 million yuan", "money | 500 million yuan | 5e8 | - | CNY | exact"),
    ("RMB 500 million", "money | RMB 500 million | 5e8 | - | CNY | exact"),
    ("2 trillion yen", "money | 2 trillion yen | 2e12 | - | JPY | exact"),
    ("3 billion won", "money | 3 billion won | 3e9 | - | KRW* | exact"),
    ("20 Swiss francs", "money | 20 Swiss francs | 20 | - | CHF | exact"),
    ("20 francs", "money | 20 francs | 20 | - | CHF* | exact"),
    ("300 Czech crowns", "money | 300 Czech crowns | 300 | - | CZK | exact"),
    ("300 Danish kroner", "money | 300 Danish kroner | 300 | - | DKK | exact"),
    ("40 dirhams", "money | 40 dirhams | 40 | - | AED* | exact"),
    ("900 Kuwaiti dinars", "money | 900 Kuwaiti dinars | 900 | - | KWD | exact"),
    ("half a million dollars", "money | half a million dollars | 500000 | - | USD* | exact"),
    ("one and a half billion dollars", "money | one and a half billion dollars | 1.5e9 | - | USD* | exact"),
    ("a billion dollars", "money | a billion dollars | 1e9 | - | USD* | exact"),
    ("a 100-million-dollar loan", "money | 100-million-dollar | 1e8 | - | USD* | exact"),
    ("$5 a barrel", "money | $5 | 5 | - | USD* | exact"),
    ("1 200 000 euros", "money | 1 200 000 euros | 1200000 | - | EUR | exact"),
    ("1\u00a0200\u00a0000 euros", "money | 1\u00a0200\u00a0000 euros | 1200000 | - | EUR | exact"),
    ("1\u2009200\u2009000 euros", "money | 1\u2009200\u2009000 euros | 1200000 | - | EUR | exact"),
    ("CHF 1'200'000", "money | CHF 1'200'000 | 1200000 | - | CHF | exact"),
    ("a sum of 105\nbillion rubles", "money | 105\nbillion rubles | 105e9 | - | RUB* | exact"),
    ("at least 2 thousand million pounds sterling",
     "money | 2 thousand million pounds sterling | 2e9 | - | GBP | at_least"),
    ("In 2020 $5 million went", "date | 2020 | - | - | 2020 | exact", "money | $5 million | 5e6 | - | USD* | exact"),
    ("for 4, 6 and 8 million euros", "money | 4 | 4e6 | - | EUR* | exact", "money | 6 | 6e6 | - | EUR* | exact",
     "money | 8 million euros | 8e6 | - | EUR | exact"),
    ("paid 30m USD", "money | 30m USD | 3e7 | - | USD | exact"),
    ("2000 dollars", "money | 2000 dollars | 2000 | - | USD* | exact"),
]  # fmt: skip

PERCENT = [
    ("said that 60% of it", "percent | 60% | 60 | - | percent | exact"),
    ("opposed by up to 97 percent", "percent | 97 percent | 97 | - | percent | up_to"),
    ("around 45–50 per cent of trade", "percent | 45–50 per cent | 45 | 50 | percent | range"),
    ("between 5 and 7 per cent", "percent | 5 and 7 per cent | 5 | 7 | percent | range"),
    ("5% to 7%", "percent | 5% to 7% | 5 | 7 | percent | range"),
    ("fell from 7.5% to 9%", "percent | 7.5% | 7.5 | - | percent | exact", "percent | 9% | 9 | - | percent | exact"),
    ("ten percent", "percent | ten percent | 10 | - | percent | exact"),
    ("3.5 pc", "percent | 3.5 pc | 3.5 | - | percent | exact"),
    ("2 percentage points", "percent | 2 percentage points | 2 | - | percentage_point | exact"),
    ("25 basis points", "percent | 25 basis points | 25 | - | basis_point | exact"),
    ("by 50bps", "percent | 50bps | 50 | - | basis_point | exact"),
    ("33 (31%)", "number | 33 | 33 | - | - | exact", "percent | 31% | 31 | - | percent | exact"),
    ("a fall of -2.5%", "percent | -2.5% | -2.5 | - | percent | exact"),
    ("a fall of \u22122.5%", "percent | \u22122.5% | -2.5 | - | percent | exact"),
    ("less than 1%", "percent | 1% | 1 | - | percent | less_than"),
    (">5% of it", "percent | 5% | 5 | - | percent | more_than"),
]  # fmt: skip

COUNTS = [
    ("transferred 9,000 soldiers and", "count | 9,000 | 9000 | - | soldiers | exact"),
    ("about 200 thousand people", "count | 200 thousand | 200000 | - | people | about"),
    ("more than 700 units of it", "count | 700 | 700 | - | units | more_than"),
    ("28 integration cards were agreed", "count | 28 | 28 | - | cards | exact"),
    ("100,000 more troops", "count | 100,000 | 100000 | - | troops | exact"),
    ("at least three Su-30SM fighters", "count | three | 3 | - | fighters | at_least",
     "designation | Su-30SM | - | - | SU-30SM | exact"),
    ("two dozen tanks", "count | two dozen | 24 | - | tanks | exact"),
    ("half a dozen tanks", "count | half a dozen | 6 | - | tanks | exact"),
    ("thirty-six tanks", "count | thirty-six | 36 | - | tanks | exact"),
    ("two hundred and five tanks", "count | two hundred and five | 205 | - | tanks | exact"),
    ("one million two hundred thousand people",
     "count | one million two hundred thousand | 1200000 | - | people | exact"),
    ("a couple of hundred tanks", "count | a couple of hundred | 200 | - | tanks | about"),
    ("5 or 6 tanks", "count | 5 or 6 | 5 | 6 | tanks | range"),
    ("10,000+ jobs", "count | 10,000 | 10000 | - | jobs | at_least"),
    ("30 or so tanks", "count | 30 | 30 | - | tanks | about"),
    ("2000 soldiers marched", "count | 2000 | 2000 | - | soldiers | exact"),
    ("1200 kilometers, and", "count | 1200 | 1200 | - | kilometers | exact"),
    ("increased by 2.2 times", "count | 2.2 | 2.2 | - | times | exact"),
    ("at least one helicopter", "count | one | 1 | - | helicopter | at_least"),
    ("5–6 tanks", "count | 5–6 | 5 | 6 | tanks | range"),
    ("one in a hundred thousand", "number | a hundred thousand | 100000 | - | - | exact"),
    ("a quarter of a million men", "count | a quarter of a million | 250000 | - | men | exact"),
    ("a third of it", "number | a third | 0.3333 | - | - | exact"),
    ("two-thirds of it", "number | two-thirds | 0.6667 | - | - | exact"),
    ("about half of this amount", "number | half | 0.5 | - | - | about"),
    ("1½ million people", "count | 1½ million | 1500000 | - | people | exact"),
    ("the 5th meeting", "ordinal | 5th | 5 | - | - | exact"),
    ("the fifth meeting", "ordinal | fifth | 5 | - | - | exact"),
]  # fmt: skip

DATES = [
    ("In November 2021, the", "date | November 2021 | - | - | 2021-11 | exact"),
    ("On December 19, 2022, he", "date | December 19, 2022 | - | - | 2022-12-19 | exact"),
    ("on 19 December 2022", "date | 19 December 2022 | - | - | 2022-12-19 | exact"),
    ("on the 19th of December 2022", "date | 19th of December 2022 | - | - | 2022-12-19 | exact"),
    ("Monday, December 19, 2022", "date | Monday, December 19, 2022 | - | - | 2022-12-19 | exact"),
    ("Sept 30, 2021", "date | Sept 30, 2021 | - | - | 2021-09-30 | exact"),
    ("Dec. 5, 2021", "date | Dec. 5, 2021 | - | - | 2021-12-05 | exact"),
    ("On December 14–15, 2015, the", "date | December 14–15, 2015 | - | - | 2015-12-14/2015-12-15 | range"),
    ("14-15 December 2015", "date | 14-15 December 2015 | - | - | 2015-12-14/2015-12-15 | range"),
    ("by December 2023, the", "date | by December 2023 | - | - | ../2023-12 | exact"),
    ("created by the end of 2023.", "date | by the end of 2023 | - | - | ../2023-12 | exact"),
    ("no later than 1 July 2023", "date | no later than 1 July 2023 | - | - | ../2023-07-01 | exact"),
    ("since 2014", "date | since 2014 | - | - | 2014/.. | exact"),
    ("the end of 2023", "date | end of 2023 | - | - | 2023-12~ | exact"),
    ("in the summer of 2021 alone", "date | summer of 2021 | - | - | 2021-22 | exact"),
    ("in mid-October, Russia", "date | mid-October | - | - | 2022-10~* | exact"),
    ("From January to October 2022, it", "date | January to October 2022 | - | - | 2022-01/2022-10 | range"),
    ("from 28 December to 3 January 2022", "date | 28 December to 3 January 2022 | - | - | 2021-12-28/2022-01-03 | range"),  # noqa: E501
    ("between 2015 and 2020", "date | 2015 and 2020 | - | - | 2015/2020 | range"),
    ("in 2015-16", "date | 2015-16 | - | - | 2015/2016 | range"),
    ("in 2022-10", "date | 2022-10 | - | - | 2022-10 | exact"),
    ("on 2024-01-29", "date | 2024-01-29 | - | - | 2024-01-29 | exact"),
    ("on 29.01.2024", "date | 29.01.2024 | - | - | 2024-01-29 | exact"),
    ("on 01/29/2024", "date | 01/29/2024 | - | - | 2024-01-29 | exact"),
    ("on 03/04/2024", "date | 03/04/2024 | - | - | 2024-XX-XX* | exact"),
    ("the 1990s", "date | 1990s | - | - | 199X | exact"),
    ("the first quarter of 2023", "date | first quarter of 2023 | - | - | 2023-01/2023-03 | range"),
    ("the crisis in 2020, the", "date | 2020 | - | - | 2020 | exact"),
    ("On December 3, it", "date | December 3 | - | - | 2022-12-03* | exact"),
    ("On December 28, it announced", "date | December 28 | - | - | 2021-12-28* | exact"),
    ("will be signed on January 4", "date | January 4 | - | - | 2023-01-04* | exact"),
    ("It will be. He came on January 4", "date | January 4 | - | - | 2022-01-04* | exact"),
    ("on Monday that", "date | Monday | - | - | 2022-12-26* | exact"),
    ("on Tuesday that", "date | Tuesday | - | - | 2022-12-20* | exact"),
    ("will meet on Tuesday", "date | Tuesday | - | - | 2022-12-27* | exact"),
    ("announced last month that", "date | last month | - | - | 2022-11* | exact"),
    ("Earlier this year, as", "date | Earlier this year | - | - | 2022* | exact"),
    ("last week", "date | last week | - | - | 2022-12-19/2022-12-25* | range"),
    ("at the end of the summer, he", "date | end of the summer | - | - | 2022-08~* | exact"),
    ("visited in November, demanded", "date | November | - | - | 2022-11* | exact"),
    ("three years ago", "date | three years ago | - | - | 2019~* | exact"),
    ("two days ago", "date | two days ago | - | - | 2022-12-24* | exact"),
    ("A few days ago, on", "date | A few days ago | - | - | 2022-12~* | exact"),
    ("last summer", "date | last summer | - | - | 2022-22* | exact"),
    ("yesterday", "date | yesterday | - | - | 2022-12-25* | exact"),
    ("began in June. 5 tanks", "date | June | - | - | 2022-06* | exact", "count | 5 | 5 | - | tanks | exact"),
]  # fmt: skip

DURATIONS = [
    ("the lease for 25 years.", "duration | 25 years | 25 | - | year | exact"),
    ("for more than 20 years", "duration | 20 years | 20 | - | year | more_than"),
    ("the past two decades", "duration | two decades | 2 | - | decade | exact"),
    ("in the next three years", "duration | three years | 3 | - | year | exact"),
    ("a couple of months", "duration | a couple of months | 2 | - | month | about"),
    ("a two-year loan", "duration | two-year | 2 | - | year | exact"),
    ("5 to 7 years", "duration | 5 to 7 years | 5 | 7 | year | range"),
    ("two centuries", "duration | two centuries | 2 | - | century | exact"),
    ("2000 years", "duration | 2000 years | 2000 | - | year | exact"),
]

DESIGNATIONS = [
    ("the S-400 air defense system", "designation | S-400 | - | - | S-400 | exact"),
    ("Russian C-400 systems", "designation | C-400 | - | - | S-400 | exact"),
    ("with S-400 Triumph missiles", "designation | S-400 Triumph | - | - | S-400 | exact"),
    ("the “Iskander” system", "designation | Iskander | - | - | ISKANDER | exact"),
    ("Iskander-M missiles", "designation | Iskander-M | - | - | ISKANDER | exact"),
    ("the 9K720 system", "designation | 9K720 | - | - | ISKANDER | exact"),
    ("Polonez V-200 MLRS", "designation | Polonez V-200 | - | - | B-200 | exact"),
    ("Bayraktar TB2 drones", "designation | Bayraktar TB2 | - | - | BAYRAKTAR-TB-2 | exact"),
    ("HIMARS launchers", "designation | HIMARS | - | - | HIMARS | exact"),
    ("12 Su-35s came", "number | 12 | 12 | - | - | exact", "designation | Su-35 | - | - | SU-35 | exact"),
    ("F-16s and MiG-29s", "designation | F-16 | - | - | F-16 | exact",
     "designation | MiG-29 | - | - | MIG-29 | exact"),
    ("T-72B3 tanks", "designation | T-72B3 | - | - | T-72B3 | exact"),
    ("19 S400 systems", "count | 19 | 19 | - | systems | exact", "designation | S400 | - | - | S-400 | exact"),
    ("С-400 in Cyrillic", "designation | С-400 | - | - | S-400 | exact"),
    ("Leopard 2A6 tanks", "designation | Leopard 2A6 | - | - | LEOPARD-2A6 | exact"),
    ("Patriot missiles", "designation | Patriot | - | - | PATRIOT | exact"),
    ("S-300PMU-2 sold", "designation | S-300PMU-2 | - | - | S-300PMU-2 | exact"),
]  # fmt: skip

REFERENCES = [
    ("under Article 5 of it", "reference | Article 5 | 5 | - | - | exact"),
    ("resolution 1973", "reference | resolution 1973 | 1973 | - | - | exact"),
    ("under decree No. 14", "reference | decree No. 14 | 14 | - | - | exact"),
    ("the No. 5 reactor", "reference | No. 5 | 5 | - | - | exact"),
    ("see page 12", "reference | page 12 | 12 | - | - | exact"),
    ("the “Zapad-2021” exercise", "reference | Zapad-2021 | 2021 | - | - | exact"),
    ("COVID-19 cases", "reference | COVID-19 | 19 | - | - | exact"),
    ("a Level-3 alert", "reference | Level-3 | 3 | - | - | exact"),
    ("the G-7 summit", "reference | G-7 | 7 | - | - | exact"),
    ("at 10:30 a.m. sharp", "reference | 10:30 a.m. | - | - | - | exact"),
    ("won 3-2 at home", "reference | 3-2 | - | - | - | exact"),
    ("call +375 29 123 45 67 now", "reference | 375 29 123 45 67 | - | - | - | exact"),
    ("call 555-123-4567 now", "reference | 555-123-4567 | - | - | - | exact"),
    ("the 9/11 attacks", "reference | 9/11 | - | - | - | exact"),
    ("host 192.0.2.45 and v. 2", "reference | 192.0.2.45 | - | - | - | exact", "number | 2 | 2 | - | - | exact"),
    ("the P5+1 talks", "reference | P5+1 | 5 | - | - | exact"),
    ("the G20 met", "reference | G20 | 20 | - | - | exact"),
    ("flight MH17 fell", "reference | MH17 | 17 | - | - | exact"),
    ("on the M25 motorway", "reference | M25 | 25 | - | - | exact"),
    ("the S&P 500 fell", "reference | 500 | 500 | - | - | exact"),
    ("at 9:30 (UTC+8)", "reference | 9:30 | - | - | - | exact", "reference | 8 | 8 | - | - | exact"),
    ("a B-1 visa", "reference | B-1 | 1 | - | - | exact"),
    ("in room B-12 of", "reference | room B-12 | 12 | - | - | exact"),
    ("near 49.99° N, 36.23° E.", "reference | 49.99° N, 36.23° E | - | - | - | exact"),
    ("shares of 600519.SS fell", "reference | 600519.SS | - | - | - | exact"),
    ("a phase 3 trial", "reference | phase 3 | 3 | - | - | exact"),
    ("an Apollo 11 film", "reference | Apollo 11 | 11 | - | - | exact"),
    ("level 3 houses", "count | 3 | 3 | - | houses | exact"),
]

WORLD_MONEY = [
    ("the rouble loan of 105 billion was", "money | 105 billion | 105e9 | - | RUB* | exact"),
    ("a dollar credit of about 300 million", "money | 300 million | 3e8 | - | USD* | about"),
    ("Pakistan got 50 billion rupees", "money | 50 billion rupees | 5e10 | - | PKR* | exact"),
    ("Nepal set aside Rs 12 billion", "money | Rs 12 billion | 12e9 | - | NPR* | exact"),
    ("Egypt borrowed 500 million pounds", "money | 500 million pounds | 5e8 | - | EGP* | exact"),
    ("Sweden paid 300 million crowns", "money | 300 million crowns | 3e8 | - | SEK* | exact"),
    ("500 million Egyptian pounds", "money | 500 million Egyptian pounds | 5e8 | - | EGP | exact"),
    ("British aid to Egypt of 5 million pounds", "money | 5 million pounds | 5e6 | - | GBP* | exact"),
    ("(all figures in Canadian dollars) $5", "money | $5 | 5 | - | CAD* | exact"),
    ("5 million Canadian dollars at prices of 2 million Canadian dollars, or $5",
     "money | 5 million Canadian dollars | 5e6 | - | CAD | exact",
     "money | 2 million Canadian dollars | 2e6 | - | CAD | exact", "money | $5 | 5 | - | USD* | exact"),
    ("climbed $2.30 to $69.42", "money | $2.30 | 2.3 | - | USD* | exact", "money | $69.42 | 69.42 | - | USD* | exact"),
    ("to raise $10 million to $15 million", "money | $10 million to $15 million | 1e7 | 1.5e7 | USD* | range"),
    ("shares added $1 to $45", "money | $1 | 1 | - | USD* | exact", "money | $45 | 45 | - | USD* | exact"),
    ("the rupee ended at 82.38 to the dollar", "money | 82.38 | 82.38 | - | INR* | exact"),
    ("Neuro data at 82.38 to the dollar", "number | 82.38 | 82.38 | - | - | exact"),
    ("Mex$50 million", "money | Mex$50 million | 5e7 | - | MXN | exact"),
    ("SKr300m and DM 20 million", "money | SKr300m | 3e8 | - | SEK | exact",
     "money | DM 20 million | 2e7 | - | DEM | exact"),
    ("FFr20m", "money | FFr20m | 2e7 | - | FRF | exact"),
    ("R1.2bn was lost", "money | R1.2bn | 1.2e9 | - | ZAR | exact"),
    ("Rs500cr", "money | Rs500cr | 5e9 | - | INR* | exact"),
    ("120 mln dlrs and 15 cts a share", "money | 120 mln dlrs | 12e7 | - | USD* | exact",
     "money | 15 cts | 0.15 | - | USD* | exact"),
    ("a dividend of 12 cents", "money | 12 cents | 0.12 | - | USD* | exact"),
    ("50-60 pence", "money | 50-60 pence | 0.5 | 0.6 | GBP* | range"),
    ("for 50p each", "money | 50p | 0.5 | - | GBP | exact"),
    ("300 million German marks", "money | 300 million German marks | 3e8 | - | DEM | exact"),
    ("Pounds 20m", "money | Pounds 20m | 2e7 | - | GBP* | exact"),
    ("three-quarters of a million dollars", "money | three-quarters of a million dollars | 75e4 | - | USD* | exact"),
    ("£1½m", "money | £1½m | 15e5 | - | GBP | exact"),
    ("4, 6 and 8 million euros", "money | 4 | 4e6 | - | EUR* | exact", "money | 6 | 6e6 | - | EUR* | exact",
     "money | 8 million euros | 8e6 | - | EUR | exact"),
    ("rose from 10 to 15 million euros", "money | 10 | 1e7 | - | EUR* | exact",
     "money | 15 million euros | 15e6 | - | EUR | exact"),
    ("from $10 million in 2019 to 16 million", "money | $10 million | 1e7 | - | USD* | exact",
     "date | 2019 | - | - | 2019 | exact", "money | 16 million | 16e6 | - | USD* | exact"),
    ("they spent 3 milliards, then 2 billion euros", "number | 3 milliards | 3e9 | - | - | exact",
     "money | 2 billion euros | 2e12 | - | EUR* | exact"),
    ("a 500-pound fine", "money | 500-pound | 500 | - | GBP* | exact"),
    ("a 500-pound bomb", "count | 500 | 500 | - | pound | exact"),
    ("2,000 pounds of flour", "count | 2,000 | 2000 | - | pounds | exact"),
    ("the 2 Euro-MPs", "count | 2 | 2 | - | euro-mps | exact"),
    ("12 won it", "number | 12 | 12 | - | - | exact"),
    ("the TOP 10 and COP 27", "number | 10 | 10 | - | - | exact", "number | 27 | 27 | - | - | exact"),
    ("scored 90 marks", "count | 90 | 90 | - | marks | exact"),
]  # fmt: skip

MORE_COUNTS = [
    ("4, 6 and 8 people", "count | 4 | 4 | - | people | exact", "count | 6 | 6 | - | people | exact",
     "count | 8 | 8 | - | people | exact"),
    ("a 27-nation bloc", "count | 27 | 27 | - | nation | exact"),
    ("a 30-strong team", "number | 30 | 30 | - | - | exact"),
    ("scores of tanks", "count | scores | 40 | - | tanks | at_least"),
    ("dozens of people", "count | dozens | 24 | - | people | at_least"),
    ("one in five voters", "number | one in five | 0.2 | - | - | exact"),
    ("nine out of ten", "number | nine out of ten | 0.9 | - | - | exact"),
    ("three in Paris", "number | three | 3 | - | - | exact"),
    ("31 M1A2 Abrams tanks", "count | 31 | 31 | - | tanks | exact",
     "designation | M1A2 Abrams | - | - | M-1A2 | exact"),
    ("30m voters", "count | 30m | 3e7 | - | voters | exact"),
    ("1.200 soldiers", "count | 1.200 | 1200 | - | soldiers | exact"),
    ("300km away", "count | 300 | 300 | - | km | exact"),
    ("sales rose 2.2x", "count | 2.2 | 2.2 | - | x | exact"),
    ("half a year", "duration | half a year | 0.5 | - | year | exact"),
    ("8-3/4 pct", "percent | 8-3/4 pct | 8.75 | - | percent | exact"),
    ("minus 0.1 percent", "percent | minus 0.1 percent | -0.1 | - | percent | exact"),
    ("to 5.2 percent from 5.1", "percent | 5.2 percent | 5.2 | - | percent | exact",
     "percent | 5.1 | 5.1 | - | percent* | exact"),
]  # fmt: skip

MORE_DATES = [
    ("the Pentagon, which will help, said on Tuesday", "date | Tuesday | - | - | 2022-12-20* | exact"),
    ("On Tuesday the ministers will meet", "date | Tuesday | - | - | 2022-12-27* | exact"),
    ("extends the mandate until August 31", "date | until August 31 | - | - | ../2023-08-31* | exact"),
    ("by the end of the year", "date | by the end of the year | - | - | ../2022-12* | exact"),
    ("the start of next month", "date | start of next month | - | - | 2023-01~* | exact"),
    ("dine tonight", "date | tonight | - | - | 2022-12-26* | exact"),
    ("painted in 1889 and", "date | 1889 | - | - | 1889 | exact"),
    ("left around 1850.", "date | 1850 | - | - | 1850~ | exact"),
    ("loss in first quarter", "date | first quarter | - | - | 2022-01/2022-03* | range"),
    ("Q3 profit fell", "date | Q3 | - | - | 2022-07/2022-09* | range"),
    ("first half of the year", "date | first half of the year | - | - | 2022-01/2022-06* | range"),
    ("scored in the first half", "ordinal | first | 1 | - | - | exact"),
    ("won by 2020 votes", "count | 2020 | 2020 | - | votes | exact"),
]  # fmt: skip

MORE_WEAPONS = [
    ("the S 400 and Su 30SM", "designation | S 400 | - | - | S-400 | exact",
     "designation | Su 30SM | - | - | SU-30SM | exact"),
    ("AN/TPY-2 radar", "designation | AN/TPY-2 | - | - | AN/TPY-2 | exact"),
    ("the CH-47F Chinook helicopters", "designation | CH-47F Chinook | - | - | CH-47F | exact"),
    ("two 2S19 Msta guns", "count | two | 2 | - | guns | exact", "designation | 2S19 Msta | - | - | 2S19 | exact"),
    ("F-16C/D jets", "designation | F-16C/D | - | - | F-16C/D | exact"),
    ("six Mk 48 torpedoes", "count | six | 6 | - | torpedoes | exact", "designation | Mk 48 | - | - | MK-48 | exact"),
    ("the Patriot Act of 2001", "date | 2001 | - | - | 2001 | exact"),
    ("Elliott Abrams said tanks", ),
]  # fmt: skip

TRAPS = [
    ("version v1.5.2 of it",),
    ("see https://example.org/2021/12/5-million-dollars now",),
    ("a patriot and a tornado",),
    ("General Abrams spoke",),
    ("they may march in the fall",),
    ("One such event was one of the best",),
    ("millions of jobs and hundreds of tanks",),
    ("file_2021 and x2021 and 12ab",),
    ("Black Friday in the Sunday Times",),
    ("9" * 40,),
    ("won the cup, dollars aside",),
    ("mail a5@example.org",),
]


def shown(figure: Figure) -> str:
    """A figure as the rows write it; an assumed unit carries a star."""
    cells = [figure.kind, figure.as_written, figure.value, figure.value_high, figure.unit, figure.modifier]
    cells[4] = f"{figure.unit}*" if figure.assumed else figure.unit
    return " | ".join("-" if cell is None else str(cell) for cell in cells)


def canonical(row: str) -> str:
    """A row with its numbers in one spelling: 2e9 and 2000000000.0 are the same."""
    cells = row.split(" | ")
    for place in (2, 3):
        cells[place] = cells[place] if cells[place] == "-" else f"{float(cells[place]):.6g}"
    return " | ".join(cells)


ROWS = [*MONEY, *PERCENT, *COUNTS, *DATES, *DURATIONS, *DESIGNATIONS, *REFERENCES, *TRAPS, *WORLD_MONEY, *MORE_COUNTS,
        *MORE_DATES, *MORE_WEAPONS]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[0])[:60])
def test_every_figure_of_a_sentence_is_read_and_no_other(row: tuple[str, ...]) -> None:
    sentence, *expected = row
    figures = find(sentence, anchor=ANCHOR)
    assert [canonical(shown(figure)) for figure in figures] == [canonical(one) for one in expected]
    for figure in figures:
        assert sentence[figure.start : figure.end] == figure.as_written


def test_values_are_exact_decimals() -> None:
    (figure,) = find("0.1 million dollars")
    assert str(figure.value) == "100000.0"
    (figure,) = find("$123,456,789,012,345,678.91")
    assert str(figure.value) == "123456789012345678.91"


def test_a_day_without_a_year_takes_the_nearest_year_before_it_when_no_day_of_publication_is_known() -> None:
    figures = find("Talks began in 2019. In May 2021 they met, and on September 9 they signed.")
    assert [figure.unit for figure in figures] == ["2019", "2021-05", "2021-09-09"]
    assert [figure.assumed for figure in figures] == [False, False, True]


def test_without_any_year_a_date_is_found_but_has_no_value() -> None:
    assert [(figure.as_written, figure.unit) for figure in find("On September 9 and on Monday")] == [
        ("September 9", None),
        ("Monday", None),
    ]


@pytest.mark.parametrize("anchor", ["26 December 2022", "2022-13-01"])
def test_an_anchor_that_is_no_date_is_refused(anchor: str) -> None:
    with pytest.raises(ValueError, match=re.compile("isoformat|month|Invalid")):
        find("x", anchor=anchor)


@pytest.mark.parametrize(
    ("left", "right", "how"),
    [
        ("S-400", "S 400", "key"),
        ("S-400", "S400", "key"),
        ("“S-400”", "s-400", "key"),
        ("F-16s", "F-16", "key"),
        ("S\u2011400", "S-400", "key"),
        ("Т-72", "T-72", "key"),
        ("C-400", "S-400", "alias"),
        ("S-400 Triumph", "S-400 «Triumf»", "alias"),
        ("SA-21", "C-400", "alias"),
        ("Iskander-M", "9K720", "alias"),
        ("SS-26", "Iskander", "alias"),
        ("Polonez V-200", "B-200", "alias"),
        ("Su-30SM", "Su-30MK", "alias"),
        ("C-130", "S-130", "letters"),
        ("B-52", "V-52", "letters"),
        ("X-101", "Kh-101", "letters"),
        ("C-130", "S-131", None),
        ("C-130J", "S-130", None),
        ("F-16", "F-35", None),
        ("", "S-400", None),
    ],
)
def test_two_designations_agree_by_key_alias_or_letters(left: str, right: str, how: str | None) -> None:
    assert same_designation(left, right) == how
    assert same_designation(right, left) == how


def test_letter_classes_do_not_reach_the_key() -> None:
    assert designation_key("C-130") != designation_key("S-130")
    assert designation_key("B-52") != designation_key("V-52")


@pytest.mark.parametrize(
    ("edtf", "low", "high"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2021-11-05", "2021-11-05", "2021-11-05"),
        ("2021-22", "2021-06-01", "2021-08-31"),
        ("2021-24", "2021-01-01", "2022-02-28"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("20XX", "2000-01-01", "2099-12-31"),
        ("2024-XX-XX", "2024-01-01", "2024-12-31"),
        ("2015-12-14/2015-12-15", "2015-12-14", "2015-12-15"),
        ("../2023-12", "0001-01-01", "2023-12-31"),
        ("2014/..", "2014-01-01", "9999-12-31"),
        ("2022-10~", "2022-08-31", "2022-12-01"),
        ("2022-10?", "2022-10-01", "2022-10-31"),
        ("9999~", "9997-12-31", "9999-12-31"),
    ],
)
def test_bounds_of_an_edtf_date(edtf: str, low: str, high: str) -> None:
    assert date_bounds(edtf) == (datetime.date.fromisoformat(low), datetime.date.fromisoformat(high))


@pytest.mark.parametrize(
    "edtf", ["", "..", "../..", "2021-13", "2021-02-30", "soon", "2022/2021", "0000", "1/2/3", "2" * 99]
)
def test_what_is_no_date_has_no_bounds(edtf: str) -> None:
    assert date_bounds(edtf) is None


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("two", "2"),
        ("twenty-one", "21"),
        ("one hundred and five", "105"),
        ("three million", "3000000"),
        ("1,200", "1200"),
        ("two and a half million", "2500000"),
        ("", None),
        ("two men", None),
        ("men", None),
    ],
)
def test_number_words(words: str, value: str | None) -> None:
    number = number_words(words)
    assert (None if number is None else f"{number.normalize():f}") == value
