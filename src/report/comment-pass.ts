/** What is said back to `.pass`. Nobody is called by name: the question itself calls whoever is asked now. */
import { answerMarker } from './comment-marker.ts'
import { escapeWords } from './comment-page.ts'
import { endSentence, joinNames } from './phrases.ts'

export type PassAnswer =
  | {
      readonly outcome: 'passed'
      readonly by: string
      /** Logins and `organisation/team` that are asked now; none where nobody else can be. */
      readonly to: readonly string[]
    }
  | {
      readonly outcome: 'refused'
      readonly by: string
      /** One sentence: "you are not among those who are asked: mira". */
      readonly why: string
    }

const sentenceColumns = 400
const mostNames = 3

export const answerPass = (given: PassAnswer, to: number): string => {
  const by = escapeWords(given.by)
  if (given.outcome === 'refused')
    return `${answerMarker(to)}\n**Not passed on**, ${by}: ${endSentence(escapeWords(given.why, sentenceColumns))}\n`
  const names = joinNames(
    given.to.map((name) => escapeWords(name)),
    mostNames,
    'or',
  )
  const now =
    names === ''
      ? 'Nobody else who knows it can be asked by name; anybody with write access who had no hand in it may still answer.'
      : `Asked now: ${names}.`
  return `${answerMarker(to)}\n**Passed on** by ${by}. ${now}\n`
}
