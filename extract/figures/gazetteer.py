"""Names of weapon systems, and which names are one system: data, no code.

NAMES stand for a weapon wherever they are written with a capital. COMMON are also ordinary words, surnames or
brands and count only with a weapon word beside them. ALIASES says which designations are the same system
everywhere (SIPRI, NATO reporting names, GRAU indices); anything weaker belongs to one document only.
"""

from __future__ import annotations

from extract.figures.patterns import listed

NAMES = (
    "Iskander", "Bayraktar", "HIMARS", "Polonez", "ATACMS", "NASAMS", "Kinzhal", "Oreshnik", "Pantsir", "Kalibr",
    "Smerch", "Uragan", "Shahed", "Geran", "Mohajer", "Orlan", "Sarmat", "Tsirkon", "Zircon", "Gripen", "Rafale",
    "Eurofighter", "Stormshadow", "Storm Shadow", "Gepard", "Solntsepyok", "Tochka", "Topol", "Yars", "Bulava",
    "Triumf", "IRIS-T", "SAMP/T", "Starstreak", "Panzerhaubitze", "PzH", "BrahMos", "Merkava", "Tomahawk",
    "Taurus KEPD", "Akinci", "Krasukha", "Groza", "Buk-M", "Tor-M", "Grad-P",
    "Tornado-S", "Tornado-G", "Bal-E", "Bastion-P", "Konkurs", "Kornet", "Stugna", "Igla",
)  # fmt: skip

COMMON = (
    "Patriot", "Javelin", "Stinger", "Abrams", "Bradley", "Marder", "Leopard", "Challenger", "Grad", "Buk", "Tor",
    "Bastion", "Bal", "Caesar", "Lancet", "Harpoon", "Neptune", "Avangard", "Tornado", "Typhoon", "Mirage",
    "Switchblade", "Excalibur", "Hurricane", "Osa", "Strela", "Verba", "Armata", "Triumph", "Sosna", "Scalp",
    "Stryker", "Taurus", "Reaper", "Apache", "Black Hawk", "Chinook", "Scud", "Hellfire",
)  # fmt: skip

WEAPON_WORDS = (
    "missile", "missiles", "rocket", "rockets", "system", "systems", "launcher", "launchers", "tank", "tanks",
    "mlrs", "drone", "drones", "jet", "jets", "battery", "batteries", "howitzer", "howitzers", "uav", "uavs",
    "sam", "manpads", "complex", "complexes", "fighter", "fighters", "helicopter", "helicopters", "vehicle",
    "vehicles", "munition", "munitions", "brigade", "torpedo", "anti-tank", "anti-aircraft", "air-defence",
    "air-defense", "infantry", "ifv", "ifvs", "artillery", "surface-to-air", "aircraft", "bomber", "bombers",
)  # fmt: skip

NICKNAMES = (
    "Triumph", "Triumf", "HIMARS", "Favorit", "Favorite", "Fighting Falcon", "Falcon", "Lightning II", "Lightning",
    "Hercules", "Apache", "Reaper", "Predator", "Global Hawk", "Black Hawk", "Chinook", "Armata", "Felon",
    "Fulcrum", "Flanker", "Foxbat", "Foxhound", "Frogfoot", "Backfire", "Bear", "Blackjack", "Sarmat", "Iskander",
    "Kinzhal", "Polonez", "Hornet", "Super Hornet", "Eagle", "Strike Eagle", "Raptor", "Poseidon", "Terminator",
    "Prometey", "Prometheus", "Vityaz", "Abrams", "Hellfire", "Buratino", "Solntsepyok", "Hind", "Havoc", "Hip",
    "Hokum", "Alligator", "Mainstay", "Stealth", "Spirit", "Raider", "Stratofortress", "Growler", "Gladiator",
    "Grail", "Gecko", "Spartan", "Viper", "Yars", "Avangard", "Bulava", "Growler", "Mighty Dragon",
)  # fmt: skip
"""Second names that belong to the designation before them: "S-400 Triumph"."""

PREFIXES = frozenset(
    listed(
        "Su MiG Mig Tu Il An Ka Mi Yak Be Kh Zu Tor Buk Grad Iskander Pantsir Shahed Geran Orlan Mohajer Leopard "
        "Bal Bastion Strela Igla Kornet Gripen Fateh Qiam Zolfaghar Hwasong Nodong Taepodong Agni Prithvi Shaheen "
        "Ghauri Babur Vilkha Jaguar Mirage Eurocopter Lancet Switchblade Phoenix Kub Zala Supercam Forpost Merkava "
        "Topol Tornado Osa Metis Fagot Konkurs Malyutka Shturm Vikhr Ataka Hermes Sarmat Rafale МиГ Су Ту Ил Ка "
        "Ми Ан Як"
    )
)
"""Prefixes in mixed case that a hyphen and a number make a designation: "Su-30SM", "Shahed-136"."""

NOT_DESIGNATIONS = frozenset(
    listed(
        "G COVID SARS CO PM UTC GMT OPEC CES EXPO BRICS UN EU US UK U MH QR FY ISO DC QS WW EA CEE OIC SCO CIS ASEAN "
        "AUKUS APEC NATO P CP LGBT GPT TV CD HIV HPV IPCC USB PC AD BC NO ART Q W TOP COP NBA DVD IFRS IAS GAAP BBC "
        "RT ID PO GE CAT HB SB HR EXP MERS CB"
    )
)
"""Letters before a number that name groups, diseases, time zones, forms: "G-7", "COVID-19", "UTC-3"."""

NOT_KEYS = frozenset(
    listed("H-1 H-1B H-2A H-2B K-12 A-1 A-3 A-4 A-5 I-5 I-10 I-80 I-90 I-95 L-1 O-1 B-6 B-12 K-1 C-19")
)
"""Whole keys that look like designations and are none: visas, roads, paper, vitamins, youth teams."""

KNOWN = frozenset(
    listed(
        "S-300 S-400 S-500 S-350 C-400 F-15 F-16 F-18 F-22 F-35 T-54 T-55 T-62 T-64 T-72 T-80 T-90 T-14 SU-24 SU-25 "
        "SU-27 SU-30 SU-34 SU-35 SU-57 MIG-21 MIG-23 MIG-25 MIG-29 MIG-31 MIG-35 M-142 M-270 M-777 M-109 M-113 "
        "TB-2 AK-47 AK-74 RPG-7 BMP-1 BMP-2 BMP-3 BTR-80 BTR-82A BM-21 BM-30 TU-95 TU-160 IL-76 MI-8 MI-17 MI-24 "
        "MI-28 MI-35 KA-52 AN-124 C-130 C-17 B-52 B-1B KC-135 MQ-9 RQ-4 AH-64 UH-60 CH-47 P-8 E-3 SM-3 SM-6 PAC-3 "
        "SA-21 SA-20 SS-26 GMLRS-1 T-72B3 SU-30SM SU-30MK M-1A1 M-1A2 M-2A2 J-20 JF-17 KF-21 K-2 K-9"
    )
)
"""Keys believed without a hyphen in the text: "S400", "F16", "M142"."""

ALIASES: dict[str, str] = {
    "C-400": "S-400", "С-400": "S-400", "С-300": "S-300", "С-500": "S-500", "C-300": "S-300", "C-500": "S-500",
    "S-400-TRIUMF": "S-400", "S-400-TRIUMPH": "S-400", "C-400-TRIUMF": "S-400", "C-400-TRIUMPH": "S-400",
    "С-400-ТРИУМФ": "S-400", "TRIUMF": "S-400", "TRIUMPH": "S-400", "SA-21": "S-400", "SA-21-GROWLER": "S-400",
    "40R6": "S-400",
    "S-300-FAVORIT": "S-300PMU-2", "SA-20": "S-300PMU-2",
    "ISKANDER-M": "ISKANDER", "ISKANDER-E": "ISKANDER", "ISKANDER-K": "ISKANDER", "9K720": "ISKANDER",
    "9K720-ISKANDER": "ISKANDER", "9K720-ISKANDER-M": "ISKANDER", "9M723": "ISKANDER", "9P78": "ISKANDER",
    "9P78-1": "ISKANDER", "SS-26": "ISKANDER", "SS-26-STONE": "ISKANDER", "ИСКАНДЕР": "ISKANDER",
    "ИСКАНДЕР-М": "ISKANDER",
    "V-200": "B-200", "В-200": "B-200", "POLONEZ": "B-200", "POLONEZ-M": "B-200", "POLONEZ-V-200": "B-200",
    "POLONEZ-B-200": "B-200", "V-200-POLONEZ": "B-200", "B-200-POLONEZ": "B-200",
    "BAYRAKTAR": "BAYRAKTAR-TB-2", "TB-2": "BAYRAKTAR-TB-2", "M-142": "HIMARS", "M-142-HIMARS": "HIMARS",
    "GERAN-2": "SHAHED-136", "TSIRKON": "ZIRCON", "3M22": "ZIRCON", "KH-47M2": "KINZHAL",
    "KH-47M2-KINZHAL": "KINZHAL", "RS-28": "SARMAT", "RS-28-SARMAT": "SARMAT", "SS-18": "R-36M",
    "9K72": "SCUD", "SS-1": "SCUD", "SCUD-B": "SCUD", "9K79": "TOCHKA", "TOCHKA-U": "TOCHKA", "SS-21": "TOCHKA",
    "BM-21-GRAD": "BM-21", "BM-30-SMERCH": "BM-30", "SMERCH": "BM-30", "9A52": "BM-30",
    "СУ-30СМ": "SU-30SM", "СУ-30": "SU-30", "МИГ-29": "MIG-29",
}  # fmt: skip
"""Key as built from the text → key of the system."""

FAMILIES: dict[str, str] = {"SU-30SM": "SU-30MK", "SU-30SM-2": "SU-30MK", "SU-30MKI": "SU-30MK"}
"""Variant → the family under which registers list it; the keys stay apart, a comparison calls them aliases."""
