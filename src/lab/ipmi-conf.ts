/**
 * The configuration of ipmi_sim(1): a LAN interface that answers IPMI 2.0 as a server's BMC does (ipmi_lan(5)), and one
 * management controller behind it (ipmi_sim_cmd(5)). The chassis it controls is a program.
 */
import type { LabNode } from "./address-plan.ts";

/** The login of every BMC of the lab. It is no secret, since the BMCs cannot be reached from outside. */
const BMC_LOGIN = { user: "admin", password: "secret", cipher: 3 } as const;

/**
 * @param chassis the program, called with the node's name, `get`, `set` or `check`, and the property of the chassis.
 *   ipmi_sim gives it to a shell, so its path must need no quoting.
 */
export function ipmiLanConf(node: LabNode, chassis: string): string {
  if (!/^[\w./-]+$/.test(chassis)) throw new Error(`a chassis program's path needs no quoting: ${chassis}`);
  const auth = "none md2 md5 straight";
  return `name "${node.name}"
set_working_mc 0x20
  startlan 1
    addr ${node.bmc} 623
    priv_limit admin
    allowed_auths_callback ${auth}
    allowed_auths_user ${auth}
    allowed_auths_operator ${auth}
    allowed_auths_admin ${auth}
    guid a123456789abcdefa1234567890000${node.id.toString(16).padStart(2, "0")}
  endlan
  chassis_control "${chassis} ${node.name}"
  user 1 true "" "test" user 10 ${auth}
  user 2 true "${BMC_LOGIN.user}" "${BMC_LOGIN.password}" admin 10 ${auth}
`;
}

export const IPMI_EMULATOR = `mc_setbmc 0x20
mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
sel_enable 0x20 1000 0x0a
mc_enable 0x20
`;
