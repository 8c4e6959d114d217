#!/usr/bin/env python3
"""Makes the Debian package from a release build: deb.py FOLDER [BUILD]. GRATA_DEB_VERSION overrides the version, for tests of
upgrades. What is in packaging/ goes to where Debian wants it; the manual and the sample of settings are asked of the program;
dpkg-shlibdeps finds the libraries. The same build gives the same bytes."""
import gzip, hashlib, os, re, shutil, subprocess, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PACKAGING = os.path.join(ROOT, "packaging")
UNITS = ("grata.service", "grata.socket", "grata-metrics.socket", "grata-seal.service", "grata-seal.timer",
         "grata-signer.service", "grata-signer.socket",
         "grata-behind.service", "grata-behind.timer")
# The settings of the package, on top of the sample.
SETTINGS = {"register": "/var/lib/grata/register.db", "listen": "systemd:http", "behind-proxy": "yes", "log": "yes"}
CONTROL = """Package: grata
Version: {version}
Architecture: {arch}
Maintainer: Grata maintainers <maintainers@grata.invalid>
Installed-Size: {size}
Depends: {depends}, init-system-helpers (>= 1.54), tzdata, systemd | systemd-standalone-sysusers | systemd-sysusers, systemd | systemd-standalone-tmpfiles | systemd-tmpfiles
Recommends: fonts-noto-core, fonts-noto-cjk, nginx | httpd
Suggests: libcurl4
Section: misc
Priority: optional
Description: register of foreign missions that a foreign ministry keeps
 Grata keeps who may serve at foreign missions here, who waits for a visa and
 why, who must leave and by when, and what the other side does in return. Every
 write leaves an entry in a log that others can verify.
 .
 It serves web pages behind a proxy that speaks TLS, and has a command line.
"""


def run(*words, **more):
    return subprocess.run(words, check=True, capture_output=True, text=True, **more).stdout


class Stage:
    def __init__(self, root, at):
        self.root, self.at, self.size = root, at, 0

    def put(self, path, body, mode=0o644):
        to = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(to), exist_ok=True)
        with open(to, "wb") as f:
            f.write(body if isinstance(body, bytes) else body.encode())
        os.chmod(to, mode)

    def gzip(self, path, body):
        self.put(path + ".gz", gzip.compress(body if isinstance(body, bytes) else body.encode(), 9, mtime=0))

    def paths(self):
        for folder, folders, names in os.walk(self.root):
            folders.sort()
            yield from (os.path.relpath(os.path.join(folder, n), self.root) for n in sorted(names))


def read(*path):
    return open(os.path.join(ROOT, *path), encoding="utf-8").read()


def settings(grata):
    text = run(grata, "settings")
    for word, value in SETTINGS.items():
        text, n = re.subn(rf"^#{word} = .*$", f"{word} = {value}", text, flags=re.M)
        assert n == 1, word
    return text


def put_programs(stage, build):
    for name in ("grata", "grata-verify"):
        stage.put(f"usr/bin/{name}", open(os.path.join(build, name), "rb").read(), 0o755)
        run("strip", "--strip-unneeded", "--remove-section=.comment", "--remove-section=.note", os.path.join(stage.root, "usr/bin", name))


def put_manual(stage, grata):
    stage.gzip("usr/share/man/man1/grata.1", run(grata, "man"))
    stage.gzip("usr/share/man/man5/grata.conf.5", run(grata, "man", "grata.conf"))
    stage.gzip("usr/share/man/man1/grata-verify.1", read("packaging", "grata-verify.1"))
    for noun in run(grata, "man", "--nouns").split():
        stage.gzip(f"usr/share/man/man1/grata-{noun}.1", run(grata, "man", noun))


def put_rest(stage, grata, version, at):
    for unit in UNITS:
        stage.put(f"lib/systemd/system/{unit}", read("packaging", unit))
    stage.put("usr/lib/grata/grata-behind", read("packaging", "grata-behind"), 0o755)
    stage.put("usr/lib/sysusers.d/grata.conf", read("packaging", "grata.sysusers"))
    stage.put("usr/lib/tmpfiles.d/grata.conf", read("packaging", "grata.tmpfiles"))
    stage.put("etc/grata/grata.conf", settings(grata))
    doc = "usr/share/doc/grata"
    stage.put(f"{doc}/copyright", "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: Grata\n\n"
              "Files: *\nCopyright: 2026 the authors of Grata\nLicense: Apache-2.0\n See /usr/share/common-licenses/Apache-2.0.\n\n"
              "Files: /usr/bin/grata\nCopyright: 2026 the authors of Grata\n 2017 Crown Copyright (GOV.UK Frontend and MoJ Frontend, the style sheets inside)\nLicense: Apache-2.0 and MIT\n"
              " The style sheets are under the MIT licence: Permission is hereby granted, free of charge, to any person obtaining a copy of this\n"
              " software, to deal in it without restriction; this notice shall be in all copies. It comes without warranty of any kind.\n")
    date = run("date", "-u", "-R", "-d", f"@{at}").strip()
    stage.gzip(f"{doc}/changelog.Debian", f"grata ({version}) unstable; urgency=medium\n\n  * See changelog.gz.\n\n"
                                          f" -- Grata maintainers <maintainers@grata.invalid>  {date}\n")
    stage.gzip(f"{doc}/changelog", read("CHANGELOG.md"))
    for name in ("README.md", "SECURITY.md", "docs/operations.md"):
        stage.put(f"{doc}/{os.path.basename(name)}", read(name))
    stage.put(f"{doc}/nginx.conf", read("packaging", "nginx.conf"))


def libraries(stage):
    """The Depends of dpkg-shlibdeps, which wants a source package around it."""
    with tempfile.TemporaryDirectory() as tmp:
        os.mkdir(os.path.join(tmp, "debian"))
        with open(os.path.join(tmp, "debian", "control"), "w") as f:
            f.write("Source: grata\n\nPackage: grata\nArchitecture: any\n")
        programs = [os.path.join(stage.root, "usr/bin", n) for n in ("grata", "grata-verify")]
        said = run("dpkg-shlibdeps", "-O", "--ignore-missing-info", *programs, cwd=tmp)
    return said.split("shlibs:Depends=", 1)[1].strip()


def put_control(stage, version, depends):
    size = sum(os.path.getsize(os.path.join(stage.root, p)) for p in stage.paths())
    sums = "".join(f"{hashlib.md5(open(os.path.join(stage.root, p), 'rb').read()).hexdigest()}  {p}\n"
                   for p in stage.paths() if not p.startswith("etc/"))
    stage.put("DEBIAN/control", CONTROL.format(version=version, arch=run("dpkg", "--print-architecture").strip(), size=(size + 1023) // 1024, depends=depends))
    stage.put("DEBIAN/md5sums", sums)
    stage.put("DEBIAN/conffiles", "/etc/grata/grata.conf\n")
    for script in ("postinst", "prerm", "postrm"):
        stage.put(f"DEBIAN/{script}", read("packaging", script), 0o755)


def main(folder, build):
    version = os.environ.get("GRATA_DEB_VERSION") or re.search(r"version: '([^']+)'", read("meson.build"))[1] + "-1"
    at = int(os.environ.get("SOURCE_DATE_EPOCH") or run("git", "log", "-1", "--format=%ct", cwd=ROOT))
    grata = os.path.join(build, "grata")
    os.makedirs(folder, exist_ok=True)
    with tempfile.TemporaryDirectory() as tmp:
        os.chmod(tmp, 0o755)
        stage = Stage(os.path.join(tmp, "root"), at)
        put_programs(stage, build)
        put_manual(stage, grata)
        put_rest(stage, grata, version, at)
        depends = libraries(stage)
        stage.put("usr/share/doc/grata/sbom.cdx.json", run(sys.executable, os.path.join(ROOT, "tools", "sbom.py"), version, str(at),
                                                         *re.findall(r"(?:^|, )([a-z0-9.+-]+)", depends)))
        put_control(stage, version, depends)
        os.chmod(stage.root, 0o755)
        for path, folders, _ in os.walk(stage.root):
            for f in folders:
                os.chmod(os.path.join(path, f), 0o755)
        to = os.path.join(folder, f"grata_{version}_{run('dpkg', '--print-architecture').strip()}.deb")
        run("dpkg-deb", "--root-owner-group", "-Zxz", "--build", stage.root, to, env={**os.environ, "SOURCE_DATE_EPOCH": str(at)})
    print(to)


if len(sys.argv) not in (2, 3):
    sys.exit(__doc__)
main(sys.argv[1], sys.argv[2] if len(sys.argv) == 3 else os.path.join(ROOT, "build", "release"))
