import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type ShowChampionDeps, showChampion } from '../../usecases/show-champion.ts'
import { ChampionSchema } from '../champion-schema.ts'
import { championReply } from '../champion-wire.ts'

const championSchema = {
  operationId: 'getChampion',
  summary: 'The model that answers now, and how good it is, for administrators',
  description:
    'From the report in the model file. All figures are out of fold: of texts like those it learned from, each scored by learners that had not seen it. They say nothing of texts from elsewhere.',
  tags: ['models'],
  response: { 200: ChampionSchema },
}

/** `GET /v1/models/champion`. */
export function championRoutes(deps: ShowChampionDeps): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/v1/models/champion', { schema: championSchema }, async () =>
      championReply(await showChampion(deps)),
    )
  }
}
