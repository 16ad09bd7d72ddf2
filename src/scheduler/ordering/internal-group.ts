/**
 * A group: its own actions bracket those of its members; members start in sequence and stop in reverse, each
 * where the previous one is. Meta-attributes can turn a group's order or colocation off.
 * Behaviour: docs/pacemaker/internal-orderings.md#groups.
 */
import { INFINITY } from "../../cib/value/score.ts";
import { newOrdering, orderStarts, orderStops } from "../action/ordering.ts";
import { newColocation } from "../constraints/colocation.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { Relation } from "../model/enums.ts";
import { topOf } from "../model/resource.ts";
import type { Group, Resource } from "../model/types.ts";

const COMES_UP = Relation.firstImpliesThen | Relation.unrunnableFirstBlocks;
const COMPLETES_UP = COMES_UP | Relation.firstImpliesThenGraphed;

/** A member on its way through the group, with the members before it that matter. */
interface Place {
  readonly group: Group;
  readonly member: Resource;
  readonly previous: Resource | undefined;
  readonly lastActive: Resource | undefined;
  /** The group is an instance of a promotable clone. */
  readonly promotable: boolean;
}

/** `constrain` does the same for each member. */
export function constrainGroup(s: ClusterModel, group: Group, constrain: (part: Resource) => void): void {
  newOrdering(s, { rsc: group, task: "stop" }, { rsc: group, task: "stopped" }, Relation.unrunnableFirstBlocks);
  newOrdering(s, { rsc: group, task: "stopped" }, { rsc: group, task: "start" }, Relation.ordered);
  newOrdering(s, { rsc: group, task: "start" }, { rsc: group, task: "running" }, Relation.unrunnableFirstBlocks);

  const { promotable } = topOf(group, false);
  let previous: Resource | undefined;
  let lastActive: Resource | undefined;
  for (const member of group.children) {
    constrain(member);
    const place: Place = { group, member, previous, lastActive, promotable };
    if (previous !== undefined && group.colocated) {
      const { critical } = member;
      newColocation(s, {
        id: "#group-members",
        score: INFINITY,
        dependent: member,
        primary: previous,
        influence: critical,
      });
    }
    bracketMember(s, place);
    if (!group.ordered) startWithGroup(s, place);
    else if (previous !== undefined) followPrevious(s, place, previous);
    stopInSequence(s, place);
    if (member.active.length > 0) lastActive = member;
    previous = member;
  }
}

/** Group starts, member starts, group is running; likewise down, and for promotion. */
function bracketMember(s: ClusterModel, { group, member, previous, promotable }: Place): void {
  const leads = previous === undefined && group.ordered;
  const down = leads ? Relation.thenImpliesFirstGraphed | Relation.ordered : Relation.thenImpliesFirstGraphed;
  const completesDown = leads ? Relation.firstImpliesThen : Relation.firstImpliesThenGraphed;
  if (promotable) {
    newOrdering(s, { rsc: group, task: "demote" }, { rsc: member, task: "demote" }, down);
    newOrdering(s, { rsc: member, task: "demote" }, { rsc: group, task: "demoted" }, completesDown);
    newOrdering(s, { rsc: member, task: "promote" }, { rsc: group, task: "promoted" }, COMPLETES_UP);
    newOrdering(s, { rsc: group, task: "promote" }, { rsc: member, task: "promote" }, Relation.thenImpliesFirstGraphed);
  }
  orderStops(s, group, member, down);
  newOrdering(s, { rsc: member, task: "stop" }, { rsc: group, task: "stopped" }, completesDown);
  orderStarts(s, group, member, Relation.thenImpliesFirstGraphed);
  newOrdering(s, { rsc: member, task: "start" }, { rsc: group, task: "running" }, COMPLETES_UP);
}

function startWithGroup(s: ClusterModel, { group, member, promotable }: Place): void {
  const type = COMES_UP | Relation.thenImpliesFirstGraphed;
  orderStarts(s, group, member, type);
  if (promotable) newOrdering(s, { rsc: group, task: "promote" }, { rsc: member, task: "promote" }, type);
}

function followPrevious(s: ClusterModel, { member, promotable }: Place, previous: Resource): void {
  orderStarts(s, previous, member, COMES_UP);
  orderStops(s, member, previous, Relation.ordered | Relation.intermediateStop);
  // An active member behind an inactive one (just added to the group, say) has nothing to restart it; it must make
  // way all the same.
  if (s.dialect.stopsBeforeEarlierMember && member.active.length > 0 && previous.active.length === 0) {
    const type = Relation.thenImpliesFirst | Relation.unrunnableFirstBlocks;
    newOrdering(s, { rsc: member, task: "stop" }, { rsc: previous, task: "start" }, type);
  }
  if (promotable) {
    newOrdering(s, { rsc: previous, task: "promote" }, { rsc: member, task: "promote" }, COMES_UP);
    newOrdering(s, { rsc: member, task: "demote" }, { rsc: previous, task: "demote" }, Relation.ordered);
  }
}

/** Where inactive members lie between active ones, the active ones still stop one after the other. */
function stopInSequence(s: ClusterModel, { group, member, previous, lastActive }: Place): void {
  if (member.active.length === 0 || !group.ordered || previous === undefined || lastActive === undefined) return;
  if (previous.active.length === 0) orderStops(s, member, lastActive, Relation.ordered);
}
