#!/usr/bin/env python3
"""Makes the release: dist.py FOLDER. The tarball has every file that git knows, as it is in the working tree, and what browsers
load made ready, so that it builds without npm; beside it the bill of materials and the sums of both. The same tree gives the
same bytes: names in order, the time of the last commit, no owner."""
import gzip, hashlib, io, os, re, subprocess, sys, tarfile, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def git(*words):
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def files():
    """Path in the tarball, bytes, whether it is a program."""
    for line in git("ls-files", "-s", "-z").split("\0"):
        if not line:
            continue
        mode, path = line.split()[0], line.split("\t", 1)[1]
        if not os.path.exists(os.path.join(ROOT, path)):
            continue
        body = open(os.path.join(ROOT, path), "rb").read()
        if path == "packages-run.txt":
            body = b"".join(l for l in body.splitlines(True) if l.strip() not in (b"nodejs", b"npm"))
        yield path, body, mode == "100755"


def prebuilt():
    """The table of assets, with a word where the folder stands, and the assets."""
    with tempfile.TemporaryDirectory() as tmp:
        table = os.path.join(tmp, "asset_table.c")
        subprocess.run([os.path.join(ROOT, "tools", "assets.sh"), table], check=True)
        folder = os.path.join(tmp, "assets")
        yield "prebuilt/asset_table.c", open(table, "rb").read().replace(os.path.realpath(folder).encode(), b"@ASSETS@"), False
        for name in sorted(os.listdir(folder)):
            yield f"prebuilt/assets/{name}", open(os.path.join(folder, name), "rb").read(), False


def tarball(top, at, bom):
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for path, body, is_program in sorted([*files(), *prebuilt(), ("sbom.cdx.json", bom, False)]):
            info = tarfile.TarInfo(f"{top}/{path}")
            info.size, info.mtime, info.mode = len(body), at, 0o755 if is_program else 0o644
            tar.addfile(info, io.BytesIO(body))
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=at, compresslevel=9, filename="") as z:
        z.write(raw.getvalue())
    return packed.getvalue()


def main(folder):
    version = re.search(r"version: '([^']+)'", open(os.path.join(ROOT, "meson.build")).read())[1]
    at = int(git("log", "-1", "--format=%ct"))
    if git("status", "--porcelain", "--untracked-files=no").strip():
        version += "+dirty"
    bom = subprocess.run([sys.executable, os.path.join(ROOT, "tools", "sbom.py"), version, str(at)], capture_output=True, check=True).stdout
    os.makedirs(folder, exist_ok=True)
    made = {f"grata-{version}.tar.gz": tarball(f"grata-{version}", at, bom), f"grata-{version}.cdx.json": bom}
    made["SHA256SUMS"] = "".join(f"{hashlib.sha256(body).hexdigest()}  {name}\n" for name, body in sorted(made.items())).encode()
    for name, body in made.items():
        with open(os.path.join(folder, name), "wb") as f:
            f.write(body)
        print(os.path.join(folder, name))


if len(sys.argv) != 2:
    sys.exit(__doc__)
main(sys.argv[1])
