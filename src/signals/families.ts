/** Signals by what they ask about, in the words of people; the order is that of evidence. */
import { incidentSignals } from './all.ts'
import * as areaHistory from './area-history.ts'
import * as dependencies from './dependencies.ts'
import * as diffusion from './diffusion.ts'
import * as experience from './experience.ts'
import * as fileHistory from './file-history.ts'
import * as purpose from './purpose.ts'
import * as size from './size.ts'
import * as tests from './tests.ts'
import * as timing from './timing.ts'
import { titleWords } from './title.ts'

interface Asked {
  readonly name: string
  readonly question: string
}

export interface Family {
  readonly title: string
  readonly signals: readonly Asked[]
}

const isAsked = (value: unknown): value is Asked =>
  typeof value === 'object' && value !== null && 'name' in value && 'question' in value

const family = (title: string, members: object): Family => ({
  title,
  signals: Object.values(members).filter(isAsked),
})

/** Every signal of a part is in exactly one of them. */
export const families: readonly Family[] = [
  family('how much', size),
  family('how scattered', diffusion),
  family('what for', purpose),
  family('words of its title', { titleWords }),
  family('what its files have been through', fileHistory),
  family('what its neighbourhood has been through', areaHistory),
  family('who knows it, in counts', experience),
  family('tests beside code', tests),
  family('other people’s code', dependencies),
  family('when', timing),
  family('incidents of what it touches', incidentSignals),
]
