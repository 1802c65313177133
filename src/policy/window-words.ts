/** What windows that let nothing out mean for a change, in the sentence its reviewer reads. */
import type { WindowOwner } from '../config/applicable-windows.ts'
import { formatList } from './formatting.ts'
import type { Closed, Closer } from './window-opening.ts'
import { formatOnClock } from './windows.ts'

const nameOwner = (owner: WindowOwner | undefined): string =>
  owner === undefined ? 'this environment' : owner.name

/** "evenings", "audit of acme"; one window once, however often it stood in the way. */
const nameFreezes = (closers: readonly Closer[]): string =>
  formatList([
    ...new Set(
      closers.flatMap(({ windows, owner }) =>
        windows.map((name) => (owner === undefined ? name : `${name} of ${owner.name}`)),
      ),
    ),
  ])

const ofKind = (closers: readonly Closer[], kind: Closer['kind']): readonly Closer[] =>
  closers.filter((closer) => closer.kind === kind)

/** Everybody who stands in the way, now or until it opens. By what they say: a ledger keeps no identities. */
const involved = ({ by, chain }: Closed): readonly Closer[] => [
  ...new Map([...by, ...chain].map((closer) => [JSON.stringify(closer), closer])).values(),
]

/** "Tue 02:00" on the clock of what opens last. */
const formatOpening = ({ chain, until, now }: Closed): string =>
  formatOnClock(until, chain.at(-1)!.timeZone, now)

/** "only emergency changes until Tue 18:00 (window evenings)". */
export const sayFreeze = (closed: Closed): string => {
  const freezes = ofKind(closed.chain, 'emergency-only')
  const count = freezes.flatMap(({ windows }) => windows).length
  const names = `window${count === 1 ? '' : 's'} ${nameFreezes(freezes)}`
  const isAlone = ofKind(involved(closed), 'allow').length === 0
  return isAlone && closed.opens
    ? `only emergency changes until ${formatOpening(closed)} (${names})`
    : `only emergency changes now (${names}); ${sayOpening(closed)}`
}

/** "outside the hours of acme (window nights); the next moment that suits acme is Tue 02:00 (Europe/Paris)". */
export const sayOutside = (closed: Closed): string => {
  const outside = ofKind(closed.by, 'allow')
  const whose = formatList(
    outside.map(({ owner, windows }) => `${nameOwner(owner)} (${nameWindows(windows)})`),
  )
  return `outside the hours of ${whose}; ${sayOpening(closed)}`
}

const nameWindows = (names: readonly string[]): string =>
  `window${names.length === 1 ? '' : 's'} ${formatList([...new Set(names)])}`

const sayOpening = (closed: Closed): string => {
  const owners = formatList(ofKind(involved(closed), 'allow').map(({ owner }) => nameOwner(owner)))
  const isFrozen = ofKind(involved(closed), 'emergency-only').length > 0
  const wanted = `suits ${owners}${isFrozen ? ' and lies outside every freeze' : ''}`
  if (closed.opens)
    return `the next moment that ${wanted} is ${formatOpening(closed)} (${closed.chain.at(-1)!.timeZone})`
  const seen = closed.until.toISOString().slice(0, 10)
  return owners === ''
    ? `no end of it was found up to ${seen}`
    : `up to ${seen} no moment was found that ${wanted}: a window has to change, or a person to override`
}
