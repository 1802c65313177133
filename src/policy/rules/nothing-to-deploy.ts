import { approve, type Rule } from '../rule.ts'

/** A change without a part changes nothing; a redeploy and a rollback have rules of their own. */
export const nothingToDeploy: Rule = {
  name: 'nothing-to-deploy',
  answer: ({ change }) =>
    change.kind === 'forward' && change.parts.length === 0
      ? approve('there is nothing to deploy')
      : undefined,
}
