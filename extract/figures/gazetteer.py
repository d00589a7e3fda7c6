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
    "AASM_Hammer AMRAAM AMRAAM-ER AMX-A APKWS AS-90 AS90 ASLAV ASRAAM ASTROS AT4 ATACMS ATAGS ATAK Accular "
    "Ada-class Aegis_Ashore Aero_L Agni Ajban Akatsiya Akeron Akinci Aksungur Akya Akya_torpedo Akıncı Al-Hussein "
    "Al-Hussein_missile Al-Khalid Al-Samoud Al-Tariq Al-Zarrar Al_Tariq Alebarda Aliaca Alka_laser Almas_missile "
    "Alpha_Jet Altay Altius-600M Altius-700M Amogha Amur_1650 Anafi_USA Anka-3 Anka-S Antey-2500 Apache_missile "
    "Archer_howitzer Arena-M Arjun Arma_8x8 Arma_APC Arrow-2 Arrow-3 Arrow-4 Arrow_2 Arrow_3 Arrow_4 Arrowhead_140 "
    "Ascalon Assault_Breacher Aster_15 Aster_30 Astros Atacms Atak_helicopter Atlantique Avante_2200 Avenger_air "
    "Avenger_drone Avenger_system BMPT BREN Baba_Yaga Badr-1 Bal-E Banderol Bandvagn Barak Barak-8 Barak-MX "
    "Barak_ER Barak_MX Barnaul Barracuda-500 Barrier_ATGM Bastion-P Bavar Bavar-373 Bayraktar Beaver_drone "
    "Belharra Bergepanzer Berkut-BM Black_Hornet Black_Shaheen Black_Shark Black_Widow_drone Blowfish Blue_Shark "
    "Blue_Spear Bofors Bohdana Boomerang_APC Bora_missile Boramae Borisoglebsk Boxer_CRV Bozdogan Bozdoğan BrahMos "
    "Brave_Eagle Brimstone Buffalo_MRAP Buk-M Buk-M1 Buk-M2 Buk-M3 Buk-MB Bulava Bulsae Buratino Burevestnik "
    "Bushmaster_PMV Buyan-M BvS_10 C-RAM CAESAR CAESAR_Mk CAMM CAMM-ER CAVS Caihong Cakir Carl-Gustaf Carl_Gustaf "
    "Challenger_3 Chang_Bogo Changbogo Changfeng Changjian Checkmate_fighter Cheetah_C Cheolmae Cheongryong "
    "Cheongung Cheongung-II Cheonryong Ching-kuo Chunmoo Cirit Cloud_Shadow Club-K Club-S Coalition-SV Cobra_II "
    "Cobra_helicopter Condor_II Corsar Cougar_MRAP Crotale DITA Dana_howitzer Dardo David's_Sling David’s_Sling "
    "DeltaQuad Derivatsiya Dezful Dhanush Dingo_2 Dongfeng Dosan_Ahn Dragon_Lady Drone_Dome Dzhigit EMBT ERAM ERYX "
    "ESSM EXTRA_missile Eagle_V Eitan_drone Ejder_Yalcin Ejder_Yalçın Eleron Enforcer_missile Enigma_APC EuroPULS "
    "Eurofighter Evolved_Sea_Sparrow Excalibur_Army Exocet F21_torpedo FCAS FDI_HN FDI_frigate FREMM Fath-360 "
    "Fattah Fattah-1 Fattah-2 Fighting_Falcon Fire_Scout Firefinder Firtina Flamingo_missile FlyEye Forpost "
    "Forpost-R Fotros Freedom_Fighter Frog-7 Fénix Fırtına GLSDB GM200 GM400 GMARS GMLRS Galaxy_C Gaza_drone Geran "
    "Geran-1 Geran-2 Geran-3 Gerbera_drone Gezgin Ghadr Ghauri Ghaznavi Ghost_Bat Ghost_X Giraffe_4A Giraffe_AMB "
    "Giraffe_radar GlobalEye Global_Hawk Globe_Master Globemaster_III Goalkeeper_CIWS Gokbey Gokdeniz Gokdogan "
    "Gongji Gowind Gowind_2500 Grad-P Granat-4 Granat_drone Gray_Eagle Green_Pine Grey_Eagle Grim-2 Gripen "
    "Gripen_NG Grom_missile Grot_rifle Ground_Master_200 Ground_Master_400 Groza-S Gungnir_drone Gvozdika Gökbey "
    "Gökdeniz Gökdoğan Gürz HAMMER_bomb HIMARS HMMWV Haegung Haeseong Haj_Qassem Hammer_bomb Harbah Harop "
    "Hawk_missile Hawkei_PMV Helina Helios-RLD Hercules_recovery Hermes_450 Hermes_900 Hermes_missile Hero-120 "
    "Hero-30 Heron_Mk Heron_Mk2 Heron_TP Himars Hisar-A Hisar-A+ Hisar-D Hisar-O Hisar-O+ Hisar-RF Hisar-U Hizir "
    "Honest_John Hong_Sang_Eo Hoot_torpedo Hornet_Hive Hoveyzeh Hrim Hrim-2 Hsiung_Feng Hunter_2-S Hunter_AFV "
    "Hunter_drone Hurjet Hurkus Hurricane_MLRS Husky_TSV Hwasong Hyeongung Hyunmoo Hürjet Hürkuş HİSAR Hızır "
    "I-Derby IA-63 IRIS-T IRIS-T_SLM IRIS-T_SLS Ice_Breaker Igla Igla-S Iris-T Iron_Beam Iron_Dome Iron_Fist "
    "Iskander Italmas JASSM JASSM-ER JASSM-XR JAVELIN JDAM JDAM-ER JF-17 JLTV JSOW JUMP_20 Jaguar_EBRC Jang_Bogo "
    "Jask-2 Jobaria Joint_Strike Joint_Strike_Missile Julang K2PL K2_Black K9A1 K9A2 K9PL K9_Vajra KF51 KLTV "
    "KM-SAM KSS-III Kalibr Kalibr-PL Kaman-22 Kamikaze_Kargu Kamikaze_drone_Alpagu Kaplan-10 Kaplan_30 Kaplan_MT "
    "Karakurt Karaok Karayel Kargu Kasirga Kasırga Khaibar Khan_missile Kheibar Kheibar_Shekan Khibiny Khibiny-M "
    "Khordad Khorramshahr Khrizantema Kilo-class King_Stallion Kinzhal Kitolov Kizilelma Koalitsiya Kolchuga "
    "Konkurs Konkurs-M Koral_EW Kornet Korsar Korsar_drone Krab Krasnopol Krasukha Kronos_radar "
    "Kub-BLA Kub_drone Kub_missile Kumsong Kızılelma L-159 L-SAM L-UMTAS LAV-25 LAV_6 LAV_700 LAV_III LCA_Tejas "
    "LCH_Prachand LRASM LRSAM LRU Lance_missile Lancer_bomber Lancet-3 Lancet-51 Land_Ceptor Leclerc Leer-3 "
    "Leopard_1A5 Leopard_2A4 Leopard_2A5 Leopard_2A6 Leopard_2A7 Leopard_2A8 Lightning_II Little_Bird Liutyi "
    "Long_Neptune Luna-M Lynx_KF Lynx_KF41 Lynx_MLRS Lynx_helicopter Lyutyi M-ATV M-SAM MAGURA_V5 MAM-C MAM-L "
    "MANPADS_Mistral MARS_II MBDA_Enforcer MEKO MILGEM MIM-104 MISTRAL_3 MMP MPCV MRAP MRSAM MU90 Magura Magura_V7 "
    "Majid_system Malva_howitzer Malyutka Mastiff_MRAP Maverick_missile MaxxPro Merkava Merlin-VR Merlin_drone "
    "Mersad Meteor_BVRAAM Meteor_missile Metis-M Milan_2000 Milan_ATGM Minuteman_III Mirage_2000 Mirage_F1 "
    "Mistral-class Mistral_3 Mk-48 Mk-54 Mohajer-10 Mohajer-4 Mohajer-6 Molniya-2 Molniya_drone Morana_howitzer "
    "Moskit Moskva-1 Msta Msta-B Msta-S Murmansk-BN NASAMS NASAMS_2 NASAMS_3 NIMR_Ajban NLAW NORINCO_VT NSM "
    "NSM_missile Nagastra Nagastra-1 Namer Naval_Strike_Missile Nebo-M Nebo-SVU Neptun Nighthawk Nimrod_missile "
    "Nodong Nora_B OMTAS Oka_missile Oniks Oreshnik Orion-E Orion_P Orlan-10 Osa-AKM Oto_Melara PARS_III PARS_IV "
    "PATRIOT PULS_launcher Palianytsia Panavia Panter_howitzer Panther_KF51 Panther_helicopter Pantsir Pantsir-S "
    "Pantsir-S1 Pantsir-SM Pantsir-SMD Pantsyr Panzerfaust Panzerhaubitze Pars_6x6 Pasi_APC Patria_6x6 Patria_AMV "
    "Paveway Paveway_IV Pegasus_tanker Peklo_missile Pershing_II Phantom_II Phoenix_Ghost Piranha_V Pohang Polaris "
    "Polaris_MLRS Pole-21 Poliment Polonez Poseidon_P Poseidon_drone PrSM PrSM_missile Prahaar Pralay Predator_B "
    "Predator_Hawk President-S Prima_MLRS Prithvi Privet-82 Protector_RG1 Protector_UAV Protivnik-GE Pucara "
    "Pukguksong Pukkuksong Puma_4x4 Puma_CEV Puma_IFV Puma_S1 Puma_drone Puma_helicopter Punisher_drone PzH QRSAM "
    "Qiam Quds-1 Quicksink RBS_15 RBS_70 RCH_155 RM-70 RQ-21 Ra'ad Rafale Raider_bomber Rainbow_CH Rak_mortar "
    "RapidRanger Raptor_glide Raven_drone Raybolt Reach-S Red_Hawk_trainer Red_Shark Rezonans-NE "
    "Rheinmetall_Skynex Rivet_Joint Roadrunner-M Robot_70 Rocks_missile Rodong Rooikat Rooivalk Rook_UGV "
    "Rook_drone Roshel_Senator Rosomak Rudram Rusty_Dagger Ruta_missile SAMP/T SCALP-EG SHORAD SIGMA_10514 SLAM-ER "
    "SMAW SOM-J SOM_missile SPEAR-3 SPICE SPYDER SS-20 STARStreak STINGER Sabre_IFV Samaritan Sapsan_missile "
    "Sarmat Sayyad-2 Sayyad-3 Sayyad-4 ScanEagle Scan_Eagle Scarabée Scorpion_program Scud-B Scud-C SeaGuardian "
    "SeaHake Sea_Baby Sea_Breaker Sea_Ceptor Sea_Guardian Sea_Harrier Sea_King Sea_Stallion Sejjil Senator_APC "
    "Sentinel_ICBM Sentinel_R1 Sentinel_radar Sentry_AWACS Shadow_50 Shahab Shahed-101 Shahed-107 Shahed-129 "
    "Shahed-131 Shahed-136 Shahed-147 Shahed-149 Shahed-238 Shaheen Shahpar Sharp_Sword Shaurya Shkval Sidewinder "
    "Sigma_howitzer Sisu_GTP SkyGuardian SkyStriker Sky_Bow Sky_Dragon_50 Sky_Sabre Sky_Sonic Sky_Warden "
    "Skydio_X10D Skyguard Skynex Skynex_system Skyranger Skyranger_30 Skyranger_35 Small_Diameter_Bomb Smelchak "
    "Smerch Soaring_Dragon Solntsepek Solntsepyok Soltam Songar Sparrow_missile Spartan_APC Spear_3 Spear_mortar "
    "Spearfish_torpedo Spice_bomb Spike-ER Spike-LR Spike_FireFly Spike_NLOS Spirit_bomber Sprut-SD Sprut-SDM1 "
    "Spy'Ranger Spyder Starstreak Steregushchiy Steregushchy Sting_Ray_torpedo Sting_drone_interceptor "
    "StormBreaker Storm_Shadow Stormshadow Stratofortress Stratotanker Strela-10 Stridsvagn Strike_Eagle Strv_122 "
    "Stugna Stugna-P Su-75_Checkmate Sukhoi_Superjet Sungur Super_Etendard Super_Hercules Super_Tucano "
    "Super_Étendard Supercam Supercam_S350 SİPER THAAD TOS-1A TRG-300 Taepodong Taurus_KEPD Tayfun_missile Teal_2 "
    "Tejas Tejas_Mk Terminator_BMPT Terrahawk Terrahawk_Paladin Teseo Texan_II Thales_GM400 Thunderbolt_II "
    "Tiangong Tien_Kung Tiger_II Tigerfish Tigon_APC Tochka Tochka-U Tomahawk Topol Topol-M Tor-M Tor-M1 Tor-M2 "
    "Tornado-G Tornado-S Tosochka Toufan Trident_D5 Trident_II Triumf Tsirkon Tulip_mortar Typhon Typhoon-K "
    "Tyulpan U212CD U214 ULAQ UMTAS Uragan Uragan-1M Uragan_SAM Ural_APC Uran-9 Uran-E Uran_missile VAMPIRE VBCI "
    "VBMR VL-MICA VL_MICA VSHORADS VT5 Vampire_MLRS Varshavyanka Varunastra Varunastra_torpedo Vashaq Vector_drone "
    "Verba_MLRS Vihor Vijayanta Viking_SAM Vilkha Vilkha-M Viper_helicopter Vitebsk Vulcan_bomber Vuran_4x4 "
    "Wan_Chien Warmate Warrior_IFV Warthog Watchkeeper_X WhAP White_Shark Windbreaker Wing_Loong Wing_Loong_II "
    "Wing_Loong_III Wolfhound_MRAP Ya-Ali Yabhon Yabhon_United Yakhont Yars Yavuz_howitzer Yingji Yitian Yun_Feng "
    "Zala_421 Zaskhas Zhitel Zircon Zolfaghar Zorawar Zuzana_2 Çakır Çelik_Kubbe"
)

SHIPS = _names(
    "Agosta Akhisar Belharra Changbogo Gowind Hangor Jiangdao Jiangkai Kamorta Kedah Lekiu Nagapasa Pohang "
    "Shivalik Steregushchiy Tarantul Tughril Zulfiquar"
)
"""Classes of ships that news name without "class" too; with it, `extract.figures.classes` reads them."""

COMMON = SHIPS + _names(
    "AAV ACV ATMOS Ababil Abakan Abdali Abrams Achzarit Aegis Afganit Ajax Akash Alka Almas Alouette Alpagu Altius "
    "Anka ANKA Antey Apache Apilas Arash Archer Ariete Arihant Armata Astra Ataka Atlante Atmaca Avangard Azarakhsh "
    "Babur Bal Bamse Barracuda Bastion Bateleur Beryl Biber Biho Black_Hawk Bober Bora Boran Borei Borsuk Boxer "
    "Bradley Bronco Buk Bulat Bulldog Bumerang Burkan Burraq Bushmaster CV90 Caesar Caiman Calidus Caracal Cardom "
    "Cascavel Casspir Cayman Centauro Centurion Challenger Challenger_2 Cheetah Chinook Chiron Chollima Cobra "
    "Collins Copperhead Cougar DANA Dachs Damba Dana Dauphin Deli Delilah Derby Dhruv Dingo Dozor DragonFire "
    "Dragonfire Dragun Drok Drozd Ecureuil Eitan Ejder Emad Enforcer Erieye Eurocopter Eurodrone Excalibur Fagot "
    "Fatah Fateh Favorit Fennec Fennek Firefly Flamingo Floks Flox Foxhound Freccia Fuchs Furia Gabriel Galil "
    "Gazelle Gepard Gerbera Ghader Giatsint Gibka Gladius Globemaster Gorshkov Gotland Grad Granit Grey_Wolf "
    "Griffon Grom Growler Groza Guarani Gyurza Haeil Haider Harpoon Harpy Harrier Hatf Hawkei Hawkeye Heidrun "
    "Hellfire Hercules Hermes Heron Hisar Homar Hongqi Hornet_drone Huey Humvee Hunter Hurricane Husky Hyacinth "
    "Ingwe Inokhodets Iveco Jackal Jaguar Javelin Jericho Jernas KAAN Kaan Kalashnikov Kaman Kangal Karrar Kashtan "
    "Keiler Khan Kilo Kiowa Kirpi Klinok Kontakt Koral Korkut Kozak Kub Kurganets LAV LORA Lahat Lama Lancet "
    "Langusta Layner Lazar Leguan Leleka Leopard Leopard_1 Leopard_2 Leyer Lince Linebacker Liner Lotos Lynx Lyuty "
    "MICA Magach Magnolia Malka Malva Mamba Mantis Marder Marlin Marte Martlet Mastiff Maverick Merlin Merops Mica "
    "Milan Milgem Milos Minuteman Mirage Mistral Mogami Mohajer Mokopa Musudan Mwari NORA Nag Narew Nasr Negev "
    "Neptune Nimr Nimrod Nirbhay Nona Nora Novator OTO Oganj Okhotnik Onyx Oplot Orbiter Orkan Orlan Oryx Osa "
    "Osorio Osprey Otomat PARS PULS Paladin Palma Pampa Pandur Panther Pars Pasars Pasi Patria Patriot Paveh "
    "Peacekeeper Peklo Penguin Peresvet Pershing Phalanx Pilica Pinaka Pion Piorun Piranha Podlet Popeye Poprad "
    "Poseidon Prachand Prometey Prometheus Puma Python-5 Qasef Raad Rak Rampage Rapier Raptor Ratel Reaper Redback "
    "Redut Relikt Repellent Roadrunner Rocks Rtut Rubezh Rubin Rudra Rustom Ruta SCALP Sabra Saeed Sakarya Salvo "
    "Samad Samson Sancar Sapsan Sarab Scalp Scorpene Scorpène Scud Seahawk Searcher Serval Shablya Shahed Shahin "
    "Shilka Shtil Shtora Shturm Silkworm Simorgh Sineva Siper Sisu Skif Skyhawk Skylark Snatch Soryu Sosna Spike "
    "Sprut Starfighter Stinger Stormer Strela Stryker Sukhoi Sultan Sumadija Super_Hornet Super_Puma Surion "
    "Switchblade TB2 TB3 Taigei Talwar Taurus Tavor Tayfun Tempest Terminator Termit Terrex Tiger Tigon Tigre "
    "Tirada Tomcat Tor Tornado Transall Triton Trophy Tucano Tulpar Tunguska Typhoon Umbani Umkhonto Unha Urutu "
    "Uzi VAB Vajra Valkyrie Vampir Vampire Varta Vena Verba Vikhr Viking Viktor Visby Vityaz Volat Vuran Wahash "
    "Warrior Watchkeeper Wiesel Wildcat Willow Wisent Wisla Wisła Wolfhound Yasen Yavuz Zala Zarb Zolfaqar Zuzana"
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
        "Ababil Agni Akash Altius An Anka Arrow Aster Astra Ataka Babur Bal Barak Barracuda Barrier Bastion Bavar Be "
        "Buk Cheongung Chunmoo Corsar Crotale Dehlavieh Delilah Derby Emad Eurocopter Exocet Fagot Fateh Fath Fattah "
        "Forpost Fotros Geran Ghauri Grad Granat Gripen Grom Haeseong Harop Harpy Hermes Hisar Hoveyzeh Hrim Hwasong "
        "Hyunmoo Igla Il Iskander Jaguar Jask Ka Kalibr Kaman Karakurt Karrar Kh Kheibar Khordad Konkurs Kornet "
        "Kronshtadt Kub Lancet Leopard Malyutka Merkava Mersad Meshkat Metis Mi MiG Mig Milan Mirage Mistral Mk "
        "Mohajer Molniya Moskit Msta Nag Nagastra Namer Neptun Nirbhay Nodong Oniks Orion Orlan Osa Pantsir Pechora "
        "Dvina Kvadrat Neva Phoenix Volkhov "
        "Pinaka Popeye Prithvi Privet Python Qiam Rafale Roland Rubezh Rudram Sarmat Sayad Sayyad Shafrir Shahed "
        "Shaheen Shturm Skif Spike Strela Stugna Su Supercam Switchblade Taepodong Tayfun Toophan Topol Tor Tornado "
        "Toufan Tu Uran Verba Vikhr Vilkha Yak Yavuz Zala Zolfaghar Zu Ан Ил Ка Ми МиГ Су Ту Як"
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
        "2A-65 A-10 A-29 A-400M A-50 AGM-158 AGM-88 AH-1Z AH-64 AH-64E AIM-120 AIM-9 AK-103 AK-12 AK-47 AK-74 AMX-10 "
        "AMX-13 AN-12 AN-124 AN-26 AN-32 AS-21 AS-90 AT-4 AW-101 AW-139 AW-149 AW-159 AW-169 B-1B B-21 B-52 BM-21 "
        "BM-27 BM-30 BMP-1 BMP-2 BMP-3 BMP-3M BTR-22 BTR-3 BTR-4 BTR-80 BTR-82 BTR-82A BZK-005 C-130 C-130J C-17 C-27J "
        "C-295 C-390 C-400 CH-3 CH-4 CH-47 CH-4B CH-5 CH-53 CH-7 CH-92A CH-95 CM-32 CV-90 CV-9040 D-20 D-30 DF-15 "
        "DF-17 DF-21 DF-26 DF-31 DF-41 DF-5 E-2D E-3 E-7A EC-725 EMB-314 F-117 F-14 F-15 F-15E F-15EX F-15QA F-16 "
        "F-16AM F-16BM F-16C F-16D F-16V F-18 F-22 F-35 F-35A F-35B F-35C F-4 F-5 FA-50 FD-2000 FH-70 FK-3 FM-90 FN-6 "
        "G-3 GJ-11 GJ-2 GMLRS-1 H-145M H-225 H-225M H-6 HARPY-1 HIMARS-1 HJ-12 HQ-16 HQ-17 HQ-22 HQ-9 HQ-9B HQ-9BE "
        "IL-18 IL-76 IL-76MD IL-78 J-10 J-10C J-10CE J-11 J-15 J-16 J-20 J-31 J-35 J-35A JF-17 JL-2 JL-3 K-1A1 K-2 "
        "K-21 K-239 K-2PL K-9 K-9A1 K-9A2 KA-226 KA-27 KA-52 KC-130J KC-135 KC-390 KC-46 KF-21 KF-41 KF-51 KH-101 "
        "KH-22 KH-31 KH-55 KH-59 KT-1 KUH-1 L-118 L-119 L-15 L-159 L-39 LY-80 M-10 M-109 M-109A6 M-109L M-1117 M-1126 "
        "M-113 M-134 M-142 M-16 M-198 M-1A1 M-1A2 M-240 M-249 M-270 M-2A2 M-2A3 M-4 M-46 M-48 M-4A1 M-55S M-60 M-72 "
        "M-777 M-9 MBT-2000 MC-55A MH-60 MH-60R MI-17 MI-171 MI-171SH MI-17V5 MI-24 MI-26 MI-28 MI-35 MI-35M MI-38 "
        "MI-8 MIG-21 MIG-23 MIG-25 MIG-27 MIG-29 MIG-29K MIG-31 MIG-31K MIG-35 MQ-1 MQ-1C MQ-28 MQ-4C MQ-9 MQ-9B NH-90 "
        "P-1 P-3C P-8 P-8A P-8I PAC-2 PAC-3 PL-15 PL-15E PL-17 PT-91 PZH-2000 QW-2 R-27 R-37M R-73 R-77 RBS-15 RBS-70 "
        "RCH-155 RPG-29 RPG-7 RQ-170 RQ-4 RQ-7 S-125 S-200 S-300 S-300PMU S-300PMU-2 S-300V S-300VM S-350 S-350E S-400 "
        "S-500 S-75 SA-20 SA-21 SH-15 SH-60 SH-60R SM-2 SM-2MR SM-3 SM-6 SR-5 SS-26 SU-17 SU-22 SU-24 SU-25 SU-27 "
        "SU-27SK SU-30 SU-30MK SU-30MKA SU-30MKI SU-30MKK SU-30SM SU-30SM2 SU-33 SU-34 SU-35 SU-35S SU-35SE SU-57 "
        "SU-57E SU-75 T-129 T-129B T-14 T-38 T-50 T-54 T-55 T-55A T-6 T-62 T-625 T-64 T-72 T-72B T-72B3 T-72EA T-72M1 "
        "T-72MS T-7A T-80 T-80BV T-80BVM T-80U T-84 T-90 T-90A T-90M T-90MS T-90S T-929 TA-50 TB-001 TB-2 TB-3 TOW-2 "
        "TP-150 TPZ-1 TU-154 TU-160 TU-22 TU-22M3 TU-95 UH-1 UH-60 UH-60M UH-60V UJ-22 UJ-26 VN-1 VN-20 VN-22 VT-2 "
        "VT-4 VT-4A VT-5 WJ-700 WL-1 WL-2 WZ-10 WZ-7 Y-20 Y-8 Y-9 YAK-130 YAK-152 YJ-12 YJ-18 YJ-21 Z-10 Z-20 Z-9 "
        "ZBL-08 ZSU-23 ZTZ-99 ZU-23"
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
