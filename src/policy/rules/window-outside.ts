import { hold, type Rule } from '../rule.ts'
import { sayOutside } from '../window-words.ts'

/** Who is disturbed by a change chooses the hour; the gate only finds one that suits all of them. */
export const windowOutside: Rule = {
  name: 'window-outside',
  answer: ({ closed }) =>
    closed?.by.some(({ kind }) => kind === 'allow') ? hold(sayOutside(closed), closed.until) : undefined,
}
