// libuv's error numbers, as handles report them: negative.
import { constants } from 'node:os';

export const UV = {
  eof: -4095,
  econnreset: -constants.errno.ECONNRESET,
  econnrefused: -constants.errno.ECONNREFUSED,
  ehostunreach: -constants.errno.EHOSTUNREACH,
  enetunreach: -constants.errno.ENETUNREACH,
  etimedout: -constants.errno.ETIMEDOUT,
  eaiAgain: -3001,
  eaiNoname: -3008,
  epipe: -constants.errno.EPIPE,
  enotconn: -constants.errno.ENOTCONN,
  ecanceled: -constants.errno.ECANCELED,
  einval: -constants.errno.EINVAL,
} as const;
