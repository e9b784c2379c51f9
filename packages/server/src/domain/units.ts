declare const unit: unique symbol

/** A plain value that carries its meaning in its type; `as` gives it, where it was checked. */
type Tagged<Base, Name extends string> = Base & { readonly [unit]: Name }

/** An account's id: a UUID version 7. */
export type AccountId = Tagged<string, 'AccountId'>
/** A decision's id: a UUID version 7, so that ids sort by time. */
export type DecisionId = Tagged<string, 'DecisionId'>
/** The id of a refresh-token family, which is what a person calls a session. */
export type SessionId = Tagged<string, 'SessionId'>
/** An API key's id; the key itself is a `Secret`. */
export type KeyId = Tagged<string, 'KeyId'>
/** A report's id: a UUID version 7, so that ids sort by time. */
export type ReportId = Tagged<string, 'ReportId'>
/** Name of one stored model: the first 12 hexadecimal digits of its file's SHA-256. */
export type ModelVersion = Tagged<string, 'ModelVersion'>
/** What decisions cost; a whole number. */
export type Units = Tagged<number, 'Units'>
/** A stretch of time in seconds. */
export type Seconds = Tagged<number, 'Seconds'>
/** A stretch of time in milliseconds. */
export type Milliseconds = Tagged<number, 'Milliseconds'>
