import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digestAttributes, digestText, filterForDigest } from "../digest.ts";
import { md5 } from "../md5.ts";
import { notifyKey, operationKey, parseOperationKey, parseTransitionKey, parseTransitionMagic } from "../operation.ts";
import { parseBoolean } from "./boolean.ts";
import { addSpan, calendarFields, formatMoment, parseMoment } from "./date.ts";
import { msToSeconds, parseDuration, parseInterval } from "./duration.ts";
import { addScores, formatScore, INFINITY, MINUS_INFINITY, parseScore } from "./score.ts";

describe("scores", () => {
  it("let minus infinity win over plus infinity, and either over the rest", () => {
    expect(addScores(INFINITY, MINUS_INFINITY)).toBe(MINUS_INFINITY);
    expect(addScores(INFINITY, -5)).toBe(INFINITY);
    expect(addScores(999_999, 5)).toBe(INFINITY);
    expect(["INFINITY", "-2000000", "+7", "12abc", "abc", undefined].map((t) => parseScore(t))).toEqual([
      INFINITY,
      MINUS_INFINITY,
      7,
      12,
      undefined,
      undefined,
    ]);
    expect([formatScore(INFINITY), formatScore(-3)]).toEqual(["INFINITY", "-3"]);
  });
});

describe("booleans", () => {
  it("are words in any case", () => {
    expect(["True", "ON", "y", "1"].map(parseBoolean)).toEqual([true, true, true, true]);
    expect(["no", "Off", "0", "", "2", undefined].map(parseBoolean)).toEqual([
      false,
      false,
      false,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("durations", () => {
  it("are seconds unless they have a unit, matched by its beginning", () => {
    const of = (text: string) => parseDuration(text);
    expect(["30", "1.9", "10sheep", "1min", "5 m", "2500us", "1hr", "+7", "10MS", "1m30s", "-5"].map(of)).toEqual([
      30_000, 1000, 10_000, 60_000, 300_000, 2, 3_600_000, 7000, 10, 60_000, -5000,
    ]);
    expect(["5d", "x", "", "1,5", "1e3"].map(of)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  // Each as crm_simulate 3.0.3 puts it into an operation key.
  it("may be ISO 8601 where they are intervals, with Pacemaker's own idea of years and days", () => {
    expect(
      ["PT30S", "P30S", "PT1M", "P1D", "P2W", "P1DT12H", "P1W2D", "P1M", "P1Y", "P2Y", "P1M1D", "PT0S"].map(
        parseInterval,
      ),
    ).toEqual([
      30_000, 30_000, 60_000, 0, 1_123_200_000, 43_200_000, 691_200_000, 2_592_000_000, 0, 4_294_967_000, 2_592_000_000,
      0,
    ]);
    expect(["P", "PT", "PT1.5S", "-5", "P1DT"].map(parseInterval)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(parseInterval("5000000")).toBe(4_294_967_295);
  });

  it("round to seconds half up, but never down to none", () => {
    expect([0, 1, 499, 1499, 1500].map(msToSeconds)).toEqual([0, 1, 1, 1, 2]);
  });
});

describe("moments", () => {
  // Each as crm_simulate 3.0.3 reads it.
  it("are read in the forms of ISO 8601 that Pacemaker reads", () => {
    const read = (text: string): string | undefined => {
      const moment = parseMoment(text);
      return moment === undefined ? undefined : formatMoment(moment);
    };
    expect(
      ["2024-01-01", "20240101", "2024-1-1", "2024-01", "2024-001", "2024-W01-1", "2020-W53-7", "2024-366"].map(read),
    ).toEqual([...Array<string>(6).fill("2024-01-01 00:00:00Z"), "2021-01-03 00:00:00Z", "2024-12-31 00:00:00Z"]);
    expect(
      ["12", " 12:30", "T12:30:45", "T123045", "T12:30:45+02:00", "T12:30:45 -0230", "T24:00:00"].map((t) =>
        read(`2024-01-01${/^\d/.test(t) ? "T" : ""}${t}`),
      ),
    ).toEqual([
      "2024-01-01 12:00:00Z",
      "2024-01-01 12:30:00Z",
      "2024-01-01 12:30:45Z",
      "2024-01-01 12:30:45Z",
      "2024-01-01 10:30:45Z",
      "2024-01-01 15:00:45Z",
      "2024-01-02 00:00:00Z",
    ]);
    for (const bad of [
      "",
      "junk",
      "2024",
      "2024001",
      "2024-W01",
      "2024-02-30",
      "2023-366",
      "2024-W53-1",
      "2024-01-01T25:00",
      "2024-01-01T12:61",
      "1704110400",
    ]) {
      expect(parseMoment(bad), bad).toBeUndefined();
    }
  });

  // So does crm_simulate 3.0.3.
  it("take no notice of what follows a time and is no offset", () => {
    const behind = (text: string): number | undefined => {
      const moment = parseMoment(`2024-01-01 12:00:00${text}`);
      return moment === undefined ? undefined : moment - 1_704_110_400;
    };
    expect([" UTC", "UTC", " GMT", " CET", "foo", "Z foo", ".5 UTC", " 1"].map(behind)).toEqual(Array(8).fill(0));
    expect([" +1", " +1:00", " +01:00 foo", " - 1"].map(behind)).toEqual([-3600, -3600, -3600, 3600]);
    expect([" +", "-", " +25:00", " +01:60"].map(behind)).toEqual(Array(4).fill(undefined));
    expect(["2024-01-01foo", "2024-01-01-", "02024-01-01"].map(parseMoment)).toEqual(Array(3).fill(1_704_067_200));
    expect(["2024-01-01 ", "2024-01-01 UTC", "0000-01-01"].map(parseMoment)).toEqual(Array(3).fill(undefined));
    expect(parseMoment(" Epoch ")).toBe(0);
  });

  it("are the calendar's own inverse", () => {
    fc.assert(
      fc.property(fc.integer({ min: -60_000_000_000, max: 200_000_000_000 }), (moment) => {
        const f = calendarFields(moment);
        const pad = (n: number, width: number): string => String(n).padStart(width, "0");
        const clock = `T${pad(f.hours, 2)}:${pad(f.minutes, 2)}:${pad(f.seconds, 2)}Z`;
        expect(parseMoment(`${pad(f.years, 4)}-${pad(f.months, 2)}-${pad(f.monthdays, 2)}${clock}`)).toBe(moment);
        expect(parseMoment(`${pad(f.years, 4)}-${pad(f.yeardays, 3)}${clock}`)).toBe(moment);
        expect(parseMoment(`${pad(f.weekyears, 4)}-W${pad(f.weeks, 2)}-${f.weekdays}${clock}`)).toBe(moment);
      }),
    );
  });

  it("move by calendar units as Pacemaker moves them", () => {
    const none = { years: 0, months: 0, weeks: 0, days: 0, hours: 0, minutes: 0, seconds: 0 };
    const add = (from: string, span: Partial<typeof none>): string =>
      formatMoment(addSpan(parseMoment(from) ?? Number.NaN, { ...none, ...span }));
    expect(add("2024-01-31", { months: 1 })).toBe("2024-02-29 00:00:00Z");
    expect(add("2024-01-31", { months: 13 })).toBe("2025-02-28 00:00:00Z");
    expect(add("2024-03-01", { years: 1 })).toBe("2025-03-02 00:00:00Z");
    expect(add("2024-12-31", { years: 1 })).toBe("2026-01-01 00:00:00Z");
    expect(add("2024-01-31T05:06:07", { months: 1, weeks: 1, days: 1, hours: 30, minutes: 61, seconds: 61 })).toBe(
      "2024-03-09 12:08:08Z",
    );
  });
});

describe("operation keys", () => {
  it("are read from their right end", () => {
    expect(parseOperationKey(operationKey("my_rsc_1", "monitor", 10_000))).toEqual({
      rsc: "my_rsc_1",
      task: "monitor",
      intervalMs: 10_000,
    });
    expect(parseOperationKey("vm_migrate_to_0")).toEqual({ rsc: "vm", task: "migrate_to", intervalMs: 0 });
    expect(parseOperationKey(notifyKey("db_1", "confirmed-post", "start"))).toEqual({
      rsc: "db_1",
      task: "confirmed-post_notify_start",
      intervalMs: 0,
    });
    expect(["x", "start_0", "a_start_x"].map(parseOperationKey)).toEqual([undefined, undefined, undefined]);
  });

  it("come with transition keys and magic", () => {
    const uuid = "c0a34b18-a8ea-4299-84f3-6747c105f26e";
    const key = { actionId: 18, transitionId: 93, targetRc: 0, uuid };
    expect(parseTransitionKey(`18:93:0:${uuid}`)).toEqual(key);
    expect(parseTransitionMagic(`4:1;18:93:0:${uuid}`)).toEqual({ opStatus: 4, opRc: 1, key });
    expect([parseTransitionKey("18:93"), parseTransitionMagic(`4;18:93:0:${uuid}`)]).toEqual([undefined, undefined]);
  });
});

describe("digests", () => {
  it("are MD5", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 200 }),
        (text) => md5(text) === createHash("md5").update(text).digest("hex"),
      ),
    );
  });

  it("are taken of the parameters in byte order, escaped", () => {
    const attributes = new Map([
      ["b", `<&"'\n\u007f`],
      ["B", "é"],
      ["\u{10000}", "2"],
      ["\uFFFD", "1"],
    ]);
    expect(digestText(attributes)).toBe(
      ` <parameters B="é" b="&lt;&amp;&quot;'&#x0A;&#x7F;" \uFFFD="1" \u{10000}="2"/>\n`,
    );
    expect(digestAttributes(new Map())).toBe("f2317cad3d54cec5d7d7aa7d0bf35cf8");
  });

  it("leave out what is no parameter, except a recurring operation's timeout", () => {
    const attributes = new Map([
      ["ip", "1"],
      ["CRM_meta_timeout", "20000"],
      ["CRM_meta_name", "monitor"],
      ["op-digest", "x"],
      ["crm_feature_set", "3"],
    ]);
    expect([...filterForDigest(attributes, 0).keys()]).toEqual(["ip"]);
    expect([...filterForDigest(attributes, 10_000).keys()]).toEqual(["ip", "CRM_meta_timeout"]);
  });
});
