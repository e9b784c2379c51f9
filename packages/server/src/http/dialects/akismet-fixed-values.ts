import type { AkismetForm } from './akismet-form.ts'

/*
 * Values by which Akismet's developers' documents let clients be tried out. They cost nothing, and
 * nothing is judged or stored for them: docs/decisions/0026.
 */

const SPAM_AUTHORS: readonly string[] = ['viagra-test-123', 'akismet-guaranteed-spam']
const SPAM_EMAIL = 'akismet-guaranteed-spam@example.com'

/** Whether a form holds a value that is spam by agreement. */
export function isFixedSpam({ comment_author = '', comment_author_email = '' }: AkismetForm) {
  return SPAM_AUTHORS.includes(comment_author.trim()) || comment_author_email.trim() === SPAM_EMAIL
}

/** WordPress sends all roles that a user has. */
function isOfAdministrator({ user_role = '' }: AkismetForm): boolean {
  return user_role.split(',').some((role) => role.trim() === 'administrator')
}

/** What means no, as clients write it: rakismet sends `0`. */
const NO: readonly string[] = ['', '0', 'false']

/** Whether a client only tries out whether it works. */
export function isTest({ is_test = '' }: AkismetForm): boolean {
  return !NO.includes(is_test.trim().toLowerCase())
}

/** Whether a form is spam by agreement, and nobody has to judge it; spam wins over the others. */
export function fixedAnswer(form: AkismetForm): boolean | undefined {
  if (isFixedSpam(form)) return true
  return isOfAdministrator(form) || isTest(form) ? false : undefined
}
