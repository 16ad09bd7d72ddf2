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

/** The same as a heading's words: those of Pacemaker 3.0's `crm_exit_t`. */
const EXIT: Readonly<Record<number, string>> = {
  0: "OK",
  1: "Error occurred",
  2: "Invalid parameter",
  3: "Unimplemented",
  4: "Insufficient privileges",
  5: "Not installed",
  6: "Not configured",
  7: "Not running",
  8: "Promoted",
  9: "Failed in promoted role",
  64: "Incorrect usage",
  65: "Invalid data given",
  66: "Input file not available",
  67: "User does not exist",
  68: "Host does not exist",
  69: "Necessary service unavailable",
  70: "Internal software bug",
  71: "Operating system error occurred",
  72: "System file not available",
  73: "Cannot create output file",
  74: "I/O error occurred",
  75: "Temporary failure, try again",
  76: "Protocol violated",
  77: "Insufficient privileges",
  78: "Invalid configuration",
  100: "Fatal error occurred, will not respawn",
  101: "System panic required",
  102: "Not connected",
  103: "Update was older than existing configuration",
  104: "Digest mismatch",
  105: "No such object",
  106: "Quorum required",
  107: "Operation not safe",
  108: "Requested item already exists",
  109: "Multiple items match request",
  110: "Requested item has expired",
  111: "Requested item is not yet in effect",
  112: "Could not determine status",
  113: "Not applicable under current conditions",
  114: "DC is not yet elected",
  124: "Timeout occurred",
  190: "Service is active but might fail soon",
  191: "Service is promoted but might fail soon",
  193: "No exit status available",
  255: "Error occurred",
};

/** As `crm_mon` 3.0 shows the result of a failed operation. */
export function resultText(rc: number): string {
  const found = EXIT[rc];
  if (found !== undefined) return found;
  // A shell's way to say that a signal ended what it ran.
  return rc > 128 && rc < 255 ? "Interrupted by signal" : "Unknown exit status";
}

/** Execution status of an operation (`op-status`) in words. */
const STATUS: Readonly<Record<number, string>> = {
  [-1]: "pending",
  0: "complete",
  1: "Cancelled",
  2: "Timed out",
  3: "Unsupported",
  4: "Error",
  5: "Hard error",
  6: "Fatal error",
  7: "Not installed",
  8: "Internal communication failure",
  9: "Cannot execute now",
  10: "No fence device",
  11: "CIB secrets unavailable",
};

export function exitStatusText(status: number): string {
  return STATUS[status] ?? "UNKNOWN!";
}
