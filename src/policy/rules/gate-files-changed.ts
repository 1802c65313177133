import { compileGlobs } from '../../config/glob.ts'
import { formatList, oneLine } from '../formatting.ts'
import { unapproved } from '../parts.ts'
import { type Rule, review } from '../rule.ts'

/** What steers the gate is never judged by the gate: its policy, its owners, its model, the workflows that run it. */
export const gateFilesChanged: Rule = {
  name: 'gate-files-changed',
  answer: (facts) => {
    const steers = compileGlobs(facts.gateFiles)
    // A cancelled part counts too: it is called cancelled because of what it says about itself.
    const touching = unapproved(facts).flatMap(({ id, paths }) => {
      const path = paths.find(steers)
      return path === undefined ? [] : [`${id} (${oneLine(path)})`]
    })
    if (touching.length === 0) return undefined
    return review(`a change to what steers the gate itself is always reviewed: ${formatList(touching)}`)
  },
}
