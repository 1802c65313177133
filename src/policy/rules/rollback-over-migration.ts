import { type Rule, review } from '../rule.ts'

/** Code goes back, data does not: what ran before may not understand what a migration left behind. */
export const rollbackOverMigration: Rule = {
  name: 'rollback-over-migration',
  answer: ({ change }) =>
    change.kind === 'rollback' && change.touchesMigration
      ? review(
          'this rollback goes back over a migration: a person must say whether the older code can read the newer data',
        )
      : undefined,
}
