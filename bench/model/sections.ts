import { coldSection } from './cold.ts'
import { peersSection } from './peers.ts'
import type { Section } from './section.ts'
import { sizeSection } from './size.ts'
import { speedSection } from './speed.ts'
import { trainingSection } from './training.ts'
import { worstSection } from './worst.ts'

/** Every section, in the order in which they run and are printed. */
export const SECTIONS: readonly Section[] = [
  speedSection,
  worstSection,
  coldSection,
  sizeSection,
  trainingSection,
  peersSection,
]
