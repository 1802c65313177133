/** Those who are not where all others are when a rollout ends: how many, who, why, and how they are brought along. */
import type { EndedEvent } from '../rollout/events.ts'
import { sayCount, sayNames } from '../rollout/judge-words.ts'
import { sayPerson, sayVersions } from './rollout-release.ts'
import type { Story } from './rollout-story.ts'
import { shellWord } from './shell-word.ts'

const mostNames = 8
const mostWords = 3

/** One line for those whom a person left alone; none where nobody is. */
export const sayApart = (
  story: Story,
  { outcome, skipped = [] }: EndedEvent,
  { planOption }: { readonly planOption: string },
): readonly string[] => {
  const { started } = story
  if (started === null || skipped.length === 0) return []
  const many = skipped.length === 1 ? 'it' : 'them'
  const isForward = outcome === 'succeeded'
  const where = isForward ? `not on ${started.to}` : `not back on ${sayVersions(started.from)}`
  const others = isForward ? started.to : started.from[0]
  const how =
    others === undefined ? '' : ` · bring ${many} along: rollout run ${planOption} --to ${shellWord(others)}`
  return [`${sayCount(skipped.length, 'instance')} ${where}: ${saySkips(story, skipped)}${how}`]
}

/** Who, by whom and why; of several words about one instance the last counts. */
const saySkips = ({ skips }: Story, skipped: readonly string[]): string => {
  const words = new Map<string, string[]>()
  for (const id of skipped) {
    const said = skips.findLast(({ instances }) => instances.includes(id))
    const word = said === undefined ? 'skipped' : `skipped by ${sayPerson(said)}`
    words.set(word, [...(words.get(word) ?? []), id])
  }
  const told = [...words].map(([word, ids]) => `${sayNames(ids, mostNames)}, ${word}`)
  if (told.length <= mostWords) return told.join('; ')
  const others = [...words.values()].slice(mostWords - 1).flat().length
  return `${told.slice(0, mostWords - 1).join('; ')}; and ${others} more by others`
}
