import type { Decision } from '../domain/decision.ts'
import type { Facts } from './facts.ts'
import { oneLine } from './formatting.ts'
import type { Rule } from './rule.ts'

/** The first rule that answers decides. A rule that breaks, like no answer at all, means that a person decides. */
export const decide = (rules: readonly Rule[], facts: Facts): Decision => {
  for (const { name, answer } of rules) {
    try {
      const answered = answer(facts)
      if (answered !== undefined) return { ...answered, rule: name }
    } catch (error) {
      return unanswered(`the rule ${name} broke (${oneLine(String(error))}), so a person decides`)
    }
  }
  return unanswered('no rule could answer, so a person decides')
}

const unanswered = (reason: string): Decision => ({ verdict: 'review', rule: 'no-rule-answered', reason })
