import { compileGlobs, findGlob } from '../../config/glob.ts'
import { formatList, oneLine } from '../formatting.ts'
import { unapproved } from '../parts.ts'
import { type Rule, review } from '../rule.ts'

/** Paths a team always wants to see, however low the risk. */
export const neverAutoApprove: Rule = {
  name: 'never-auto-approve',
  answer: (facts) => {
    const isGuarded = compileGlobs(facts.neverAutoApprove)
    const touching = unapproved(facts).flatMap(({ id, paths }) => {
      const path = paths.find(isGuarded)
      return path === undefined ? [] : [{ id, path }]
    })
    const [first, ...others] = touching
    if (first === undefined) return undefined
    const glob = findGlob(facts.neverAutoApprove, first.path) ?? ''
    const also = others.length === 0 ? '' : `; the same holds for ${formatList(others.map(({ id }) => id))}`
    return review(
      `${first.id} touches ${oneLine(first.path)}, which never goes out unreviewed (${glob})${also}`,
    )
  },
}
