import { coldSection } from './cold.ts'
import { feedbackSection } from './feedback.ts'
import { corporaSection, oneModelSection, strangerSection } from './many-corpora.ts'
import { onlineSection } from './online.ts'
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
  onlineSection,
  speedSection,
  worstSection,
  coldSection,
  sizeSection,
  trainingSection,
  peersSection,
]
