#!/bin/bash
# The start program of TripleO's containers, as in Kolla's images: copies the files that the service's config.json names
# into place, then runs the command it names in its own place.
set -eu
command=$(
  python3 - <<'END'
import glob, json, os, shutil

with open("/var/lib/kolla/config_files/config.json") as file:
    config = json.load(file)


def place(source, target):
    """A folder is merged into one that is there; a link that is there gives way to the file."""
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
        for name in os.listdir(source):
            place(os.path.join(source, name), os.path.join(target, name))
    else:
        if os.path.lexists(target):
            os.remove(target)
        shutil.copy2(source, target)


for entry in config.get("config_files", []):
    for source in glob.glob(entry["source"]):
        place(source, os.path.join(entry["dest"], os.path.basename(source)))
print(config["command"])
END
)
# The command is split at blanks, as Kolla does.
# shellcheck disable=SC2086
exec $command
