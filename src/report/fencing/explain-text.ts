/** How a node would be fenced, as lines. */
import { formatMoment } from "../../cib/value/date.ts";
import { listText } from "../explain/place-text.ts";
import type { FencingExplanation } from "./document.ts";
import { failsText } from "./findings.ts";

type Way = FencingExplanation["ways"][number];
type DeviceUse = Way["devices"][number];

export function fencingExplanationLines(answer: FencingExplanation): string[] {
  return [
    headline(answer),
    ...answer.ways.flatMap((way) => wayLines(way, answer.node)),
    ...watchdogLines(answer),
    ...timeLines(answer),
    ...raceLines(answer),
    ...testedLines(answer),
    ...answer.findings.map(({ text }) => `! ${text}`),
  ];
}

/** A node without a device has its finding, and a guest node no device. */
function testedLines({ node, ways, tested }: FencingExplanation): string[] {
  if (ways.length === 0) return [];
  if (tested === null) return [`No test of it is recorded: holdfast fencing test ${node}.`];
  const ended = tested.works ? "every device answered" : "not every device answered";
  return [`Last tested ${formatMoment(tested.at)} by ${tested.who}: ${ended}.`];
}

function headline({ node, kind, action, container, topology, ways }: FencingExplanation): string {
  if (kind === "guest")
    return `${node} is a guest node: it is fenced by the restart of ${container}, never by a device.`;
  if (ways.length === 0) return `${node}: no device would be asked.`;
  const by =
    topology === undefined
      ? "each device that claims it, by priority, until one succeeds"
      : `its levels (by ${topology.by} ${topology.value}), until one succeeds`;
  return `${node} (${action}): ${by}.`;
}

function wayLines({ level, devices, steps, never, worst }: Way, node: string): string[] {
  const several = devices.length > 1;
  const all = several ? `all of ${steps.map(({ device, action }) => `${action} by ${device}`).join(", ")}; ` : "";
  const title =
    level === undefined ? [] : [`level ${level}: ${all}${worst} s at most${never === undefined ? "" : " (never)"}`];
  return [...title, ...devices.flatMap((use) => deviceLines(use, node, title.length > 0 ? "  " : ""))];
}

function deviceLines(use: DeviceUse, node: string, indent: string): string[] {
  const { device, agent, claim, actions, delay } = use;
  const what = actions.map(({ action, sends, timeout, tries }) => {
    const sent = sends === action ? action : `${action}, sent as ${sends}`;
    return `${sent} (${timeout} s${tries === 1 ? ", once" : `, ${tries} tries within them`})`;
  });
  const how = [
    ...what,
    ...(claim === "asked" ? ["asks its agent whether it is for the node"] : []),
    ...delayText(delay),
  ];
  const failed = use.fails === undefined ? [] : [`${indent}  fails: ${failsText(use, node)}`];
  const title = `${indent}${device}${agent === undefined ? "" : ` (${agent})`}`;
  return [how.length === 0 ? title : `${title}: ${how.join("; ")}`, ...failed, ...placeLines(use, indent)];
}

function delayText({ least, most }: DeviceUse["delay"]): string[] {
  if (most === 0) return [];
  return [least === most ? `after ${most} s` : `after ${least} to ${most} s, at random`];
}

const WHY_NOT = { Banned: "kept away by a location", Target: "it is fenced itself", Away: "not there" } as const;

function placeLines({ runners, notFrom }: DeviceUse, indent: string): string[] {
  if (runners.length + notFrom.length === 0) return [];
  const from = runners.length === 0 ? "from no node" : `from ${runners.join(", then ")}`;
  const not = notFrom.map(
    ({ node, why, score }) => `${node} (${WHY_NOT[why]}${score === undefined ? "" : `, ${scoreText(score)}`})`,
  );
  return [`${indent}  ${from}${not.length === 0 ? "" : `; not from ${not.join(", ")}`}`];
}

const scoreText = (score: number): string => (score <= -1_000_000 ? "-INFINITY" : String(score));

function watchdogLines({ node, watchdog }: FencingExplanation): string[] {
  if (watchdog === undefined) return [];
  const after = watchdog === null ? "twice the time of its watchdog" : `${watchdog} s`;
  return [`If none does it, ${node} counts as off after ${after}: its own watchdog resets it.`];
}

function timeLines({ kind, ways, worst, noticed, priorityDelay }: FencingExplanation): string[] {
  if (kind === "guest") return [];
  const source = noticed.source === "default" ? "by Corosync's defaults" : "by corosync.conf";
  const together = Math.round((noticed.token + noticed.consensus) * 1000) / 1000;
  const seen = `A node that hangs is missed after ${together} s (token ${noticed.token} s, consensus ${noticed.consensus} s, ${source}).`;
  const delay =
    priorityDelay === 0
      ? []
      : [
          `In half of the cluster its fencing waits ${priorityDelay} s longer: it runs what matters most (priority-fencing-delay).`,
        ];
  if (ways.length === 0) return [...(kind === "cluster" ? [seen] : []), ...delay];
  return [
    ...(kind === "cluster" ? [seen] : []),
    ...delay,
    `All of it takes ${worst.seconds} s at most; the request is given up after ${worst.givenUp} s.`,
  ];
}

function raceLines({ node, race }: FencingExplanation): string[] {
  if (race === undefined) return [];
  const { other, delays, survivor, lead } = race;
  const text = ({ least, most }: { least: number; most: number }): string =>
    least === most ? `${most} s` : `${least} to ${most} s`;
  const how = `${node} is fenced after ${text(delays.node)}, ${other} after ${text(delays.other)}`;
  const end = survivor === null ? "both may go down" : `${survivor} is ahead by at least ${lead} s`;
  return [`If ${listText([node, other])} lose sight of each other: ${how}; ${end}.`];
}
