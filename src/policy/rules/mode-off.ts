import { approve, type Rule } from '../rule.ts'

/** The kill switch: an organisation turns the gate off and nothing waits any more. */
export const modeOff: Rule = {
  name: 'mode-off',
  answer: ({ mode }) =>
    mode === 'off' ? approve('the gate is off here (mode: off), so nothing was assessed') : undefined,
}
