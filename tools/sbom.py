#!/usr/bin/env python3
"""The bill of materials as CycloneDX 1.5 JSON, the same bytes for the same input.

  tools/sbom.py VERSION AT            of the sources: the Debian libraries that meson.build asks for, and the npm packages
                                      that the style sheets and scripts are made from, with versions and hashes
  tools/sbom.py VERSION AT PACKAGE... of a binary: these Debian packages in the versions that are installed here

AT is the time it is made for, seconds since 1970."""
import base64, json, os, re, subprocess, sys, time, uuid

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# What a dependency of meson.build is called among Debian's packages, where it is not NAME-dev or libNAME-dev.
DEBIAN = {"libcurl": "libcurl4-openssl-dev", "libcrypto": "libssl-dev", "jansson": "libjansson-dev", "sqlite3": "libsqlite3-dev", "glib-2.0": "libglib2.0-dev", "zlib": "zlib1g-dev",
          "expat": "libexpat1-dev", "pangocairo": "libpango1.0-dev", "cairo-pdf": "libcairo2-dev", "threads": None}


def read(name):
    return open(os.path.join(ROOT, name), encoding="utf-8").read()


def debian_name(dependency):
    return DEBIAN.get(dependency, f"{dependency}-dev" if dependency.startswith("lib") else f"lib{dependency}-dev")


def from_debian(name, version=None):
    purl = f"pkg:deb/debian/{name}" + (f"@{version.replace(':', '%3A').replace('+', '%2B').replace('~', '~')}" if version else "") + "?distro=debian-12"
    return {"type": "library", "bom-ref": purl, "name": name, **({"version": version} if version else {}), "purl": purl}


def from_npm(path, p):
    name = path.split("node_modules/")[-1]
    purl = f"pkg:npm/{name.replace('@', '%40')}@{p['version']}"
    part = {"type": "library", "bom-ref": purl, "name": name, "version": p["version"], "purl": purl}
    if "license" in p:
        part["licenses"] = [{"license": {"id": p["license"]}} if re.fullmatch(r"[\w.+-]+", p["license"]) else {"expression": p["license"]}]
    if p.get("integrity", "").startswith("sha512-"):
        part["hashes"] = [{"alg": "SHA-512", "content": base64.b64decode(p["integrity"][7:]).hex()}]
    return part


def sources():
    asked = [debian_name(d) for d in re.findall(r"dependency\('([^']+)'", re.search(r"^deps = \[.*?^\]", read("meson.build"), re.M | re.S)[0])]
    parts = [from_debian(n) for n in asked if n]
    lock = json.loads(read("package-lock.json"))["packages"]
    # Only these are in the files that browsers load; sass and what it needs make them.
    shipped = ("node_modules/govuk-frontend", "node_modules/@ministryofjustice/frontend")
    for path, p in sorted(lock.items()):
        if path and not p.get("dev"):
            parts.append({**from_npm(path, p), "scope": "required" if path in shipped else "excluded"})
    return parts


def installed(packages):
    said = subprocess.run(["dpkg-query", "-W", "-f", "${Package}\t${Version}\n", *packages], capture_output=True, text=True, check=True).stdout
    return [from_debian(*line.split("\t")) for line in sorted(set(said.splitlines()))]


def main(version, at, *packages):
    parts = sorted(installed(packages) if packages else sources(), key=lambda p: p["bom-ref"])
    own = f"pkg:generic/grata@{version}"
    bom = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
           "metadata": {"timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(at))),
                        "component": {"type": "application", "bom-ref": own, "name": "grata", "version": version, "purl": own,
                                      "licenses": [{"license": {"id": "Apache-2.0"}}]}},
           "components": parts,
           "dependencies": [{"ref": own, "dependsOn": [p["bom-ref"] for p in parts if p.get("scope") != "excluded"]}]}
    bom = {"serialNumber": "urn:uuid:" + str(uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(bom, sort_keys=True))), **bom}
    print(json.dumps(bom, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
