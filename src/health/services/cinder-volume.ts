/**
 * cinder-volume, active on one node. It is whole when the service list has its host up, which it is as long as it reports every
 * ten seconds. What it is doing to volumes only OpenStack's API says, for which a cluster has no credentials: so a stop is never
 * called safe here. Source: cinder-manage.
 */
import { no, unclear, yes } from "../model/condition.ts";
import { type Heard, type Opinion, said, serviceOf, unheard } from "../model/service.ts";
import { answerOf } from "./ask.ts";
import { isImageOf } from "./haproxy.ts";

export interface VolumeServices {
  readonly up: readonly string[];
  readonly down: readonly string[];
}

export const cinderVolumeHealth = serviceOf<VolumeServices>({
  name: "cinder-volume",
  fits: ({ agent, image }) =>
    agent === undefined && (isImageOf(image, "cinder-volume") || isImageOf(image, "cinder-backup")),
  look: async (ask, { image }): Promise<Heard<VolumeServices>> => {
    const outcome = await ask(["cinder-manage", "service", "list"], { timeout: 30_000 });
    const text = answerOf(outcome);
    const binary = isImageOf(image, "cinder-backup") ? "cinder-backup" : "cinder-volume";
    const services = text === undefined ? undefined : parseServiceList(text, binary);
    return services === undefined ? unheard("cinder-manage", outcome) : said(services);
  },
  judge,
});

/** Reads the table's lines of that binary: its host, and `:-)` for one that reports. Undefined without such a line, or an end of the last. */
function parseServiceList(text: string, binary: string): VolumeServices | undefined {
  if (!text.endsWith("\n")) return undefined;
  const lines = text.split("\n");
  if (!lines.some((line) => /^Binary\s+Host\s+Zone\s+Status\s+State\b/.test(line))) return undefined;
  const found = lines.flatMap((line) => {
    const [name, host, , status, state] = line.trim().split(/\s+/);
    return name === binary && host !== undefined && status === "enabled" && (state === ":-)" || state === "XXX")
      ? [{ host, up: state === ":-)" }]
      : [];
  });
  if (found.length === 0) return undefined;
  return { up: found.filter((s) => s.up).map((s) => s.host), down: found.filter((s) => !s.up).map((s) => s.host) };
}

function judge({ up, down }: VolumeServices): Opinion {
  const against = unclear("WorkUnknown", "whether it is working on a volume only OpenStack's API says");
  if (down.length > 0) return { whole: no("NotReporting", `${down.join(", ")} has stopped reporting`), against };
  return { whole: yes("Reporting", `${up.join(", ")} reports`), against };
}
