/**
 * Symmetric positive definite systems by Cholesky's square root: A = L·Lᵀ with L lower triangular (1910, published by
 * Benoît 1924). Matrices are row-major `Float64Array`s of which only the lower triangle is read.
 * Golub & Van Loan, Matrix Computations, §4.2. O(n³/3) to factor, O(n²) to solve.
 */

/**
 * Replaces the lower triangle of `matrix` by its square root L. A pivot that rounding has made non-positive is lifted
 * to a tiny share of the largest diagonal entry: the direction it stands for is one the data say nothing about.
 */
export function factorInPlace(matrix: Float64Array, size: number): void {
  let largest = 0
  for (let i = 0; i < size; i++) largest = Math.max(largest, matrix[i * size + i]!)
  const floor = largest > 0 ? largest * 1e-13 : 1
  for (let row = 0; row < size; row++) {
    const start = row * size
    for (let column = 0; column < row; column++) {
      const other = column * size
      let sum = matrix[start + column]!
      for (let k = 0; k < column; k++) sum -= matrix[start + k]! * matrix[other + k]!
      matrix[start + column] = sum / matrix[other + column]!
    }
    let pivot = matrix[start + row]!
    for (let k = 0; k < row; k++) pivot -= matrix[start + k]! * matrix[start + k]!
    matrix[start + row] = Math.sqrt(Math.max(pivot, floor))
  }
}

/** Solves L·Lᵀ·x = b in place of b. */
export function solveInPlace(factor: Float64Array, size: number, b: Float64Array): void {
  for (let row = 0; row < size; row++) {
    let sum = b[row]!
    for (let k = 0; k < row; k++) sum -= factor[row * size + k]! * b[k]!
    b[row] = sum / factor[row * size + row]!
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = b[row]!
    for (let k = row + 1; k < size; k++) sum -= factor[k * size + row]! * b[k]!
    b[row] = sum / factor[row * size + row]!
  }
}

/** ln det A from its factor: twice the sum of the logarithms of the diagonal. */
export function logDeterminant(factor: Float64Array, size: number, log: (x: number) => number): number {
  let sum = 0
  for (let i = 0; i < size; i++) sum += log(factor[i * size + i]!)
  return 2 * sum
}

/** A⁻¹ from its factor, both triangles filled: (L⁻¹)ᵀ·L⁻¹. */
export function inverse(factor: Float64Array, size: number): Float64Array {
  // `root` is L⁻¹, row by row: each entry needs only the entries above it in its column.
  const root = new Float64Array(size * size)
  for (let column = 0; column < size; column++) {
    root[column * size + column] = 1 / factor[column * size + column]!
    for (let row = column + 1; row < size; row++) {
      let sum = 0
      for (let k = column; k < row; k++) sum -= factor[row * size + k]! * root[k * size + column]!
      root[row * size + column] = sum / factor[row * size + row]!
    }
  }
  const result = new Float64Array(size * size)
  for (let k = 0; k < size; k++) {
    const start = k * size
    for (let row = 0; row <= k; row++) {
      const value = root[start + row]!
      if (value === 0) continue
      for (let column = 0; column <= row; column++)
        result[row * size + column]! += value * root[start + column]!
    }
  }
  for (let row = 0; row < size; row++)
    for (let column = row + 1; column < size; column++)
      result[row * size + column] = result[column * size + row]!
  return result
}
