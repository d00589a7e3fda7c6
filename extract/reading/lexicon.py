"""The reporting words of English news, in all their forms, and the nouns that can speak without a name."""

from __future__ import annotations

from extract.reading.speaker import Lexicon


def _listed(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.replace("\n", " ").split("|"))


CLAUSE = _listed(
    """said|says|say|claim|argue|insist|maintain|stated|states|noted|notes|noticed|stressed|stresses|emphasized
    |emphasised|emphasizes|emphasises|pointed out|points out|added|adds|told|tells|explained|explains|believes
    |believe|claimed|claims|argued|argues|insisted|insists|warned|warns|predicted|predicts|predict|announced
    |announces|confirmed|confirms|declared|declares|admitted|admits|acknowledged|acknowledges|suggested|suggests
    |revealed|reported|reports|recalled|reiterated|expects|expect|estimated|estimates|alleged|alleges|hinted
    |indicated|commented|concluded|wrote|writes|tweeted|posted|asserted|demanded|demands|urged|promised|pledged|vowed
    |threatened|identified|replied|assured|complained|testified|maintained|cautioned|remarked|observed
    |expressed the opinion|expressed hope|expressed concern|made a statement|made it clear|made clear
    |made its position clear|made his position clear|made its position absolutely clear|forecast|forecasts|disclosed
    |conceded|contended|denied|denies|underlined|underscored|affirmed|reaffirmed|joked|quipped|called it|asked
    |proclaimed|lamented|boasted|stated clearly|let it be known|made it known|made known|took the view|take the view
    |issued a warning|signalled|signaled|confided|informed|inform|informs|warn|note|stress|report|caution|concede|assert
    |contend|complain|disclose|reveal|deny|point out|expressed the hope|expressed the view|expressed confidence
    |expressed regret|voiced hope|voiced concern|voiced fears|made plain|let slip|retorted|countered|responded|answered
    |declares|asserts|contends|recalls|reiterates|underlines|underscores|laments|concludes|reckons|reckon|stipulated
    |objected|objects|protested|protests|swore|sworn|swears|gave notice|gives notice|found|finds
    |fear|fears|feared|suspect|suspects|thinks|mused|muses|scoffed|scoffs|jokes|quips|recounts|recounted|shrugs
    |maintains|complains|reveals|discloses|testifies|boasts|proclaims|confides|concedes|notified|notifies|went on
    |assures|cautions|alleges|hints|remarks|observes|writes|reaffirms|affirms|certified|clarified|tell|reminds
    |reminded|thundered|thunders|intimated|intimates|opined|opines|fumed|fumes|grumbled|grumbles|reasoned|ventured
    |ventures|snapped|shot back|hit back|fired back|enthused|exclaimed|sighed|sighs|confessed|confesses|crowed|crows
    |pleaded|pleads|counselled|chimed in|is of the view|are of the view|was of the view|were of the view
    |is of the opinion|are of the opinion|was of the opinion|is convinced|are convinced|was convinced|is adamant
    |was adamant|are adamant|is certain|is confident|was confident|are confident"""
)

OBJECT = _listed(
    """denied|denies|announced|announces|criticized|criticised|criticizes|criticises|criticizing|criticising
    |condemned|condemns|praised|praises|hailed|hails|welcomed|welcomes|accused|accuses|called for|calls for|called on
    |urged|urges|demanded|demands|rejected|rejects|confirmed|confirms|called|blamed|blames|spoke about|spoke of
    |talked about|have talked about|published information about|ruled out|dismissed|dismisses|expressed|warned of
    |warned against|warned about|issued a warning about|issued a warning of|made public|stressed|emphasized
    |emphasised|slammed|denounced|denounces|disputed|refuted|proposed|described|threatened|promised|vowed|pledged
    |reaffirmed|reiterated|affirmed|acknowledged|cautioned against|deplored|deplores|lamented
    |applauded|lauded|mocked|ridiculed|defended|decried|warns against|warns of|warned of|spoke out against|objected to
    |repudiated|rebuffed|appealed for|appealed to|appeals for|pressed for|reject|condemn|demand
    |blame|accuse|criticise|criticize|dismiss|welcome|regretted|voiced|brushed aside
    |reproached|reproaches|rebuked|rebukes|chided|berated|lambasted|castigated|faulted|recommended
    |recommends|disputes|shrugged off|played down|calls on|call on|call for|commended|commends|regrets|underlined
    |underscored|underlines
    |underscores|emphasises|emphasizes|stresses|brushed off|brushes off|waved away|waves away|waved aside|laughed off
    |laughs off|scoffed at|scoffs at|sneered at|took issue with|takes issue with|termed|branded|labelled|labeled
    |likened|likens|hit out at|hits out at|lashed out at|railed against|rails against|railed at|took aim at
    |poured scorn on|poured cold water on|bemoaned|bemoans|decries|castigates|questioned the|played up|pointed to
    |points to|asked for"""
)

BEFORE = _listed("according to|in the words of|in the opinion of|in the view of|in the eyes of")

JOINED = _listed(
    """saying|adding|telling|warning|stressing|noting|claiming|arguing|insisting|maintaining|explaining|announcing
    |declaring|admitting|acknowledging|suggesting|asserting|alleging|predicting|complaining|pointing out|emphasising
    |emphasizing|underlining|underscoring|recalling|reiterating|promising|pledging|vowing|threatening|cautioning
    |hinting|indicating|conceding|confirming|denying|stating|writing|boasting|lamenting|assuring"""
)

SPEAKERS = _listed(
    """government|governments|minister|ministers|ministry|ministries|president|presidents|official|officials
    |spokesman|spokeswoman|spokesperson|spokesmen|source|sources|expert|experts|analyst|analysts|media|report|reports
    |statement|agency|agencies|department|administration|delegation|intelligence|service|services|military|army
    |police|embassy|envoy|ambassador|diplomat|diplomats|parliament|opposition|activist|activists|leader|leaders
    |leadership|authorities|commander|general|chief|head|bank|company|economist|economists|lawmaker|lawmakers|senator
    |senators|group|union|institute|think tank|journalist|journalists|observers|critics|council|commission|secretary
    |chancellor|king|newspaper|channel|communique|communiqué|representative|representatives|community|deputy|court
    |fund|side|lender|regulator|adviser|advisor|negotiator|negotiators|rebels|party|residents|witnesses|office
    |coalition|movement|navy|air force|central bank|researcher|researchers|professor|mediator|mediators|insurgents
    |politician|politicians|undersecretary|campaigners|watchdog|portal|study|survey|treasury|presidency|premier|aide
    |aides|judge|judges|tribunal|mission|committee|board|palace|broadcaster|outlet|columnists|chairman|director
    |executive|executives|governor|mayor|organisation|organization|ngo|insider|insiders|traders|bankers|farmers|unions
    |diplomatic sources|spokespersons|readout|document|letter|note|bulletin|consultancy|assembly|senate|congress
    |cabinet|regime|sides|parties|delegations|allies|partners|creditors|lenders|bondholders|investors|officers|officer
    |person|people|daily|weekly|magazine|tabloid|authority|foundation|federation|association|alliance|bloc
    |comptroller|auditor|auditors|prosecutor|prosecutors|lawyer|lawyers|attorney|trader|banker|farmer|manager|managers
    |worker|workers|organisers|organizers|campaigner|supporters|opponents|author|authors|commentator|commentators
    |bishop|bishops|imam|pope|villagers|students|soldiers|pilots|sailors|refugees|victims|participants|delegates|donors
    |historian|historians|scientist|scientists|columnist|editor|editors|reporter|reporters|website|embassies
    |parliamentarian|parliamentarians|spokespeople|manufacturer|supplier|contractor|maker|shipyard|yard|firm|airline
    |operator|premiers|chairwoman|founder|owner|owners|importers|exporters|legislator|legislators|commissioner|commissioners|governors
    |lobby|lobbies|network|networks|clerk|registrar|chamber|fact sheet|factsheet|think-tank|peace network
    |mayors|spokeswomen|generals|admiral|admirals|colleague|colleagues|ombudsman|inspectorate|inspectors"""
)

ENGLISH = Lexicon(CLAUSE, OBJECT, BEFORE, SPEAKERS, JOINED)
