/** A simulation as `crm_simulate --output-as=xml` writes it. */
import type { SimulationSection } from "./document.ts";
import { resultXml } from "./result.ts";

export function simulationXml(_sections: readonly SimulationSection[]): string {
  return resultXml([]);
}
