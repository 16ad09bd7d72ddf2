/** Result codes of resource agents in words, as Pacemaker's tools print them (OCF resource agent API, "Return codes"). */
const TEXT: Readonly<Record<number, string>> = {
  0: "ok",
  1: "error",
  2: "invalid parameter",
  3: "unimplemented feature",
  4: "insufficient privileges",
  5: "not installed",
  6: "not configured",
  7: "not running",
  8: "promoted",
  9: "promoted (failed)",
  124: "timed out",
  190: "degraded",
  191: "promoted (degraded)",
  193: "pending",
};

export function exitText(rc: number): string {
  return TEXT[rc] ?? `unknown exit status ${rc}`;
}

/** Execution status of an operation (`op-status`) in words. */
const STATUS: Readonly<Record<number, string>> = {
  [-1]: "pending",
  0: "complete",
  1: "Cancelled",
  2: "Timed Out",
  3: "NOT SUPPORTED",
  4: "Error",
  5: "Hard error",
  6: "Fatal error",
  7: "Not installed",
  8: "Internal communication failure",
  9: "Invalid",
  10: "No fence device",
  11: "CIB secrets unavailable",
};

export function statusText(status: number): string {
  return STATUS[status] ?? "UNKNOWN!";
}
