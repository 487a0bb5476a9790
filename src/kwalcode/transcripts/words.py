"""Words that tell a speaker label from other text before a colon; Dutch and English.

All are casefolded. They are data: add words here, not rules elsewhere.
"""

from __future__ import annotations


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


INTERVIEWER = _words(
    """
    interviewer interviewster interviewers onderzoeker onderzoekster vragensteller
    moderator gespreksleider gespreksleidster facilitator researcher
    i int intv interv vraag question
    """
)
RESPONDENT = _words(
    """
    respondent respondente geïnterviewde geinterviewde deelnemer deelneemster
    participant interviewee informant informante
    r resp antwoord answer
    """
)
OTHER = _words(
    """
    notulist notuliste notulant observator observatrice observer tolk interpreter
    vertaler translator transcribent transcriber voorzitter chair chairman chairperson
    onbekend unknown
    """
)
NOBODY_YET = _words("speaker spreker spk")
"""Words that name a speaker without saying which role."""

WEAK = _words("vraag question antwoord answer")
"""Role words that are ordinary words too: they count only when they recur or come as a pair."""

TITLES = _words(
    """
    heer dhr mevrouw mevr mw meneer mijnheer mr mrs ms miss dr prof professor ir ing drs
    minister staatssecretaris wethouder burgemeester gedeputeerde commissaris president
    senator kamerlid raadslid zuster broeder
    """
)

PARTICLES = _words(
    """
    van de der den het ten ter te 't 's ’t ’s in op la le les du des di da do dos del della
    von zu zum zur af al el bin ibn ben ould en and und et of the
    """
)

CODE_FAMILIES = _words("s p d t pp sp spk st resp")
"""Letters before a number that mark a speaker even where a number occurs once: S01, P4."""

HEADER_KEYS = _words(
    """
    datum date locatie plaats location place tijd time tijdstip begintijd eindtijd duur
    duration naam name leeftijd age functie organisatie organisation organization titel title
    bestand file transcriptie transcript opname recording interviewnummer respondentnummer
    taal language domein domain gemeente geslacht gender setting
    aanwezig aanwezigen attendees participants deelnemers versie version
    """
)

NOT_BEFORE_A_NUMBER = _words(
    """
    vraag question antwoord answer deel part stap step fase phase thema theme topic onderwerp
    hoofdstuk chapter blok block tip punt item casus case vignet vignette bijlage appendix
    tabel table figuur figure pagina page versie version dag day week maand month jaar year
    optie option les ronde round sectie section artikel article regel line vr q v nr no
    interview scenario stelling statement
    """
)

REMARKS = _words(
    """
    lacht lachen gelach lachend pauze stilte onverstaanbaar onduidelijk hoest zucht huilt
    muziek applaus telefoon geluid kucht stil crosstalk laughter laughs laughing pause silence
    inaudible unclear unintelligible coughs sighs cries music applause noise background
    overlapping sic naam name plaats gemeente organisatie
    """
)
"""What transcribers put between square brackets that is no speaker."""

LEAD_INS = _words(
    """
    aanvullend aanwijzing achteraf actie actiepunt afsluiting afspraak alinea allereerst
    alternatief andersom bedoeling belangrijk bericht besluit bijgevolg bijvoorbeeld bovendien
    break bron cc citaat conclusie concreet context correctie daarna daarnaast dat datum
    deze dit doel doelstelling doordat dus echter eerst eerste eigenlijk einde en er eén één
    een twee drie vier vijf zes zeven acht negen tien email ergo eventueel feit fout gevolg
    goed gisteren grap helaas het hierna hoe http https ik immers in inleiding
    intermezzo ja jawel jij juist kader kanttekening keuze kijk klopt koffie kop kort kortom
    laatst later letterlijk let lijst link lunch maar mail mailtje mening mijn misschien
    moraal morgen motto na nadeel namelijk nawoord nee neen noot nota notabene nou nu of
    ofwel omdat onder onderwerp ook oordeel oorzaak oplossing opmerking overigens pauze
    plus positief probleem ps quote reactie reden resultaat samengevat samenvatting
    samenvattend situatie slot slotsom soms start stel stelling stop straks tegenwerping
    telefoon tenslotte terzijde tip titel toch toelichting toen tot tussendoor tweede uitkomst
    uitleg vandaar vandaag verder vergelijk vervolg vervolgens voetnoot voorbeeld voordeel
    voorwaarde want waarom wat wel wij ze zo zie zij zorg
    about action actually after agenda also although and another anyway
    because before besides but caption caution caveat comment concern conclusion consequence
    consider correction decision definition due edit end ergo essentially etc evidence example
    examples fact finally first firstly follow for footnote fortunately further goal he hello
    her here how however idea if important indeed instead interesting introduction issue it its
    just key last later listen lesson look meaning meanwhile method moreover my next no nope
    note notes now number objective observation obviously ok okay oh on one opinion or other
    otherwise outcome overall overview point problem purpose quotation reason recap remark
    remember result results right second secondly see she similarly since so solution sometimes
    source start still subject summary technically that the then there therefore they third
    this three thus tip today tomorrow topic two update warning we well what when where which
    while who why yeah yes yesterday yet you
    """
)
"""Words that introduce speech or a list (`Kortom:`, `Nee:`), not a person."""

LEAD_PHRASES = frozenset(
    ("let op", "nota bene", "ter info", "ter vergelijking", "to do", "for example", "by the way")
)

NOT_FIRST = (LEAD_INS | WEAK) - PARTICLES
"""Words that do not open a name of several words: `Maar Jan`, `Vraag Piet`."""
