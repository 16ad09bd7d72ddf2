/** The option of each command that changes the configuration: the lease under which it does. */
import { Option } from "commander";

/** `--lease TOKEN`, or HOLDFAST_LEASE */
export function leaseOption(): Option {
  return new Option("--lease <token>", "the lease that is held, so that it does not stand in the way").env(
    "HOLDFAST_LEASE",
  );
}
