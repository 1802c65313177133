import { approve, type Rule } from '../rule.ts'

export const redeploy: Rule = {
  name: 'redeploy',
  answer: ({ change }) =>
    change.kind === 'redeploy'
      ? approve('the same commit runs there already, so nothing changes')
      : undefined,
}
