import type { Section } from './section.ts'
import { sizeSection } from './size.ts'

/** Every section, in the order in which they run and are printed. */
export const SECTIONS: readonly Section[] = [sizeSection]
