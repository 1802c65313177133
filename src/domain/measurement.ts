/** The answer of a signal: a number, or an honest "cannot know" with its cause. */
export type Measurement =
  | { readonly outcome: 'measured'; readonly value: number }
  | { readonly outcome: 'unavailable'; readonly why: string }

export const measured = (value: number): Measurement => ({ outcome: 'measured', value })
export const unavailable = (why: string): Measurement => ({ outcome: 'unavailable', why })
