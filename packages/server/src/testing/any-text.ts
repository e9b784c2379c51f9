import fc from 'fast-check'

/** Half of a text is often ASCII; the rest is any character of Unicode. */
const unit = fc.oneof(
  fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
  fc
    .nat(0x10_ff_ff)
    .map((point) => String.fromCodePoint(point))
    .filter((character) => character.isWellFormed()),
)

/**
 * Any well-formed text, for property tests. fast-check's own units 'binary' and 'grapheme' say the
 * same, but take seconds to list a million characters.
 */
export function anyText(constraints: fc.StringConstraints = {}): fc.Arbitrary<string> {
  return fc.string({ ...constraints, unit })
}
