// libuv's error numbers, as handles report them: negative.
import { constants } from 'node:os';

export const UV = {
  eof: -4095,
  econnreset: -constants.errno.ECONNRESET,
  econnrefused: -constants.errno.ECONNREFUSED,
  epipe: -constants.errno.EPIPE,
  enotconn: -constants.errno.ENOTCONN,
  ecanceled: -constants.errno.ECANCELED,
  einval: -constants.errno.EINVAL,
} as const;
