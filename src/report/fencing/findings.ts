/** What is wrong with the way a node would be fenced, or may surprise, in sentences without a full stop. */
import { allFenceDevices, claimOf, type FenceDevice } from "../../cib/fence-devices.ts";
import { parseInterval } from "../../cib/value/duration.ts";
import type { Element } from "../../cib/xml/tree.ts";
import type { Topology } from "../../scheduler/fencer/topology.ts";
import { priorityOf } from "../../scheduler/fencer/ways.ts";
import { listText } from "../explain/place-text.ts";
import type { FencingExplanation } from "./document.ts";

type Answer = Omit<FencingExplanation, "findings">;
type Finding = FencingExplanation["findings"][number];
type DeviceUse = Answer["ways"][number]["devices"][number];

export function fencingFindings(answer: Answer, cib: Element, topology: Topology | undefined): Finding[] {
  const off: Finding[] = answer.enabled
    ? []
    : [{ code: "FencingOff", text: "fencing is switched off (stonith-enabled), so none of this is done" }];
  if (answer.kind === "guest") return off;
  const enabled = allFenceDevices(cib).filter((d) => d.enabled);
  return [
    ...off,
    ...nothingFences(answer),
    ...answer.ways.flatMap((way) => neverDone(answer, way)),
    ...unusedLevels(answer, topology),
    ...unusedDevices(answer, enabled, topology),
    ...samePriority(answer, enabled, topology),
    ...staysOff(answer),
    ...baseAboveMost(answer, enabled),
    ...openRace(answer),
  ];
}

function nothingFences({ node, ways, watchdog }: Answer): Finding[] {
  if (watchdog !== undefined || ways.some(({ never }) => never === undefined)) return [];
  const text = `nothing can fence ${node}: once it is lost, what ran there is recovered nowhere until someone confirms that it is off`;
  return [{ code: "NothingFences", text }];
}

function neverDone({ node }: Answer, { level, devices, never }: Answer["ways"][number]): Finding[] {
  if (never === undefined) return [];
  const what = level === undefined ? (devices[0]?.device ?? "") : `level ${level}`;
  if (never === "AfterWatchdog") {
    const text = `${what} is never come to, since the watchdog before it counts as done when its time is over`;
    return [{ code: "NeverReached", text }];
  }
  const why = devices.flatMap((use) => (use.fails === undefined ? [] : [failsText(use, node)]));
  return [
    {
      code: "NeverSucceeds",
      text: `${what} can never succeed: ${why.length === 0 ? "it names no device" : why.join("; ")}`,
    },
  ];
}

/** Why asking a device about a node fails. */
export function failsText({ device, fails, notFrom }: DeviceUse, node: string): string {
  switch (fails) {
    case "NotConfigured":
      return `there is no device ${device}`;
    case "Disabled":
      return `${device} is disabled`;
    case "NotForNode":
      return `${device} is not for ${node} by its pcmk_host_list or pcmk_host_map`;
    case "OnlyOnTarget":
      return `only ${node} itself can run ${device}, since locations keep it from the others`;
    case "Banned":
      return `locations keep ${device} from every node`;
    case "Away": {
      const away = notFrom.filter(({ why }) => why === "Away").map((n) => n.node);
      return `${device} can be run from ${listText(away, "or")} alone, which ${away.length === 1 ? "is" : "are"} away`;
    }
    default:
      return `${device} can be asked`;
  }
}

function unusedLevels({ node }: Answer, topology: Topology | undefined): Finding[] {
  const found: Finding[] = (topology?.unused ?? []).map(({ id, why }) => ({
    code: "LevelUnused",
    text:
      why === "BadIndex"
        ? `the level ${id} is ignored: its index is not from 1 to 9`
        : `the level ${id} fits ${node} too and is never used for it: the levels of ${topology?.by} ${topology?.value} are`,
  }));
  if (topology?.ambiguous !== true) return found;
  const text = `several patterns or attributes of levels fit ${node}, and Pacemaker does not define whose levels it takes`;
  return [{ code: "AmbiguousTopology", text }, ...found];
}

function unusedDevices(
  { node, ways }: Answer,
  enabled: readonly FenceDevice[],
  topology: Topology | undefined,
): Finding[] {
  if (topology === undefined) return [];
  const used = new Set(ways.flatMap(({ devices }) => devices.map(({ device }) => device)));
  const idle = enabled.filter((d) => claimOf(d, node) === "listed" && !used.has(d.id)).map(({ id }) => id);
  if (idle.length === 0) return [];
  const text = `${listText(idle)} ${idle.length === 1 ? "lists" : "list"} ${node} and ${idle.length === 1 ? "is" : "are"} on none of its levels, so never asked`;
  return [{ code: "DeviceUnused", text }];
}

function samePriority({ ways }: Answer, enabled: readonly FenceDevice[], topology: Topology | undefined): Finding[] {
  if (topology !== undefined) return [];
  const order = ways.flatMap(({ devices }) => enabled.filter(({ id }) => id === devices[0]?.device));
  const equal = order.filter((d) => order.some((e) => e !== d && priorityOf(e) === priorityOf(d)));
  if (equal.length === 0) return [];
  const text = `${listText(equal.map(({ id }) => id))} have equal priorities: Pacemaker does not define which is asked first (levels do)`;
  return [{ code: "SamePriority", text }];
}

function staysOff({ node, action, ways }: Answer): Finding[] {
  if (action !== "reboot") return [];
  const [first] = ways.filter(({ never }) => never === undefined);
  const stays = (first?.devices ?? []).filter(({ actions }) => actions.every(({ sends }) => sends === "off"));
  if (stays.length === 0) return [];
  const text = `${node} stays off after it was fenced: a reboot by ${listText(stays.map(({ device }) => device))} only switches it off`;
  return [{ code: "StaysOff", text }];
}

function baseAboveMost({ ways }: Answer, enabled: readonly FenceDevice[]): Finding[] {
  const used = new Set(ways.flatMap(({ devices }) => devices.map(({ device }) => device)));
  return enabled.flatMap(({ id, parameters }): Finding[] => {
    const most = parseInterval(parameters.pcmk_delay_max) ?? 0;
    const base = parseInterval(parameters.pcmk_delay_base) ?? 0;
    if (!used.has(id) || most === 0 || base <= most) return [];
    const text = `${id} waits ${most / 1000} s and not its pcmk_delay_base of ${base / 1000} s, which is above pcmk_delay_max`;
    return [{ code: "BaseAboveMost", text }];
  });
}

function openRace({ node, race }: Answer): Finding[] {
  if (race === undefined || race.survivor !== null) return [];
  const text = `when ${node} and ${race.other} lose sight of each other, both may go down: neither is sure to be fenced later`;
  return [{ code: "RaceOpen", text }];
}
