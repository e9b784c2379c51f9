import fc from 'fast-check'

/** Half of a text is often ASCII; the rest is any code point, lone surrogates among them. */
const unit = fc.oneof(
  fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
  fc.nat(0x10_ff_ff).map((point) => String.fromCodePoint(point)),
)

/**
 * Any text, for property tests. fast-check's own unit 'binary' says the same of whole characters,
 * but takes seconds to list a million of them.
 */
export function anyText(maxLength?: number): fc.Arbitrary<string> {
  return fc.string(maxLength === undefined ? { unit } : { unit, maxLength })
}
