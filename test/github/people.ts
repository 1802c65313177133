import type { Person } from './git.ts'
import { accountOf, isoSeconds, type State } from './state.ts'

/** How a login signs commits. */
export const personOf = (state: State, login: string, at: string): Person => ({
  name: login,
  email: accountOf(state, login).email,
  date: isoSeconds(new Date(at)),
})
