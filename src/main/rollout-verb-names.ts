import { rolloutCommands } from '../rollout/events.ts'

/** What can be done about a rollout. */
export const verbs = ['plan', 'run', 'status', ...rolloutCommands] as const
export type Verb = (typeof verbs)[number]
