export { exp, log } from '../model/numerics.ts'
