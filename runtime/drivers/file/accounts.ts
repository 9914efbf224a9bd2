// Names of users and groups: from names to ids and back, as /etc/passwd and /etc/group of this machine say.
//
// Surprising: only these two files are asked. Names that live in a directory service (LDAP, SSSD) are not found, because
// asking for them may block for as long as a network does; their numbers always work. The files are read again when they
// change, so that a user who was created a moment ago is found. A base other than `/` changes nothing: ids are the kernel's.

import { readFileSync, statSync } from "node:fs";

interface Table {
  readonly stamp: string;
  readonly ids: ReadonlyMap<string, number>;
  readonly names: ReadonlyMap<number, string>;
}

export class Accounts {
  readonly #users: Names;
  readonly #groups: Names;

  constructor(passwd = "/etc/passwd", group = "/etc/group") {
    this.#users = new Names(passwd);
    this.#groups = new Names(group);
  }

  /** The id, or null where nobody has that name. */
  uid(owner: string): number | null {
    return this.#users.id(owner);
  }

  gid(group: string): number | null {
    return this.#groups.id(group);
  }

  /** In the terms of what is wanted: two names of one id, or a name and its number, are no difference. */
  ownerAs(uid: number, wanted: string): string {
    return this.#users.nameAs(uid, wanted);
  }

  groupAs(gid: number, wanted: string): string {
    return this.#groups.nameAs(gid, wanted);
  }
}

class Names {
  readonly #file: string;
  #table: Table = { stamp: "", ids: new Map(), names: new Map() };

  constructor(file: string) {
    this.#file = file;
  }

  id(name: string): number | null {
    if (/^\d+$/.test(name)) {
      const id = Number(name);
      // The largest one means "leave as it is" to the kernel.
      return id < 0xff_ff_ff_ff ? id : null;
    }
    return this.#current().ids.get(name) ?? null;
  }

  nameAs(id: number, wanted: string): string {
    return this.id(wanted) === id ? wanted : (this.#current().names.get(id) ?? String(id));
  }

  #current(): Table {
    const stats = statSync(this.#file, { throwIfNoEntry: false });
    const stamp = stats === undefined ? "none" : `${stats.ino}:${stats.ctimeMs}:${stats.size}`;
    if (stamp !== this.#table.stamp) this.#table = readTable(this.#file, stamp);
    return this.#table;
  }
}

function readTable(file: string, stamp: string): Table {
  const ids = new Map<string, number>();
  const names = new Map<number, string>();
  if (stamp === "none") return { stamp, ids, names };
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const [name, , id] = line.split(":");
    if (name === undefined || name === "" || id === undefined || !/^\d+$/.test(id)) continue;
    // The first entry of a name or an id counts, as it does for the C library.
    if (!ids.has(name)) ids.set(name, Number(id));
    if (!names.has(Number(id))) names.set(Number(id), name);
  }
  return { stamp, ids, names };
}
