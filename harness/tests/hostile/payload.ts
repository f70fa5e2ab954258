// What a hostile or careless client and gateway may say: markup of every report, characters that steer a terminal, and secrets in
// every form that is known to be one. Each secret has the mark in it, so that one look finds them all.

/** A part of every secret; nothing else has it. */
export const MARK = 'Zq7Xw9Kp3Lm5Rt8V';

/** Markup, commands of a CI, escape sequences, NUL, direction overrides, a line separator and a lone surrogate. */
export const MARKUP =
  '<script>alert(1)</script> | `x` ```` ]]> --> %0A ::error::x ##[add-mask]x [a](b) @me \u001B[2J\u001B]0;x\u0007\u0000\u009B\u202E\u2066\u2028\uFFFE\uD800';

/** Secrets as they stand in one line of text. */
export const SECRETS: readonly string[] = [
  `GET /v1/events?access_token=${MARK}a&x=1`,
  `?key=${MARK}b`,
  `the key sk-proj-${MARK}c`,
  `Bearer ${MARK}d`,
  `eyJhbGciOiJIUzI1NiJ9.${MARK}e.${MARK}f`,
  `https://me:${MARK}g@gateway.test/v1`,
  `{"api_key":"${MARK}h","password": "${MARK}i"}`,
  `{ 'x-api-key': '${MARK}j' }`,
  `cookie: sid=${MARK}k`,
  `set-cookie: sid=${MARK}l; HttpOnly`,
  `x-api-key: ${MARK}m`,
  `authorization: ${MARK}n`,
];

/** One megabyte of all of it. */
export const BODY = `${MARKUP}\n${SECRETS.join('\n')}\n${'x'.repeat(1_000_000)}`;
