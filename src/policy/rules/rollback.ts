import { approve, type Rule } from '../rule.ts'

/** Going back must be the easiest thing there is: no score, no window and no model stands in its way. */
export const rollback: Rule = {
  name: 'rollback',
  answer: ({ change }) =>
    change.kind === 'rollback' && !change.touchesMigration
      ? approve('this rollback puts back what already ran there, and no migration lies between')
      : undefined,
}
