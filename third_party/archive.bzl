# Copyright (c) the Tandem authors. Licensed under the MIT License.

"""tandem_archive: an external repository from one of two pinned origins.

TANDEM_ORIGIN (set with --repo_env, by tools/setup) is "upstream" (the default) or "debian". The choice is made once for
the machine and is final: when the chosen file is missing or has another sha256, the build stops and says so. Bazel looks
into --distdir first, by file name and hash, so the same rule serves a machine that reaches no upstream site.
"""

def _fetch(ctx, url, sha256, strip_prefix):
    if not url.endswith(".deb"):
        ctx.download_and_extract(url = url, sha256 = sha256, stripPrefix = strip_prefix)
        return

    # A .deb is unpacked without being installed; Bazel 4 cannot do it by itself.
    ctx.download(url = url, sha256 = sha256, output = "_package.deb")
    script = 'dpkg-deb -x _package.deb _package && mv _package/"$1"/* . && rm -r _package _package.deb'
    result = ctx.execute(["sh", "-c", script, "sh", strip_prefix])
    if result.return_code != 0:
        fail("cannot unpack %s: %s" % (url, result.stderr))

def _tandem_archive_impl(ctx):
    origin = ctx.os.environ.get("TANDEM_ORIGIN", "upstream")
    if origin not in ["upstream", "debian"]:
        fail("TANDEM_ORIGIN is '%s'; it must be 'upstream' or 'debian'" % origin)
    if origin == "debian" and ctx.attr.debian_sha256:
        _fetch(ctx, ctx.attr.debian_url, ctx.attr.debian_sha256, ctx.attr.debian_strip_prefix)
    else:
        _fetch(ctx, ctx.attr.url, ctx.attr.sha256, ctx.attr.strip_prefix)
    for patch in ctx.attr.patches:
        ctx.patch(patch, strip = 1)
    if ctx.attr.build_file:
        ctx.file("WORKSPACE", "workspace(name = \"%s\")\n" % ctx.name)
        ctx.delete("BUILD.bazel")
        ctx.symlink(ctx.attr.build_file, "BUILD.bazel")

tandem_archive = repository_rule(
    implementation = _tandem_archive_impl,
    doc = "Downloads a pinned archive, applies our patches and puts our BUILD file in place.",
    attrs = {
        "build_file": attr.label(doc = "Our BUILD overlay; none keeps the archive's own."),
        "debian_sha256": attr.string(doc = "Empty when Debian's bytes are upstream's."),
        "debian_strip_prefix": attr.string(),
        "debian_url": attr.string(),
        "patches": attr.label_list(doc = "Applied with -p1, in order."),
        "sha256": attr.string(mandatory = True),
        "strip_prefix": attr.string(),
        "url": attr.string(mandatory = True),
    },
    environ = ["TANDEM_ORIGIN"],
)
