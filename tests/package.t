#!/usr/bin/env python3
"""The release and the Debian package: what is in them, the same bytes twice, sums, the bill of materials, units that give the
server little, a manual without warnings. tests/soak/package.sh installs, upgrades and removes it on a bare machine."""
import hashlib, json, os, re, shutil, subprocess, tarfile, tempfile

from tap import plan, skip, tap

ROOT, TMP = os.environ["GRATA_ROOT"], os.environ["GRATA_TMP"]
RELEASE = os.path.join(ROOT, "build", "release")
EXPOSURE_MAX = 2.0


def run(*words, **more):
    return subprocess.run(words, capture_output=True, text=True, **more)


def made(tool, name, *words, **env):
    """A file that a tool makes, by its ending; twice, and the same."""
    found = []
    for i in "12":
        folder = os.path.join(TMP, tool + i)
        p = run(os.path.join(ROOT, "tools", tool), folder, *words, env={**os.environ, **env})
        if p.returncode:
            tap(False, f"tools/{tool}", p.stderr)
            return None
        found.append({n: hashlib.sha256(open(os.path.join(folder, n), "rb").read()).hexdigest() for n in os.listdir(folder)})
    tap(found[0] == found[1], f"{name}: the same bytes twice", found)
    return folder


def release():
    folder = made("dist.py", "the release")
    if not folder:
        return
    p = run("sha256sum", "-c", "SHA256SUMS", cwd=folder)
    tap(p.returncode == 0 and p.stdout.count(": OK") == 2, "its sums are right", p)
    name = next(n for n in os.listdir(folder) if n.endswith(".tar.gz"))
    with tarfile.open(os.path.join(folder, name)) as tar:
        members = tar.getmembers()
        inside = {m.name.split("/", 1)[1]: m for m in members}
        known = set(run("git", "ls-files", cwd=ROOT).stdout.split("\n")) - {""}
        tap(known <= set(inside), "it has every file that git knows", sorted(known - set(inside))[:9])
        tap(not any("node_modules" in n or n.startswith("build/") for n in inside), "and nothing that was built but what browsers load")
        tap(all(m.uid == m.gid == 0 and not m.uname for m in members) and len({m.mtime for m in members}) == 1, "no owner and one time")
        tar.extractall(TMP)
    top = os.path.join(TMP, members[0].name.split("/")[0])
    run_words = open(os.path.join(top, "packages-run.txt")).read().split()
    tap("npm" not in run_words and "gcc" in run_words, "it asks for no npm")
    os.mkdir(os.path.join(TMP, "none"))
    for tool in ("sh", "bash", "dirname", "readlink", "sed", "cp", "rm"):
        os.symlink(shutil.which(tool), os.path.join(TMP, "none", tool))
    p = run(os.path.join(top, "tools/assets.sh"), os.path.join(TMP, "assets.c"), env={"PATH": os.path.join(TMP, "none")})
    table = open(os.path.join(TMP, "assets.c")).read() if p.returncode == 0 else ""
    parts = re.findall(r'incbin \\"([^"\\]+)\\"', table)
    tap(len(parts) > 5 and all(os.path.isfile(f) for f in parts), "and makes what browsers load without node", (p, parts[:3]))
    bill(json.load(open(os.path.join(top, "sbom.cdx.json"))))


def bill(bom):
    names = {p["name"] for p in bom["components"]}
    tap(bom["bomFormat"] == "CycloneDX" and bom["specVersion"] == "1.5" and re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", bom["serialNumber"]), "the bill of materials is CycloneDX", bom)
    want = {"libsqlite3-dev", "libmicrohttpd-dev", "libsodium-dev", "libseccomp-dev", "govuk-frontend"}
    tap(want <= names, "it has the libraries and the style sheets", want - names)
    debian = {p["name"] for p in bom["components"] if p["purl"].startswith("pkg:deb/")}
    asked = set(open(os.path.join(ROOT, "packages-run.txt")).read().split())
    implied = {"libcairo2-dev", "libjpeg-dev"}  # libpango1.0-dev brings the one, the other only names libjpeg62-turbo-dev
    tap(debian - implied <= asked, "each library is one that packages-run.txt installs", debian - asked)
    npm = [p for p in bom["components"] if p["purl"].startswith("pkg:npm/")]
    tap(npm and all(re.fullmatch("[0-9a-f]{128}", p["hashes"][0]["content"]) for p in npm), "each npm package has its version and hash")
    refs = {p["bom-ref"] for p in bom["components"]}
    tap(set(bom["dependencies"][0]["dependsOn"]) <= refs and len(refs) == len(bom["components"]), "references hold")


def package():
    folder = made("deb.py", "the package", RELEASE, GRATA_DEB_VERSION="9.9.9-1")
    if not folder:
        return
    deb = os.path.join(folder, next(n for n in os.listdir(folder) if n.endswith(".deb")))
    root, control = os.path.join(TMP, "deb"), os.path.join(TMP, "control")
    run("dpkg-deb", "-x", deb, root), run("dpkg-deb", "-e", deb, control)
    said = run("dpkg-deb", "-c", deb).stdout
    owners = {line.split()[1] for line in said.splitlines()}
    loose = [line for line in said.splitlines() if line[:4] not in ("drwx", "-rw-", "-rwx") or line[5] == "w" or line[8] == "w"]
    tap(owners == {"root/root"} and not loose, "all of it is root's and nobody else writes to it", loose or owners)
    for path in ("usr/bin/grata", "usr/bin/grata-verify", "etc/grata/grata.conf", "lib/systemd/system/grata.service", "lib/systemd/system/grata.socket",
                 "usr/lib/sysusers.d/grata.conf", "usr/share/man/man1/grata.1.gz", "usr/share/man/man1/grata-visa.1.gz", "usr/share/man/man5/grata.conf.5.gz",
                 "usr/share/doc/grata/copyright", "usr/share/doc/grata/sbom.cdx.json", "usr/share/doc/grata/operations.md"):
        if not os.path.isfile(os.path.join(root, path)):
            tap(False, f"{path} is in the package")
    tap(open(os.path.join(control, "conffiles")).read() == "/etc/grata/grata.conf\n", "the settings are a conffile")
    p = run("md5sum", "-c", os.path.join(control, "md5sums"), cwd=root)
    tap(p.returncode == 0, "its own sums are right", p)
    fields = open(os.path.join(control, "control")).read()
    tap("Version: 9.9.9-1\n" in fields and "libsqlite3-0" in fields and "libseccomp2" in fields and "nodejs" not in fields, "it depends on its libraries and no tool that built it", fields)
    p = run(os.path.join(root, "usr/bin/grata"), "settings", os.path.join(root, "etc/grata/grata.conf"))
    tap(p.returncode == 0 and "listen = systemd:http\n" in p.stdout and "behind-proxy = yes\n" in p.stdout, "its settings are sound", p)
    for script in ("postinst", "prerm", "postrm"):
        p = run("sh", "-n", os.path.join(control, script))
        if p.returncode:
            tap(False, script, p)
    bom = json.load(open(os.path.join(root, "usr/share/doc/grata/sbom.cdx.json")))
    tap(all("version" in c for c in bom["components"]) and len(bom["components"]) > 8, "its bill of materials has versions")
    pages = [os.path.join(path, n) for path, _, names in os.walk(os.path.join(root, "usr/share/man")) for n in names]
    if shutil.which("groff"):
        wrong = [n for n in pages if (p := run("sh", "-c", f"zcat '{n}' | groff -man -Tutf8 -Kutf8 -ww -z")).returncode or p.stderr]
        tap(len(pages) > 20 and not wrong, f"{len(pages)} pages of the manual without a warning", wrong)
    else:
        skip("the manual without a warning", "groff is not installed")
    units(os.path.join(root, "lib/systemd/system"))
    if shutil.which("lintian"):
        p = run("lintian", "--fail-on", "error", deb)
        tap(p.returncode == 0, "lintian finds no error", p.stdout)
    else:
        skip("lintian finds no error", "lintian is not installed")


def units(folder):
    if not shutil.which("systemd-analyze"):
        skip(f"units with an exposure of at most {EXPOSURE_MAX}", "systemd-analyze is not installed")
        return
    for name in ("grata.service", "grata-seal.service", "grata-signer.service", "grata-behind.service"):
        p = run("systemd-analyze", "security", "--offline=yes", os.path.join(folder, name))
        m = re.search(r"exposure level for \S+: ([\d.]+)", p.stdout)
        tap(m and float(m[1]) <= EXPOSURE_MAX and "ignoring" not in p.stderr, f"{name}: exposure {m and m[1]}, at most {EXPOSURE_MAX}", p)
        print(f"# figure: systemd-analyze security: {name} {m and m[1]}")


release()
if not os.path.exists(os.path.join(RELEASE, "grata")):
    skip("the package", "build/release is not built")
elif not shutil.which("dpkg-shlibdeps"):
    skip("the package", "dpkg-dev is not installed")
else:
    package()
plan()
