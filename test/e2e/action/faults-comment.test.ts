/** GitHub fails while a person's word is read, remembered and acted on. */
import { vi } from 'vitest'
import { doors, hurry, withstands } from './faulting.ts'

vi.mock('node:child_process', () => import('./remembered-git.ts'))
hurry()

withstands(doors.comment, { decision: 'approve', continue: 'true' })
