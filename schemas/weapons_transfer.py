"""A transfer of major weapons from one state or force to another.

Categories after the SIPRI Arms Transfers Database (its twelve, and four that its register leaves out);
what is no transfer (deployment, basing, exercises, home production) stands in the prompt.
"""

from typing import ClassVar, Literal

from pydantic import Field

from extract.fields import Amount, Count, Designation, Factuality, Happening, KindModel, Quote, Side, Source, Words
from extract.same import SameEvent
from extract.signs import Event


class TransferDate(Happening):
    event: Literal["announced", "ordered", "delivered", "operational"] = Field(description="what happened on that day")


class WeaponsTransfer(KindModel):
    """One weapon system that one side supplies to another: one record per system, supplier and recipient."""

    evidence: list[Quote] = Field(
        min_length=1, max_length=2, description="the sentence that reports the transfer, copied word for word"
    )
    supplier: list[Side] = Field(max_length=3, description="who supplies; [] if the document does not say")
    recipient: list[Side] = Field(max_length=3, description="who receives; [] if the document does not say")
    designation_text: Designation | None = Field(
        description='name of the system copied as written: "T-72"; null if it has none'
    )
    description_text: Words | None = Field(description='what it is, copied from the evidence: "battle tanks"')
    category: Literal[
        "aircraft",
        "air_defence_systems",
        "anti_submarine_warfare_weapons",
        "armoured_vehicles",
        "artillery",
        "engines",
        "missiles",
        "naval_weapons",
        "satellites",
        "sensors",
        "ships",
        "other",
        "small_arms_light_weapons",
        "ammunition",
        "nuclear_weapons",
        "unspecified",
    ] = Field(description="kind of weapon")
    quantity: Count | None = Field(description="how many; null if the document does not say")
    transfer_mode: Literal[
        "sale", "gift_or_aid", "loan_or_lease", "licensed_production", "joint_production", "unspecified"
    ] = Field(description="sale only if the text says buy, sell or contract; unspecified if it does not say")
    status: Literal[
        "requested",
        "announced",
        "negotiating",
        "ordered",
        "in_delivery",
        "delivered",
        "suspended",
        "cancelled",
        "refused",
        "unclear",
    ] = Field(
        description="how far it went: wants, asks = requested; plans, will, intends = announced; in talks = "
        "negotiating; signed, bought, contract = ordered; provided, supplied, received, arrived = delivered"
    )
    dates: list[TransferDate] = Field(max_length=3, description="dates of the transfer; [] if the document gives none")
    value: Amount | None = Field(description="price of the deal; null if the document gives none")
    asserted_by: Source = Field(description="author, or the name of the person or body whom the text cites for it")
    factuality: Factuality = Field(
        description="fact; claim if a cited person says so; disputed; denied; speculative if the text says may or might"
    )

    stage_field: ClassVar[str | None] = "status"
    stage_cues: ClassVar[dict[str, tuple[str, ...]]] = {
        "requested": ("ask*", "request*", "want*", "seek*", "sought"),
        "announced": (
            "announc*", "plan*", "intend*", "intention*", "will", "would", "could", "promis*", "pledg*", "offer*",
            "gave * consent", "gave * approval", "gave * blessing",
            "green light", "go-ahead", "gave * assent", "possible sale*",
            "earmark*", "approv*", "clear*", "authori*", "notif*",
        ),
        "negotiating": ("negotiat*", "talk*", "discuss*", "haggl*", "bargain*"),
        "ordered": (
            "order*", "sign*", "sold", "sell*", "bought", "buy*", "purchas*", "contract*", "agree*", "acquir*",
            "acquisition*", "procur*", "letter of acceptance", "selected", "finalised", "finalized", "leas*",
            "chose", "chosen", "picked", "opted for",
        ),
        "in_delivery": (
            "being delivered", "deliveries", "delivering", "shipping", "supplying", "getting", "has begun",
            "have begun",
        ),
        "delivered": (
            "provid*", "suppl*", "donat*", "deliver*", "receiv*", "arriv*", "gave", "given", "transfer*", "handed",
            "hand over", "hands over", "handing over", "handover", "shipped", "shipment*", "took delivery",
            "taken delivery", "got", "sent", "obtain*", "flew", "airlifted", "turned over", "passed on", "flown",
            "have reached", "has reached", "had reached", "have also reached", "has also reached",
        ),
        "suspended": ("suspend*", "froze", "frozen", "halt*", "paus*"),
        "cancelled": ("cancel*", "drop* plan*", "drop* the plan*", "shelv*", "scrap*", "terminat*", "abandon*"),
        "refused": ("refus*", "reject*", "declin*", "denied", "denies", "turned down", "turns down"),
    }  # fmt: skip
    choice_cues: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {
        "transfer_mode": {
            "sale": ("sell*", "sold", "sale*", "buy*", "bought", "purchas*", "contract*", "order*", "price*", "worth"),
            "gift_or_aid": ("gift*", "aid", "donat*", "free", "grant*", "assistance"),
            "loan_or_lease": ("loan*", "lease*", "lend*", "lent", "rent*"),
            "licensed_production": ("licen*",),
            "joint_production": ("joint*", "together", "co-produc*"),
        },
    }
    guess_cues: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {
        "category": {
            "air_defence_systems": (
                "air defen*", "air-defen*", "anti-aircraft", "anti-air", "surface-to-air", "patriot*", "s-300*",
                "s-400*", "s-500*", "c-300", "c-400", "nasams", "iris-t*", "samp/t", "pantsir*", "buk*", "tor-m*",
                "iron dome", "arrow 3", "manpads", "stinger*", "hawk*", "gepard*", "missile defen*",
            ),
            "aircraft": (
                "aircraft", "fighter*", "jet", "jets", "helicopter*", "drone*", "uav*", "bomber*", "warplane*",
                "plane", "planes", "bayraktar*", "rafale*", "gripen*", "eurofighter*", "typhoon*", "mirage*",
                "apache*", "f-16*", "f-35*", "f-15*", "su-30*", "su-35*", "mig-29*", "reaper*", "tb2", "shahed*",
                "loitering munition*",
            ),
            "armoured_vehicles": (
                "tank", "tanks", "armoured vehicle*", "armored vehicle*", "infantry fighting vehicle*",
                "armoured personnel", "armored personnel", "leopard*", "abrams", "bradley*", "marder*", "stryker*",
                "t-72*", "t-90*", "k2", "apc", "apcs", "ifv*", "mrap*",
            ),
            "artillery": (
                "artillery", "howitzer*", "rocket launcher*", "himars", "mlrs", "multiple launch", "multiple rocket",
                "mortar*", "cannon*", "caesar*", "k9", "smerch", "grad", "polonez", "self-propelled gun*",
            ),
            "missiles": (
                "missile", "missiles", "iskander*", "javelin*", "harpoon*", "tomahawk*", "storm shadow", "taurus",
                "atacms", "brahmos", "torpedo*", "anti-tank", "ballistic", "rocket", "rockets", "kalibr", "scud*",
                "guided bomb*",
            ),
            "ships": (
                "ship", "ships", "warship*", "frigate*", "corvette*", "submarine*", "destroyer*", "patrol boat*",
                "boat", "boats", "vessel*", "minesweeper*",
            ),
            "sensors": ("radar*", "sonar*", "sensor*"),
            "engines": ("engine", "engines"),
            "satellites": ("satellite*",),
            "small_arms_light_weapons": (
                "rifle*", "machine gun*", "small arms", "pistol*", "grenade launcher*", "firearm*",
            ),
            "ammunition": ("ammunition", "shell", "shells", "munition*", "rounds", "bombs", "cartridge*"),
        },
    }  # fmt: skip
    not_yet: ClassVar[tuple[str, ...]] = ("requested", "announced", "negotiating", "ordered", "unclear")
    speaks_for: ClassVar[tuple[str, ...]] = (
        "suppl*", "deliver*", "provid*", "sell*", "sold", "sale*", "buy*", "bought", "purchas*", "order*",
        "obtain*", "promis*", "pledg*", "offer*", "talks", "negotiat*", "procur*", "lease*", "arriv*", "request*",
        "acquisition*", "approv*", "clear*", "secur*", "flew", "gift*", "construct*", "letter*",
        "transfer*", "receiv*", "gave", "give*", "given", "donat*", "hand*", "send*", "sent", "shipp*", "acquir*",
        "contract*", "export*", "import*", "licen*",
    )  # fmt: skip
    against: ClassVar[tuple[str, ...]] = (
        "deploy*",
        "station*",
        "controlled by",
        "exercis*",
        "airbase*",
        "lease",
        "soldiers",
        "troops",
        "own production",
    )
    happens_in: ClassVar[tuple[str, ...]] = ("announced", "ordered", "delivered", "operational")
    same_if: ClassVar[tuple[str, ...]] = ("supplier", "recipient", "designation_text", "description_text")
    event: ClassVar[Event | None] = Event(
        about=(
            "weapon", "weapons", "weapons systems", "weaponry", "arms", "missile", "missiles", "missile system*",
            "tank", "tanks", "fighter jet*", "fighters", "fighter aircraft", "combat aircraft", "warplane*",
            "military aircraft", "helicopters", "attack helicopter*", "drone", "drones", "uavs", "submarine*",
            "frigate*", "corvette*", "warship*", "patrol boat*", "patrol vessel*", "naval vessel*", "howitzer*",
            "artillery", "rocket launcher*", "air defen* system*", "air-defen* system*", "anti-aircraft", "radar*",
            "armoured vehicle*", "armored vehicle*", "rifles", "machine guns", "ammunition", "artillery shells",
            "shells", "munitions", "torpedoes", "mortars", "rockets", "armoured personnel carrier*",
            "armored personnel carrier*", "infantry fighting vehicle*", "anti-personnel mine*", "antipersonnel mine*",
            "landmine*", "land mines", "naval mines", "sea mines", "same system*", "same aircraft",
            "of the jets", "same jets", "of the aircraft", "of the planes", "of the systems", "of the vehicles",
            "patrol ship*", "patrol craft", "landing ship*", "landing craft", "minesweeper*", "minehunter*",
            "second-hand aircraft", "used aircraft", "surplus aircraft", "training aircraft", "trainer aircraft",
            "transport aircraft", "surveillance aircraft", "early-warning aircraft", "bombers", "gunboats",
            "loitering munition*", "interceptors",
        ),
        called=(
            "aircraft", "jet", "jets", "fighter", "plane", "planes", "trainer", "trainers", "helicopter", "helicopters",
            "system", "systems", "gun", "guns", "launcher", "launchers", "vehicle", "vehicles", "battery", "batteries",
            "ships", "ship", "boats", "vessels", "missile system", "armoured cars", "armored cars", "radar", "radars",
            "transports", "tankers", "interceptors", "rounds", "ammunition vehicles", "bombs", "uav", "submarine",
        ),
        again=("aircraft", "jets", "planes", "batteries", "launchers", "of them"),
        figure="designation",
        acts=(
            "supply", "supplied", "supplies", "supplying", "deliver", "delivers", "delivered", "delivering",
            "delivery", "deliveries", "provid*", "sell", "sells", "sold", "selling", "sale", "sales", "buy", "buys",
            "bought", "buying", "purchas*", "order", "ordered", "orders", "transferred", "transfer", "transferring",
            "receiv*", "gave", "give", "given", "giving", "donat*", "handed over", "hand over", "handing over",
            "send", "sends", "sent", "sending", "ship", "shipped", "shipping", "acquir*", "procure*", "contract",
            "contracts", "export", "exported", "imported", "arrived", "leased", "deal", "got", "take delivery",
            "took delivery", "obtain*", "talks on", "talks about", "talks over", "negotiat*", "promis*", "pledg*",
            "offer", "offered", "offers", "offering", "shipment*", "consignment*", "exports", "exporting", "imports",
            "importing", "ships", "acquisition", "letter of acceptance", "letter of offer", "letter of intent",
            "letter of request", "arrive", "arrives", "arrival", "handover", "hands over", "turned over", "turn over",
            "turning over", "lease", "leasing", "gift", "gifted", "allocat*", "earmark*", "secured", "secure",
            "selected", "selects", "requested", "request*", "asked for", "get", "gets", "taken", "took", "take",
            "in talks", "flew", "airlifted", "grant",
            "granted", "approve", "approved", "approves", "cleared", "clears", "authoris*", "authoriz*",
            "licen*", "construction of", "co-produc*", "deals",
            "finalised", "finalized", "frozen", "froze", "getting",
            "handed", "inducted",
            "thanked", "thanks", "grateful", "gratitude", "passed on", "unloaded", "transfers", "package", "flown",
            "airlift", "have reached", "has reached", "had reached", "have also reached", "has also reached",
            "chose", "chosen",
            "picked", "opted for", "discuss", "discussed", "discussing", "similar letter",
            "signed a letter", "signed for", "signs for",
        ),
        never=(
            "airline", "airlines", "airliner*", "passenger planes", "passenger jets", "civil aircraft", "flag carrier",
            "training of", "to train", "trained", "flight crew*", "exercise", "exercises", "decommission*", "shot down",
            "getting ready", "clear landmines", "clear mines", "clear * landmines", "clear * mines", "clearing mines",
            "clearing landmines", "clearing * mines", "mine clear*", "demin*", "removal of * mines",
            "removal of landmines", "captured", "intercepted", "to stop", "test-fired", "parade", "airshow", "air show",
        ),
        giver="supplier",
        makers=True,
        taker="recipient",
        gives=(
            "supply", "supplied", "supplies", "supplying", "deliver", "delivers", "delivered", "delivering",
            "provid*", "sell", "sells", "sold", "selling", "transferred", "transfer", "transferring", "gave", "give",
            "given", "giving", "donat*", "handed over", "hand over", "handing over", "send", "sends", "sent",
            "sending", "shipped", "shipping", "export", "exported", "leased", "leases", "approv*", "offer*", "pledg*",
            "promis*",
            "hands over", "turned over", "turn over", "turning over", "exports", "exporting", "ships", "gifted",
            "flew", "airlifted", "allocat*", "earmark*", "granted", "grant", "clears", "cleared", "authoris*",
            "authoriz*", "transfers", "passed on", "froze", "frozen", "handed", "flown",
        ),
        takes=(
            "buy", "buys", "bought", "buying", "purchas*", "order", "ordered", "orders", "receiv*", "acquir*",
            "procure*", "imported", "get", "gets", "got", "taken", "took", "takes",
            "take", "getting", "took delivery", "take delivery", "request*", "asked",
            "sought", "seek*", "leased", "obtain*", "importing", "imports", "secured", "secures", "selected",
            "selects", "wants", "wanted", "inducted", "commissioned", "take over", "took over", "leases", "leasing",
            "chose", "picked", "opted", "signed for",
        ),
        halts=("suspend*", "halt*", "froze", "frozen", "paus*", "cancel*", "scrap*", "stopped", "block*", "delay*"),
        planned="announced",
        negated="refused",
        texts={"description_text": "description"},
    )  # fmt: skip
    same_event: ClassVar[SameEvent | None] = SameEvent(
        parties=("supplier", "recipient"),
        keys=("designation_text", ("description_text", "quantity")),
        once=("ordered", "delivered", "operational"),
        reached={"ordered": ("ordered",), "in_delivery": ("ordered",), "delivered": ("ordered", "delivered")},
        within_days=1827,
        vague=("unspecified", "unclear", "other"),
    )
    match_by: ClassVar[tuple[str | tuple[str, ...], ...]] = ("designation_text",)
