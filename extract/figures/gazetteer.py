"""Names of weapon systems, and which names are one system: data, no code.

NAMES stand for a weapon wherever they are written with a capital. COMMON are also ordinary words, surnames or
brands and count only with a weapon word beside them. ALIASES says which designations are the same system
everywhere (SIPRI, NATO reporting names, GRAU indices); anything weaker belongs to one document only.
"""

from __future__ import annotations

from extract.figures.patterns import listed


def _names(words: str) -> tuple[str, ...]:
    """Names from one string; an underscore is a space within a name."""
    return tuple(word.replace("_", " ") for word in words.split())


NAMES = _names(
    "AMRAAM AMRAAM-ER AMX-A APKWS AS-90 AS90 ASLAV ASRAAM ASTROS AT4 ATACMS ATAK Accular Ada-class Aegis_Ashore "
    "Aero_L Agni Ajban Akatsiya Akeron Akinci Aksungur Akıncı Al-Hussein Al-Hussein_missile Al-Khalid Al-Samoud "
    "Al-Tariq Al-Zarrar Alebarda Alpha_Jet Altay Amogha Anka-S Antey-2500 Apache_missile Archer_howitzer "
    "Arena-M Arjun Arma_APC Arrow_2 Arrow_3 Arrow-2 Arrow-3 Assault_Breacher Aster_15 Aster_30 Astros Atacms "
    "Atak_helicopter Atlantique Avenger_air Avenger_drone Avenger_system BMPT BREN Baba_Yaga Badr-1 Bal-E "
    "Bandvagn Barak Barak_MX Barak-8 Barak-MX Barnaul Barrier_ATGM Bastion-P Bavar Bayraktar Beaver_drone "
    "Bergepanzer Berkut-BM Black_Hornet Black_Shaheen Blowfish Bofors Bohdana Boomerang_APC Bora_missile "
    "Boramae Borisoglebsk Boxer_CRV BrahMos Brave_Eagle Brimstone Buffalo_MRAP Buk-M Buk-M1 Buk-M2 Buk-M3 "
    "Buk-MB Bulava Bulsae Buratino Burevestnik BvS_10 C-RAM CAESAR CAMM Caihong Cakir Carl_Gustaf Carl-Gustaf "
    "Changbogo Changfeng Changjian Cheetah_C Cheolmae Cheongung Ching-kuo Chunmoo Cirit Cloud_Shadow "
    "Coalition-SV Cobra_II Cobra_helicopter Condor_II Corsar Cougar_MRAP Crotale Dana_howitzer Dardo "
    "David's_Sling David’s_Sling Derivatsiya Dezful Dhanush Dongfeng Dragon_Lady Dzhigit ERYX EXTRA_missile "
    "Eitan_drone Eleron Enigma_APC Eurofighter Excalibur_Army Exocet FCAS FREMM Fattah Fighting_Falcon "
    "Fire_Scout Firefinder Firtina FlyEye Forpost Freedom_Fighter Frog-7 Fénix Fırtına GLSDB GMLRS Galaxy_C "
    "Geran Ghadr Ghauri Ghaznavi Ghost_Bat Giraffe_radar Global_Hawk GlobalEye Globe_Master Globemaster_III "
    "Goalkeeper_CIWS Gokbey Gokdeniz Gongji Gowind Grad-P Granat_drone Gray_Eagle Green_Pine Grey_Eagle Grim-2 "
    "Gripen Gripen_NG Grom_missile Grot_rifle Groza-S Gvozdika HIMARS HMMWV Haeseong Harbah Harop Hawk_missile "
    "Helina Hercules_recovery Hermes_450 Hermes_900 Hermes_missile Hero-120 Hero-30 Heron_Mk Heron_TP Himars "
    "Hisar-A Hisar-O Hizir Honest_John Hrim Hrim-2 Hsiung_Feng Hunter_AFV Hunter_drone Hurjet Hurkus "
    "Hurricane_MLRS Hwasong Hyunmoo Hürjet Hürkuş I-Derby IA-63 IRIS-T IRIS-T_SLM Igla Igla-S Iris-T Iron_Beam "
    "Iron_Dome Iron_Fist Iskander JASSM JASSM-ER JAVELIN JDAM JDAM-ER JF-17 JLTV Jaguar_EBRC Jobaria "
    "Joint_Strike_Missile Julang KF51 Kalibr Kamikaze_drone_Alpagu Kaplan_MT Karayel Kargu Kasirga Khaibar "
    "Khan_missile Kheibar Khibiny Khordad Khorramshahr Khrizantema King_Stallion Kinzhal Kitolov Kizilelma "
    "Koalitsiya Konkurs Konkurs-M Kornet Korsar Korsar_drone Krab Krasnopol Krasukha Kub_drone Kub_missile "
    "Kub-BLA Kumsong Kızılelma L-159 L-UMTAS LAV_III LAV-25 LRASM LRSAM LRU Lance_missile Lancer_bomber Leclerc "
    "Leer-3 Lightning_II Little_Bird Liutyi Luna-M Lynx_KF41 Lynx_MLRS Lynx_helicopter Lyutyi M-ATV MAGURA_V5 "
    "MAM-C MAM-L MANPADS_Mistral MARS_II MILGEM MIM-104 MMP MRAP MRSAM Magura Malyutka Maverick_missile MaxxPro "
    "Merkava Merlin_drone Mersad Meteor_BVRAAM Meteor_missile Metis-M Milan_2000 Milan_ATGM Minuteman_III "
    "Mirage_2000 Mirage_F1 Mistral-class Molniya_drone Moskit Moskva-1 Msta Msta-B Msta-S Murmansk-BN NASAMS "
    "NLAW NSM Namer Naval_Strike_Missile Neptun Nighthawk Nimrod_missile Nodong Nora_B OMTAS Oka_missile Oniks "
    "Oreshnik Orion_P Orlan-10 Osa-AKM Oto_Melara PATRIOT Palianytsia Panavia Panter_howitzer Panther_KF51 "
    "Panther_helicopter Pantsir Pantsir-S Pantsir-S1 Pantsyr Panzerfaust Panzerhaubitze Patria_AMV "
    "Pegasus_tanker Pershing_II Phantom_II Phoenix_Ghost Pohang Polaris Polaris_MLRS Pole-21 Poliment Polonez "
    "Poseidon_P Poseidon_drone PrSM Prahaar Pralay Predator_B Predator_Hawk President-S Prima_MLRS Prithvi "
    "Protector_RG1 Pucara Pukguksong Pukkuksong Puma_4x4 Puma_CEV Puma_IFV Puma_S1 Puma_drone Puma_helicopter "
    "Punisher_drone PzH QRSAM Qiam Quds-1 RM-70 RQ-21 Ra'ad Rafale Raider_bomber Rainbow_CH Rak_mortar "
    "Raptor_glide Raven_drone Raybolt Rivet_Joint Robot_70 Rocks_missile Rodong Rooikat Rooivalk Rook_drone "
    "Rosomak Rudram SAMP/T SCALP-EG SHORAD SMAW SOM_missile SPICE SPYDER SS-20 STINGER Sabre_IFV Samaritan "
    "Sarmat Scan_Eagle ScanEagle Scorpion_program Scud-B Scud-C Sea_Baby Sea_Breaker Sea_Ceptor Sea_Harrier "
    "Sea_King Sea_Stallion Sejjil Sentinel_ICBM Sentinel_R1 Sentinel_radar Sentry_AWACS Shahab Shaheen Shahpar "
    "Sharp_Sword Shaurya Sidewinder Sigma_howitzer Sky_Bow Sky_Sabre SkyStriker Skyguard Skynex Skyranger "
    "Smelchak Smerch Soaring_Dragon Solntsepek Solntsepyok Soltam Songar Sparrow_missile Spartan_APC Spear_3 "
    "Spear_mortar Spice_bomb Spike_NLOS Spike-ER Spike-LR Spirit_bomber Spyder Starstreak Storm_Shadow "
    "Stormshadow Stratofortress Stratotanker Strela-10 Stridsvagn Strike_Eagle Strv_122 Stugna Stugna-P "
    "Sukhoi_Superjet Sungur Super_Etendard Super_Hercules Super_Tucano Super_Étendard Supercam THAAD TOS-1A "
    "TRG-300 Taepodong Taurus_KEPD Tejas Terminator_BMPT Teseo Texan_II Thunderbolt_II Tiangong Tien_Kung "
    "Tiger_II Tochka Tochka-U Tomahawk Topol Topol-M Tor-M Tor-M1 Tor-M2 Tornado-G Tornado-S Tosochka "
    "Trident_D5 Trident_II Triumf Tsirkon Tulip_mortar Typhon Tyulpan UMTAS Uragan Uragan_SAM Uragan-1M "
    "Ural_APC Uran_missile VAMPIRE VBCI VL_MICA Vampire_MLRS Verba_MLRS Vihor Vijayanta Viking_SAM Vilkha "
    "Vilkha-M Viper_helicopter Vitebsk Vulcan_bomber Wan_Chien Warmate Warrior_IFV Warthog Windbreaker "
    "Wing_Loong Ya-Ali Yabhon Yakhont Yars Yingji Yitian Yun_Feng Zaskhas Zhitel Zircon Zolfaghar Çakır"
)

COMMON = _names(
    "AAV ACV ATMOS Ababil Abakan Abdali Abrams Achzarit Aegis Afganit Ajax Akash Alouette Alpagu Altius Anka "
    "Antey Apache Apilas Arash Archer Ariete Arihant Armata Astra Ataka Atlante Atmaca Avangard Babur Bal Bamse "
    "Barracuda Bastion Beryl Biber Biho Black_Hawk Bober Bora Boran Borsuk Boxer Bradley Bronco Buk Bulat "
    "Bulldog Bumerang Burkan Burraq Bushmaster Caesar Caiman Calidus Caracal Cardom Cascavel Casspir Cayman "
    "Centauro Centurion Challenger Challenger_2 Cheetah Chinook Chiron Chollima Cobra Collins Copperhead Cougar "
    "DANA Dachs Damba Dana Dauphin Delilah Derby Dhruv Dingo Dozor DragonFire Dragonfire Drok Drozd Ecureuil "
    "Eitan Ejder Emad Erieye Eurocopter Eurodrone Excalibur Fagot Fatah Fateh Favorit Fennec Fennek Firefly "
    "Flamingo Floks Flox Foxhound Freccia Fuchs Furia Gabriel Galil Gazelle Gepard Gerbera Giatsint Gibka "
    "Globemaster Gotland Grad Granit Grey_Wolf Griffon Grom Growler Groza Guarani Haeil Haider Harpoon Harpy "
    "Harrier Hatf Hawkei Hawkeye Hellfire Hercules Hermes Heron Hisar Homar Hongqi Huey Humvee Hunter Hurricane "
    "Husky Hyacinth Ingwe Inokhodets Iveco Jackal Jaguar Javelin Jericho KAAN Kaan Kalashnikov Kaman Kangal "
    "Karrar Kashtan Keiler Khan Kiowa Kirpi Klinok Kontakt Koral Korkut Kozak Kub Kurganets LAV LORA Lahat Lama "
    "Lancet Langusta Layner Lazar Leguan Leleka Leopard Leopard_1 Leopard_2 Leyer Lince Linebacker Liner Lotos "
    "Lynx MICA Magach Magnolia Malka Mamba Mantis Marder Marte Martlet Mastiff Maverick Merlin Mica Milan "
    "Milgem Milos Minuteman Mirage Mistral Mohajer Mokopa Musudan NORA Nag Narew Nasr Negev Neptune Nimr Nimrod "
    "Nirbhay Nona Nora Novator OTO Oganj Okhotnik Onyx Oplot Orbiter Orkan Orlan Oryx Osa Osorio Osprey Otomat "
    "PARS PULS Paladin Palma Pampa Pandur Panther Pars Pasars Pasi Patria Patriot Peacekeeper Peklo Penguin "
    "Peresvet Pershing Phalanx Pilica Pinaka Pion Piorun Piranha Popeye Poprad Poseidon Prachand Prometey "
    "Prometheus Puma Python-5 Qasef Raad Rak Rampage Rapier Raptor Ratel Reaper Redback Redut Relikt Repellent "
    "Rtut Rubezh Rubin Rudra Rustom SCALP Sabra Saeed Sakarya Samad Samson Sapsan Sarab Scalp Scorpene Scorpène "
    "Scud Seahawk Searcher Serval Shablya Shahed Shahin Shilka Shtil Shtora Shturm Silkworm Simorgh Sineva "
    "Siper Sisu Skif Skyhawk Skylark Snatch Soryu Sosna Spike Starfighter Stinger Stormer Strela Stryker Sukhoi "
    "Sultan Sumadija Super_Hornet Super_Puma Surion Switchblade Taigei Taurus Tavor Tayfun Tempest Terminator "
    "Termit Terrex Tiger Tigre Tirada Tomcat Tor Tornado Transall Triton Trophy Tucano Tulpar Tunguska Typhoon "
    "Umkhonto Unha Urutu Uzi VAB Vajra Valkyrie Vampir Vampire Varta Vena Verba Vikhr Viking Viktor Visby "
    "Vityaz Volat Vuran Wahash Warrior Watchkeeper Wiesel Wildcat Willow Wisent Wisla Wisła Wolfhound Zala Zarb "
    "Zuzana"
)
"""Believed where a weapon word or another type stands in the same sentence."""

RISKY = _names(
    "Alligator Arrow Aster Avenger Bear Buffalo Eagle Galaxy Ghost Guardian Hawk Hornet Kingfisher "
    "Lightning Meteor Phantom Predator Python Raven Roland Scorpion Sea_Sparrow Sentinel Sparrow Spartan Sting "
    "Thunder Trident Triumph Viper"
)
"""Believed only right before a weapon word ("Arrow missiles") or with a model number ("Arrow 3")."""

WEAPON_WORDS = _names(
    "air-defence air-defense air-to-air aircraft airlifter airlifters ammunition anti-aircraft anti-ship "
    "anti-tank apc apcs armored armoured artillery ballistic battalion battalions batteries battery bomb bomber "
    "bombers bombs brigade carrier carriers chassis complex complexes corvette corvettes cruise division "
    "divisions drone drones engine engines fighter fighters frigate frigates gun guns gunship gunships "
    "helicopter helicopters howitzer howitzers ifv ifvs infantry interceptor interceptors jet jets launcher "
    "launchers manpads missile missiles mlrs mortar mortars multirole munition munitions patrol quadcopter "
    "radar radars regiment regiments rifle rifles rocket rockets sam self-propelled shell shells squadron "
    "squadrons submarine submarines surface-to-air system systems tank tanker tankers tanks torpedo torpedoes "
    "trainer trainers transporter transporters turret turrets uav uavs unmanned variant variants vehicle "
    "vehicles warhead warheads warplane warplanes"
)

NICKNAMES = _names(
    "AMRAAM ATACMS ATAK Abrams Aero Ajeya Akatsiya Al-Zarrar Albatros Alligator Apache Arjun Armata Avangard "
    "Avtomat Backfire Bear Bhishma Bizon Black_Hawk Black_Panther Blackjack Bohdana Boramae Borsuk Bradley "
    "Brave_Eagle Buk Bulat Bulava Buratino Candid Caracal Carl_Gustaf Carl-Gustaf Ching-kuo Chinook Chinooks "
    "Cobra Cobra_II Condor Cougar Cub Curl Dhanush Dozor Eagle Fagot Falcon Fath Favorit Favorite Felon Fencer "
    "Fennec Fighting_Falcon Fire_Scout Firtina Fishbed Flanker Flanker-E Flogger Flying_Leopard Foxbat Foxhound "
    "Freedom_Fighter Frogfoot Fulcrum Fullback Fırtına Galaxy Gazelle Gecko Ghadr Ghost_Rider Gladiator "
    "Global_Hawk Globemaster Globemaster_III Golden_Eagle Grad Grail Gray_Eagle Grey_Eagle Growler Gvozdika "
    "HARM HIMARS Harbin Harpoon Havoc Hawk Hellfire Hercules Heron Hind Hip Hisar Hokum Hornet Hunter Igla "
    "Iskander Javelin Kalibr Kaplan Karakorum Kayak Khalid King_Stallion Kinzhal Kirpi Koalitsiya Konkurs "
    "Kornet Krab Kub Lancer Lightning Lightning_II MLRS MRTT Mainstay Malka Malyutka Metis Midas Mighty_Dragon "
    "Millennium Minuteman_III Moskit Msta Msta-S Neptune Nighthawk Oniks Oplot Orion Oryx Osa Osprey Paladin "
    "Pantsir Patriot Peacekeeper Pegasus Phantom Phantom_II Pion Polonez Poseidon Predator Prometey Prometheus "
    "Raider Raptor Ratel Reaper Red_Banner Red_Flag Rooikat Rosomak Sarmat Scan_Eagle Screwdriver Sea_Dragon "
    "Seahawk Sentinel Sentry Shadow Sharang Shavla Shenyang Shilka Sidewinder Silkworm Silver_Eagle Siper "
    "Sky_Bow Skyfox Skyhawk Smerch Solntsepyok Spartan Spirit Stallion Starfighter Stealth Stinger "
    "Stratofortress Stratotanker Strela Strike_Eagle Stryker Super_Hercules Super_Hornet Super_Puma "
    "Super_Tucano SuperCobra TOW Terminator Thunder Thunder_II Thunderbolt Thunderbolt_II Thunderchief Tiger "
    "Tiger_II Tigre Tomahawk Tomcat Tor Trident Trident_II Triton Triumf Triumph Tulpar Tunguska Twardy Uragan "
    "Vajra Varta Venom Verba Vigorous_Dragon Vijay Viper Vityaz Vympel Warthog Wedgetail Wolverine Xian Yakhont "
    "Yars Zumlac"
)
"""Second names that belong to the designation before them: "S-400 Triumph"."""

PREFIXES = frozenset(
    listed(
        "Ababil Agni Akash An Arrow Aster Astra Ataka Babur Bal Barak Barrier Bastion Bavar Be Buk Corsar Crotale "
        "Dehlavieh Delilah Derby Eurocopter Exocet Fagot Fateh Forpost Geran Ghauri Grad Gripen Grom Harop Harpy "
        "Hermes Hrim Hwasong Igla Il Iskander Jaguar Ka Kalibr Karrar Kh Khordad Konkurs Kornet Kub Lancet "
        "Leopard Malyutka Merkava Mersad Meshkat Metis Mi MiG Mig Milan Mirage Mistral Mk Mohajer Msta Nag Namer "
        "Neptun Nirbhay Nodong Orlan Osa Pantsir Phoenix Pinaka Popeye Prithvi Python Qiam Rafale Roland Rudram "
        "Sarmat Sayyad Shafrir Shahed Shaheen Shturm Skif Spike Strela Stugna Su Supercam Switchblade Taepodong "
        "Toophan Topol Tor Tornado Tu Verba Vikhr Vilkha Yak Zala Zolfaghar Zu Ан Ил Ка Ми МиГ Су Ту Як"
    )
)
"""Prefixes in mixed case that a hyphen and a number make a designation: "Su-30SM", "Shahed-136"."""

NOT_DESIGNATIONS = frozenset(
    listed(
        "AD APEC ART ASEAN AUKUS BBC BC BRICS CAT CB CD CEE CES CIS CO COP COVID CP DC DVD EA EU EXP EXPO FY G "
        "GAAP GE GMT GPT HB HIV HPV HR IAS ID IFRS IPCC ISO LGBT MERS MH NATO NBA NO OIC OPEC P PC PM PO Q QR QS "
        "RT SARS SB SCO TOP TV U UK UN US USB UTC W WW"
    )
)
"""Letters before a number that name groups, diseases, time zones, forms: "G-7", "COVID-19", "UTC-3"."""

SPACED = _names(
    "AH AK AN Akash An Arrow B BM BMP BTR Bavar C CH Challenger EL F HQ Hermes IL Il J JF K KA Ka Kh Leopard M "
    "MI MIG MK MQ Merkava Mi MiG Mig Mirage Mk PAC Panzerhaubitze PzH RPG RQ S SA SM SS SU Su T TB TU Tu Type "
    "UH"
)
"""Letters and names that may stand a space away from their number: "S 400", "Su 30SM", "Mk 48"."""

ANY_NUMBER = frozenset(listed("Hermes MK MiG Mk Su Type"))
"""Of these, the ones that need no known number after them."""

NAMES_BESIDE = frozenset(
    listed(
        "bus category cell class countries crossing envoys exit form format framework gate grade group highway "
        "holders interstate junction league level list mechanism meeting motorway nations paper permit plan "
        "platform process road room route seat sheet side squad summit supplement talks team ticket visa visas "
        "vitamin vitamins"
    )
)
"""Beside a letter and a number, these say that it is no weapon: "the B-1 visa", "room B-12"."""

NOT_KEYS = frozenset(
    listed(
        "A-1 A-3 A-4 A-5 B-12 B-6 C-19 E-150 F-150 F-250 F-350 H-1 H-1B H-2A H-2B I-10 I-5 I-80 I-90 I-95 K-1 "
        "K-12 L-1 O-1"
    )
)
"""Whole keys that look like designations and are none: visas, roads, paper, vitamins, youth teams."""

KNOWN = frozenset(
    listed(
        "2A-65 A-10 A-29 A-400M A-50 AGM-158 AGM-88 AH-1Z AH-64 AH-64E AIM-120 AIM-9 AK-103 AK-12 AK-47 AK-74 "
        "AMX-10 AMX-13 AN-12 AN-124 AN-26 AN-32 AT-4 AW-101 AW-139 AW-149 AW-159 B-1B B-52 BM-21 BM-27 BM-30 "
        "BMP-1 BMP-2 BMP-3 BTR-3 BTR-4 BTR-80 BTR-82A BZK-005 C-130 C-130J C-17 C-27J C-295 C-400 CH-3 CH-4 CH-47 "
        "CH-4B CH-5 CH-53 CM-32 CV-90 CV-9040 D-20 D-30 DF-15 DF-17 DF-21 DF-26 DF-31 DF-41 DF-5 E-2D E-3 E-7A "
        "EC-725 EMB-314 F-117 F-14 F-15 F-15E F-16 F-16C F-16D F-16V F-18 F-22 F-35 F-35A F-35B F-35C F-4 F-5 "
        "FA-50 FD-2000 FH-70 FK-3 FM-90 FN-6 G-3 GJ-2 GMLRS-1 H-145M H-225M H-6 HARPY-1 HIMARS-1 HQ-22 HQ-9 IL-18 "
        "IL-76 IL-78 J-10 J-10C J-11 J-15 J-16 J-20 J-31 J-35 JF-17 JL-2 JL-3 K-1A1 K-2 K-21 K-239 K-9 KA-27 "
        "KA-52 KC-135 KC-390 KC-46 KF-21 KH-101 KH-22 KH-31 KH-55 KH-59 L-118 L-119 L-159 L-39 LY-80 M-109 "
        "M-109A6 M-1117 M-1126 M-113 M-142 M-16 M-1A1 M-1A2 M-240 M-249 M-270 M-2A2 M-2A3 M-4 M-46 M-48 M-4A1 "
        "M-55S M-60 M-777 M-9 MBT-2000 MI-17 MI-24 MI-26 MI-28 MI-35 MI-8 MIG-21 MIG-23 MIG-25 MIG-27 MIG-29 "
        "MIG-29K MIG-31 MIG-31K MIG-35 MQ-1 MQ-1C MQ-9 MQ-9B NH-90 P-3C P-8 P-8A P-8I PAC-2 PAC-3 PT-91 PZH-2000 "
        "QW-2 R-37M R-77 RBS-15 RBS-70 RCH-155 RPG-29 RPG-7 RQ-170 RQ-4 RQ-7 S-125 S-200 S-300 S-300PMU S-300V "
        "S-350 S-400 S-500 S-75 SA-20 SA-21 SM-2 SM-3 SM-6 SS-26 SU-17 SU-22 SU-24 SU-25 SU-27 SU-27SK SU-30 "
        "SU-30MK SU-30SM SU-33 SU-34 SU-35 SU-35S SU-57 SU-57E T-129 T-14 T-38 T-50 T-54 T-55 T-55A T-6 T-62 T-64 "
        "T-72 T-72B T-72B3 T-80 T-80BV T-80U T-84 T-90 T-90M T-90S TA-50 TB-2 TB-3 TOW-2 TU-154 TU-160 TU-22 "
        "TU-22M3 TU-95 UH-1 UH-60 UH-60M VN-1 VT-4 VT-4A WL-1 WL-2 Y-20 Y-8 YJ-12 YJ-18 Z-10 ZSU-23 ZU-23"
    )
)
"""Keys believed without a hyphen in the text: "S400", "F16", "M142"."""

ALSO_OTHER = frozenset(
    listed("A-10 A-50 AT-4 B-52 C-17 E-3 F-1 G-3 K-2 K-9 L-1 M-16 M-4 M-48 M-60 M-9 P-8 S-1 T-50 T-6")
)
"""Of these, the ones that glued are also mountains, roads, cars and forms: they need a weapon word or a nickname."""

ALIASES: dict[str, str] = {
    "3M22": "ZIRCON", "40R6": "S-400", "9A52": "BM-30", "9K72": "SCUD", "9K720": "ISKANDER",
    "9K720-ISKANDER": "ISKANDER", "9K720-ISKANDER-M": "ISKANDER", "9K79": "TOCHKA", "9M723": "ISKANDER",
    "9P78": "ISKANDER", "9P78-1": "ISKANDER", "B-200-POLONEZ": "B-200", "BAYRAKTAR": "BAYRAKTAR-TB-2",
    "BM-21-GRAD": "BM-21", "BM-30-SMERCH": "BM-30", "C-300": "S-300", "C-400": "S-400", "C-400-TRIUMF": "S-400",
    "C-400-TRIUMPH": "S-400", "C-500": "S-500", "GERAN-2": "SHAHED-136", "ISKANDER-E": "ISKANDER",
    "ISKANDER-K": "ISKANDER", "ISKANDER-M": "ISKANDER", "KH-47M2": "KINZHAL", "KH-47M2-KINZHAL": "KINZHAL",
    "M-142": "HIMARS", "M-142-HIMARS": "HIMARS", "POLONEZ": "B-200", "POLONEZ-B-200": "B-200", "POLONEZ-M": "B-200",
    "POLONEZ-V-200": "B-200", "RS-28": "SARMAT", "RS-28-SARMAT": "SARMAT", "S-300-FAVORIT": "S-300PMU-2",
    "S-400-TRIUMF": "S-400", "S-400-TRIUMPH": "S-400", "SA-20": "S-300PMU-2", "SA-21": "S-400",
    "SA-21-GROWLER": "S-400", "SCUD-B": "SCUD", "SMERCH": "BM-30", "SS-1": "SCUD", "SS-18": "R-36M",
    "SS-21": "TOCHKA", "SS-26": "ISKANDER", "SS-26-STONE": "ISKANDER", "TB-2": "BAYRAKTAR-TB-2",
    "TOCHKA-U": "TOCHKA", "TRIUMF": "S-400", "TRIUMPH": "S-400", "TSIRKON": "ZIRCON", "V-200": "B-200",
    "V-200-POLONEZ": "B-200", "В-200": "B-200", "ИСКАНДЕР": "ISKANDER", "ИСКАНДЕР-М": "ISKANDER",
    "МИГ-29": "MIG-29", "С-300": "S-300", "С-400": "S-400", "С-400-ТРИУМФ": "S-400", "С-500": "S-500",
    "СУ-30": "SU-30", "СУ-30СМ": "SU-30SM",
}  # fmt: skip
"""Key as built from the text → key of the system."""

FAMILIES: dict[str, str] = {"SU-30SM": "SU-30MK", "SU-30SM-2": "SU-30MK", "SU-30MKI": "SU-30MK"}
"""Variant → the family under which registers list it; the keys stay apart, a comparison calls them aliases."""
