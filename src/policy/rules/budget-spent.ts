import { sayBurnt } from '../budget.ts'
import { formatList } from '../formatting.ts'
import { effective } from '../parts.ts'
import { type Rule, review } from '../rule.ts'

/** Where hardly anything may go wrong any more a person looks at all but fixes, which are judged as ever. */
export const budgetSpent: Rule = {
  name: 'budget-spent',
  answer: (facts) => {
    const burnt = (facts.budgets ?? []).filter(({ onlyFixes }) => onlyFixes)
    const others = effective(facts).filter(({ fix }) => fix === undefined)
    if (burnt.length === 0 || others.length === 0) return undefined
    const named = formatList(others.map(({ id }) => id))
    return review(
      `only fixes go out unreviewed now, and ${named} ${others.length === 1 ? 'is none' : 'are none'}: ${sayBurnt(burnt)}`,
    )
  },
}
