/** The numbers in which the history says how an operation ended. Source: Pacemaker Explained, "Operation history". */

/** What the executor says of an operation (`op-status`). */
export const ExecStatus = {
  pending: -1,
  done: 0,
  cancelled: 1,
  timeout: 2,
  notSupported: 3,
  error: 4,
  errorHard: 5,
  errorFatal: 6,
  notInstalled: 7,
  notConnected: 8,
  invalid: 9,
  noFenceDevice: 10,
  noSecrets: 11,
} as const;

/** What the agent returned (`rc-code`): the return codes of the OCF resource agent API, and Pacemaker's own from 190. */
export const Rc = {
  ok: 0,
  error: 1,
  invalidParameter: 2,
  unimplemented: 3,
  insufficientPrivileges: 4,
  notInstalled: 5,
  notConfigured: 6,
  notRunning: 7,
  promoted: 8,
  failedPromoted: 9,
  degraded: 190,
  degradedPromoted: 191,
  unknown: 193,
} as const;
