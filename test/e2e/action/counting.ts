/** How many requests each door costs: held to a bound where it is counted, and printed once when the file is done. */
import { afterAll, expect } from 'vitest'
import { gateAction } from '../../../src/main/action/contract.ts'
import type { ActionResult } from './runner.ts'

interface Counted {
  readonly door: string
  readonly requests: number
  readonly atMost: number
}

const counted: Counted[] = []

afterAll(() => {
  if (counted.length === 0) return
  const width = Math.max(...counted.map(({ door }) => door.length))
  const lines = counted.map(
    ({ door, requests, atMost }) => `${door.padEnd(width)}  ${String(requests).padStart(2)} of ${atMost}`,
  )
  console.info(['requests by door', ...lines].join('\n'))
})

/** Every run sets every output of action.yml, and costs no more than it may. */
export const counts = (door: string, result: ActionResult, atMost: number): ActionResult => {
  counted.push({ door, requests: result.requests.length, atMost })
  expect(Object.keys(result.outputs).toSorted()).toEqual(Object.keys(gateAction.outputs).toSorted())
  expect(result.requests.length, `requests of ${door}`).toBeLessThanOrEqual(atMost)
  expect(result.stderr).toBe('')
  return result
}
