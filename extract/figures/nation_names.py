"""Words for the nations that tell currencies apart. Data, no code but the table."""

from __future__ import annotations

import functools

_NATIONS = """
US us u.s. u.s.a. usa american america's america washington
AU australian australia australia's canberra sydney
CA canadian canada canada's ottawa toronto
HK hong-kong
NZ new-zealand wellington
SG singapore singaporean
TW taiwan taiwanese taipei
JM jamaican jamaica
ZW zimbabwean zimbabwe harare
NA namibian namibia
FJ fijian fiji
LR liberian liberia
GY guyanese guyana
BS bahamian bahamas
BB barbadian barbados
BZ belizean belize
BN brunei
TT trinidad
SR surinamese suriname
EU euro european
GB british britain britain's uk u.k. london sterling english england scottish scotland welsh
EG egyptian egypt cairo
LB lebanese lebanon beirut
SY syrian syria damascus
SD sudanese sudan khartoum
SS south-sudanese south-sudan juba
IE irish ireland dublin
CY cypriot cyprus nicosia
RU russian russia moscow kremlin gazprom rosneft sberbank
BY belarusian belarussian belorussian belarus minsk
SU soviet ussr
KR korean south-korean korea south-korea seoul
KP north-korean north-korea pyongyang
IN indian india delhi mumbai
PK pakistani pakistan islamabad karachi lahore
LK sri-lankan sri-lanka colombo
NP nepalese nepali nepal kathmandu
MU mauritian mauritius
SC seychelles
CH swiss switzerland zurich geneva bern
FR french france paris
BE belgian belgium
LU luxembourg
CF cfa
SN senegalese senegal dakar
CI ivorian ivory-coast abidjan
ML malian mali bamako
BF burkinabe burkina ouagadougou
NE nigerien niger niamey
TG togolese togo
BJ beninese benin
CM cameroonian cameroon yaounde douala
TD chadian chad ndjamena
GA gabonese gabon libreville
CG brazzaville
GQ equatorial-guinea
CAR central-african bangui
CD congolese kinshasa congo
RW rwandan rwanda kigali
BI burundian burundi
GN guinean guinea conakry
DJ djiboutian djibouti
KM comorian comoros
SE swedish sweden sweden's stockholm
IS icelandic iceland reykjavik
NO norwegian norway norway's oslo
DK danish denmark denmark's copenhagen
CZ czech prague
SK slovak slovakia bratislava
EE estonian estonia tallinn
IR iranian iran tehran
OM omani oman muscat
YE yemeni yemen sanaa
QA qatari qatar doha
SA saudi riyadh
KH cambodian cambodia
AE uae emirati emirates dubai abu-dhabi
MA moroccan morocco rabat
IQ iraqi iraq baghdad
KW kuwaiti kuwait
RS serbian serbia belgrade
YU yugoslav yugoslavia
JO jordanian jordan amman
BH bahraini bahrain manama
DZ algerian algeria algiers
TN tunisian tunisia tunis
LY libyan libya tripoli
MK macedonian macedonia skopje
MX mexican mexico
AR argentine argentinian argentina buenos-aires
CL chilean chile santiago
CO colombian colombia bogota
PH philippine filipino philippines manila
CU cuban cuba havana
UY uruguayan uruguay montevideo
DO dominican
BR brazilian brazil brasilia
TR turkish turkey turkiye türkiye ankara istanbul
IT italian italy rome milan
MT maltese malta
AZ azerbaijani azeri azerbaijan baku
TM turkmen turkmenistan ashgabat
RO romanian romania bucharest
MD moldovan moldova chisinau
KE kenyan kenya nairobi
UG ugandan uganda kampala
TZ tanzanian tanzania
SO somali somalia mogadishu
AT austrian austria vienna
KG kyrgyz kyrgyzstan bishkek
UZ uzbek uzbekistan tashkent
ZM zambian zambia lusaka
MW malawian malawi
CR costa-rican costa-rica
SV salvadoran salvador
DE german germany germany's bonn berlin deutsche west-german
FI finnish finland helsinki
BA bosnian bosnia convertible
PT portuguese portugal lisbon
CV cape-verdean
UA ukrainian ukraine kyiv kiev
ZA south-african south-africa pretoria johannesburg
"""
"""A nation and the words that stand for it, lower case; a hyphen is a space or a hyphen in the text."""


@functools.cache
def nations() -> dict[str, str]:
    """Word for a nation, lower case with single spaces → its code in the tables above."""
    table: dict[str, str] = {}
    for line in _NATIONS.strip().splitlines():
        code, *names = line.split()
        table.update((name.replace("-", " "), code) for name in names)
    return table
