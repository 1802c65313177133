/**
 * The words by which a sentence says that a change did harm, undid it, or was only suspected. Patterns are written over
 * text in which changes stand as marks, ‹0›; what is no clear statement is meant to match nothing here.
 */

/** One change, or several in a row: `#1, #2 and PR #3`. */
const changes =
  '‹\\d+›(?:(?:\\s*,\\s*|\\s+and\\s+|\\s*&\\s*|\\s*,\\s*and\\s+)(?:(?:the\\s+)?(?:pr|pull request|mr|commit)s?\\s+)?‹\\d+›)*'

const changeNoun =
  '(?:change(?:s|set)?|prs?|pull requests?|mrs?|merge requests?|commits?|sha|revision|deploy(?:s|ment|ments)?|release|roll-?out|merge|upgrade|update|bump|migration|refactor(?:ing)?|patch|push|version)'
const joining =
  '(?:the|a|an|our|this|that|in|by|of|to|from|with|on|when|merging|deploying|shipping|landing|releasing|rolling|out|bug|regression|error|defect|mistake|typo|leak|fault|config|configuration|setting|query|index|flag|line|code|condition|default|value|job|introduced|added|made|shipped|recent|latest|new|bad|faulty|broken|change-set|was|were|being|is|production|prod|live|staging)'
/** Words that turn what follows into something else than the cause. */
const turning =
  '(?:fix\\w*|hot-?fix\\w*|resolv\\w*|revert\\w*|mitigat\\w*|roll(?:ed|ing|s)? ?back|rollback\\w*|patched|address\\w*|not|never|until|before|which|but|than|unrelated|follow-?\\w*|track\\w*|see|similar|like|same|as|describ\\w*|report\\w*|document\\w*|issues?|tickets?|and|or|also|missing|lack|absence|without|provider|vendor|upstream)'
const freeWord = `(?!${turning}\\b)[\\w'’"/.+%-]+`

/** Between a cue and the change: nothing but joining words, or words of which one says that a change is meant. */
const bridge = `(?:\\s*:)?\\s*(?:(?:(?:${joining}|${changeNoun})\\s+){0,8}|(?:${freeWord}\\s+){0,6}?${changeNoun}\\s+(?:(?:in|of|to|from|with|by)\\s+)?)\\(?\\s*`

const harm =
  '(?:bugs?|regressions?|leaks?|race|deadlocks?|errors?|faults?|problems?|issues?|outages?|incidents?|crash(?:es)?|failures?|failing|downtime|alerts?|timeouts?|loops?|5\\d\\d|5xx|slow\\w*|degrad\\w*|broken|unavailab\\w*|down|typo|exhaust\\w*|spikes?|storm|loss|corrupt\\w*|breakage|misconfigur\\w*)'

const causalBefore = [
  'caused (?:solely |entirely |directly )?by',
  '(?:was|is|were|are|been|be) due to',
  `${harm} (?:\\w+ ){0,3}?introduced (?:by|in|with)`,
  '(?:was|were|been) introduced (?:by|in|with)',
  'triggered by',
  '(?:broken|taken down|brought down|set off|brought about) by',
  '(?:regressed|broke) (?:in|from|since|with)',
  'regression (?:from|since)',
  'root[- ]cause(?: of (?:the|this) \\w+)?(?: is| was|:| =)?',
  '(?:the |actual |real )?culprit(?: is| was|:| turned out to be)',
  '(?:bad|faulty|broken|offending|breaking|guilty|problematic) (?:change|commit|deploy(?:ment)?|release|merge|pr|pull request|push)(?: is| was|:| turned out to be)',
  '(?:the|actual|real) trigger(?: of (?:the|this) \\w+)?(?: is| was|:)',
  '(?:the|actual|real|direct|sole) cause(?: of \\w+ \\w+| of \\w+)?(?: is| was|:| turned out to be)',
  '^cause:',
  '(?:trac|track)ed (?:\\w+ ){0,4}?(?:back |down )?to',
  'bisect\\w*(?: \\w+){0,3} to',
  '(?:stems?|stemmed|resulted|originates?|originated) (?:from|in|with)',
  '(?:was|were|is|are) (?:the|a) (?:direct )?(?:result|consequence) of',
  'caused-by:',
]

/** Words that may as well thank: they blame only where trouble is what they explain. */
const weakBefore = [
  'because of',
  'due to',
  '(?:as a )?(?:result|consequence) of',
  '(?:came|comes|coming) from',
  'thanks to',
]

/** A time only blames where trouble begins in the same breath. */
const temporalCue =
  '(?:since|after|following|when|as soon as|right after|immediately (?:after|following)) (?:we |we had |the |our |merging |deploying )?(?:merging|merged|deploying|deployed|deployment of|deploy of|merge of|rolling out|rolled out|roll-?out of|release of|releasing|shipping|shipped|upgrade|upgrading|landing|landed)?'
const troubleVerb =
  '(?:fail(?:s|ed|ing)?|error(?:s|ed)?|broke|broken|crash\\w*|went down|goes down|spik\\w*|rose|jumped|climbed|slow(?:ed|s)?|time(?:d|s)? out|timeouts?|unavailable|degraded|stopped working|leak\\w*|5\\d\\ds?|5xx)'
/** Trouble that ends after a change speaks for it. */
const ending =
  '(?:recover\\w*|restor\\w*|resolv\\w*|fix\\w*|normal|healthy|stopped(?! working)|dropped|fell|subsid\\w*|went away|gone|mitigat\\w*|clear\\w*|improv\\w*|ceas\\w*|disappear\\w*|ended|over)'
const untilThen = (characters: number): string => `(?:(?!\\b${ending}\\b)[^.;,]){0,${characters}}?`
const begins = '(?:start(?:s|ed)?|began|begin|begins|appeared|occurred|occurs)'

const harmful = `(?:(?:a|an|the|this|our|some|many|several|that|all|new|high|huge|memory|connection|complete|total|full|widespread)\\s+|\\w+\\s+){0,4}?${harm}`

const causalAfter = [
  '(?:has |had |have )?caused\\b(?! (?:no|nothing|by|confusion|\\w+ confusion|discussion|debate|concerns?|questions|surprise)\\b)',
  '(?:has |had |have )?(?:broke|broken|breaks)\\b(?! (?:no|nothing)\\b)',
  '(?:took|brought|knocked) (?:\\w+ ){0,3}?(?:down|offline|out)\\b',
  `(?:has |had |have )?(?:introduced|triggered|started|set off|led to|resulted in|brought|added|created|produced) ${harmful}`,
  '(?:is|was|are|were) (?:to blame|responsible|at fault)\\b',
  '(?:is|was|are|were) (?:the |our |a )?(?:actual |real |direct |root |sole |confirmed )?(?:cause|culprit|trigger|root[- ]cause)\\b',
  '(?:is|was|were|are|has been|have been|had been|got) (?:identified|confirmed|found|pinpointed|determined) (?:as|to be) (?:the |a )?(?:root |direct |actual )?(?:cause|culprit|trigger)\\b',
  'failed to deploy\\b',
  'made (?:\\w+ ){1,4}?(?:fail|crash|time out|unavailable|hang)\\b',
]

const afterBridge = `\\)?(?:\\s+\\((?:[^()‹]{0,60})\\))?\\s+(?:(?:${changeNoun}|which|that|had|has|actually|indeed|itself|then|really|to|production|prod|when|deployed|merged|was deployed and|was merged and|and)\\s+){0,4}?`

/** What stands before a change makes it another thing: the revert of #12 is not #12, nor is issue #12 a change. */
const itself =
  '(?<!\\b(?:revert(?:ing)?|roll-?back|rolling back|removal|removing|absence|lack|delay|failure|delaying|without|fix|issue|ticket|incident|outage|bug)(?: of| for| to| in| the| pr| pull request| commit| change){0,4} )'

const any = (patterns: readonly string[]): string => `(?:${patterns.join('|')})`

/** Groups: `changes` are blamed. */
export const blaming: readonly RegExp[] = [
  new RegExp(`(?<cue>(?<![\\w-])${any(causalBefore)})${bridge}(?<changes>${itself}${changes})`, 'g'),
  new RegExp(
    `\\b${harm}\\b${untilThen(50)}\\b(?<cue>${any(weakBefore)})${bridge}(?<changes>${itself}${changes})`,
    'g',
  ),
  new RegExp(`(?<changes>${itself}${changes})${afterBridge}(?<cue>${any(causalAfter)})`, 'g'),
  // `#12 removed the index, which caused the timeouts`.
  new RegExp(
    `(?<changes>${itself}${changes}) (?:${freeWord},? ){1,12}?(?<cue>(?:which (?:then )?(?:caused|broke|triggered|led to|took down|resulted in)|causing|breaking|taking down) ${harmful})`,
    'g',
  ),
  // `the upgrade of the proxy (#12)`: the words before the brackets say that a change is meant.
  new RegExp(
    `(?<cue>${any(causalBefore)})\\s*(?:${freeWord}\\s+){0,6}?${changeNoun}\\s+(?:${freeWord}\\s+){0,4}?\\((?<changes>${changes})\\)`,
    'g',
  ),
  new RegExp(
    `(?<cue>(?:${begins}${untilThen(60)}|${troubleVerb}${untilThen(40)})\\s${temporalCue})${bridge}(?<changes>${itself}${changes})`,
    'g',
  ),
  new RegExp(
    `(?<cue>(?:^|[,;] )${temporalCue})${bridge}(?<changes>${itself}${changes}),? (?![^.;]*\\b${ending}\\b)(?:${freeWord} ){0,6}?${troubleVerb}\\b`,
    'g',
  ),
]

const undone =
  '(?:revert(?:ing|ed)?|roll(?:ing|ed)? ?back|back(?:ing|ed)? ?out|undoing|undid|taking back|took back)'
const helped =
  '(?:fixed|fixes|resolved|resolves|restored|restores|solved|solves|cured|cleared|stopped|ended|brought (?:\\w+ ){0,3}?back|made (?:\\w+ ){0,3}?(?:work|recover)|recovered)'

/** That taking a change back helped is the plainest proof there is. */
export const proving: readonly RegExp[] = [
  new RegExp(`(?<cue>${undone})${bridge}(?<changes>${changes})[^.;,‹]{0,30}?\\b${helped}\\b`, 'g'),
  new RegExp(
    `\\b${helped}(?: (?!not\\b)\\w+){0,4}? (?:by|after|once|when|through) (?:we )?(?<cue>${undone})${bridge}(?<changes>${changes})`,
    'g',
  ),
]

const repaired =
  '(?:fix(?:ed|es)?|hot-?fix(?:ed)?|resolv(?:ed|es)|mitigat(?:ed|es|ion)|solv(?:ed|es)|address(?:ed|es)|correct(?:ed|s)|patch(?:ed)?|remed(?:y|ied)|repair(?:ed)?|work(?:ed)?-? ?around|revert(?:ed)?|rolled back|undone|restored|recovered|prevent(?:ed)?|closed?|follow(?:ed)?[- ]up)'

export const repairing: readonly RegExp[] = [
  new RegExp(
    `(?<cue>\\b${repaired})\\b(?:\\s+(?!caused|because|due)[\\w'’-]+){0,5}?\\s+(?:by|in|with|via|through|using|after|is|was|merging|deploying)\\s+(?:(?:the|a|our|pr|pull request|mr|commit|change|merging|deploying|landing|in|with|of|merge)\\s+)*\\(?(?<changes>${changes})`,
    'g',
  ),
  new RegExp(
    `(?<cue>\\b(?:fix|hot-?fix|patch|follow-?up|mitigation|solution)\\b)(?:\\s+(?:pr|pull request|commit|is|was|in|landed))*\\s*:?\\s*\\(?(?<changes>${changes})`,
    'g',
  ),
  new RegExp(
    `(?<changes>${changes})\\)?\\s+(?:(?:has|had|have|then|finally|was|is|were|which|that|will|should|merged|deployed|and|to|also|now)\\s+){0,3}(?<cue>(?:fix(?:es|ed)?(?!\\s+(?:by|in|with|through)\\b)|resolv(?:es|ed|e)(?!\\s+(?:by|in|with|through)\\b)|revert(?:s)?|reverted(?=\\s+(?:the|this|it|that|‹))|mitigat(?:es|ed|e)|roll(?:s|ed) (?:it )?back(?=\\s+(?:the|this|it|that|‹))|address(?:es|ed)?|patch(?:es|ed)?|correct(?:s|ed)?|restor(?:es|ed)|prevent(?:s|ed)?|adds?|added|improv(?:es|ed)|document(?:s|ed)|bumps? the limit|works? around))\\b`,
    'g',
  ),
]

/** A change that was taken back: somebody held it for the cause, rightly or not. */
export const undoing: readonly RegExp[] = [
  new RegExp(`(?<cue>\\b${undone})\\b${bridge}(?<changes>${changes})`, 'g'),
  new RegExp(
    `(?<changes>${changes})\\)?\\s+(?:(?:was|were|is|has been|had been|got|then)\\s+){1,3}(?<cue>reverted|rolled back|backed out|taken back)\\b`,
    'g',
  ),
]

/** Nobody is blamed where these stand before or within the statement. */
export const withdrawing =
  /\b(?:not|never|neither|nor|cannot|without|no longer|hardly|rather than|instead of|other than|as opposed to|no (?:evidence|link|relation|connection|sign|proof|reason|indication)|nothing to do)\b|n['’]t\b/

/** Nobody is sure where these stand before or within the statement. */
export const hedging =
  /\b(?:may|might|maybe|could|can|possibly|perhaps|presumabl[ey]|probabl[ey]|likely|suspect\w*|suspicion|thought|believed?|assum\w+|guess\w*|seem(?:s|ed|ingly)?|appear(?:s|ed) to|apparently|look(?:s|ed) (?:like|as)|hypothes\w+|theor(?:y|ies)|if|whether|would|should|unclear|unsure|wonder\w*|feared|worried|first look|investigat(?:e|es|ing)|first (?:blamed|suspected|accused)|check(?:ed|ing)?|accus\w+|claimed?|rumou?r\w*|blamed? at first|at first|initially|originally|in case|supposed(?:ly)?|alleged(?:ly)?|pretend|imagine|first guess)\b/

/** What makes a statement tell of something else, wherever it stands: another incident, another environment, a contrast. */
export const elsewhere =
  /\b(?:last (?:year|month|week|quarter|time)|(?:previous|earlier|another|different|prior|other) (?:incident|outage|time)s?|similar to|just like|as in the|(?:in|on) (?:ci|staging|tests?|development|dev|the (?:ci|test|staging)\b)|years? ago|months? ago|drill|exercise|game ?day|rehearsal|simulat\w+)\b|,\s*not\b/

/** What takes a statement back wherever it stands in the clause. */
export const refuting =
  /\b(?:unrelated|ruled? (?:\w+ ){0,3}?out|exonerat\w+|cleared of|innocent|red herring|coinciden\w+|harmless|irrelevant|false (?:lead|trail|alarm)|wrong(?:ly)?|mistaken(?:ly)?|incorrect(?:ly)?|disprov\w+|dismiss\w+|unlikely|turned out (?:not|otherwise)|no (?:part|role) in|no (?:outage|incident|harm|damage|impact|effect|failures?|downtime)|not (?:the|a) (?:cause|culprit|reason)|nothing to do with|did(?: not|n['’]t) (?:cause|help|resolve|fix))\b|\?/

/** Where one thought ends and another begins. */
export const clauseEnd = /;|\s+[—–-]\s+|,?\s+\b(?:but|however|although|though|whereas|while|yet)\b,?/
