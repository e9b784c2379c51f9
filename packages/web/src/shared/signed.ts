/** Log-odds as they are shown: with a sign, and two digits behind the point. */
export function signed(logOdds: number): string {
  const rounded = Math.abs(logOdds).toFixed(2)
  return `${logOdds < 0 ? '−' : '+'}${rounded}`
}
