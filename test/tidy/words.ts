/**
 * Turns of speech that read as translated, with what to write instead. `most` is how often each still occurs: it may only
 * fall, and at zero the word is banned.
 */
export interface Banned {
  readonly pattern: RegExp;
  readonly instead: string;
  readonly most: number;
}

export const BANNED: readonly Banned[] = [
  { pattern: /\bbe had\b/gi, instead: "be available; say what is missing", most: 0 },
  { pattern: /\bit will not be\b/gi, instead: "will not be reached", most: 0 },
  { pattern: /\b(?:be|as) it (?:none|were)\b/gi, instead: "possibly none", most: 0 },
  { pattern: /\bno such thing\b/gi, instead: "name the thing", most: 0 },
  { pattern: /\banybody\b/gi, instead: "any user, any node", most: 0 },
  { pattern: /\bcome by\b/gi, instead: "get", most: 0 },
  { pattern: /\bwhat of an? \w+ does\b/gi, instead: "the part of … that does", most: 0 },
  { pattern: /\bnobody\b/gi, instead: "no node, no user, nothing", most: 0 },
  { pattern: /\bsomebody\b/gi, instead: "a node, a user, someone who …", most: 0 },
  { pattern: /\bat hand\b/gi, instead: "available, here", most: 0 },
  { pattern: /\btold\b/gi, instead: "say who says what: reported, printed, notified", most: 0 },
  { pattern: /\bgoes on\b/gi, instead: "continues, resumes", most: 0 },
  { pattern: /\bgo on\b/gi, instead: "continue", most: 0 },
  { pattern: /\bwhoever\b/gi, instead: "name who it is, or what", most: 0 },
  { pattern: /\bfor want of\b/gi, instead: "because there is no …", most: 0 },
  { pattern: /\bas good as\b/gi, instead: "counts as", most: 0 },
  { pattern: /\bfor ever\b/gi, instead: "without end, again and again", most: 0 },
  { pattern: /\bin vain\b/gi, instead: "say what fails", most: 0 },
  { pattern: /\b(?:everybody|everyone)\b/gi, instead: "all nodes, all instances, every user", most: 0 },
  { pattern: /\bspeaks? for (?:itself|promoting)\b/gi, instead: "say what raises the score", most: 0 },
  { pattern: /\bthere is none\b/gi, instead: "there is no …, without one", most: 0 },
];
