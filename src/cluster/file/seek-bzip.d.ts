/** What is used of the library, which has no types of its own. */
declare module "seek-bzip" {
  const bunzip: {
    /** Throws for what is no bzip2 data. `several`: streams one behind the other. */
    decode(input: Buffer, output: { writeByte(byte: number): void }, several?: boolean): unknown;
  };
  export default bunzip;
}
