/** Opens the store's file. */
import Database from "better-sqlite3";
import { asHoldfastError } from "../../error.ts";
import { migrate, refuseNewer, SCHEMA_VERSION, schemaOf } from "./schema.ts";

/** Throws what SQLite says of a file that cannot be opened, as a failure. */
export function opened(file: string, readOnly: boolean): Database.Database {
  try {
    return new Database(file, { readonly: readOnly, fileMustExist: readOnly });
  } catch (error) {
    throw asHoldfastError(error);
  }
}

/** An older store that is only read is migrated in memory; its file stays as it is. */
export function upToDate(db: Database.Database): Database.Database {
  const found = schemaOf(db);
  refuseNewer(found);
  if (found === SCHEMA_VERSION) return db;
  if (found === 0) throw new Error(`${db.name} is empty`);
  const image = db.serialize();
  // A database in memory has no write-ahead log, which bytes 18 and 19 of the header ask for.
  image.fill(1, 18, 20);
  const copy = new Database(image);
  migrate(copy);
  db.close();
  return copy;
}
