import { formatList, oneLine } from '../formatting.ts'
import { type Rule, reject } from '../rule.ts'

/** A person's no is the last word until they take it back: no score outvotes it. A part that is taken back needs none. */
export const rejected: Rule = {
  name: 'rejected',
  answer: ({ change }) => {
    const parts = change.parts.filter(({ cancelled, rejections }) => !cancelled && rejections.length > 0)
    if (parts.length === 0) return undefined
    const said = parts.map(({ id, rejections }) => {
      const [why] = rejections.filter((text) => text !== '')
      return why === undefined ? id : `${id} (${oneLine(why)})`
    })
    return reject(`a person said no to ${formatList(said, 2)}; it stands until they approve it or it changes`)
  },
}
