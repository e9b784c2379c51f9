import { fileURLToPath } from 'node:url'

/** The model that a fresh Hamlet answers with. */
export const SHIPPED_MODEL = fileURLToPath(new URL('../../models/default.hamlet', import.meta.url))
