"""Whether a name is a man's or a woman's, by the title before it or by a given name that nearly only one of them bears.

Common given names of many countries, written from general knowledge; no person is listed. Names that both bear (Alex,
Jean, Kim, Robin), that mean the other elsewhere (Andrea, Jan, Joan, Nicola), or that are places too (Florence, Jordan,
Victoria) are left out, as a name that is not known does no harm and a wrong one does.
"""

from __future__ import annotations

from typing import Literal

Gender = Literal["m", "f"]

_HONORIFICS: dict[str, Gender] = {
    **dict.fromkeys("mr sir lord herr monsieur".split(), "m"),
    **dict.fromkeys("mrs ms miss mme madame dame lady frau".split(), "f"),
}

_MEN = """
    aaron abdul abdullah abraham adam adolf ahmad ahmed akira alan albert alberto alejandro aleksandr alessandro
    alexander alexandre alexandros alfonso alfred alistair allan allen alvaro amir anatoly anders andreas andrei
    andres andrew andrey angus anthony antoine anton antonio antti arjun armando arnold arthur arturo arvid axel
    barry bartosz bashir ben benjamin bernard bernd bernhard bert billy bjorn bob bobby bogdan boris brad
    bradley brendan brett brian bruce bruno bryan burak carl carlos cedric cem cesar charles christopher christophe
    claus clive colin connor conor craig cristiano dan daniel darius dariusz darren dave david davide declan denis
    dennis derek dick didier diego dieter dimitri dimitris dirk dmitri dmitry dmytro dominik donald doug douglas
    duncan earl edgar eduardo edward edwin eero eivind elias emil emilio emmanuel emre enrique eric erik erkki ernst
    eugene fabian fabio federico felix ferdinand fernando filip francesco francisco francois frank franz fred
    frederick fredrik friedrich fritz gareth gary gavin geir geoff geoffrey george georg georgios gerald gerard
    gerhard giacomo gianluca giorgio giovanni giuseppe gordon graham greg gregor gregory guillaume guillermo gunnar
    gunther gustav hamid hamish hans harald harold harry hasan hassan heikki heinrich heinz helmut hendrik henri
    henrik henry herbert herman hiroshi holger horst howard hugh hugo hussein ian ibrahim igor ilya ismail ivan ivar
    jack jacob jacques jake jakob jakub james janne janusz jared jarmo jason javier jeff jeffrey jens jeremy jerome
    jerry jerzy jesper jim jimmy jiri joachim joakim joao joe joel johan johann johannes john johnny jonas jonathan
    jorg jorge jose josef joseph joshua juan juergen jukka julian jurgen justin kamal karim karl karsten kasper
    keith kemal ken kenji kenneth kevin khalid klaus knut konrad konstantin krzysztof kurt kyle lars lasse laurent
    lawrence leif len leo leon leonard leonid leonardo liam lorenzo louis luc luca lucas ludwig luigi luis lukas
    luke maciej magnus mahmoud malcolm manfred manuel marc marcel marcelo marcin marco marcos marcus marek mario
    marius mark markku marko markus martin mateo mathias mathieu matteo matthew matthias matti maurice mauricio max
    maxim maxime mehmet michael michel miguel mikael mike mikhail mikko miroslav mohamed mohammad mohammed morten
    muhammad murat mustafa nathan neil nels nicholas nick nicolas nigel niklas nikolai nikos nils noah norbert olaf
    olav ole oleg oleksandr oliver olivier olle omar oscar oskar osman otto owen pablo paolo pascal patrick paul
    paulo pavel pawel pedro pekka pelle pete peter petr petri petter phil philip philippe pierre pieter piotr rafael
    rajesh ralf ralph ramon rashid raul raymond reinhard ricardo riccardo richard rick robert roberto rodrigo roger
    roland rolf ronald rory ross roy rudolf rupert russell ryan salvatore samir samuel sanjay scott sean sebastian
    serge sergei sergey sergio seth sigurd simon soren spencer stanislav stefan stefano stephane stephen sten steve
    steven stewart stig stuart sunil sven svein taavi tadeusz takeshi tariq tarmo ted teppo terence thierry thomas
    thor tim timo timothy tobias todd tom tomas tomasz tommy tony tor torbjorn torsten trevor troels tuomas tyler
    ueli ulf ulrich umberto uwe vaclav vadim valentin valery vasily veli vicente viktor victor vikram ville vincent
    vincenzo vitali vladimir volker volodymyr waldemar walter warren wayne werner wilhelm willem william winston
    wojciech wolfgang xavier yann yasser yevgeny youssef yuri yusuf yves zoltan
"""
_WOMEN = """
    abigail ada adele adriana agata agnes agnieszka aicha aino aisha alba alejandra aleksandra alessandra alexandra
    alice alicia alina alison allison amalia amanda amelia amina amy ana anastasia angela angelica angelika anita
    anja anna annabel anne annette annie annika antonia anya ariana asha astrid asuncion audrey ayesha ayse barbara
    beata beate beatrice beatriz becky bente berit bernadette beth betsy betty bianca birgit birgitta birgitte
    bonnie brenda bridget brigitte britta camilla carina carla carmen carole caroline carolyn catarina
    caterina catherine cathy cecilia cecilie celia celine chantal charlene chiara christa christina christine cindy
    claire clara clarissa claudia colleen concepcion consuelo cornelia cristina daniela danielle dawn deborah debbie
    delia denise diana diane dolores donatella donna dora doreen doris dorothy dorte ebba edith eija eileen eira
    ekaterina elaine elena eleanor eleonora elif elin elina elisa elisabeth elise eliza elizabeth elke ella ellen
    elsa elvira emilia emilie emily emma erica erika esmeralda esther eva ewa fatima fatma federica felicity
    fiona francesca francoise freya frida friederike gabriela gabriella genevieve gerda gertrude gillian gina
    giorgia giovanna gisela giulia gloria grace greta gretchen gro gudrun gunilla gwen gwendolyn hanna hannah hanne
    harriet hazel heather hedda hedvig heidi helen helena helene helga henrietta hilda hildegard hillary ida ilona
    ilse ines inga inge ingeborg ingrid ioanna irena irene irina irma isabel isabella isabelle ivana
    jacqueline jana jane janet janice janine jasmine jeanette jeanne jenna jennifer jenny jessica jill joanna joanne
    johanna josefina josephine joyce juana judith julia juliana julie juliet jutta kaisa karin karina
    karoline katarina katarzyna kate katharina katherine kathleen kathryn kathy katie katja katrin katrina kayla
    khadija kirsten kirsti kirstin kristen kristin kristina laila lara larissa latifa laura lauren layla leena leila
    lena leonie leticia lidia liesel lilian liliana lillian lily lina linda linnea lisa lisbeth liv livia liz liza
    lotta lotte louisa louise lucia lucie lucinda lucy luisa lydia lyudmila maddalena madeleine magda magdalena
    maggie maja malgorzata malin manuela marcela marcia margaret margarita margarethe margit margot margrethe maria
    mariana marianne marie marina marit marjorie marketa marlene marta martha martina martine mary maryam mathilde
    matilda maud maureen mavis maya megan meera melanie melissa meredith mette mia michelle milena mildred
    mina miranda miriam moira molly mona monica monika monique muriel nadia nadine nadja nancy naomi natalia natalie
    natasha nathalie nicole nina nora nuria oksana olena olga olivia oona pamela patricia paula paulina pauline
    peggy penelope penny petra philippa phyllis pia pilar polly priscilla priya rachel raquel rebecca renata renate
    riitta rita roberta rosa rosalind rosanna rosemary rosie roxana ruth sabine sabrina sally salma samantha samira
    sandra sanna sara sarah satu selma sheila shirley sigrid silke silvia simona sinead siobhan siri sofie solveig
    sonia sonja sophia sophie stella stephanie sue susan susana susanna susanne suzanne svetlana sylvia sylvie
    tamara tania tanja tanya tatiana tatyana teresa terhi tessa thelma theresa therese theodora tiina tilda tina
    trine trisha trudy tuula ulla ulrike ursula vanessa vera verena veronica veronika vibeke vicky viktoria violeta
    vivien viviane wanda wendy wilhelmina wilma yasmin yolanda ylva yulia yvette yvonne zainab zeynep zoe
    zofia zsuzsanna zuzana
"""
_GIVEN: dict[str, Gender] = {**dict.fromkeys(_MEN.split(), "m"), **dict.fromkeys(_WOMEN.split(), "f")}


def honorific_gender(word: str) -> Gender | None:
    """The gender that a title before a name tells: of ``Mrs.`` ``f``, of ``Dr`` nothing."""
    return _HONORIFICS.get(word.rstrip(".").lower())


def given_gender(folded: str) -> Gender | None:
    """The gender of those who bear a given name, in lower case without diacritics; None where it does not tell."""
    return _GIVEN.get(folded)
