import { oneLine } from '../formatting.ts'
import { type Rule, review } from '../rule.ts'

/** Whoever breaks the file must not thereby switch off what it asks for. */
export const configurationUnreadable: Rule = {
  name: 'configuration-unreadable',
  answer: ({ configuration }) =>
    configuration.status === 'unreadable'
      ? review(
          `the configuration cannot be read, so nobody knows what it asks for: ${oneLine(configuration.why, 400)}`,
        )
      : undefined,
}
