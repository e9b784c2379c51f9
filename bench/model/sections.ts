import { coldSection } from './cold.ts'
import {
  corporaSection,
  feedbackSection,
  oneModelSection,
  strangerSection,
} from './many-corpora.ts'
import { peersSection } from './peers.ts'
import type { Section } from './section.ts'
import { sizeSection } from './size.ts'
import { smsSection } from './sms.ts'
import { speedSection } from './speed.ts'
import { trainingSection } from './training.ts'
import { worstSection } from './worst.ts'

/** Every section, in the order in which they run and are printed. */
export const SECTIONS: readonly Section[] = [
  smsSection,
  corporaSection,
  oneModelSection,
  strangerSection,
  feedbackSection,
  speedSection,
  worstSection,
  coldSection,
  sizeSection,
  trainingSection,
  peersSection,
]
