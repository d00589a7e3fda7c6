"""Currencies as they are written: signs, codes, words, and the nations that tell them apart. Data, no code but tables.

Codes are ISO 4217:2015 with its list three for withdrawn ones (DEM, FRF, ITL ...); a test holds them against that
list. A star says that the sign or word belongs to more than one currency and the code is its likeliest reading in
English news.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

from extract.figures.patterns import listed

SYMBOLS: dict[str, tuple[str, bool]] = {
    "$": ("USD", True), "€": ("EUR", False), "£": ("GBP", False), "¥": ("JPY", True), "￥": ("JPY", True),
    "₽": ("RUB", False), "₹": ("INR", False), "₩": ("KRW", False), "₴": ("UAH", False), "₺": ("TRY", False),
    "₸": ("KZT", False), "₾": ("GEL", False), "₦": ("NGN", False), "₱": ("PHP", False), "₫": ("VND", False),
    "฿": ("THB", False), "₪": ("ILS", False), "₼": ("AZN", False), "֏": ("AMD", False), "₵": ("GHS", False),
    "₨": ("INR", True), "₡": ("CRC", False), "₲": ("PYG", False), "₮": ("MNT", False), "₭": ("LAK", False),
    "៛": ("KHR", False), "৳": ("BDT", False), "₿": ("XBT", False), "＄": ("USD", True), "￡": ("GBP", False),
}  # fmt: skip
"""Sign → code, and whether that is only the likeliest reading."""

DOLLAR_PREFIXES = {
    "US": "USD", "U.S.": "USD", "U.S": "USD", "USD": "USD", "A": "AUD", "AU": "AUD", "AUS": "AUD", "AUD": "AUD",
    "C": "CAD", "CA": "CAD", "CAN": "CAD", "Can": "CAD", "CDN": "CAD", "Cdn": "CAD", "CAD": "CAD", "HK": "HKD",
    "HKD": "HKD", "NZ": "NZD", "NZD": "NZD", "S": "SGD", "SG": "SGD", "SGD": "SGD", "NT": "TWD", "R": "BRL",
    "MX": "MXN", "Mex": "MXN", "MEX": "MXN", "Z": "ZWL", "ZW": "ZWL", "J": "JMD", "TT": "TTD", "CL": "CLP",
    "AR": "ARS", "COL": "COP", "Col": "COP", "N": "NAD", "Bds": "BBD", "BZ": "BZD", "FJ": "FJD", "EC": "XCD",
}  # fmt: skip
"""Letters set against the dollar sign; "R$" is the Brazilian real, which uses the same sign."""

POUND_PREFIXES = {"E": "EGP", "EG": "EGP", "LE": "EGP", "S": "SYP", "SY": "SYP", "LL": "LBP", "IR": "IEP", "GB": "GBP"}
YEN_PREFIXES = {"CN": "CNY", "RMB": "CNY", "JP": "JPY"}

CODES = frozenset(
    listed(
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF "
        "CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD "
        "HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD "
        "MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN "
        "PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY "
        "TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XDR XOF XPF YER ZAR ZMW "
        "ATS BEF DEM ESP FIM FRF GRD HRK IEP ITL LTL LVL NLG PTE SIT SKK SUR YUM ZWL"
    )
)
"""In use, then withdrawn."""

RISKY_CODES = frozenset(
    listed("ALL TOP CUP COP TRY MOP PEN GEL SOS MAD ANG BAM NAD LAK SAR BIF VES PAB SIT ESP BOB RON MUR AOA AWG SHP")
)
"""Also words, names or other abbreviations ("TOP 10", "COP 27"): a code only beside a large or scaled number."""

MARKS: dict[str, tuple[str, bool]] = {
    "RMB": ("CNY", False), "Rmb": ("CNY", False), "CNH": ("CNY", False), "Yuan": ("CNY", False),
    "Rs": ("INR", True), "Re": ("INR", True), "Tk": ("BDT", False), "Rp": ("IDR", False), "RM": ("MYR", False),
    "Fr": ("CHF", True), "SFr": ("CHF", False), "Sfr": ("CHF", False), "FFr": ("FRF", False), "FF": ("FRF", False),
    "BFr": ("BEF", False), "DM": ("DEM", False), "Dm": ("DEM", False), "DKr": ("DKK", False), "NKr": ("NOK", False),
    "SKr": ("SEK", False), "Skr": ("SEK", False), "Nkr": ("NOK", False), "Dkr": ("DKK", False), "Kr": ("SEK", True),
    "kr": ("SEK", True), "Pta": ("ESP", False), "Ptas": ("ESP", False), "KSh": ("KES", False), "Ksh": ("KES", False),
    "Kshs": ("KES", False), "Sh": ("KES", True), "Shs": ("KES", True), "USh": ("UGX", False), "Ush": ("UGX", False),
    "TSh": ("TZS", False), "Tsh": ("TZS", False), "RUR": ("RUB", False), "BYR": ("BYN", False),
    "TL": ("TRY", False), "YTL": ("TRY", False), "NIS": ("ILS", False), "LE": ("EGP", False), "Php": ("PHP", False),
    "Kcs": ("CZK", False), "Kč": ("CZK", False), "Ft": ("HUF", False), "Zl": ("PLN", False), "zł": ("PLN", False),
    "R": ("ZAR", False), "P": ("PHP", False), "Ps": ("MXN", True), "N": ("NGN", False), "Dh": ("AED", True),
    "Dhs": ("AED", True), "QR": ("QAR", False), "SR": ("SAR", False), "BD": ("BHD", False),
    "KD": ("KWD", False), "FCFA": ("XOF", True), "CFA": ("XOF", True), "Bs": ("BOB", True),
    "SDR": ("XDR", False), "SDRs": ("XDR", False), "Birr": ("ETB", False), "L": ("ITL", False),
    "GH": ("GHS", False), "FRW": ("RWF", False), "ECU": ("XEU", False), "BTC": ("XBT", False),
}  # fmt: skip
"""Set before a number like a code, and not ISO codes; RUR and BYR are withdrawn and read as their successors."""

SHORT_MARKS = frozenset(listed("R P N L FF TL SR BD KD QR Re Fr Kr kr Sh RM LE GH Ft Dh Bs Dm DM CFA NIS Ps Birr Yuan"))
"""Marks that are also letters, words or model names: they need a scale, a thousand, or decimals after them."""

_TABLE = """
dollar dlr buck          | USD* | AU=AUD CA=CAD HK=HKD NZ=NZD SG=SGD TW=TWD JM=JMD ZW=ZWL NA=NAD FJ=FJD LR=LRD GY=GYD
                                  BS=BSD BB=BBD BZ=BZD BN=BND TT=TTD US=USD SR=SRD
euro                     | EUR  |
pound                    | GBP* | GB=GBP EG=EGP LB=LBP SY=SYP SD=SDG SS=SSP IE=IEP CY=CYP
quid stg                 | GBP  |
ruble rouble             | RUB* | RU=RUB BY=BYN SU=SUR
yuan renminbi            | CNY  |
yen                      | JPY  |
won                      | KRW* | KR=KRW KP=KPW
rupee                    | INR* | IN=INR PK=PKR LK=LKR NP=NPR MU=MUR SC=SCR
franc                    | CHF* | CH=CHF FR=FRF BE=BEF LU=LUF CF=XOF SN=XOF CI=XOF ML=XOF BF=XOF NE=XOF TG=XOF
                                  BJ=XOF CM=XAF TD=XAF GA=XAF CG=XAF GQ=XAF CAR=XAF
                                  CD=CDF RW=RWF BI=BIF GN=GNF DJ=DJF KM=KMF
krona kronor             | SEK* | SE=SEK IS=ISK
krone kroner             | NOK* | NO=NOK DK=DKK
crown                    | CZK* | CZ=CZK DK=DKK NO=NOK SE=SEK IS=ISK SK=SKK EE=EEK
koruna koruny korun      | CZK* | CZ=CZK SK=SKK
rial                     | IRR* | IR=IRR OM=OMR YE=YER QA=QAR SA=SAR KH=KHR
riyal                    | SAR* | SA=SAR QA=QAR YE=YER
toman                    | IRR* |
dirham                   | AED* | AE=AED MA=MAD
dinar                    | IQD* | IQ=IQD KW=KWD RS=RSD YU=YUM JO=JOD BH=BHD DZ=DZD TN=TND LY=LYD MK=MKD
denar                    | MKD  |
peso                     | MXN* | MX=MXN AR=ARS CL=CLP CO=COP PH=PHP CU=CUP UY=UYU DO=DOP
lira lire                | TRY* | TR=TRY IT=ITL LB=LBP SY=SYP MT=MTL
hryvnia hryvnya hryvna   | UAH  |
zloty zlotys zloties zlotych | PLN |
forint                   | HUF  |
tenge                    | KZT  |
lari                     | GEL  |
dram                     | AMD* |
manat                    | AZN* | AZ=AZN TM=TMT
lei leu                  | RON* | RO=RON MD=MDL
lev leva                 | BGN  |
baht                     | THB  |
ringgit                  | MYR  |
rupiah                   | IDR  |
taka                     | BDT  |
naira                    | NGN  |
cedi                     | GHS  |
birr                     | ETB  |
shekel                   | ILS  |
rand                     | ZAR  |
real reais               | BRL* |
shilling                 | KES* | KE=KES UG=UGX TZ=TZS SO=SOS AT=ATS
schilling                | ATS  |
dong                     | VND  |
som soum sum             | UZS* | KG=KGS UZ=UZS
somoni                   | TJS  |
tugrik togrog            | MNT  |
afghani                  | AFN  |
kyat                     | MMK  |
kip                      | LAK  |
riel                     | KHR  |
kwacha                   | ZMW* | ZM=ZMW MW=MWK
metical meticais         | MZN  |
kwanza                   | AOA  |
pula                     | BWP  |
dalasi                   | GMD  |
leone                    | SLE  |
ariary                   | MGA  |
lempira                  | HNL  |
quetzal quetzales        | GTQ  |
cordoba                  | NIO  |
guarani                  | PYG  |
sol soles                | PEN* |
boliviano                | BOB  |
bolivar bolivares        | VES* |
gourde                   | HTG  |
balboa                   | PAB  |
colon colones            | CRC* | CR=CRC SV=SVC
lek                      | ALL* |
kuna                     | HRK  |
mark                     | DEM* | DE=DEM FI=FIM BA=BAM
deutschmark deutschemark | DEM  |
guilder                  | NLG* |
peseta                   | ESP  |
escudo                   | PTE* | PT=PTE CV=CVE
drachma                  | GRD  |
markka                   | FIM  |
punt                     | IEP* |
lat lats                 | LVL* |
litas                    | LTL  |
kroon kroons             | EEK  |
ecu                      | XEU  |
bitcoin                  | XBT  |
"""
"""Words | code | code by nation. A continued line begins with spaces only."""

_MINOR_TABLE = """
cent ct      | USD* | EU=EUR US=USD AU=AUD CA=CAD NZ=NZD HK=HKD ZA=ZAR
eurocent     | EUR  |
pence penny  | GBP* | IE=IEP
kopeck kopek kopeika | RUB* | RU=RUB BY=BYN UA=UAH
paise paisa  | INR* | IN=INR PK=PKR
pfennig      | DEM  |
centavo      | MXN* | MX=MXN BR=BRL AR=ARS PH=PHP
ore          | SEK* | SE=SEK NO=NOK DK=DKK
grosz groszy | PLN  |
piastre piaster | EGP* | EG=EGP LB=LBP SY=SYP
sen          | MYR* |
"""
"""Hundredths."""


class Word(NamedTuple):
    """A currency word: its code, whether another is possible, the codes by nation, and 100 for a hundredth of it."""

    code: str
    assumed: bool
    nations: dict[str, str]
    parts: int = 1


def _rows(table: str, parts: int) -> dict[str, Word]:
    """The words of a table."""
    lines: list[str] = []
    for line in table.strip().splitlines():
        if line.startswith(" "):
            lines[-1] += line
        else:
            lines.append(line)
    out: dict[str, Word] = {}
    for line in lines:
        names, code, nations = (cell.strip() for cell in line.split("|"))
        by_nation = dict(pair.split("=") for pair in nations.split())
        word = Word(code.rstrip("*"), code.endswith("*"), by_nation, parts)
        out.update(dict.fromkeys(names.split(), word))
    return out


@functools.cache
def words() -> dict[str, Word]:
    """Every currency word in the singular, lower case."""
    return {**_rows(_TABLE, 1), **_rows(_MINOR_TABLE, 100)}
