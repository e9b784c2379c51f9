import type { Line } from './simulation.ts'

/** What a part of the work on statements of a size took. */
export interface Measured {
  readonly claims: number
  readonly seconds: number
  /** What all of the work took, beside which a distance is large or small. */
  readonly whole: number
}

/**
 * The line that is nearest to what was measured, in relation to the whole: small statements count
 * as much as large ones. What would be negative is zero, and the rest is fitted again.
 *
 * Source: weighted least squares, with weights 1 / whole^2.
 */
export function lineThrough(points: readonly Measured[]): Line {
  const rows = points.map(({ claims, seconds, whole }) => {
    const weight = 1 / whole
    return { one: weight, claims: claims * weight, seconds: seconds * weight }
  })
  const sum = (of: (row: (typeof rows)[number]) => number) =>
    rows.reduce((all, row) => all + of(row), 0)
  const [oneOne, oneClaims] = [sum(({ one }) => one * one), sum(({ one, claims }) => one * claims)]
  const claimsClaims = sum(({ claims }) => claims * claims)
  const [oneSeconds, claimsSeconds] = [
    sum(({ one, seconds }) => one * seconds),
    sum(({ claims, seconds }) => claims * seconds),
  ]
  const determinant = oneOne * claimsClaims - oneClaims * oneClaims
  const statement = (oneSeconds * claimsClaims - claimsSeconds * oneClaims) / determinant
  const claim = (claimsSeconds * oneOne - oneSeconds * oneClaims) / determinant
  if (statement < 0) return { statement: 0, claim: Math.max(0, claimsSeconds / claimsClaims) }
  if (claim < 0) return { statement: Math.max(0, oneSeconds / oneOne), claim: 0 }
  return { statement, claim }
}
