/**
 * A group: its own actions bracket those of its members; members start in sequence and stop in reverse, each
 * where the previous one is. Meta-attributes can turn a group's order or colocation off.
 * Behaviour: docs/pacemaker/internal-orderings.md#groups.
 */
import { INFINITY } from "../../cib/value/score.ts";
import { orderResourceActions, orderStarts, orderStops } from "../action/ordering.ts";
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
  orderResourceActions(s, group, "stop", group, "stopped", Relation.unrunnableFirstBlocks);
  orderResourceActions(s, group, "stopped", group, "start", Relation.ordered);
  orderResourceActions(s, group, "start", group, "running", Relation.unrunnableFirstBlocks);

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
    orderResourceActions(s, group, "demote", member, "demote", down);
    orderResourceActions(s, member, "demote", group, "demoted", completesDown);
    orderResourceActions(s, member, "promote", group, "promoted", COMPLETES_UP);
    orderResourceActions(s, group, "promote", member, "promote", Relation.thenImpliesFirstGraphed);
  }
  orderStops(s, group, member, down);
  orderResourceActions(s, member, "stop", group, "stopped", completesDown);
  orderStarts(s, group, member, Relation.thenImpliesFirstGraphed);
  orderResourceActions(s, member, "start", group, "running", COMPLETES_UP);
}

function startWithGroup(s: ClusterModel, { group, member, promotable }: Place): void {
  const type = COMES_UP | Relation.thenImpliesFirstGraphed;
  orderStarts(s, group, member, type);
  if (promotable) orderResourceActions(s, group, "promote", member, "promote", type);
}

function followPrevious(s: ClusterModel, { member, promotable }: Place, previous: Resource): void {
  orderStarts(s, previous, member, COMES_UP);
  orderStops(s, member, previous, Relation.ordered | Relation.intermediateStop);
  // An active member behind an inactive one (just added to the group, say) has nothing to restart it; it must make
  // way all the same.
  if (s.dialect.stopsBeforeEarlierMember && member.active.length > 0 && previous.active.length === 0) {
    const type = Relation.thenImpliesFirst | Relation.unrunnableFirstBlocks;
    orderResourceActions(s, member, "stop", previous, "start", type);
  }
  if (promotable) {
    orderResourceActions(s, previous, "promote", member, "promote", COMES_UP);
    orderResourceActions(s, member, "demote", previous, "demote", Relation.ordered);
  }
}

/** Where inactive members lie between active ones, the active ones still stop one after the other. */
function stopInSequence(s: ClusterModel, { group, member, previous, lastActive }: Place): void {
  if (member.active.length === 0 || !group.ordered || previous === undefined || lastActive === undefined) return;
  if (previous.active.length === 0) orderStops(s, member, lastActive, Relation.ordered);
}
